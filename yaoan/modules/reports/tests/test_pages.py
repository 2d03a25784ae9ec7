"""The pages of reports: the paper with its figures open, amber where rows moved on, files that say the same."""

import json
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from python_calamine import CalamineWorkbook

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments import storage
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.secrets import home
from yaoan.modules.campaigns.public import returns
from yaoan.modules.reports import commands, rules
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.tests.conftest import JULY_2, JUNE

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "drawer"}


@pytest.fixture
def report(june) -> Report:
    with clock.told(JULY_2):
        return commands.draft_monthly(june.officer, june.campaign, JUNE)


@pytest.fixture
def submitted(report, june) -> Report:
    with clock.told(JULY_2 + timedelta(hours=2)):
        perform(commands.Write(problems="店员流动大，共有3家药房换了人。"), on=report, by=june.officer)
        perform(commands.Present(), on=report, by=june.officer)
        perform(commands.Freeze(), on=report, by=june.chief)
        return perform(commands.Submit(), on=report, by=june.chief)


def visitor(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return response.content.decode()


def test_the_page_shows_the_paper_with_every_figure_a_link(report, june):
    with clock.told(JULY_2 + timedelta(hours=1)):
        page = text_of(visitor(june.officer).get(report.get_absolute_url()))
    assert "青溪县市场监督管理局关于2025年6月药品安全巩固提升行动开展情况的报告" in page
    assert "草稿，数字未冻结" in page and "一、总体情况" in page
    assert re.search(r'排查发现风险隐患<a class="paper-figure" href="[^"]+/figures/found/"[^>]*>2</a>项', page)
    assert re.search(r"比上月增加<a[^>]+of=before[^>]*>1</a>项", page)
    assert 'title="排查发现隐患＝' in page and "日志第" in page
    assert "勾稽核对" in page and "相符" in page and "不符" not in page
    assert page.count('class="spark"') == 5  # shares of nothing have no line
    assert "报请审定" in page


def test_a_section_with_nothing_to_say_is_left_out(report, june):
    page = text_of(visitor(june.officer).get(report.get_absolute_url()))
    assert "上报和督办" not in page and "存在的问题" not in page and "复发率" not in page.partition("附件")[0]


def test_a_figure_opens_its_rows_in_the_drawer_and_on_a_page_of_its_own(report, june):
    client = visitor(june.officer)
    address = f"{report.get_absolute_url()}figures/found/"
    drawer, page = text_of(client.get(address, **HTMX)), text_of(client.get(address))
    assert "<html" not in drawer and drawer.strip() in page
    assert len(re.findall(r'href="/risks/RSK-\d{4}-\d{6}/"', drawer)) == 2
    assert "只数本专项行动的" in drawer and "登记隐患" in drawer
    total = text_of(client.get(address, {"of": "total"}, **HTMX))
    assert len(re.findall(r'href="/risks/RSK-\d{4}-\d{6}/"', total)) == 3


def test_a_share_opens_the_rows_of_each_of_its_counts(report, june):
    client = visitor(june.officer)
    address = f"{report.get_absolute_url()}figures/relapse_rate/"
    over, under = text_of(client.get(address, **HTMX)), text_of(client.get(address, {"count": "1"}, **HTMX))
    assert "A ÷ B × 100" in over and "没有数到任何一条" in over
    assert len(re.findall(r"/risks/RSK-", under)) == 1


def test_a_part_of_a_table_opens_its_own_rows(report, june):
    client = visitor(june.officer)
    address = f"{report.get_absolute_url()}figures/found/"
    page = text_of(client.get(address, {"part": "expired"}, **HTMX))
    assert "经营使用过期产品" in page and len(re.findall(r'href="/risks/RSK-\d{4}-\d{6}/"', page)) == 1
    unit = text_of(client.get(address, {"part": str(june.chief.agency_id)}, **HTMX))
    assert "青溪县局" in unit and len(re.findall(r'href="/risks/RSK-\d{4}-\d{6}/"', unit)) == 2


@pytest.mark.parametrize("query", ["figures/nothing/", "figures/found/?of=ever", "figures/found/?count=x"])
def test_what_is_no_figure_is_not_found(report, june, query):
    assert visitor(june.officer).get(report.get_absolute_url() + query).status_code == 404


def test_a_figure_turns_amber_when_rows_come_in_late_and_says_who_brought_them(submitted, june):
    client = visitor(june.officer)
    calm = text_of(client.get(submitted.get_absolute_url()))
    assert "paper-figure changed" not in calm
    with clock.told(JULY_2 + timedelta(days=2)):
        late = june.found(effective_on=date(2025, 6, 20))
    page = text_of(client.get(submitted.get_absolute_url()))
    assert re.search(r'class="paper-figure changed" href="[^"]+/figures/found/"[^>]*>2<', page)
    assert "冻结以后，台账里有记录补录" in page and "报表仍是当时签名的数字" in page
    drawer = text_of(client.get(f"{submitted.get_absolute_url()}figures/found/", **HTMX))
    assert "报表上是 2，现在是 3" in drawer and late.number in drawer and "周明" in drawer
    assert (
        len(re.findall(r'<td data-label="编号"><a href="/risks/', drawer)) == 2
    )  # the rows are those that were counted


def test_a_correction_stands_on_the_page_and_the_figures_follow(submitted, june):
    with clock.told(JULY_2 + timedelta(days=2)):
        june.found(effective_on=date(2025, 6, 20))
        perform(commands.Correct(reason="补录"), on=submitted, by=june.chief)
    page = text_of(visitor(june.officer).get(submitted.get_absolute_url()))
    assert "更正单" in page and "补录（周明，2025-07-04）" in page
    assert "paper-figure changed" not in page
    assert re.search(r'href="[^"]+/figures/found/"[^>]*>3<', page)


def test_numbers_that_a_person_typed_are_listed_apart(submitted, june):
    page = text_of(visitor(june.officer).get(submitted.get_absolute_url()))
    assert "店员流动大" in page
    assert re.search(r"不出自台账记录.*存在的问题：3<", page, re.DOTALL)


def test_the_next_report_is_compared_with_the_last_that_was_sent(submitted, june):
    with clock.told(JULY_2 + timedelta(days=33)):
        june.found(effective_on=date(2025, 6, 20))
        july = commands.draft_monthly(june.officer, june.campaign, _month_after(JUNE))
        page = text_of(visitor(june.officer).get(july.get_absolute_url()))
    part = page.partition("与上次报送比较")[2]
    assert submitted.number in part
    row = re.search(r"<tr><th scope=\"row\">排查发现隐患</th>.*?</tr>", part, re.DOTALL)[0]
    assert re.findall(r">([^<>\s]+)</(?:td|span)>", row) == ["项", "2", "0", "-2", "3"]


def _month_after(period):
    from yaoan.kernel.figures import Period

    return Period.month_of(period.end + timedelta(days=1))


def test_word_and_excel_say_what_the_page_says(submitted, june):
    client = visitor(june.officer)
    word = client.get(f"{submitted.get_absolute_url()}report.docx")
    document = Document(BytesIO(word.content))
    lines = [line.text for line in document.paragraphs]
    assert lines[0] == "青溪县市场监督管理局关于2025年6月药品安全巩固提升行动开展情况的报告"
    assert any("共排查发现风险隐患2项（比上月增加1项）" in line for line in lines)
    assert "云河市市场监督管理局：" in lines and "青溪县市场监督管理局" in lines and "2025年7月2日" in lines
    assert any(submitted.snapshot in line for line in lines)
    assert len(document.tables) == 6
    sheets = CalamineWorkbook.from_object(BytesIO(client.get(f"{submitted.get_absolute_url()}report.xlsx").content))
    assert sheets.sheet_names[0] == "专项行动主要指标统计表" and len(sheets.sheet_names) == 6
    rows = sheets.get_sheet_by_name(sheets.sheet_names[0]).to_python()
    found = next(row for row in rows if row[1] == "排查发现隐患")
    assert found[3:7] == [2, 1, 1, 3]
    by_unit = sheets.get_sheet_by_name(sheets.sheet_names[1]).to_python()
    assert by_unit[-2][0] == "合计" and set(by_unit[-1][1:]) == {"相符"}


def test_the_print_has_no_links_to_press(submitted, june):
    page = text_of(visitor(june.officer).get(f"{submitted.get_absolute_url()}paper/"))
    assert "documents/paper.css" in page and "paper-figure" not in page and "草稿" not in page


def test_the_signed_snapshot_can_be_taken_away_and_checked(submitted, june):
    client = visitor(june.officer)
    response = client.get(f"{submitted.get_absolute_url()}snapshot.json")
    envelope = json.loads(b"".join(response.streaming_content))
    assert rules.verify(envelope) == []
    page = text_of(client.get(f"{submitted.get_absolute_url()}proof/", {"rows": "1"}))
    assert page.count("✓") == 6 and "不符" not in page


def test_a_file_that_was_touched_is_told_by_the_proof(submitted, june):
    path = storage.path_of(submitted.snapshot)
    envelope = json.loads(path.read_bytes())
    envelope["snapshot"]["words"] = {"problems": "没有问题。"}
    path.write_bytes(json.dumps(envelope).encode())
    page = text_of(visitor(june.officer).get(f"{submitted.get_absolute_url()}proof/"))
    assert "changed" in page and "不符" in page


def test_the_office_fills_its_own_word_template(submitted, june):
    template = Document()
    template.add_paragraph("{{ unit }}{{ period }}发现{{ found }}项，上月{{ found_before }}项。{{ problems }}")
    folder = home() / "templates" / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "campaign_monthly.docx"
    template.save(path)
    client = visitor(june.officer)
    try:
        own = Document(BytesIO(client.get(f"{submitted.get_absolute_url()}report.docx").content))
        official = Document(BytesIO(client.get(f"{submitted.get_absolute_url()}report.docx?layout=official").content))
        template.add_paragraph("{{ nonsense }}")
        template.save(path)
        refusal = text_of(client.get(f"{submitted.get_absolute_url()}report.docx"), 409)
    finally:
        path.unlink()
    assert own.paragraphs[0].text.startswith("青溪县市场监督管理局2025年6月发现2项，上月1项。店员流动大")
    assert len(official.tables) == 6
    assert "nonsense" in refusal and "公文格式" in refusal
    assert "<code>found_total</code>" in text_of(client.get("/reports/templates/campaign_monthly/"))


def test_reports_begin_where_a_return_is_owed(june, places):
    with clock.told(JULY_2):
        owed = open_record(
            returns.Owe(
                campaign_id=june.campaign.pk, title="六月报表", agency_id=june.chief.agency_id, to_id=places["city"].pk,
                due_on=date(2025, 7, 5), covers_from=JUNE.start, covers_until=JUNE.end,
            ),
            by=june.chief,
        )  # fmt: skip
        client = visitor(june.officer)
        page = text_of(client.get("/reports/start/"))
        link = re.search(rf'href="(/reports/new/draft/\?[^"]*owed_id={owed.pk}[^"]*)"', page)[1].replace("&amp;", "&")
        form = text_of(client.get(link))
    assert "template=campaign_monthly" in link and "covers_from=2025-06-01" in link
    assert 'value="2025-06-30"' in form and 'value="2025-07-05"' in form


def test_the_city_reads_a_report_that_was_sent_and_another_county_does_not(submitted, city_officer, stranger):
    address = submitted.get_absolute_url()
    assert "排查发现风险隐患" in text_of(visitor(city_officer).get(address))
    for further in ("", "report.docx", "report.xlsx", "snapshot.json", "proof/", "paper/", "figures/found/"):
        assert visitor(stranger).get(address + further).status_code == 404


def test_a_page_takes_a_bounded_number_of_queries(submitted, june, django_assert_max_num_queries):
    client = visitor(june.officer)
    client.get(submitted.get_absolute_url())
    with django_assert_max_num_queries(75):
        client.get(submitted.get_absolute_url())
