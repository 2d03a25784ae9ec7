"""A unit's report counts cases, transfers, letters, assistance and supervision, in its tables and its words; each opens its rows."""

from datetime import timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import command_for, open_record, perform
from yaoan.kernel.documents import word
from yaoan.kernel.records.models import model_of
from yaoan.modules.reports import commands, queries
from yaoan.modules.reports.rules import Kept
from yaoan.modules.reports.tests.conftest import JULY_2, JUNE, MONDAY
from yaoan.modules.subjects.public import ProductKind

pytestmark = pytest.mark.django_db
COUNTED = {
    "clues": 1, "cases_filed": 1, "transfers_sent": 0, "transfers_received": 1, "letters_issued": 1, "talks": 0,
    "asked": 3, "asked_refused": 1, "asked_up": 1, "reported_up": 1, "listed": 1, "listed_joint": 1,
    "listed_open": 1,
}  # fmt: skip
"""What happened in the county in June, by the figure that tells it."""


def photo():
    return store([b"\xff\xd8\xff x"], name="单据.jpg", purpose="photo")


def do(record, act, by, **fields):
    return perform(command_for(type(record), act)(**fields), on=record, by=by)


def made(kind, act, by, **fields):
    return open_record(command_for(model_of(kind), act)(**fields), by=by)


@pytest.fixture
def busy(june, hire, stranger, city_officer):
    """A case, what the police sent back, a letter, three requests to the other county, and a supervision of the case."""
    officer, chief, worker = june.officer, june.chief, june.worker
    clerk = hire("officer", "other", "何平")
    place = {"area": "990121", "product_kind": ProductKind.DRUG}
    with clock.told(MONDAY):
        case = made(
            "cases",
            "receive",
            officer,
            title="渠道案",
            description="来源不明",
            breach="channel",
            source="inspection",
            **place,
        )
        do(case, "file", chief, grounds="有证据", has_evidence=True, is_punishable=True, is_ours=True,
           officers=(officer.user_id, worker.user_id))  # fmt: skip
        made("transfers", "receive", officer, title="不追究刑事责任", description="金额小", origin="police", organ="县公安局",
             reason="显著轻微", **place)  # fmt: skip
        letter = made("letters", "draft", officer, title="提示", letter_kind="risk_letter", subject_name="康民药房",
                      problems="断电", **place)  # fmt: skip
        do(letter, "issue", chief, opinion="同意")
        for number in range(3):
            request = made(
                "requests", "draft", officer, title=f"核实单据{number}", asked_id=stranger.agency_id, wanted="核实"
            )
            request = do(request, "issue", chief)
            if number == 0:
                request = do(request, "refuse", stranger, reason="不在我县")
                do(request, "escalate", officer, agency_id=city_officer.agency_id, reason="管辖有争议")
            elif number == 1:
                request = do(request, "accept", stranger, worker_id=clerk.user_id)
                request = do(request, "submit", clerk, result="confirmed", answer="属实", files=(photo(),))
                do(do(request, "answer", stranger), "take", officer, use="采纳")
        up = made("supervisions", "report_up", officer, title="重大案件", matter="涉及多地", area="990121",
                  agency_id=city_officer.agency_id, case_id=case.pk)  # fmt: skip
        do(up, "place", city_officer, requirement="查清", until=clock.today() + timedelta(days=40), report_every=7,
           level="joint", partner="云河市公安局")  # fmt: skip
    return june


@pytest.fixture
def report(busy):
    with clock.told(JULY_2):
        return commands.draft_monthly(busy.officer, None, JUNE)


def test_the_figures_are_those_of_what_happened(report):
    kept = Kept(report.figures)
    assert {key: kept.value(key) for key in COUNTED} == COUNTED


def test_every_figure_of_the_report_opens_its_rows(report, busy):
    kept = Kept(report.figures)
    for key in kept.names:
        opened = queries.open_figure(busy.officer, report, key)
        if COUNTED.get(key):
            assert opened.count == COUNTED[key] == len(opened.rows), key
            assert all(line.url for line in opened.rows), f"{key} leads to its records"
        elif len(opened.counts) == 1:
            assert opened.count == opened.counts[0][1], key


def test_what_was_answered_is_counted_with_the_unit_that_answered(busy, stranger):
    with clock.told(JULY_2):
        theirs = Kept(commands.draft_monthly(stranger, None, JUNE).figures)
    told = {"asked": 0, "asked_received": 1, "asked_answered": 1, "asked_in_time": 1, "asked_closed": 1}
    assert {key: theirs.value(key) for key in told} == told


def test_tables_and_words_tell_of_assistance_and_supervision(report):
    from io import BytesIO

    from docx import Document

    with clock.told(JULY_2):
        made_paper = Document(BytesIO(word(commands.paper(report))))
    said = "\n".join(line.text for line in made_paper.paragraphs)
    for words in ("协查与督办", "向其他单位发出协查函3件", "被退回1次", "提请共同上级协调1次", "上报重大事项1件", "联合督办1件", "行刑衔接", "反向移送1件",
                  "约谈和函件"):  # fmt: skip
        assert words in said, words
    cells = {cell.text for table in made_paper.tables for row in table.rows for cell in row.cells}
    assert {"发出协查", "按期复函率", "督办中", "公安机关立案", "企业内部问责"} & cells >= {
        "发出协查",
        "按期复函率",
        "督办中",
    }
    titles = {table["columns"][0]: table for table in Kept(report.figures).tables()}
    (row,) = titles["cases_filed"]["rows"]
    assert row["label"] == "青溪县局"
    assert row["values"][titles["cases_filed"]["columns"].index("asked")] == "3"


def test_a_campaigns_report_counts_assistance_and_supervision_of_its_own_cases_alone(june, stranger, city_officer):
    officer, chief = june.officer, june.chief
    with clock.told(MONDAY):
        for campaign in (june.campaign.pk, None):
            case = made(
                "cases", "receive", officer, title="渠道案", description="来源不明", breach="channel", source="inspection",
                area="990121", product_kind=ProductKind.DRUG, campaign_id=campaign,
            )  # fmt: skip
            request = made(
                "requests",
                "draft",
                officer,
                title="核实单据",
                asked_id=stranger.agency_id,
                wanted="核实",
                case_id=case.pk,
            )
            do(request, "issue", chief)
            made("supervisions", "report_up", officer, title="重大案件", matter="涉及多地", area="990121",
                 agency_id=city_officer.agency_id, case_id=case.pk)  # fmt: skip
    with clock.told(JULY_2):
        kept = Kept(commands.draft_monthly(officer, june.campaign, JUNE).figures)
    assert {key: kept.value(key) for key in ("clues", "asked", "reported_up")} == dict.fromkeys(
        ("clues", "asked", "reported_up"), 1
    )
