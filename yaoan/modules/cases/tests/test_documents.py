"""Enforcement documents: what is missing is said, what is signed has a number, what is served is frozen."""

from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document as Word

from yaoan.kernel import clock, law
from yaoan.kernel.attachments.storage import path_of
from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.commands.replay import replayed
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import DocumentState, ServiceWay
from yaoan.modules.cases.models import Document
from yaoan.modules.cases.rules import papers
from yaoan.modules.cases.tests.factories import on

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 2)
FORMS = papers.forms_of(law.document("catalogues/case_forms"))
WRITTEN = {
    "started_at": datetime(2025, 3, 12, 9, 30, tzinfo=clock.BEIJING), "ended_at": datetime(2025, 3, 12, 11, tzinfo=clock.BEIJING),
    "place": "青溪县康民药房", "person": "李伟", "person_post": "店长", "body": "问：药品从哪里购进？\n答：从流动药贩购进。",
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
        "jurisdiction_letter", "list_notice", "list_decision", "list_removal",
    }  # fmt: skip
    assert usual <= set(FORMS)
    labels = papers.labels_of(law.document("catalogues/case_forms"))
    for form in FORMS.values():
        assert set(form.asked) | form.optional <= set(labels), form.key
        assert form.missing({}) == [name for name in form.asked if name not in form.optional]


LISTED = ["拟列入名单的当事人"]
LACKING = {
    "hearing_notice": ["听证日期"], "decline_approval": ["不予立案的情形和理由"], "compulsion_application": ["催告日期"],
    "list_notice": [*LISTED, "列入情形", "性质、情节和危害", "列入依据"],
}  # fmt: skip
"""What a case that was decided and served does not say: it was not declined, heard, urged, and its party is not listed."""


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_drawn_signed_and_kept_as_the_word_file_of_its_hash(desk, drawn, form):
    document = drawn(form, **WRITTEN)
    if form in LACKING or form.startswith("list_"):
        assert document.missing_labels == LACKING.get(form, document.missing_labels) != []
        return
    assert document.missing_labels == []
    document = desk.do(document, date(2025, 4, 11), commands.Sign(), desk.chief)
    document.refresh_from_db()
    word = FORMS[form].word
    assert (document.state, document.code) == (DocumentState.SIGNED, f"青溪县局{word}〔2025〕1号")
    text = text_of(path_of(document.digest).read_bytes())
    assert FORMS[form].label.read("zh") in text and papers.BLANK not in text.replace(
        f"：{papers.BLANK}{papers.BLANK}", ""
    )
    assert queries.signed_file(document) == path_of(document.digest).read_bytes()
    again = replayed(document.pk)
    assert (again.code, again.digest, again.values) == (document.code, document.digest, document.values)


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
