"""Who has investigated a case neither reviews it nor holds its hearing (Penalty Law arts 58, 64), whoever is its officer now."""

from datetime import date

import pytest

from yaoan.kernel.commands import Invalid, NotAllowed
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import State
from yaoan.modules.cases.tests.factories import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(hire):
    return hire("head", "county", "冯远")


def reported(desk, **fields):
    case = desk.exhibit(desk.filed(date(2025, 3, 10), **fields), date(2025, 3, 11))
    return desk.concluded(case, date(2025, 3, 12))


def told(desk, **fields):
    return desk.told(reported(desk, **fields), date(2025, 3, 14))


def convene(chair):
    return commands.Convene(hearing_on=date(2025, 4, 15), place="会议室", chair=chair)


def replaced(desk, case, day, former):
    """Somebody was an officer of the case, and is no more."""
    with_former = commands.Staff(officers=(former.user_id, desk.officer.user_id), reason="专业需要")
    desk.do(case, day, with_former, desk.chief)
    return desk.do(case, day, commands.Staff(officers=desk.pair, reason="调离"), desk.chief)


def test_a_former_officer_does_not_review(desk, third):
    case = replaced(desk, reported(desk), date(2025, 3, 13), third)
    assert third.user_id not in case.officers
    with pytest.raises(Invalid, match="办理过这个案件的调查，不能审核"):
        desk.do(case, date(2025, 3, 14), commands.PassReview(opinion="同意", is_legal=True), third)
    assert desk.do(case, date(2025, 3, 14), commands.PassReview(opinion="同意"), desk.reviewer).state == State.REVIEWED


def test_who_entered_evidence_without_being_named_does_not_review(desk, third):
    case = desk.filed(date(2025, 3, 10))
    given = {"kind": "written", "title": "购进清单", "source": "当事人", "fact": "购进", "custodian": "证据室"}
    desk.do(case, date(2025, 3, 11), commands.Exhibit(**given), third)
    case = desk.concluded(case, date(2025, 3, 12))
    with pytest.raises(Invalid, match="不能审核"):
        desk.do(case, date(2025, 3, 14), commands.PassReview(opinion="同意"), third)


def test_an_officer_of_a_case_that_was_merged_does_not_review(desk, third):
    other = desk.filed(date(2025, 3, 10))
    desk.do(
        other,
        date(2025, 3, 10),
        commands.Staff(officers=(third.user_id, desk.second.user_id), reason="分工"),
        desk.chief,
    )
    case = reported(desk)
    desk.do(other, date(2025, 3, 13), commands.Merge(into_id=case.pk, reason="同一当事人"), desk.chief)
    with pytest.raises(Invalid, match="不能审核"):
        desk.do(case, date(2025, 3, 14), commands.PassReview(opinion="同意"), third)


def test_after_the_hearing_a_former_officer_does_not_review_the_law_either(desk, third):
    case = replaced(desk, told(desk), date(2025, 3, 15), third)
    desk.do(case, date(2025, 3, 17), convene("孙和"), desk.chief)
    desk.do(case, date(2025, 4, 15), commands.Hear(record_text="双方质证", opinion="维持"), desk.officer)
    with pytest.raises(Invalid, match="不能审核"):
        desk.do(case, date(2025, 4, 16), commands.ReviewLaw(opinion="同意"), third)
    desk.do(case, date(2025, 4, 16), commands.ReviewLaw(opinion="同意"), desk.reviewer)


@pytest.mark.parametrize("chair", ["周明", "孙和、钱立", "王正，冯远"])
def test_the_chair_of_the_hearing_has_not_investigated(desk, third, chair):
    case = replaced(desk, told(desk), date(2025, 3, 15), third)
    with pytest.raises(Invalid, match=r"(周明|钱立|冯远)参与了本案调查，不能主持听证") as refusal:
        desk.do(case, date(2025, 3, 17), convene(chair), desk.chief)
    assert set(refusal.value.faults) == {"chair"}


@pytest.mark.parametrize("chair", ["孙和", "周明（县司法局）", "王正"])
def test_anybody_else_holds_it(desk, chair):
    assert desk.do(told(desk), date(2025, 3, 17), convene(chair), desk.chief).state == State.HEARING


def test_the_chair_does_not_become_an_officer_before_the_hearing_is_over(desk):
    case = told(desk)
    desk.do(case, date(2025, 3, 17), convene("孙和"), desk.chief)
    with on(date(2025, 3, 18)):
        assert queries.chair_of(case) == "孙和"
    officers = (desk.officer.user_id, desk.reviewer.user_id)
    staff = commands.Staff(officers=officers, reason="轮岗")
    with pytest.raises(Invalid, match="孙和被指定主持本案听证"):
        desk.do(case, date(2025, 3, 18), staff, desk.chief)
    with pytest.raises(Invalid, match="孙和被指定主持本案听证"):
        desk.do(case, date(2025, 3, 18), commands.Reassign(holder_id=desk.reviewer.user_id, reason="轮岗"), desk.chief)
    case = desk.do(case, date(2025, 4, 15), commands.Hear(record_text="双方质证", opinion="维持"), desk.officer)
    assert desk.do(case, date(2025, 4, 16), staff, desk.chief).officers == list(officers)


def test_an_officer_of_today_is_told_so_beforehand(desk, third):
    case = reported(desk)
    desk.do(
        case, date(2025, 3, 13), commands.Staff(officers=(third.user_id, *desk.pair), reason="专业需要"), desk.chief
    )
    with pytest.raises(NotAllowed, match="办案人员不能审核自己办理的案件"):
        desk.do(case, date(2025, 3, 14), commands.PassReview(opinion="同意"), third)
