"""A figure is never only a number: it opens the rows it counts."""

import re

from tests.journeys.conftest import Arrive


def test_a_figure_of_the_workbench_opens_how_it_is_counted_and_its_rows(arrive: Arrive) -> None:
    chief = arrive("chief")
    chief.opens("/")
    figure = chief.page.locator("ul.figures a", has_text="在办隐患")
    told = figure.locator("b").inner_text()
    figure.click()
    chief.arrives()
    chief.is_at(r"/figures/\w+")
    chief.sees("怎样计算", "近十二个月")
    assert chief.page.locator(".told .figure").inner_text().strip() == told
    rows = chief.page.locator("#rows tbody tr, section[aria-labelledby=rows-head] tbody tr")
    assert rows.count() == int(told)
    rows.first.get_by_role("link").first.click()
    chief.arrives()
    chief.is_at(r"/risks/RSK-\d{4}-\d{6}/")


def test_the_leader_sees_in_one_page_what_is_overdue_and_where(arrive: Arrive) -> None:
    leader = arrive("leader")
    leader.opens("/overview/")
    leader.sees("各单位的隐患和线索", "超期最久的", "城关分局")
    leader.page.locator("ul.todos a").first.click()
    leader.arrives()
    assert re.search(r"/[a-z]+/[A-Z]{3}-\d{4}-\d{6}/", leader.page.url)
