"""A report whose every figure opens its rows, frozen by another, sent up, and the same in Word and Excel."""

import io
import re

import docx
from python_calamine import load_workbook

from tests.journeys.conftest import Arrive
from tests.journeys.people import Person

MONTHLY = "/reports/RPT-2025-000001/"
"""The report the demonstration has drafted."""


def test_a_report_opens_its_figures_is_frozen_by_another_and_sent_up(arrive: Arrive) -> None:
    chief, leader = arrive("chief"), arrive("leader")
    chief.opens(MONTHLY)
    figure = chief.page.locator("a.paper-figure").first
    told = figure.inner_text().strip()

    # A figure opens the rows it counted, beside the paper; a row leads to its record.
    figure.click()
    drawer = chief.page.locator("#drawer")
    drawer.locator(".told").wait_for()
    chief.finds_no_barrier()
    assert drawer.locator(".told .figure").first.inner_text().strip() == told
    rows = drawer.locator("tbody tr")
    assert rows.count() == int(told)
    rows.first.get_by_role("link").first.click()
    chief.arrives()
    assert re.search(r"/[a-z]+/[A-Z]{3}-\d{4}-\d{6}/", chief.page.url)

    # The words are written by people; a number typed into them is said to be typed.
    chief.opens(f"{MONTHLY}write/")
    chief.writes("存在的问题", "个别药店整改拖延，约谈了 2 家。")
    chief.sends()
    chief.sees("不出自台账记录", "存在的问题：2")

    # Who presents a report does not freeze it.
    chief.does("present", {}, on=MONTHLY)
    chief.sees_the_state("待审定")
    chief.opens(f"{MONTHLY}freeze/", status=409)
    leader.does("freeze", {}, on=MONTHLY)
    leader.sees_the_state("已冻结，待报送")
    leader.follows("核验", within=".ways-out")
    leader.sees("核验项", "相符")
    leader.does_not_see("不符")

    # On paper and in the workbook stand the same figures as on the page.
    leader.opens(MONTHLY)
    assert leader.page.locator("a.paper-figure").first.inner_text().strip() == told
    paper = docx.Document(io.BytesIO(_got(leader, "report.docx")))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert told in text
    assert "约谈了 2 家" in text
    book = load_workbook(io.BytesIO(_got(leader, "report.xlsx")))
    cells = [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "排查发现隐患" in cells
    leader.does("submit", {}, on=MONTHLY)
    leader.sees_the_state("已报送")


def _got(person: Person, name: str) -> bytes:
    """The file of that name beside the report, as a browser gets it."""
    answer = person.page.request.get(f"{person.house.url}{MONTHLY}{name}")
    assert answer.status == 200
    return answer.body()
