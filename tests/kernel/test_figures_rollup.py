"""The rollup is whole or as it was, follows what is declared, and says when it is wrong."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.kernel.figures_history import Line, seal, write
from yaoan.kernel import jobs
from yaoan.kernel.access.actor import Reach
from yaoan.kernel.figures import Metric, Period, acts, amounts, registry, rollup, stock, tasks
from yaoan.kernel.figures.counting import count
from yaoan.kernel.figures.formulas import Atom
from yaoan.kernel.figures.models import Horizon, Series, Stay, Tally
from yaoan.kernel.figures.questions import Question
from yaoan.kernel.figures.rollup import rebuild, roll_up, verify_rollup
from yaoan.kernel.figures.scopes import Scope
from yaoan.kernel.journal import sealing
from yaoan.kernel.words import Text

pytestmark = pytest.mark.django_db

YEAR = Period.year(2025)
EVERYWHERE = Scope({"parcels": Reach(("",))})
RECEIVED, WEIGHT, WAITING = (
    acts("parcels", "receive"),
    amounts("parcels", "receive", "weight"),
    stock("parcels", "announced"),
)


def declared(*atoms: Atom) -> list[Metric]:
    return [Metric(f"parcels.m{n}", Text("数"), Text("件"), atom, Text("包裹")) for n, atom in enumerate(atoms)]


def history() -> list[Line]:
    """Forty parcels over ten months, half of them received, all sealed."""
    lines = []
    for number in range(1, 41):
        day = date(2025, 1 + number % 10, 1 + number % 27)
        area = f"98010{1 + number % 2}{100 + number % 5:03}"
        lines.append(Line(number, "announce", "announced", day, area, 1 + number % 3))
        if number % 2:
            lines.append(Line(number, "receive", "stored", day, area, 1 + number % 3, fields={"weight": number}))
    written = write(lines)
    seal(written[-1].id)
    return written


def told(*atoms: Atom) -> list[object]:
    answer = count(Question(atoms, [YEAR, Period.month(2025, 4)], EVERYWHERE))
    return [answer.value(atom, period) for atom in atoms for period in (0, 1)]


def test_only_what_is_sealed_is_rolled_up() -> None:
    lines = history()
    later = write([Line(99, "announce", "announced", date(2025, 3, 3))])
    assert roll_up(declared(WAITING), batch=7) == len(lines)
    assert Horizon.objects.get().entry == lines[-1].id
    assert not Stay.objects.filter(entry=later[0].id).exists()
    assert told(WAITING)[0] == 21


def test_a_run_that_breaks_off_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = history()
    metrics = declared(RECEIVED, WEIGHT, WAITING)
    before = told(RECEIVED, WEIGHT, WAITING)
    whole: Callable[..., None] = rollup._add_stays
    runs = []

    def breaking(*given: object) -> None:
        whole(*given)
        runs.append(1)
        if len(runs) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(rollup, "_add_stays", breaking)
    with pytest.raises(KeyboardInterrupt):
        roll_up(metrics, batch=10)
    assert Horizon.objects.get().entry == lines[19].id, "two batches of ten were kept, the third was not"
    assert verify_rollup() == []
    assert told(RECEIVED, WEIGHT, WAITING) == before
    assert roll_up(metrics) == len(lines) - 20
    assert verify_rollup() == []
    assert told(RECEIVED, WEIGHT, WAITING) == before


def test_the_job_rolls_up_what_is_settled_without_waiting_for_a_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "metrics", lambda: {metric.name: metric for metric in declared(RECEIVED, WAITING)})
    lines = history()
    later = write([Line(99, "announce", "announced", date(2025, 3, 3))])
    before = told(RECEIVED, WAITING)
    with jobs.inline():
        jobs.enqueue(tasks.roll_up)
    assert Horizon.objects.get().entry == later[-1].id and rollup.backlog() == 0
    assert told(RECEIVED, WAITING) == before and verify_rollup() == []
    write([Line(100, "announce", "announced", date(2025, 3, 3))])

    def busy() -> int:
        raise sealing.Busy

    monkeypatch.setattr(sealing, "horizon", busy)
    with jobs.inline():
        jobs.enqueue(tasks.roll_up)
    assert Horizon.objects.get().entry == later[-1].id > lines[-1].id, "what is sealed is held already"


def test_the_backlog_is_what_is_sealed_and_not_yet_rolled_up() -> None:
    assert rollup.backlog() == 0
    lines = write(Line(number, "announce", "announced", date(2025, 3, 2)) for number in range(30))
    assert rollup.backlog() == 0, "not sealed yet"
    seal(lines[19].id, count=20)
    seal(lines[29].id, count=10)
    assert rollup.backlog() == 30
    atoms = registry.rolled(declared(RECEIVED))
    assert rollup._roll_up_batch(atoms, 25) == 25
    assert rollup.backlog() == lines[29].id - lines[24].id
    roll_up(declared(RECEIVED))
    assert rollup.backlog() == 0


def test_a_metric_declared_later_is_worked_out_and_one_no_longer_declared_is_forgotten() -> None:
    history()
    roll_up(declared(RECEIVED))
    assert [series.key for series in Series.objects.all()] == ["acts:parcels:receive"]
    before = told(WEIGHT, WAITING)
    assert roll_up(declared(WEIGHT, WAITING)) == 0
    assert sorted(series.key for series in Series.objects.all()) == [WEIGHT.key, WAITING.key]
    assert set(Tally.objects.values_list("series__key", flat=True)) == {WEIGHT.key, WAITING.key}
    assert verify_rollup() == []
    assert told(WEIGHT, WAITING) == before == [400, 3 + 13 + 23 + 33, 20, 8]


def test_an_old_horizon_is_used_only_for_what_it_has() -> None:
    lines = history()
    roll_up(declared(RECEIVED))
    Series.objects.all().delete()
    assert told(RECEIVED)[0] == 20, "no series: counted from the journal"
    roll_up(declared(RECEIVED))
    write([Line(40, "receive", "stored", date(2025, 3, 2))], past=lines)
    assert told(RECEIVED)[0] == 21


def test_a_wrong_cell_is_named_and_a_rebuild_mends_it() -> None:
    history()
    roll_up(declared(RECEIVED, WEIGHT, WAITING))
    tally = Tally.objects.filter(series__key=WEIGHT.key, level=6).earliest("month", "area", "agency")
    Tally.objects.filter(pk=tally.pk).update(amount=tally.amount + 1)
    Tally.objects.filter(series__key=RECEIVED.key, level=9).latest("month", "area", "agency").delete()
    stay = Stay.objects.earliest("record", "seq")
    Stay.objects.filter(pk=stay.pk).update(state="lost")
    found = [str(wrong) for wrong in verify_rollup()]
    assert len(found) == 3
    assert any(
        text.startswith(f"{RECEIVED.key} in 2025-") and "stored nothing, the journal says 1" in text for text in found
    )
    assert any(text.startswith(f"{WEIGHT.key} in {tally.month:%Y-%m}") for text in found)
    assert any(text.startswith(f"stay of record {stay.record} from entry #1: stored lost") for text in found)
    rebuild(declared(RECEIVED, WEIGHT, WAITING))
    assert verify_rollup() == []


def test_the_nightly_check_fails_loudly_and_the_rollup_keeps_up_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = history()
    found = {metric.name: metric for metric in declared(RECEIVED)}
    monkeypatch.setattr(registry, "metrics", lambda: found)
    with jobs.inline():
        jobs.enqueue(tasks.roll_up)
        assert Horizon.objects.get().entry == lines[-1].id
        jobs.enqueue(tasks.verify)
        Tally.objects.filter(level=6).update(count=77)
        with pytest.raises(tasks.Wrong, match=r"acts:parcels:receive in 2025-.*stored 77, the journal says"):
            jobs.enqueue(tasks.verify)


def test_the_stock_of_a_past_day_is_what_stood_there_then() -> None:
    write([
        Line(1, "announce", "announced", date(2025, 1, 5), "980101"),
        Line(1, "assign", "announced", date(2025, 2, 5), "980102"),
        Line(1, "receive", "stored", date(2025, 2, 1), "980102"),
    ])  # fmt: skip
    here = Scope({"parcels": Reach(("980101",))})
    there = Scope({"parcels": Reach(("980102",))})
    stored = stock("parcels", "stored")

    def on(day: date, scope: Scope) -> tuple[object, object]:
        answer = count(Question((WAITING, stored), [Period(day, day)], scope))
        return answer.value(WAITING), answer.value(stored)

    assert (on(date(2025, 2, 4), here), on(date(2025, 2, 4), there)) == ((1, 0), (0, 0))
    assert (on(date(2025, 2, 5), here), on(date(2025, 2, 5), there)) == ((0, 0), (0, 1)), (
        "never before the change before"
    )
