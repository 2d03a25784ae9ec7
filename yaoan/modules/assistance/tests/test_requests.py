"""Assistance: asked, accepted, refused or passed on, answered by another person, taken; what stays hidden stays hidden."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Invalid, NotAllowed, open_record, perform
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import figure
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline
from yaoan.modules.assistance import queries, tasks
from yaoan.modules.assistance.choices import State, Urgency
from yaoan.modules.assistance.commands import answering, asking
from yaoan.modules.assistance.models import Request
from yaoan.modules.assistance.tests.factories import SECRET, on
from yaoan.modules.cases.public import Case

pytestmark = pytest.mark.django_db
MONDAY = date(2025, 6, 9)


def duties_of(record) -> dict[str, Deadline]:
    return {row.act: row for row in Deadline.objects.filter(record_id=record.pk)}


def signed_in(client, actor):
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_a_request_is_sent_answered_and_taken(desk):
    case = desk.case()
    request = desk.answered(case_id=case.pk)
    assert (request.state, request.punctuality) == (State.ANSWERED, "in_time")
    assert request.agency_id == desk.far_head.agency_id
    request = perform(asking.Take(use="排除该供货渠道"), on=request, by=desk.officer)
    assert request.is_closed
    noted = Entry.objects.filter(record=case.pk, act="remark").get()
    assert "排除该供货渠道" in noted.payload["fields"]["text"]


def test_who_drafted_does_not_sign_neither_the_request_nor_the_answer(desk, hire):
    head = hire("head", "county", "孙和")
    request = desk.drafted()
    request.opened_by_id = head.user_id
    own = asking.Draft(title="核实", wanted="核实", asked_id=desk.far_head.agency_id)
    mine = open_record(own, by=head)
    with pytest.raises(NotAllowed, match="另一人"):
        perform(asking.Issue(), on=mine, by=head)
    accepted = perform(answering.Accept(worker_id=desk.far_head.user_id), on=desk.sent(), by=desk.far_head)
    done = perform(answering.Submit(result="confirmed", answer="属实"), on=accepted, by=desk.far_head)
    with pytest.raises(NotAllowed, match="另一人"):
        perform(answering.Answer(), on=done, by=desk.far_head)


def test_the_asked_unit_reads_the_request_and_what_was_sent_but_not_the_case(desk, client):
    case = desk.case()
    request = desk.accepted(case_id=case.pk)
    page = signed_in(client, desk.far_officer).get(request.get_absolute_url()).content.decode()
    assert "随货同行单" in page
    assert "白石县某批发企业" in page
    for secret in (SECRET, case.number, "不能外传"):
        assert secret not in page
    assert client.get(case.get_absolute_url()).status_code == 404
    assert not Case.objects.seen_by(desk.far_officer).filter(pk=case.pk).exists()
    told = client.get(f"/api/v1/requests/{request.number}/").content.decode()
    assert SECRET not in told
    own = signed_in(client, desk.officer).get(request.get_absolute_url()).content.decode()
    assert case.number in own


def test_before_it_is_sent_nobody_else_sees_it(desk):
    request = desk.drafted()
    assert not Request.objects.seen_by(desk.far_head).filter(pk=request.pk).exists()
    perform(asking.Issue(), on=request, by=desk.chief)
    assert Request.objects.seen_by(desk.far_head).filter(pk=request.pk).exists()


def test_the_asking_unit_reads_on_and_only_the_asked_unit_accepts(desk):
    request = desk.sent()
    with pytest.raises(NotAllowed, match="另一单位"):
        perform(answering.Accept(worker_id=desk.officer.user_id), on=request, by=desk.chief)
    request = desk.accept(request)
    assert Request.objects.seen_by(desk.officer).filter(pk=request.pk).exists()
    with pytest.raises(NotAllowed):
        perform(answering.Submit(result="confirmed", answer="属实"), on=request, by=desk.officer)
    with pytest.raises(NotAllowed):
        perform(asking.Take(use="好"), on=desk.answered(), by=desk.far_head)


def test_the_unit_above_reads_and_does_not_act_for_those_below(desk):
    """Only the organ that asks and the one that is asked act on a request; a unit above acts once it is its own."""
    drafted, accepted, submitted = desk.drafted(), desk.accepted(), desk.submit(desk.accepted())
    refused = perform(answering.Refuse(reason="不在我县"), on=desk.sent(), by=desk.far_head)
    for request in (drafted, accepted, submitted, refused):
        assert Request.objects.seen_by(desk.city).filter(pk=request.pk).exists()
    attempts = (
        (drafted, asking.Amend(wanted="核实")),
        (drafted, asking.Issue()),
        (accepted, answering.Assign(worker_id=desk.city.user_id)),
        (accepted, answering.Extend(count=5, reason="帮助下级")),
        (accepted, answering.Submit(result="confirmed", answer="属实")),
        (submitted, answering.SendBack(reason="再查")),
        (submitted, answering.Answer()),
        (submitted, asking.Chase(text="请快")),
        (submitted, asking.Withdraw(reason="不要了")),
        (refused, asking.Redirect(asked_id=desk.city.agency_id)),
        (refused, asking.Escalate(agency_id=desk.city.agency_id, reason="我来")),
    )
    for request, command in attempts:
        with pytest.raises(NotAllowed, match=r"另一单位|上级单位可以查看"):
            perform(command, on=request, by=desk.city)
    perform(asking.Remark(text="请抓紧"), on=accepted, by=desk.city)


def test_the_unit_above_both_sends_a_refused_request_on_once_it_was_asked_to_coordinate(desk):
    refused = perform(answering.Refuse(reason="不在我县"), on=desk.sent(), by=desk.far_head)
    refused = perform(asking.Escalate(agency_id=desk.city.agency_id, reason="管辖有争议"), on=refused, by=desk.officer)
    sent = perform(asking.Redirect(asked_id=desk.city.agency_id, reason="市局自查"), on=refused, by=desk.city)
    own = perform(answering.Accept(worker_id=desk.city.user_id), on=sent, by=desk.city)
    assert (own.state, own.agency_id) == (State.WORKING, desk.city.agency_id)
    perform(answering.Submit(result="confirmed", answer="属实"), on=own, by=desk.city)


def test_the_office_signs_for_its_station(desk, places, hire):
    from yaoan.kernel.access.models import Agency

    county = places["county"]
    places["station"] = Agency.objects.create(
        name="青溪县市场监督管理局城关分局", short="城关分局", kind="station", areas=["990121100"], parent=county,
        line=[places["city"].pk, county.pk],
    )  # fmt: skip
    inspector = hire("inspector", "station")
    own = asking.Draft(title="核实单据", wanted="核实", asked_id=desk.far_head.agency_id)
    request = open_record(own, by=inspector)
    with pytest.raises(NotAllowed, match="另一单位"):
        perform(asking.Issue(), on=request, by=desk.city)
    assert perform(asking.Issue(), on=request, by=desk.chief).state == State.SENT


def test_one_does_not_ask_oneself(desk):
    with pytest.raises(Invalid, match="另一单位"):
        desk.drafted(asked_id=desk.officer.agency_id)


def test_a_refused_request_names_the_right_unit_and_is_sent_there(desk, places):
    request = desk.sent()
    refuse = answering.Refuse(reason="不在我县", right_unit_id=places["city"].pk)
    request = perform(refuse, on=request, by=desk.far_head)
    assert duties_of(request)["redirect"].agency_id == desk.officer.agency_id
    request = perform(asking.Redirect(asked_id=places["city"].pk), on=request, by=desk.chief)
    assert (request.state, request.asked_id) == (State.SENT, places["city"].pk)
    assert duties_of(request)["accept"].agency_id == places["city"].pk


def test_a_misdirected_request_is_passed_on_and_its_clock_begins_with_the_acceptance(desk, places):
    with on(MONDAY):
        request = desk.sent()
        passed = answering.PassOn(agency_id=places["city"].pk, reason="属市局管辖")
        request = perform(passed, on=request, by=desk.far_head)
        assert set(duties_of(request)) == {"accept"}
    with on(MONDAY + timedelta(days=2)):
        accept = answering.Accept(worker_id=desk.city.user_id)
        request = perform(accept, on=request, by=desk.city)
        assert clock.local_day(duties_of(request)["submit"].due_at) == date(2025, 7, 2)


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (Urgency.ORDINARY, date(2025, 6, 30)),
        (Urgency.URGENT, date(2025, 6, 12)),
        (Urgency.EMERGENCY, date(2025, 6, 10)),
    ],
)
def test_each_urgency_has_its_clock_from_the_receipt(desk, urgency, due):
    with on(MONDAY):
        request = desk.sent(urgency=urgency)
    with on(MONDAY + timedelta(days=1), 9):
        request = desk.accept(request)
        owed = duties_of(request)["submit"]
    assert clock.local_day(owed.due_at) == due
    assert owed.holder_id == desk.far_officer.user_id


def test_more_time_is_taken_with_a_reason_that_the_asking_unit_reads(desk):
    with on(MONDAY):
        request = desk.accepted()
        request = perform(answering.Extend(count=5, reason="相关人员外出"), on=request, by=desk.far_head)
        assert clock.local_day(duties_of(request)["submit"].due_at) == date(2025, 7, 7)
        with pytest.raises(Invalid, match="大于零"):
            perform(answering.Extend(count=0, reason="没有"), on=request, by=desk.far_head)


def test_a_late_answer_is_counted_as_late(desk):
    with on(MONDAY):
        request = desk.accepted()
    with on(date(2025, 7, 1)):
        request = perform(answering.Answer(), on=desk.submit(request), by=desk.far_head)
    assert request.punctuality == "late"


def test_asking_further_gives_a_new_clock(desk):
    with on(MONDAY):
        request = desk.answered()
    with on(date(2025, 6, 16)):
        request = perform(asking.AskFurther(missing="没有写明批号"), on=request, by=desk.officer)
        assert clock.local_day(duties_of(request)["submit"].due_at) == date(2025, 7, 7)
    assert request.state == State.WORKING
    assert request.punctuality == ""


def test_overdue_requests_go_to_the_unit_above_both_once(desk, places):
    with on(MONDAY):
        request = desk.accepted()
    with on(date(2025, 7, 3)):
        assert tasks.escalate_overdue() == []
    with on(date(2025, 7, 4)):
        assert [outcome.refusal for outcome in tasks.escalate_overdue()] == [None]
        assert tasks.escalate_overdue() == []
    request.refresh_from_db()
    assert request.escalated_to_id == places["city"].pk
    with pytest.raises(NotAllowed, match="已经提请"):
        perform(asking.Escalate(agency_id=places["city"].pk, reason="再次"), on=request, by=desk.officer)


def test_only_a_unit_above_both_is_asked_to_coordinate(desk):
    with pytest.raises(Invalid, match="共同的上级"):
        escalate = asking.Escalate(agency_id=desk.far_head.agency_id, reason="争议")
        perform(escalate, on=desk.accepted(), by=desk.officer)


def text_of(paper) -> str:
    from yaoan.kernel.documents import word

    return "\n".join(line.text for line in Document(BytesIO(word(paper))).paragraphs)


def test_the_letter_and_the_answer_bear_their_numbers_and_say_nothing_of_the_case(desk):
    with on(MONDAY):
        case = desk.case()
        request = desk.answered(case_id=case.pk)
        asked, told = text_of(queries.paper_of(request)), text_of(queries.answer_of(request))
    assert request.document_number == "青溪县局协查〔2025〕1号"
    assert request.answer_number == "白石县局协复〔2025〕1号"
    for words in (
        "协助调查函",
        "白石县市场监督管理局：",
        "15个工作日",
        "1. 随货同行单",
        "《中华人民共和国行政处罚法》第二十六条",
    ):
        assert words in asked
    for words in ("协助调查复函", "青溪县市场监督管理局：", "没有出具过该单据", "不属实", "1. 询问笔录"):
        assert words in told
    assert SECRET not in asked + told
    assert case.number not in asked + told


def test_the_word_files_come_from_the_page(desk, client):
    request = desk.sent()
    signed_in(client, desk.far_officer)
    assert Document(BytesIO(client.get(f"{request.get_absolute_url()}request.docx").content)).paragraphs
    assert client.get(f"{request.get_absolute_url()}answer.docx").status_code == 404
    assert "协助调查函" in client.get(f"{request.get_absolute_url()}paper/").content.decode()


def test_what_was_handed_over_and_not_taken_stands_in_one_list(desk, client):
    from yaoan.modules.cases.commands import HandOver

    request, case = desk.sent(), desk.case()
    perform(HandOver(agency_id=desk.far_head.agency_id, reason="属地管辖"), on=case, by=desk.chief)
    found = queries.handed_over(desk.chief)
    assert {row.number for row in found} == {request.number, case.number}
    page = signed_in(client, desk.chief).get("/handovers/").content.decode()
    assert request.number in page
    assert "白石县局" in page
    desk.accept(request)
    assert {row.number for row in queries.handed_over(desk.chief)} == {case.number}


def test_figures_count_what_was_sent_answered_in_time_and_refused(desk):
    with on(MONDAY):
        request = desk.answered()
        perform(asking.Take(use="采纳"), on=request, by=desk.officer)
        perform(answering.Refuse(reason="不在我县"), on=desk.sent(), by=desk.far_head)
        desk.accepted()
        period = Period(date(2025, 6, 1), date(2025, 6, 30))
        names = ("sent", "received", "refused", "answered", "answered_in_time", "closed", "open")
        found = {name: figure(metrics()[f"requests.{name}"], desk.city, period).value for name in names}
    assert found == {
        "sent": 3, "received": 2, "refused": 1, "answered": 1, "answered_in_time": 1, "closed": 1, "open": 1,
    }  # fmt: skip
