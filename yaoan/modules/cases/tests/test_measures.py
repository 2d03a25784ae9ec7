"""Coercive measures: each kind by its own clock."""

from datetime import date, datetime, timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import LiftReason, MeasureKind, MeasureState
from yaoan.modules.cases.tests.factories import on

pytestmark = pytest.mark.django_db
FRIDAY = date(2025, 9, 26)


def due_of(measure, act="dispose"):
    deadline = Deadline.objects.filter(record_id=measure.pk, act=act).first()
    return deadline and deadline.due_at and clock.local_day(deadline.due_at)


@pytest.fixture
def take(desk):
    case = desk.filed(date(2025, 9, 22))

    def made(kind, **fields):
        given = {
            "case_id": case.pk, "kind": kind, "title": "康民药房库房药品", "things": ("阿莫西林胶囊 20盒",), "kept_at": "县局库房",
            "officers": desk.pair, "reason": "涉嫌违法", "area": "990121",
        }  # fmt: skip
        with on(FRIDAY, 17):
            return open_record(commands.Take(**{**given, **fields}), by=desk.officer)

    return made


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (MeasureKind.PRESERVATION, date(2025, 10, 13)),  # 28mk=1 29=2 30=3, 1-8 off, 9=4 10=5 11mk=6 13=7
        (MeasureKind.SEIZURE, date(2025, 10, 26)),
        (MeasureKind.DRUG_SEIZURE, date(2025, 10, 3)),
        (MeasureKind.NARCOTICS, date(2025, 10, 3)),
    ],
)
def test_each_kind_is_decided_in_its_own_time(take, kind, due):
    assert due_of(take(kind, is_approved=True)) == due


def test_a_measure_on_the_spot_is_approved_within_24_hours_through_the_weekend_by_another(desk, take):
    measure = take(MeasureKind.SEIZURE)
    deadline = Deadline.objects.get(record_id=measure.pk, act="approve")
    assert deadline.due_at == datetime(2025, 9, 27, 17, tzinfo=clock.BEIJING)  # a Saturday
    with pytest.raises(NotAllowed):
        desk.do(measure, FRIDAY, commands.Approve(opinion="同意"), desk.officer)
    measure = desk.do(measure, FRIDAY + timedelta(days=1), commands.Approve(opinion="同意"), desk.chief)
    assert due_of(measure, "approve") is None


def test_two_officers_take_a_measure(desk, take):
    with pytest.raises(Invalid, match="不得少于两人"):
        take(MeasureKind.SEIZURE, officers=(desk.officer.user_id,))


def test_testing_stops_a_general_seizure_and_thirty_days_more_are_given_once(desk, take):
    measure = take(MeasureKind.SEIZURE)
    desk.do(measure, date(2025, 9, 29), commands.SendToTest(tested_at="市药检所"), desk.officer)
    assert due_of(measure) is None
    measure = desk.do(measure, date(2025, 10, 13), commands.EnterTest(result="不合格"), desk.officer)
    assert due_of(measure) == date(2025, 11, 9)  # 26 October, and the 14 days from 29 September to 12 October
    measure = desk.do(measure, date(2025, 10, 14), commands.ExtendMeasure(reason="案情复杂"), desk.chief)
    assert due_of(measure) == date(2025, 12, 9)
    with pytest.raises(NotAllowed, match="已经延长"):
        desk.do(measure, date(2025, 10, 15), commands.ExtendMeasure(reason="再延"), desk.chief)


def test_tested_drugs_are_decided_fifteen_days_after_the_report(desk, take):
    measure = take(MeasureKind.DRUG_SEIZURE)
    desk.do(measure, date(2025, 9, 29), commands.SendToTest(tested_at="市药检所"), desk.officer)
    assert due_of(measure) is None
    measure = desk.do(measure, date(2025, 10, 20), commands.EnterTest(result="不符合规定"), desk.officer)
    assert due_of(measure) == date(2025, 11, 4)
    with pytest.raises(NotAllowed, match="由法律固定"):
        desk.do(measure, date(2025, 10, 21), commands.ExtendMeasure(reason="复杂"), desk.chief)


def test_a_measure_ends_by_decision_or_by_being_lifted(desk, take):
    first, second = take(MeasureKind.DRUG_SEIZURE), take(MeasureKind.PRESERVATION)
    first = desk.do(first, date(2025, 9, 30), commands.Dispose(result="没收"), desk.chief)
    second = desk.do(
        second, date(2025, 9, 30), commands.LiftMeasure(kind=LiftReason.UNRELATED, note="已退还"), desk.chief
    )
    assert (first.state, second.state) == (MeasureState.DISPOSED, MeasureState.LIFTED)
    assert not Deadline.objects.filter(kind="measures").exists()
