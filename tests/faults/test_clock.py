"""A clock that is set back or forward: chains stay whole, numbers and seals follow one another, deadlines can be rebuilt."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import Announce, Hold, Receive, Release, Remark
from tests.kernel.testapp.office import Office, open_office, parcel_law
from yaoan.kernel import clock
from yaoan.kernel.commands import Invalid, open_record, perform
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.journal import export, signing
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.journal.sealing import seal
from yaoan.kernel.journal.verify import verify

NOON = datetime(2025, 6, 2, 12, tzinfo=clock.BEIJING)
JUMPS = (
    (timedelta(hours=-3), Hold(reason="甲")),
    (timedelta(hours=1), Release()),
    (timedelta(minutes=-1), Remark(text="乙")),
    (timedelta(days=400), Hold(reason="丙")),
    (timedelta(days=400, hours=-4), Release()),
)
"""What the clock says, seen from noon of the first day, and what is done then."""


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    with parcel_law():
        yield open_office()


def test_whatever_the_clock_says_acts_follow_one_another_and_all_is_proved(office: Office, tmp_path: Path) -> None:
    keeper = office.actor("keeper")
    with clock.told(NOON):
        parcel = open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper)
        seals = [seal(clock.now())]
    for jump, command in JUMPS:
        with clock.told(NOON + jump):
            parcel = perform(command, on=parcel, by=keeper)
            seals.append(seal(clock.now()))
    since = [at for _state, at in parcel.stays]
    assert since == sorted(since), "a stay never begins before the one that it follows"
    assert list(Entry.objects.order_by("pk").values_list("seq", flat=True)) == list(range(1, len(JUMPS) + 2))
    assert [made.pk for made in seals if made] == list(range(1, len(JUMPS) + 2))
    assert bytes(replayed(parcel.pk).head) == bytes(parcel.head)
    assert rebuild_deadlines() == []
    export.write(tmp_path / "journal.jsonl")
    assert verify(tmp_path / "journal.jsonl", keys=[signing.public_key()]).findings == []


def test_set_back_to_a_day_before_the_latest_act_it_asks_for_the_day_instead_of_inventing_one(office: Office) -> None:
    """The paper that is entered then says when it took effect; nothing stands before what it follows."""
    keeper = office.actor("keeper")
    with clock.told(NOON):
        parcel = open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper)
    with clock.told(NOON - timedelta(days=2)), pytest.raises(Invalid) as refusal:
        perform(Receive(note="完好"), on=parcel, by=keeper)
    assert list(refusal.value.faults) == ["effective_on"]
    with clock.told(NOON + timedelta(minutes=1)):
        assert perform(Receive(note="完好"), on=parcel, by=keeper).version == 2


def test_a_year_forward_and_back_deadlines_are_those_of_the_record_and_not_of_the_clock(office: Office) -> None:
    keeper = office.actor("keeper")
    with clock.told(NOON):
        parcel = open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper)
    for jump in (timedelta(days=400), timedelta(days=-400)):
        with clock.told(NOON + jump):
            assert rebuild_deadlines() == []
    parcel.refresh_from_db()
    assert parcel.due_at is not None and parcel.due_at > NOON
