"""Supervision: put on the list by a unit above, reported on dates, lifted with the result; or taken up."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from yaoan.kernel import clock
from yaoan.kernel.commands import Invalid, NotAllowed, open_record, perform
from yaoan.kernel.documents import word
from yaoan.kernel.records.models import Deadline
from yaoan.modules.assistance import queries, rules
from yaoan.modules.assistance.choices import Level, Standing
from yaoan.modules.assistance.commands import supervisions
from yaoan.modules.assistance.lifecycle import LIST, TAKE_UP
from yaoan.modules.assistance.tests.factories import on

pytestmark = pytest.mark.django_db
MONDAY = date(2025, 6, 9)


def due(record, act: str) -> date:
    return clock.local_day(Deadline.objects.get(record_id=record.pk, act=act).due_at)


def reported(desk, **fields):
    given = {"title": "重大假药案", "matter": "涉及多地", "area": "990121", "agency_id": desk.city.agency_id}
    return open_record(supervisions.ReportUp(**{**given, "case_id": desk.case().pk, **fields}), by=desk.officer)


def test_taking_a_case_up_rests_on_the_plan_since_no_article_says_it():
    assert TAKE_UP.basis == LIST and "没有条文" in LIST


def test_a_supervised_case_is_reported_on_concluded_and_lifted(desk):
    with on(MONDAY):
        one = desk.enlisted(until=MONDAY + timedelta(days=25))
        assert (due(one, "report"), due(one, "conclude")) == (date(2025, 6, 19), date(2025, 7, 4))
    with on(date(2025, 6, 18)):
        one = perform(supervisions.Report(text="已查清上家"), on=one, by=desk.officer)
        assert due(one, "report") == date(2025, 6, 28)
    with on(date(2025, 6, 27)):
        one = perform(supervisions.Report(text="已追缴"), on=one, by=desk.officer)
        assert due(one, "report") == date(2025, 7, 4)
    with on(date(2025, 7, 3)):
        one = perform(supervisions.Conclude(result="全部追缴"), on=one, by=desk.officer)
        assert (one.punctuality, one.state) == ("in_time", Standing.CONCLUDED)
        one = perform(supervisions.Lift(opinion="同意解除"), on=one, by=desk.city)
    assert one.is_closed
    assert [told["text"] for told in one.progress] == ["已查清上家", "已追缴"]


def test_only_the_unit_above_lists_and_lifts_and_only_the_supervised_one_reports(desk, places):
    one = desk.enlisted()
    with pytest.raises(NotAllowed, match="由督办单位办理"):
        perform(supervisions.Lift(opinion="好"), on=one, by=desk.chief)
    with pytest.raises(NotAllowed, match="被督办的单位"):
        perform(supervisions.Report(text="好"), on=one, by=desk.city)
    with pytest.raises(Invalid, match="上级"):
        case = desk.case()
        enlist = supervisions.Enlist(
            title="督办", matter="事项", area="990121", supervised_id=places["city"].pk, requirement="查清",
            until=clock.today() + timedelta(days=9), case_id=case.pk,
        )  # fmt: skip
        open_record(enlist, by=desk.chief)


def test_a_supervision_needs_a_matter_a_later_day_and_the_police_where_it_is_joint(desk):
    with pytest.raises(Invalid, match="案件或者一条风险隐患"):
        desk.enlisted(case_id=None)
    with pytest.raises(Invalid, match="晚于今天"):
        desk.enlisted(until=clock.today())
    with pytest.raises(Invalid, match="公安机关"):
        desk.enlisted(level=Level.JOINT)


def test_the_notice_bears_its_number_and_a_joint_one_names_the_police(desk):
    with on(MONDAY):
        one = desk.enlisted(level=Level.JOINT, partner="云河市公安局")
    words = "\n".join(line.text for line in Document(BytesIO(word(queries.notice_of(one)))).paragraphs)
    assert one.document_number == "云河市局督办〔2025〕1号"
    for part in ("联合督办通知书", "青溪县市场监督管理局：", "会同云河市公安局", "查清来源。", "2025年7月9日前"):
        assert part in words


def test_a_major_matter_reported_up_is_listed_left_or_taken_up(desk):
    with on(MONDAY):
        first, second, third = (reported(desk) for _ in range(3))
        assert due(first, "place") == date(2025, 6, 12)
        place = supervisions.Place(requirement="每周报告", until=date(2025, 7, 9), report_every=7)
        assert perform(place, on=first, by=desk.city).document_number
        assert perform(supervisions.Leave(opinion="你局办理"), on=second, by=desk.city).state == Standing.LEFT
        third = perform(supervisions.TakeUp(reason="跨区域"), on=third, by=desk.city)
    assert third.state == Standing.TAKEN_UP
    third.case.refresh_from_db()
    assert third.case.agency_id == desk.city.agency_id
    assert desk.officer.agency_id in third.case.assisting


def test_one_reports_to_a_unit_above(desk):
    with pytest.raises(Invalid, match="上级单位"):
        reported(desk, agency_id=desk.far_head.agency_id)


def test_a_result_that_does_not_do_goes_back_with_a_new_day(desk):
    one = perform(supervisions.Conclude(result="基本办结"), on=desk.enlisted(), by=desk.officer)
    back = supervisions.SendBack(reason="来源没有查清", until=clock.today() + timedelta(days=60))
    one = perform(back, on=one, by=desk.city)
    assert (one.state, one.punctuality, one.until) == (Standing.LISTED, "", back.until)
    longer = supervisions.Extend(until=back.until - timedelta(days=1), reason="短")
    with pytest.raises(Invalid, match="晚于原来"):
        perform(longer, on=one, by=desk.city)


def test_risks_under_their_own_supervision_stand_in_the_same_list(desk, client):
    from yaoan.kernel.access.models import User
    from yaoan.modules.risks import commands as risks
    from yaoan.modules.risks.choices import Level as RiskLevel

    risk = open_record(
        risks.Report(
            title="冷链断链", description="断电九小时", risk_kind="cold_chain", product_kind="drug", channel="inspection",
            area="990121",
        ),
        by=desk.officer,
    )  # fmt: skip
    risk = perform(risks.Assess(level=RiskLevel.MAJOR, grounds="影响面大"), on=risk, by=desk.chief)
    supervise = risks.Supervise(
        agency_id=desk.city.agency_id, requirement="停售", until=clock.today() + timedelta(days=9)
    )
    perform(supervise, on=risk, by=desk.city)
    one = desk.enlisted()
    client.force_login(User.objects.get(pk=desk.city.user_id))
    page = client.get("/handovers/").content.decode()
    assert one.number in page
    assert risk.number in page


@pytest.mark.parametrize(("every", "expected"), [(7, date(2025, 6, 16)), (40, date(2025, 7, 1))])
def test_reports_are_never_due_behind_the_last_day(every, expected):
    assert rules.next_report(MONDAY, every=every, until=date(2025, 7, 1)) == expected
    assert rules.next_report(date(2025, 7, 1), every=every, until=date(2025, 7, 1)) is None
