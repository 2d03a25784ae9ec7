"""A clock that is set back or forward: chains stay whole, numbers and seals follow one another, deadlines can be rebuilt."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import Announce, Hold, Receive, Release, Remark
from tests.kernel.testapp.office import Office, open_office, parcel_law
from yaoan.kernel import clock
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.journal.export import export
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.journal.sealing import seal
from yaoan.kernel.journal.verify.checking import verify

NOON = datetime(2025, 6, 2, 12, tzinfo=clock.BEIJING)
JUMPS = (timedelta(), timedelta(hours=-3), timedelta(days=400), timedelta(minutes=-1), timedelta(days=-2))


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    with parcel_law():
        yield open_office()


def test_whatever_the_clock_says_acts_follow_one_another_and_all_is_proved(office: Office, tmp_path: Path) -> None:
    keeper, seals = office.actor("keeper"), []
    with clock.told(NOON):
        parcel = open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper)
    for jump, command in zip(
        JUMPS, (Hold(reason="甲"), Release(), Remark(text="乙"), Hold(reason="丙"), Release()), strict=True
    ):
        with clock.told(NOON + jump):
            day = max(clock.today(), parcel.last_effect_on())
            if day > clock.today():  # set back to before the latest act: said to be of today, it would precede it
                with pytest.raises(Invalid, match="生效日期不能早于"):
                    perform(command, on=parcel, by=keeper)
                continue
            parcel = perform(command, on=parcel, by=keeper)
            seals.append(seal(clock.now()))
    since = [at for _state, at in parcel.stays]
    assert since == sorted(since), "a stay never begins before the one that it follows"
    entries = Entry.objects.filter(record=parcel.pk).order_by("pk")
    assert [entry.seq for entry in entries] == list(range(1, parcel.version + 1))
    assert [one.id for one in seals if one] == list(range(1, len(seals) + 1))
    assert bytes(replayed(parcel.pk).head) == bytes(parcel.head)
    assert rebuild_deadlines() == []
    with (tmp_path / "journal.jsonl").open("wb") as _file:
        pass
    export(tmp_path / "journal.jsonl")
    assert verify(tmp_path / "journal.jsonl").findings == []
