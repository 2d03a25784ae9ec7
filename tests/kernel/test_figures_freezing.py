"""A frozen figure can be worked out again, and what has come in between is named entry by entry."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.kernel.figures_history import seal
from tests.kernel.test_figures_reading import ANNOUNCED, APRIL, LATE, MARCH, SHARE, WAITING, WEIGHT, announced
from tests.kernel.testapp.commands import Receive, Revert
from tests.kernel.testapp.office import Office
from yaoan.kernel import clock
from yaoan.kernel.commands import perform
from yaoan.kernel.figures.freezing import Unsealed, canonical, explain_difference, freeze
from yaoan.kernel.figures.reading import figure
from yaoan.kernel.figures.rollup import roll_up
from yaoan.kernel.journal.models import Entry, Seal

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 4, 20, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _april():
    with clock.told(NOW):
        yield


def sealed_now() -> int:
    last = Entry.objects.latest("pk").pk
    seal(last)
    return last


def frozen(office: Office, *metrics, period=MARCH) -> dict:
    """Frozen figures of the city, as they come back from the place where they were kept."""
    figures = [figure(metric, office.actor("reader"), period, area="9801") for metric in metrics]
    return json.loads(canonical(freeze(figures)))


def test_a_snapshot_says_what_was_counted_and_rests_on_a_seal(office: Office) -> None:
    announced(office, day=date(2025, 3, 3), weight="2.5")
    cutoff = sealed_now()
    announced(office, day=date(2025, 3, 4), weight="1")
    snapshot = frozen(office, ANNOUNCED, WEIGHT, SHARE)
    assert snapshot["cutoff"] == cutoff
    assert snapshot["seal"]["head"] == bytes(Seal.objects.get().head).hex()
    one, weight, share = snapshot["figures"]
    assert (one["metric"], one["value"], one["period"]) == ("parcels.announced", "1", ["2025-03-01", "2025-03-31"])
    assert one["scope"] == {
        "area": "9801", "agency": None, "reaches": {"parcels": {"areas": ["9801"], "agencies": [office.city.pk]}},
    }  # fmt: skip
    assert (weight["value"], share["value"]) == ("2.5", "0.0")
    assert [item["key"] for item in share["counted"]] == ["acts:parcels:receive", "acts:parcels:announce"]
    assert canonical(snapshot) == canonical(json.loads(canonical(snapshot)))


def test_what_nobody_touched_is_intact_and_not_stale(office: Office) -> None:
    announced(office, day=date(2025, 3, 3), weight="2.5")
    cutoff = sealed_now()
    snapshot = frozen(office, ANNOUNCED, WEIGHT, WAITING, SHARE)
    announced(office)
    for item in snapshot["figures"]:
        told = explain_difference(item, cutoff)
        assert (told.is_intact, told.is_stale, told.changes) == (True, False, ())


@pytest.mark.parametrize("rolls", [False, True])
def test_late_and_reverted_acts_are_named_with_who_and_why(office: Office, rolls: bool) -> None:
    keeper, chief = office.actor("keeper"), office.actor("chief")
    parcel = announced(office, day=date(2025, 3, 3), weight="2.5")
    parcel = perform(Receive(note="完好", effective_on=date(2025, 3, 20)), on=parcel, by=keeper)
    cutoff = sealed_now()
    snapshot = frozen(office, ANNOUNCED, WEIGHT, WAITING, SHARE)
    perform(Revert(reason="认错了箱子"), on=parcel, by=chief)
    late = announced(office, day=date(2025, 3, 31), weight="0.5")
    announced(office)
    if rolls:
        sealed_now()
        roll_up([ANNOUNCED, WEIGHT, WAITING, SHARE])
    told = {item["metric"]: explain_difference(item, cutoff) for item in snapshot["figures"]}
    assert all(explanation.is_intact and explanation.is_stale for explanation in told.values())
    (one,) = told["parcels.announced"].changes
    assert (one.number, one.why, one.old, one.new, one.actor_name) == (late.number, "late", 0, 1, "林晓禾")
    assert one.effective_on == date(2025, 3, 31)
    assert [(change.old, change.new) for change in told["parcels.weight"].changes] == [(0, Decimal("0.5"))]
    assert (told["parcels.waiting"].then, told["parcels.waiting"].now) == ("0", "2")
    waiting = {change.number: change for change in told["parcels.waiting"].changes}
    assert (waiting[parcel.number].why, waiting[parcel.number].reason) == ("taken_back", "认错了箱子")
    assert waiting[parcel.number].actor_name == "周砚青"
    assert waiting[late.number].why == "late"
    assert (told["parcels.share"].then, told["parcels.share"].now) == ("100.0", "0.0")
    assert [(c.counted, c.old, c.new) for c in told["parcels.share"].changes] == [
        ("acts:parcels:receive", 1, 0), ("acts:parcels:announce", 0, 1),
    ]  # fmt: skip


def test_a_record_that_only_moved_on_inside_the_count_is_no_change(office: Office) -> None:
    parcel = announced(office, day=date(2025, 3, 3))
    cutoff = sealed_now()
    snapshot = frozen(office, WAITING)
    perform(Receive(note="完好", effective_on=date(2025, 4, 2)), on=parcel, by=office.actor("keeper"))
    assert explain_difference(snapshot["figures"][0], cutoff).changes == ()
    told = explain_difference(frozen(office, WAITING, period=APRIL)["figures"][0], cutoff)
    assert [(change.act, change.old, change.new, change.why) for change in told.changes] == [("receive", 1, 0, "late")]


def test_other_rows_than_were_frozen_are_noticed(office: Office) -> None:
    announced(office, day=date(2025, 3, 3))
    cutoff = sealed_now()
    item = frozen(office, ANNOUNCED)["figures"][0]
    item["counted"][0]["rows"] = "0" * 64
    assert not explain_difference(item, cutoff).is_intact


def test_figures_of_the_moment_keep_their_value_and_cannot_be_repeated(office: Office) -> None:
    announced(office)
    with clock.told(datetime(2025, 4, 29, 2, tzinfo=UTC)):
        cutoff = sealed_now()
        item = frozen(office, LATE, period=APRIL)["figures"][0]
        assert (item["value"], item["counted"]) == ("1", [])
        told = explain_difference(item, cutoff)
    assert (told.then, told.now, told.is_repeatable, told.is_stale) == ("1", None, False, False)


def test_nothing_can_be_frozen_before_anything_is_sealed(office: Office) -> None:
    announced(office)
    with pytest.raises(Unsealed):
        freeze([figure(ANNOUNCED, office.actor("reader"), MARCH)])
