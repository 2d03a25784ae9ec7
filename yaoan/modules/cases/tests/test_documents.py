"""Enforcement documents: what is missing is said, what is signed has a number, what is served is frozen."""

import dataclasses
import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document as Word

from yaoan.kernel import clock, law
from yaoan.kernel.attachments.storage import path_of
from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.documents import word
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import (
    DeclineKind,
    DocumentState,
    Heavier,
    MeasureKind,
    Outcome,
    Penalty,
    ServiceWay,
    VariedBy,
)
from yaoan.modules.cases.models import Document
from yaoan.modules.cases.rules import papers
from yaoan.modules.cases.tests.factories import on

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 2)
FORMS = papers.forms_of(law.document("catalogues/case_forms"))
WRITTEN = {
    "started_at": datetime(2025, 3, 12, 9, 30, tzinfo=clock.BEIJING), "ended_at": datetime(2025, 3, 12, 11, tzinfo=clock.BEIJING),
    "place": "青溪县城关镇建设路8号", "person": "李伟", "person_post": "店长", "body": "问：药品从哪里购进？\n答：从流动药贩购进。",
    "extra": "直接送达",
}  # fmt: skip


def text_of(content: bytes) -> str:
    word = Word(BytesIO(content))
    lines = [paragraph.text for paragraph in word.paragraphs]
    lines += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


@pytest.fixture
def drawn(desk):
    case = desk.served()

    def made(form, day=date(2025, 4, 11), **fields):
        with on(day):
            command = commands.Draw(case_id=case.pk, form=form, area=case.area, **fields)
            return open_record(command, by=desk.officer)

    return made


def test_the_catalogue_has_the_usual_set_and_names_every_placeholder():
    usual = {
        "filing_approval", "prior_notice", "hearing_notice", "inquiry_record", "site_record", "decision", "service_receipt",
        "closing_approval", "decline_approval", "on_spot_decision", "preservation_notice", "seizure_decision", "lifting_decision",
        "extension_approval", "hearing_record", "talk_of_discussion", "no_penalty_decision", "urging", "compulsion_application",
        "jurisdiction_letter", "list_notice", "list_decision", "list_removal", "goods_list", "seizure_extension", "testing_notice",
        "investigation_report", "legal_review",
    }  # fmt: skip
    assert usual <= set(FORMS)
    labels = papers.labels_of(law.document("catalogues/case_forms"))
    for form in FORMS.values():
        assert set(form.asked) | form.optional <= set(labels), form.key
        assert form.missing({}) == [name for name in form.asked if name not in form.optional]


class Scenes:
    """Cases brought to where a form is made, each with the day of the document."""

    def __init__(self, desk, hire):
        self.desk, self.hire = desk, hire

    def filed(self):
        return self.desk.filed(date(2025, 3, 10)), date(2025, 3, 11)

    def clue(self):
        return self.desk.clue(date(2025, 3, 10)), date(2025, 3, 11)

    def seized(self, kind=MeasureKind.SEIZURE):
        case = self.desk.filed(date(2025, 3, 10))
        with on(date(2025, 3, 11)):
            take = commands.Take(
                case_id=case.pk, kind=kind, title="库房药品", things=THINGS, kept_at="县局一号库房", officers=self.desk.pair,
                reason="涉嫌从非法渠道购进", is_approved=True, area=case.area,
            )  # fmt: skip
            self.measure = open_record(take, by=self.desk.officer)
        return case, date(2025, 3, 11)

    def preserved(self):
        return self.seized(MeasureKind.PRESERVATION)

    def in_test(self):
        case, _day = self.seized()
        send = commands.SendToTest(tested_at="东岭市药品检验所", expected_on=date(2025, 4, 1))
        self.desk.do(self.measure, date(2025, 3, 13), send, self.desk.officer)
        return case, date(2025, 3, 13)

    def prolonged(self):
        case, _day = self.seized()
        longer = commands.ExtendMeasure(reason="涉及多个供货单位")
        self.desk.do(self.measure, date(2025, 4, 9), longer, self.desk.chief)
        return case, date(2025, 4, 9)

    def declined(self):
        case = self.desk.clue(date(2025, 3, 10))
        decline = commands.Decline(kind=DeclineKind.SLIGHT, reason="违法行为轻微并及时改正，没有造成危害后果")
        return self.desk.do(case, date(2025, 3, 12), decline, self.desk.chief), date(2025, 3, 12)

    def told(self):
        case = self.desk.filed(date(2025, 3, 10))
        self.desk.exhibit(case, date(2025, 3, 12))
        return self.desk.told(self.desk.concluded(case, date(2025, 3, 20)), date(2025, 3, 24)), date(2025, 3, 25)

    def convened(self):
        case, day = self.told()
        convene = commands.Convene(hearing_on=date(2025, 4, 8), place="县局二楼会议室", chair="王正")
        return self.desk.do(case, day, convene, self.desk.chief), day

    def served(self):
        return self.desk.served(), date(2025, 4, 11)

    def corrected(self):
        correct = commands.Correct(wrong="流动药贩", right="无证药贩", reason="用语有误")
        return self.desk.do(self.desk.served(), date(2025, 4, 11), correct, self.desk.chief), date(2025, 4, 11)

    def varied(self):
        vary = commands.Vary(
            by_whom=VariedBy.OURSELVES, penalties=(Penalty.WARNING, Penalty.FINE), fine=Decimal(100000),
            penalty="警告，罚款100000元", reason="货值计算有误",
        )  # fmt: skip
        return self.desk.do(self.desk.served(), date(2025, 4, 11), vary, self.desk.chief), date(2025, 4, 11)

    def unpunished(self):
        case = self.desk.brought_to_decision()
        decided = {"outcome": Outcome.NO_PENALTY, "penalties": (), "fine": Decimal(0), "penalty": "不予行政处罚"}
        return self.desk.decided(case, date(2025, 4, 2), **decided), date(2025, 4, 2)

    def fulfilled(self):
        case = self.desk.served()
        self.desk.do(case, date(2025, 4, 8), commands.Pay(sum=Decimal(150000)), self.desk.officer)
        return self.desk.do(case, date(2025, 4, 9), commands.Fulfil(note="罚款已缴清"), self.desk.officer), date(
            2025, 4, 9
        )

    def overdue(self):
        return self.desk.served(), date(2025, 4, 25)

    def urged(self):
        case, day = self.overdue()
        return self.desk.do(case, day, commands.Urge(), self.desk.officer), date(2025, 11, 3)

    def on_spot(self):
        with on(date(2025, 3, 12)):
            command = commands.Punish(
                title="康民药房未按规定凭处方销售处方药", description="检查发现未凭处方销售。", breach="records", product_kind="drug",
                area="990121", subject_name="青溪县康民药房", officers=self.desk.pair, facts="未凭处方销售阿莫西林胶囊1盒",
                fine=Decimal(1000), is_warned=True,
            )  # fmt: skip
            return open_record(command, by=self.desk.officer), date(2025, 3, 12)

    def proposed(self):
        case = self.desk.served()
        with on(date(2025, 4, 3)):
            command = commands.Propose(
                case_id=case.pk, subject_id=case.subject_id, subject_name=case.party_name, ground="drug_fake",
                heavier=Heavier.OTHER, is_vile=True, is_serious=True, is_harmful=True, reason="多次购进，货值较大。", area=case.area,
            )  # fmt: skip
            self.entry = open_record(command, by=self.desk.officer)
        return case, date(2025, 4, 3)

    def listed(self):
        case, day = self.proposed()
        self.desk.do(self.entry, day, commands.NotifyListing(), self.desk.officer)
        self.desk.do(self.entry, date(2025, 4, 9), commands.Agree(opinion="同意"), self.hire("head", "city", "周原"))
        self.desk.do(self.entry, date(2025, 4, 14), commands.Enlist(), self.desk.chief)
        return case, date(2025, 4, 14)

    def removed(self):
        case, _day = self.listed()
        self.desk.do(self.entry, date(2028, 4, 14), commands.Remove(), self.desk.chief)
        return case, date(2028, 4, 14)


THINGS = ("阿莫西林胶囊 20盒", "布洛芬片 5瓶")
SCENES = {
    "filing_approval": "filed", "inquiry_record": "filed", "site_record": "clue", "prior_notice": "told", "hearing_notice": "convened",
    "decision": "served", "service_receipt": "served", "closing_approval": "fulfilled", "seizure_decision": "seized",
    "talk_of_discussion": "told", "decline_approval": "declined", "on_spot_decision": "on_spot", "preservation_notice": "preserved",
    "lifting_decision": "seized", "extension_approval": "filed", "hearing_record": "convened", "no_penalty_decision": "unpunished",
    "urging": "overdue", "compulsion_application": "urged", "jurisdiction_letter": "clue", "list_notice": "proposed",
    "list_decision": "listed", "list_removal": "removed", "goods_list": "seized", "seizure_extension": "prolonged",
    "correction_notice": "corrected", "variation_decision": "varied", "testing_notice": "in_test", "investigation_report": "told", "legal_review": "told",
}  # fmt: skip
"""Where in a case each form is made."""
OWN = {
    "decline_approval": "违法行为轻微并及时改正", "hearing_notice": "2025年4月8日", "compulsion_application": "2025年4月25日催告",
    "on_spot_decision": "警告；罚款1000元", "no_penalty_decision": "不予行政处罚", "urging": "缴纳罚没款150000.00元",
    "closing_approval": "已缴150000", "list_notice": "多次购进，货值较大", "list_decision": "2028年4月14日", "list_removal": "2028年4月14日起",
    "filing_approval": "有购进记录和证言", "decision": "告知当事人拟作出处罚", "prior_notice": "拟作出如下行政处罚：警告",
    "inquiry_record": "答：从流动药贩购进。", "service_receipt": "直接送达", "jurisdiction_letter": "不属于本机关管辖",
    "seizure_decision": "自2025年3月11日至2025年4月10日", "goods_list": "布洛芬片 5瓶", "lifting_decision": "请到县局一号库房领取",
    "preservation_notice": "阿莫西林胶囊 20盒；布洛芬片 5瓶", "seizure_extension": "期限延长至2025年5月10日",
    "correction_notice": "“流动药贩”系笔误，现更正为“无证药贩”", "variation_decision": "货值计算有误",
    "testing_notice": "自2025年3月13日至2025年4月1日", "investigation_report": "1.书证“购进清单”", "legal_review": "孙和",
}  # fmt: skip
"""What only a case in that place says."""


def test_every_form_has_a_scene():
    assert set(SCENES) == set(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_lacks_is_named_before_it_is_signed(desk, form):
    case = desk.clue(DAY, subject_name="", title="待查线索") if form != "site_record" else desk.clue(DAY)
    with on(DAY):
        document = open_record(commands.Draw(case_id=case.pk, form=form, area=case.area), by=desk.officer)
    labels = {name: str(label) for name, label in papers.labels_of(law.document("catalogues/case_forms")).items()}
    lacking = [
        labels[name] for name in FORMS[form].asked if name not in FORMS[form].optional and not document.filled.get(name)
    ]
    assert document.missing_labels == [*lacking, *(["两名执法人员"] if FORMS[form].officers else [])]
    assert lacking
    with pytest.raises(NotAllowed) as refusal:
        desk.do(document, DAY, commands.Sign(), desk.chief)
    assert all(label in str(refusal.value) for label in document.missing_labels)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_drawn_signed_and_kept_as_the_word_file_of_its_hash(desk, hire, form):
    case, day = getattr(Scenes(desk, hire), SCENES[form])()
    with on(day):
        draw = commands.Draw(case_id=case.pk, form=form, area=case.area, **{**WRITTEN, "officers": desk.pair})
        document = open_record(draw, by=desk.officer)
    assert document.missing_labels == []
    document = desk.do(document, day, commands.Sign(), desk.chief)
    document.refresh_from_db()
    assert (document.state, document.code) == (DocumentState.SIGNED, f"青溪县局{FORMS[form].word}〔{day.year}〕1号")
    kept = path_of(document.digest).read_bytes()
    assert queries.signed_file(document) == kept
    is_whole(form, document, text_of(kept), party=case.party_name)
    again = replayed(document.pk)
    assert (again.code, again.digest, again.values) == (document.code, document.digest, document.values)


def is_whole(form, document, text, *, party):
    """Title, number, party and every value stand in the words of a Word file, and nothing that was to be filled in."""
    lines = text.splitlines()
    assert FORMS[form].label.read("zh") in lines
    assert document.code in text
    assert party and party in text
    assert OWN.get(form, party) in text
    unsigned = "\n".join(line for line in lines if "（签名）：" not in line)
    assert papers.BLANK not in unsigned
    assert "{" not in text and "}" not in text
    told = re.sub(r"\s", "", text)
    values = {name: document.filled.get(name, "").splitlines() for name in FORMS[form].asked}
    assert [line for said in values.values() for line in said if re.sub(r"\s", "", line).rstrip("。") not in told] == []


def test_a_paper_on_a_measure_is_about_the_one_it_was_drawn_for(desk, hire):
    scenes = Scenes(desk, hire)
    case, day = scenes.seized()
    first = scenes.measure
    with on(day):
        take = commands.Take(
            case_id=case.pk, kind=MeasureKind.DRUG_SEIZURE, title="柜台药品", things=("感冒清热颗粒 3袋",), kept_at="县局二号库房",
            officers=desk.pair, reason="来源不明", is_approved=True, area=case.area,
        )  # fmt: skip
        open_record(take, by=desk.officer)
        latest = open_record(commands.Draw(case_id=case.pk, form="goods_list", area=case.area), by=desk.officer)
        draw = commands.Draw(case_id=case.pk, form="goods_list", measure_id=first.pk, area=case.area)
        chosen = open_record(draw, by=desk.officer)
        other = desk.filed(day, title="另一案")
        with pytest.raises(Invalid, match="不是本案的"):
            open_record(dataclasses.replace(draw, case_id=other.pk), by=desk.officer)
    assert latest.values["things"] == "感冒清热颗粒 3袋"
    assert chosen.values["things_listed"] == "\n".join(THINGS)
    rows = Word(BytesIO(word(queries.paper_of(chosen)))).tables[0].rows
    assert [[cell.text for cell in row.cells][:2] for row in rows][1:] == [["1", THINGS[0]], ["2", THINGS[1]]]


def test_a_decision_on_fake_or_substandard_drugs_states_the_conclusion_of_the_test(desk):
    case = desk.filed(date(2025, 3, 10), breach="substandard_sold")
    with on(date(2025, 3, 11)):
        paper = open_record(commands.Draw(case_id=case.pk, form="decision", area=case.area), by=desk.officer)
    assert "质量检验结论" in paper.missing_labels
    desk.do(case, date(2025, 3, 12), commands.Test(tested_at="东岭市药品检验所", item="含量测定"), desk.officer)
    desk.do(case, date(2025, 3, 20), commands.Tested(result="含量测定不符合规定"), desk.officer)
    paper = desk.do(paper, date(2025, 3, 20), commands.Refresh(), desk.officer)
    paper.refresh_from_db()
    assert "质量检验结论" not in paper.missing_labels
    assert paper.values["test_conclusion"] == "含量测定不符合规定"


def test_what_is_missing_is_said_before_signing(desk):
    case = desk.clue(DAY)
    with on(DAY):
        document = open_record(commands.Draw(case_id=case.pk, form="filing_approval", area="990121"), by=desk.officer)
    assert document.missing_labels == ["立案理由", "办案人员", "立案日期"]
    with pytest.raises(NotAllowed, match="立案理由、办案人员、立案日期"):
        desk.do(document, DAY, commands.Sign(), desk.chief)
    filing = commands.File(grounds="有证据", has_evidence=True, is_punishable=True, is_ours=True, officers=desk.pair)
    desk.do(case, DAY, filing, desk.chief)
    document = desk.do(document, DAY, commands.Refresh(), desk.officer)
    document.refresh_from_db()
    assert document.missing_labels == [] and document.values["officers"] == "周明、钱立"
    assert desk.do(document, DAY, commands.Sign(), desk.chief).state == DocumentState.SIGNED


def test_a_record_made_on_site_names_two_officers(desk, drawn):
    document = drawn("site_record", **{**WRITTEN, "officers": (desk.officer.user_id,)})
    assert document.missing_labels == ["两名执法人员"]
    document = desk.do(document, date(2025, 4, 11), commands.Fill(officers=desk.pair, **WRITTEN), desk.officer)
    document.refresh_from_db()
    assert document.missing_labels == [] and document.values["officers"] == "周明、钱立"


def test_numbers_run_by_kind_and_year_without_gaps(desk, drawn):
    codes = []
    for form, day in (("decision", 11), ("decision", 11), ("prior_notice", 11)):
        document = desk.do(drawn(form), date(2025, 4, day), commands.Sign(), desk.chief)
        document.refresh_from_db()
        codes.append(document.code)
    assert Document.objects.first().case.decision_number == "青溪县局罚决〔2025〕2号"
    assert codes == ["青溪县局罚决〔2025〕1号", "青溪县局罚决〔2025〕2号", "青溪县局罚告〔2025〕1号"]
    later = desk.do(drawn("decision", day=date(2026, 1, 5)), date(2026, 1, 5), commands.Sign(), desk.chief)
    later.refresh_from_db()
    assert later.code == "青溪县局罚决〔2026〕1号"


def test_a_served_document_no_longer_changes(desk, drawn):
    document = desk.do(drawn("decision"), date(2025, 4, 11), commands.Sign(), desk.chief)
    serve = commands.ServeDocument(way=ServiceWay.DIRECT, recipient="李伟", received_on=date(2025, 4, 10))
    with pytest.raises(Invalid, match="不能早于"):
        desk.do(document, date(2025, 4, 14), serve, desk.officer)
    document = desk.do(
        document, date(2025, 4, 14), commands.ServeDocument(way=ServiceWay.DIRECT, recipient="李伟"), desk.officer
    )
    before = queries.signed_file(document)
    desk.do(document.case, date(2025, 4, 14), commands.Annul(by_whom="人民法院", reason="事实不清"), desk.chief)
    for command in (commands.Fill(body="改"), commands.Refresh(), commands.Void(reason="改")):
        with pytest.raises(NotAllowed):
            desk.do(document, date(2025, 4, 15), command, desk.chief)
    assert queries.signed_file(document) == before
    path_of(document.digest).write_bytes(b"another")
    with pytest.raises(ValueError, match="not the one that was signed"):
        queries.signed_file(document)


def test_serving_notice_and_decision_brings_the_case_along(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 12))
    desk.concluded(case, date(2025, 3, 20))
    case = desk.do(case, date(2025, 3, 21), commands.PassReview(opinion="同意"), desk.reviewer)

    def issued(form, day, served):
        with on(day):
            document = open_record(commands.Draw(case_id=case.pk, form=form, area=case.area), by=desk.officer)
        document = desk.do(document, day, commands.Sign(), desk.chief)
        serve = commands.ServeDocument(way=ServiceWay.POST, recipient="李伟", received_on=served)
        desk.do(document, served, serve, desk.officer)
        case.refresh_from_db()

    issued("prior_notice", date(2025, 3, 21), date(2025, 3, 24))
    assert (case.state, case.told_on, case.defence_until) == ("notified", date(2025, 3, 24), date(2025, 3, 31))
    desk.do(case, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    desk.decided(case, date(2025, 4, 2), decision_number="")
    issued("decision", date(2025, 4, 2), date(2025, 4, 3))
    assert (case.state, case.served_on, case.decision_number) == (
        "executing",
        date(2025, 4, 3),
        "青溪县局罚决〔2025〕1号",
    )


def test_a_waiver_in_writing_is_what_the_decision_says_of_the_defence(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 12))
    case = desk.told(desk.concluded(case, date(2025, 3, 20)), date(2025, 3, 24))
    with on(date(2025, 3, 25)):
        assert queries.values_of(case, ())["defence"] == ""
    case = desk.do(case, date(2025, 3, 25), commands.CloseDefence(is_waived=True), desk.officer)
    assert queries.values_of(case, ())["defence"] == "当事人书面放弃陈述、申辩和听证。"


def test_a_draft_is_printed_with_blanks_and_a_mark(desk, client):
    from yaoan.kernel.access.models import User

    case = desk.clue(DAY)
    with on(DAY):
        document = open_record(commands.Draw(case_id=case.pk, form="filing_approval", area="990121"), by=desk.officer)
    client.force_login(User.objects.get(pk=desk.officer.user_id))
    page = client.get(f"{document.get_absolute_url()}paper/")
    assert page.status_code == 200 and papers.BLANK in page.content.decode() and "草稿" in page.content.decode()
    word = client.get(f"{document.get_absolute_url()}word/")
    assert "立案审批表" in text_of(word.content)
    assert client.get("/documents/DOC-2025-999999/paper/").status_code == 404
