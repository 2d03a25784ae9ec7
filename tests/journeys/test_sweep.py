"""Find one, treat the class: where the same may be wrong is visited, and what is found opens risks of its own."""

import re

from tests.journeys.acts import is_assessed, reports_a_risk
from tests.journeys.conftest import Arrive


def test_one_risk_leads_to_a_sweep_whose_visits_cover_the_class(arrive: Arrive) -> None:
    officer = arrive("officer1")
    officer.opens("/subjects/?subject_kind=chain_shop")
    shop = officer.page.locator("tr[data-url]").first
    name = shop.locator("td.c-text a, td.c-link a, td a").last.inner_text()
    number = (shop.get_attribute("data-url") or "").partition("?")[0].strip("/").rpartition("/")[2]
    risk = reports_a_risk(officer, "连锁门店：阴凉库温度超标", subject=number)
    is_assessed(officer, risk)

    # Two places of the class are ticked, each proposed with its reasons.
    officer.opens(risk)
    officer.follows("治一类", within="aside")
    proposals = officer.page.locator("tbody tr")
    assert proposals.count() > 2, name
    for row in proposals.all():
        assert row.locator("li").count() >= 1
        row.get_by_role("checkbox").set_checked(False)
    for index in (0, 1):
        proposals.nth(index).get_by_role("checkbox").check()
    officer.presses("列入清单，开始排查")
    officer.is_at(r"/sweeps/SWP-")
    officer.sees("已列入 2 家", "已排查 0 / 2 家（0%）")
    sweep = officer.where
    visits = [link.get_attribute("href") or "" for link in officer.page.locator("main a[href*='/visits/VST-']").all()]
    assert len(set(visits)) == 2

    # The sweep is not finished while a place has not been visited.
    first, second = sorted(set(visits))
    officer.sees("还有 2 家没有排查")
    officer.does("clear", {"排查情况": "温度记录连续，未发现同类问题。"}, on=first)
    officer.opens(sweep)
    officer.sees("已排查 1 / 2 家（50%）")
    officer.opens(f"{second}find/")
    officer.writes("发现情况", "同样没有温度记录。")
    for label, answer in (("隐患类别", "储存陈列不当"), ("产品类别", "药品")):
        if officer.field(label).count():
            officer.chooses(label, answer)
    officer.sends()
    officer.opens(sweep)
    officer.sees("已排查 2 / 2 家（100%）", "发现同类问题 1 家")
    officer.opens(second)
    officer.opens("/risks/?q=" + "同类排查发现的隐患")
    officer.sees("同类排查发现的隐患")
    officer.does("finish", {"排查小结": "两家已排查，一家立账整改。"}, on=sweep)
    officer.sees_the_state("已完成")
    assert re.search(r"SWP-\d{4}-\d{6}", sweep)
