"""Past decisions: read from files, corrected, kept, and found among similar cases and earlier penalties."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yaoan.kernel import law
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Refused, open_record, perform
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.models import Precedent
from yaoan.modules.cases.rules.decisions import breach_of, fields_of, read_decision, read_text
from yaoan.modules.subjects.public import Register, SubjectKind

PAPERS = Path(__file__).parent / "decisions" / "papers"
ORDINARY = (PAPERS / "ordinary.txt").read_bytes()
CHANNEL = """东岭市市场监督管理局行政处罚决定书
东市监处罚〔2024〕35号
当事人：东岭市平安大药房
经查，当事人于2024年3月2日从不具有药品经营资格的个人处购进阿胶10盒，货值金额2600元，违法所得300元。
当事人的行为违反了《药品管理法》第五十五条的规定，依据《药品管理法》第一百二十九条的规定，决定给予如下行政处罚：
1.没收违法所得300元；2.罚款50000元。
2024年6月9日"""


@pytest.fixture
def desktop(client, officer):
    client.force_login(User.objects.get(pk=officer.user_id))
    return client


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """The answers of the page as a browser would send them, with changes as `decisions-0-fine=…`."""
    answers: dict[str, Any] = {}
    forms = page.context["forms"]
    for bound in forms.management_form:
        answers[bound.html_name] = bound.value()
    for form in forms:
        for bound in form:
            value = bound.value()
            if value not in (None, "", False):
                answers[bound.html_name] = "on" if value is True else value
    return {**answers, **changes}


def upload(*papers: tuple[str, bytes]) -> dict[str, Any]:
    return {"papers": [SimpleUploadedFile(name, content) for name, content in papers]}


def test_several_files_are_shown_beside_what_was_read_in_them_and_kept_as_corrected(desktop, officer):
    page = desktop.post(
        "/precedents/read/", upload(("一.txt", ORDINARY), ("二.txt", CHANNEL.encode()), ("三.zip", b"PK\x05"))
    )
    assert page.status_code == 200
    assert len(page.context["sheets"]) == 2
    assert ["三.zip" in text for text in page.context["obstacles"]] == [True]
    html = page.content.decode()
    assert '<mark class="of-doc_no" title="决定书文号">云市监处罚〔2025〕118号</mark>' in html

    answers = sent(page, **{"decisions-0-breach": "substandard_made", "decisions-0-goods_value": "3000"})
    done = desktop.post("/precedents/read/", answers)
    assert (done.status_code, done["Location"].split("?")[0]) == (303, "/precedents/")

    kept = {one.decision_number: one for one in Precedent.objects.seen_by(officer)}
    first, second = kept["云市监处罚〔2025〕118号"], kept["东市监处罚〔2024〕35号"]
    assert (first.goods_value, first.fine, first.decided_on) == (Decimal(3000), Decimal(100000), date(2025, 6, 9))
    assert first.evidence[0]["name"] == "一.txt"
    assert (second.breach, second.penalties, second.income) == ("channel", ["confiscation", "fine"], Decimal(300))
    assert (
        second.text[slice(*next((m["start"], m["end"]) for m in second.marks if m["field"] == "fine"))].strip("罚款元")
        == "50000"
    )
    item = desktop.get(first.get_absolute_url())
    assert "林志远" in item.content.decode(), "the paper stands on the page"


def test_what_is_wrong_is_shown_and_the_rest_is_kept(desktop, officer):
    page = desktop.post("/precedents/read/", upload(("二.txt", CHANNEL.encode())))
    wrong = desktop.post("/precedents/read/", sent(page, **{"decisions-0-subject_name": ""}))
    assert wrong.status_code == 422
    assert list(wrong.context["forms"][0].errors) == ["subject_name"]
    assert not Precedent.objects.exists()

    none = {name: value for name, value in sent(page).items() if not name.endswith("-keep")}
    assert desktop.post("/precedents/read/", none).context["obstacles"] == ["没有选择要入库的决定。"]

    assert desktop.post("/precedents/read/", sent(page)).status_code == 303
    both = desktop.post("/precedents/read/", upload(("一.txt", ORDINARY), ("二.txt", CHANNEL.encode())))
    again = desktop.post("/precedents/read/", sent(both, **{"decisions-0-breach": "substandard_made"}))
    assert again.status_code == 422
    (left,) = again.context["sheets"]
    assert left.name == "二.txt"
    assert Precedent.objects.get(decision_number="东市监处罚〔2024〕35号").number in left.refusal
    assert [record.title.split()[0] for record in again.context["kept"]] == ["云河康泽医药有限公司"]
    assert Precedent.objects.seen_by(officer).count() == 2


def test_the_same_form_sent_twice_keeps_a_decision_once(desktop):
    page = desktop.post("/precedents/read/", upload(("一.txt", ORDINARY)))
    answers = sent(page, **{"decisions-0-breach": "substandard_made", "decisions-0-decision_number": ""})
    assert [desktop.post("/precedents/read/", answers).status_code for _ in range(2)] == [303, 303]
    assert Precedent.objects.count() == 1


def test_who_may_not_collect_is_told_so(client, hire):
    reviewer = hire("reviewer", "county", "孙和")
    client.force_login(User.objects.get(pk=reviewer.user_id))
    assert client.get("/precedents/read/").status_code == 403
    assert client.post("/precedents/read/", upload(("一.txt", ORDINARY))).status_code == 403


def test_a_paper_that_is_no_decision_is_not_chosen_and_nothing_to_read_is_said(desktop):
    page = desktop.post("/precedents/read/", {"pasted": "今天天气很好。"})
    assert page.context["forms"][0]["keep"].value() is False
    assert "这不像一份处罚决定" in page.content.decode()
    empty = desktop.post("/precedents/read/", {})
    assert empty.status_code == 422
    assert "请选择决定书文件" in empty.content.decode()


def test_the_reading_of_what_was_read_is_the_same_so_that_a_form_can_be_sent_back():
    for path in sorted(PAPERS.iterdir()):
        first = read_decision(path.read_bytes(), name=path.name)
        again = read_text(first.text)
        assert (again.text, again.marks) == (first.text, first.marks), path.name


def test_the_line_of_the_catalogue_is_given_only_where_one_fits_best():
    catalogue = law.document("catalogues/breaches")
    assert breach_of(read_text(CHANNEL), catalogue) == "channel"
    assert breach_of(read_text(CHANNEL.replace("第一百二十九条", "第一百四十四条")), catalogue) == ""
    fields = fields_of(read_text("本局通报一起案件。"), catalogue)
    assert {name for name, value in fields.items() if value} == set()


def _kept(officer: Any, text: str = CHANNEL, **changes: Any) -> Precedent:
    reading = read_text(text)
    fields = fields_of(reading, law.document("catalogues/breaches"))
    given = {**fields, "area": "990121", "conducts": tuple(one.key for one, _words in reading.conducts), **changes}
    return open_record(commands.Enter(**given), by=officer)


def test_a_past_decision_is_found_among_similar_cases_until_it_is_struck(desk, officer):
    past = _kept(officer)
    case = desk.clue(date(2025, 6, 2), product_name="阿胶")
    ((other, like),) = queries.similar_to(officer, case)
    assert (other, other.penalty.endswith("罚款50000元")) == (past, True)
    assert any("药品管理法§129" in reason.sentence for reason in like.reasons)

    perform(commands.Strike(reason="决定已被复议撤销"), on=past, by=officer)
    assert list(queries.similar_to(officer, case)) == []
    perform(commands.Restore(reason="撤销的是另一份"), on=past, by=officer)
    assert [one for one, _like in queries.similar_to(officer, case)] == [past]


def test_a_past_decision_counts_as_an_earlier_penalty_of_the_same_firm_and_of_no_other(desk, officer):
    register = Register(title="东岭市平安大药房", subject_kind=SubjectKind.PHARMACY, address="城关镇", area="990121")
    firm = open_record(register, by=officer)
    past = _kept(officer, subject_id=firm.pk)
    case = desk.clue(date(2025, 6, 2), subject_id=firm.pk, subject_name=firm.title)
    (prior,) = queries.priors_of(officer, case)
    assert (prior.case, prior.ties) == (past, ("同一当事人，既往决定",))
    assert queries.priors_of(officer, desk.clue(date(2025, 6, 2))) == []


def test_without_code_and_entry_the_same_name_tells_unless_a_part_of_it_is_covered(desk, officer):
    past = _kept(officer)
    _kept(officer, CHANNEL.replace("东岭市平安大药房", "平某").replace("35号", "36号"), subject_name="平某大药房")
    case = desk.clue(date(2025, 6, 2), subject_name="东岭市平安大药房")
    assert [prior.case for prior in queries.priors_of(officer, case)] == [past]
    assert queries.priors_of(officer, desk.clue(date(2025, 6, 2), subject_name="平某大药房")) == []


def test_what_was_kept_is_corrected_and_the_paper_stays(officer):
    past = _kept(officer, text=CHANNEL)
    names = ("authority", "decision_number", "decided_on", "subject_name", "product_kind", "breach", "penalty")
    said = {name: getattr(past, name) for name in names}
    changed = perform(commands.Amend(**{**said, "fine": Decimal(60000), "is_typical": True}), on=past, by=officer)
    assert (changed.fine, changed.is_typical, changed.text) == (Decimal(60000), True, past.text)
    with pytest.raises(Refused) as refused:
        perform(commands.Amend(**{**said, "decided_on": date(2990, 1, 1)}), on=changed, by=officer)
    assert "decided_on" in refused.value.faults


def test_a_decision_from_another_province_goes_into_the_form_of_its_publication(desktop):
    page = desktop.post("/precedents/read/", {"pasted": CHANNEL})
    form = desktop.get(page.context["sheets"][0].pushed)
    html = form.content.decode()
    assert form.status_code == 200
    assert all(text in html for text in ("东市监处罚〔2024〕35号", "2024-06-09", "东岭市平安大药房"))
