"""A filed case may be suspended until it is decided, and goes on where it was."""

from datetime import date

import pytest

from yaoan.kernel.commands import NotAllowed
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import State
from yaoan.modules.cases.lifecycle.cases import FILED, SUSPEND

pytestmark = pytest.mark.django_db


def suspended(desk, case, day):
    return desk.do(case, day, commands.Suspend(reason="须以另案结果为依据"), desk.chief)


def resumed(desk, case, day):
    return desk.do(case, day, commands.Resume(reason="另案已有结果"), desk.chief)


def test_every_filed_case_may_be_suspended_and_no_clue_nor_decided_one():
    assert SUSPEND.source == FILED - {State.SUSPENDED}
    assert not {State.CLUE, State.DECIDED, State.EXECUTING} & SUSPEND.source


def test_a_case_that_was_told_goes_on_with_the_defence(desk):
    case = desk.exhibit(desk.filed(date(2025, 3, 10)), date(2025, 3, 12))
    case = desk.told(desk.concluded(case, date(2025, 3, 20)), date(2025, 3, 24))
    until = case.defence_until
    case = suspended(desk, case, date(2025, 3, 25))
    assert not Deadline.objects.filter(record_id=case.pk, act="close_defence").exists()
    case = resumed(desk, case, date(2025, 4, 14))
    assert (case.state, case.defence_until) == (State.NOTIFIED, until)
    assert replayed(case.pk).state == State.NOTIFIED
    assert Deadline.objects.get(record_id=case.pk, act="decide").due_at.date() == date(2025, 6, 28)  # twenty days more


def test_a_case_suspended_twice_goes_back_to_where_it_last_was(desk):
    case = desk.exhibit(desk.filed(date(2025, 3, 10)), date(2025, 3, 12))
    case = resumed(desk, suspended(desk, case, date(2025, 3, 13)), date(2025, 3, 14))
    assert case.state == State.INVESTIGATING
    case = desk.concluded(case, date(2025, 3, 20))
    case = resumed(desk, suspended(desk, case, date(2025, 3, 21)), date(2025, 3, 28))
    assert case.state == State.REVIEWING


def test_a_case_suspended_after_its_notice_is_neither_merged_nor_split(desk):
    other = desk.filed(date(2025, 3, 10))
    case = suspended(desk, desk.brought_to_decision(), date(2025, 4, 2))
    with pytest.raises(NotAllowed, match="请先恢复"):
        desk.do(case, date(2025, 4, 3), commands.Merge(into_id=other.pk, reason="同一当事人"), desk.chief)
    early = suspended(desk, desk.filed(date(2025, 3, 10)), date(2025, 4, 2))
    assert (
        desk.do(early, date(2025, 4, 3), commands.Merge(into_id=other.pk, reason="同一当事人"), desk.chief).state
        == State.MERGED
    )
