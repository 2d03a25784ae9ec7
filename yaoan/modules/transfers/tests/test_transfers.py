"""A transfer from the proposal to its end: the file complete, papers kept, clocks, refusal reversed or the case returned."""

from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document as Word

from yaoan.kernel import clock, law
from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import permissions_of
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import Invalid, NotAllowed, open_record, perform
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import figure
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases import commands as on_cases
from yaoan.modules.cases.models import Case
from yaoan.modules.signals.public import Receive as ReceiveSignal
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import commands, queries
from yaoan.modules.transfers.choices import Complexity, Opinion, Origin, Piece, Result, State
from yaoan.modules.transfers.models import Transfer

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 21)
"""A Friday: what is counted in hours runs on through the week's end."""
WHERE = {"organ": "青溪县公安局", "procurator": "青溪县人民检察院"}


def at(day: date, hour: int = 10):
    return clock.told(datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING))


def do(transfer, command, by, day=DAY, hour=10):
    with at(day, hour):
        return perform(command, on=transfer, by=by)


def proposed(desk, case=None, **fields) -> Transfer:
    case = case or desk.filed(date(2025, 3, 10))
    given = {
        "title": case.title, "description": "购进假药销售。", "product_kind": ProductKind.DRUG, "area": "990121",
        "subject_name": "青溪县康民药房", "case_id": case.pk, **WHERE,
    }  # fmt: skip
    with at(DAY, 9):
        return open_record(commands.Propose(**{**given, **fields}), by=desk.officer)


def reported(desk, **fields) -> Transfer:
    transfer = do(proposed(desk, **fields), commands.Staff(officers=desk.pair), desk.chief)
    report = commands.Report(
        charge="生产、销售假药罪",
        facts="销售假药120盒。",
        evidence="销售记录",
        goods="假药120盒，封存于证据室",
        opinion="建议移送",
    )
    return do(transfer, report, desk.officer)


def approved(desk, **fields) -> Transfer:
    return do(reported(desk, **fields), commands.Approve(opinion="同意移送"), desk.chief)


def complete(desk, **fields) -> Transfer:
    file = store([b"%PDF-1.4 report"], name="report.pdf", purpose="document")
    transfer = approved(desk, **fields)
    transfer = do(transfer, commands.Enclose(piece=Piece.OPINION, title="检验报告", files=(file,)), desk.officer)
    return do(transfer, commands.Enclose(piece=Piece.OTHER, reason="没有其他材料"), desk.officer)


def sent(desk, **fields) -> Transfer:
    return do(complete(desk, **fields), commands.HandOver(), desk.officer)


def accepted(desk, **fields) -> Transfer:
    return do(sent(desk, **fields), commands.Accept(receipt="青公收〔2025〕7号"), desk.officer)


def refused(desk, **fields) -> Transfer:
    return do(accepted(desk, **fields), commands.Refuse(number="青公不立〔2025〕3号", reason="事实不清"), desk.officer)


def due_of(transfer, act):
    return clock_of(Deadline.objects.get(record_id=transfer.pk, act=act).due_at)


def clock_of(moment):
    return moment.astimezone(clock.BEIJING).strftime("%Y-%m-%d %H:%M")


def words(transfer, form):
    word = Word(BytesIO(queries.signed_file(transfer.paper(form)["digest"])))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in word.paragraphs), *cells])


def test_two_officers_report(desk):
    transfer = proposed(desk)
    with pytest.raises(NotAllowed, match="不足两人"):
        report = commands.Report(charge="罪", facts="事实", evidence="证据", goods="物品", opinion="意见")
        do(transfer, report, desk.officer)
    with pytest.raises(Invalid, match="不得少于两人"):
        do(transfer, commands.Staff(officers=(desk.pair[0],) * 2), desk.chief)


def test_the_team_has_certificates_where_the_unit_records_them(desk):
    transfer = proposed(desk)
    staffing.certify(User.objects.get(pk=desk.officer.user_id), "99000001", since=date(2024, 1, 1))
    with pytest.raises(Invalid, match="钱立没有登记 2025-03-21 有效的执法证件"):
        do(transfer, commands.Staff(officers=desk.pair), desk.chief)
    staffing.certify(User.objects.get(pk=desk.second.user_id), "99000002", since=date(2024, 1, 1))
    assert do(transfer, commands.Staff(officers=desk.pair), desk.chief).officers == list(desk.pair)


def test_the_head_who_is_of_the_team_does_not_decide(desk):
    transfer = proposed(desk)
    transfer = do(transfer, commands.Staff(officers=(desk.chief.user_id, desk.pair[0])), desk.chief)
    report = commands.Report(charge="罪", facts="事实", evidence="证据", goods="物品", opinion="意见")
    transfer = do(transfer, report, desk.officer)
    with pytest.raises(NotAllowed, match="专案组成员不能决定"):
        do(transfer, commands.Approve(opinion="同意"), desk.chief)


def test_the_head_decides_and_a_section_head_does_not(desk, hire):
    """The principal head, or the head in charge, decides (transfer regulation art. 5); the section names the team."""
    section = hire("section", "county", "罗成")
    transfer = do(proposed(desk), commands.Staff(officers=desk.pair), section)
    report = commands.Report(charge="罪", facts="事实", evidence="证据", goods="物品", opinion="意见")
    transfer = do(transfer, report, desk.officer)
    for command in (commands.Approve(opinion="同意"), commands.Decline(reason="证据不足")):
        with pytest.raises(NotAllowed, match="没有在这里"):
            do(transfer, command, section)
    transfer = do(transfer, commands.Rework(reason="补充检验意见"), section)
    transfer = do(transfer, report, desk.officer)
    assert do(transfer, commands.Approve(opinion="同意"), desk.chief).state == State.APPROVED


def test_only_the_head_signs_why_a_case_is_not_transferred():
    decides = {role for role in law.document("roles") if {"transfers.decide", "hits.sign"} & permissions_of(role)}
    assert decides == {"head"}


def test_the_decision_is_due_in_three_calendar_days(desk):
    assert due_of(reported(desk), "approve") == "2025-03-24 23:59"


def test_the_hand_over_is_due_in_twenty_four_hours_through_the_week_end(desk):
    assert due_of(approved(desk), "hand_over") == "2025-03-22 10:00"
    assert due_of(Transfer.objects.get(), "copy") == "2025-03-22 10:00"


def test_an_incomplete_file_is_not_sent_and_what_is_missing_is_named(desk):
    transfer = approved(desk)
    with pytest.raises(NotAllowed, match="有关检验报告或者鉴定意见、其他有关涉嫌犯罪的材料"):
        do(transfer, commands.HandOver(), desk.officer)
    with pytest.raises(Invalid, match="不能以理由代替"):
        do(transfer, commands.Enclose(piece=Piece.GOODS, reason="没有"), desk.officer)


def test_the_case_waits_while_the_police_have_it_and_goes_on_when_it_comes_back(desk):
    transfer = refused(desk)
    case = Case.objects.get(pk=transfer.case_id)
    assert (case.state, transfer.state) == ("suspended", State.REFUSED)
    back = commands.Abide(reason="同意公安机关意见", materials="全部案卷和物品")
    transfer = do(transfer, back, desk.chief, date(2025, 3, 24))
    case.refresh_from_db()
    assert (case.state, transfer.state) == ("investigating", State.RETURNED)
    assert Deadline.objects.get(record_id=case.pk, act="decide").due_at.astimezone(clock.BEIJING).date() > date(
        2025, 6, 8
    )
    close = commands.Close(aftermath="处以罚款")
    assert do(transfer, close, desk.chief, date(2025, 3, 25)).state == State.CLOSED


def brought(desk, state):
    """A case filed on 3 March 2025 that has come to a state before the transfer."""
    case = desk.exhibit(desk.filed(date(2025, 3, 3)), date(2025, 3, 4))
    if state == "investigating":
        return case
    if state == "testing":
        return desk.do(case, date(2025, 3, 5), on_cases.Test(tested_at="市药检所", item="含量"), desk.officer)
    case = desk.concluded(case, date(2025, 3, 5))
    if state == "reviewing":
        return case
    case = desk.do(case, date(2025, 3, 6), on_cases.PassReview(opinion="同意", is_legal=True), desk.reviewer)
    if state == "reviewed":
        return case
    case = desk.do(case, date(2025, 3, 6), on_cases.Notify(), desk.officer)
    return case if state == "notified" else desk.do(case, date(2025, 3, 14), on_cases.CloseDefence(), desk.officer)


@pytest.mark.parametrize("state", ["investigating", "testing", "reviewing", "reviewed", "notified", "heard"])
def test_no_penalty_is_decided_while_the_police_have_the_case_and_it_goes_on_where_it_was(desk, state):
    transfer = do(
        accepted(desk, case=brought(desk, state)),
        commands.Refuse(number="青公不立〔2025〕3号", reason="事实不清"),
        desk.officer,
    )
    case = Case.objects.get(pk=transfer.case_id)
    assert (case.state, transfer.has_paused) == ("suspended", True)
    assert Deadline.objects.get(record_id=case.pk, act="decide").due_at is None
    with pytest.raises(NotAllowed):
        desk.decided(case, date(2025, 3, 22))
    do(transfer, commands.Abide(reason="同意", materials="全部案卷"), desk.chief, date(2025, 3, 31))
    case.refresh_from_db()
    assert case.state == state
    if state != "testing":  # that clock stands still for the test
        due = Deadline.objects.get(record_id=case.pk, act="decide").due_at
        assert clock_of(due) == "2025-06-11 23:59"  # 1 June, and the ten days from 21 to 30 March


def test_a_case_is_filed_before_it_goes_to_the_police(desk):
    """The fifteen days of a clue stand still for tests alone; those of a filed case also while it is suspended."""
    case = desk.clue(date(2025, 3, 10))
    transfer = reported(desk, case=case)
    with pytest.raises(Invalid, match="请先立案，再移送"):
        do(transfer, commands.Approve(opinion="同意移送"), desk.chief)
    file = on_cases.File(grounds="有证据", has_evidence=True, is_punishable=True, is_ours=True, officers=desk.pair)
    desk.do(case, DAY, file, desk.chief)
    assert do(transfer, commands.Approve(opinion="同意移送"), desk.chief).state == State.APPROVED


def test_a_refusal_is_objected_to_upheld_and_reversed_by_the_procurator(desk):
    transfer = refused(desk)
    assert due_of(transfer, "object") == "2025-03-24 23:59"
    transfer = do(transfer, commands.Object(reason="事实清楚，证据充分"), desk.officer)
    assert due_of(transfer, "overturn") == "2025-03-24 23:59"
    transfer = do(transfer, commands.Uphold(number="青公复〔2025〕1号", reason="维持"), desk.officer)
    assert due_of(transfer, "advise") == "2025-03-24 23:59"
    transfer = do(transfer, commands.Advise(reason="应当追究"), desk.officer)
    transfer = do(transfer, commands.Question(number="青检说〔2025〕1号"), desk.officer)
    assert due_of(transfer, "justify") == "2025-03-28 23:59"
    transfer = do(transfer, commands.Justify(reason="犯罪事实显著轻微"), desk.officer)
    assert (transfer.state, transfer.police_reason) == (State.JUSTIFIED, "犯罪事实显著轻微")
    assert Deadline.objects.get(record_id=transfer.pk, act="instruct").due_at is None
    transfer = do(transfer, commands.Instruct(number="青检立〔2025〕1号", reason="理由不能成立"), desk.officer)
    assert due_of(transfer, "comply") == "2025-04-05 23:59"
    transfer = do(transfer, commands.Comply(number="青公立〔2025〕9号"), desk.officer)
    assert transfer.state == State.FILED
    for form, text in {
        "report": "生产、销售假药罪", "goods": "120盒", "letter": "青溪县公安局", "objection": "事实清楚，证据充分",
        "advice": "青溪县人民检察院", "enclosures": "涉案物品清单：",
    }.items():  # fmt: skip
        told = words(transfer, form)
        assert text in told and "＿" not in told.replace("（签名）：＿＿＿＿＿＿＿＿", ""), form
        assert transfer.paper(form)["code"] in told


@pytest.mark.parametrize(
    ("product", "cites"), [(ProductKind.DRUG, True), (ProductKind.DEVICE, False), (ProductKind.COSMETIC, False)]
)
def test_the_letter_cites_the_drug_law_for_drugs_alone(desk, product, cites):
    told = words(approved(desk, product_kind=product), "letter")
    assert "《中华人民共和国行政处罚法》第二十七条" in told and "第三条、第五条" in told
    assert ("药品管理法" in told) is cites


def test_the_longer_times_of_the_police(desk):
    transfer = accepted(desk)
    assert due_of(transfer, "file") == "2025-03-24 23:59"
    do(transfer, commands.Lengthen(complexity=Complexity.COMPLEX, reason="涉及多地"), desk.officer)
    assert due_of(transfer, "file") == "2025-03-28 23:59"
    do(transfer, commands.Lengthen(complexity=Complexity.SPECIAL, reason="重大"), desk.officer)
    assert due_of(transfer, "file") == "2025-04-20 23:59"


def test_goods_that_did_not_go_along_are_handed_over_in_three_days(desk):
    transfer = do(complete(desk), commands.HandOver(with_goods=False), desk.officer)
    transfer = do(transfer, commands.Accept(receipt="回执"), desk.officer)
    transfer = do(transfer, commands.File(number="青公立〔2025〕9号"), desk.officer)
    assert due_of(transfer, "deliver") == "2025-03-24 23:59"
    transfer = do(transfer, commands.Deliver(text="已交接"), desk.officer)
    with pytest.raises(NotAllowed, match="已经移交"):
        do(transfer, commands.Deliver(text="再交"), desk.officer)


def test_an_opinion_is_owed_until_it_is_given(desk):
    transfer = accepted(desk)
    ask = commands.AskOpinion(kind=Opinion.RECOGNITION, question="是否假药", opinion_by=date(2025, 3, 28))
    transfer = do(transfer, ask, desk.officer)
    assert due_of(transfer, "give_opinion") == "2025-03-28 23:59"
    transfer = do(transfer, commands.GiveOpinion(code="青认〔2025〕1号", answer="认定为假药"), desk.officer)
    assert not Deadline.objects.filter(record_id=transfer.pk, act="give_opinion").exists()
    with pytest.raises(NotAllowed, match="没有待出具"):
        do(transfer, commands.GiveOpinion(code="2", answer="再"), desk.officer)


def test_a_case_is_transferred_only_once_at_a_time(desk):
    case = desk.filed(date(2025, 3, 10))
    proposed(desk, case)
    with pytest.raises(Invalid, match="已经在移送"):
        proposed(desk, case)


def test_what_comes_back_from_the_police_is_answered_with_a_case_or_a_reason(desk):
    given = {
        "title": "某药房销售劣药", "description": "情节轻微", "product_kind": ProductKind.DRUG, "area": "990121",
        "subject_name": "某药房", "origin": Origin.PROCURATOR, "organ": "青溪县人民检察院", "reason": "不起诉",
    }  # fmt: skip
    with at(DAY):
        transfer = open_record(commands.Receive(**given), by=desk.officer)
    assert due_of(transfer, "take") == "2025-03-28 23:59"
    transfer = do(transfer, commands.Take(officers=desk.pair), desk.officer)
    assert "青溪县人民检察院" in words(transfer, "receipt")
    with pytest.raises(NotAllowed, match="还没有关联案件"):
        do(transfer, commands.Reply(text="已处罚"), desk.officer)
    case = desk.filed(DAY)
    transfer = do(transfer, commands.Link(case_id=case.pk), desk.officer)
    assert do(transfer, commands.Reply(text="已处罚"), desk.officer).state == State.CLOSED


@pytest.fixture
def came_back(desk):
    """A transfer that was born from a signal, without a case, and that the police did not file."""
    signal = commands.Raise(
        signal_id=signal_of(desk), title="流动药贩售假", description="情节轻微", product_kind=ProductKind.DRUG, area="990121",
        subject_name="某药贩", **WHERE,
    )  # fmt: skip
    with at(DAY, 9):
        transfer = open_record(signal, by=desk.officer)
    transfer = do(transfer, commands.Staff(officers=desk.pair), desk.chief)
    report = commands.Report(charge="罪", facts="事实", evidence="证据", goods="物品", opinion="移送")
    transfer = do(do(transfer, report, desk.officer), commands.Approve(opinion="同意"), desk.chief)
    for piece in (Piece.OPINION, Piece.OTHER):
        transfer = do(transfer, commands.Enclose(piece=piece, reason="没有"), desk.officer)
    transfer = do(do(transfer, commands.HandOver(), desk.officer), commands.Accept(receipt="回执"), desk.officer)
    transfer = do(transfer, commands.Refuse(number="1号", reason="显著轻微"), desk.officer)
    return do(transfer, commands.Abide(reason="同意", materials="案卷"), desk.chief)


def signal_of(desk):
    given = {"title": "有人售假", "text": "集市上有人卖假药", "area": "990121"}
    with at(DAY, 8):
        return open_record(ReceiveSignal(channel="online", **given), by=desk.officer).pk


def test_what_the_police_did_not_file_is_handled_in_a_case_or_there_is_a_reason(desk, came_back):
    close = commands.Close(aftermath="继续行政处理")
    with pytest.raises(NotAllowed, match="还没有关联案件"):
        do(came_back, close, desk.chief)
    case = desk.filed(DAY)
    linked = do(came_back, commands.Link(case_id=case.pk), desk.officer)
    assert linked.case_id == case.pk
    with pytest.raises(NotAllowed, match="已经关联案件"):
        do(linked, commands.Link(case_id=case.pk), desk.officer)
    assert do(linked, close, desk.chief).state == State.CLOSED


def test_what_the_police_did_not_file_may_be_spared_with_a_reason(desk, came_back):
    spared = do(came_back, commands.Spare(reason="违法行为轻微，已经改正"), desk.chief)
    assert do(spared, commands.Close(aftermath="不予立案"), desk.chief).state == State.CLOSED


def test_figures_count_what_was_sent_refused_reversed_and_caught(desk):
    transfer = do(refused(desk), commands.Object(reason="有异议"), desk.officer)
    transfer = do(transfer, commands.Overturn(number="青公立〔2025〕9号"), desk.officer)
    transfer = do(transfer, commands.Join(text="联合行动", arrested=3), desk.officer)
    transfer = do(transfer, commands.Arrest(arrested=2), desk.officer)
    transfer = do(transfer, commands.Judge(result=Result.CONVICTED, judgment="判处有期徒刑"), desk.officer)
    names = (
        "sent",
        "accepted",
        "refused",
        "reversed",
        "filed",
        "returned",
        "arrested",
        "joint",
        "convicted",
        "filing_rate",
    )
    with at(date(2025, 4, 30)):
        period = Period(date(2025, 3, 1), date(2025, 4, 30))
        found = {name: figure(metrics()[f"transfers.{name}"], desk.chief, period).value for name in names}
    assert found == {
        "sent": 1, "accepted": 1, "refused": 1, "reversed": 1, "filed": 1, "returned": 0, "arrested": 5, "joint": 1,
        "convicted": 1, "filing_rate": 50,
    }  # fmt: skip
    assert transfer.arrested_count == 5
