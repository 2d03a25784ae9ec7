"""From a notice to a campaign that units carry out."""

from pathlib import Path

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.people import Person
from yaoan.simulation import campaign

STATIONS = ("城关分局", "石桥分局")


def test_a_notice_is_read_corrected_issued_decomposed_and_put_on_the_calendar(arrive: Arrive) -> None:
    chief = arrive("chief")
    _reads(chief, campaign.NOTICE)
    chief.sees("《青溪县药品安全巩固提升行动实施方案》", "摸清监管底数")
    assert chief.field("开始日期").input_value() == "2025-05-01"
    _carries_out(chief, title="青溪县药品安全巩固提升行动（旅程）")


@pytest.mark.real
def test_the_real_notice_of_a_county_becomes_a_campaign(arrive: Arrive, real: Path) -> None:
    chief = arrive("chief")
    _reads(chief, real / "notices" / "county-plan-2023.txt")
    assert chief.page.locator(".source mark").count() > 20
    assert chief.page.locator("fieldset.task").count() > 5
    _carries_out(chief, title="县药品安全巩固提升行动（真实通知）")


def test_a_report_of_past_work_gives_no_campaign(arrive: Arrive) -> None:
    chief = arrive("chief")
    _reads(chief, campaign.NOTICE.with_name("summary-2025.txt"))
    chief.sees("这不是部署专项行动的通知")
    assert chief.page.get_by_role("button", name="建立草案").count() == 0


def _reads(chief: Person, notice: Path) -> None:
    chief.opens("/campaigns/")
    chief.follows("读取通知")
    chief.field("通知文件").set_input_files(notice)
    chief.presses("读取")


def _carries_out(chief: Person, *, title: str) -> None:
    """Correct the draft, settle what is doubtful, issue it, give its tasks, set its calendar, read its board."""
    chief.writes("名称", title)
    chief.writes("开始日期", "2026-11-01")
    chief.writes("结束日期", "2027-10-31")
    first = chief.page.locator("fieldset.task").first.get_by_label("任务")
    first.fill(f"{first.input_value()}（先行）")
    chief.presses("建立草案")
    chief.sees_the_state("草案")
    chief.sees(title, "（先行）")
    home = chief.where

    while chief.page.get_by_role("link", name="确认", exact=True).count():
        chief.page.get_by_role("link", name="确认", exact=True).first.click()
        chief.arrives()
        chief.writes("确认意见", "已核对原文，按此理解。")
        chief.sends()
    chief.opens(f"{home}issue/")
    chief.sends()
    chief.sees_the_state("实施中")

    chief.follows("分解任务", within="aside")
    for box in chief.page.locator("fieldset.task input[name$=agencies]").all():
        box.set_checked(False)
    task = chief.page.locator("fieldset.task").first
    for station in STATIONS:
        task.get_by_role("group", name="责任单位").get_by_label(station).check()
    task.get_by_label("完成期限").fill("2027-03-31")
    task.get_by_label("每个单位的目标数").fill("40")
    chief.presses("下达")
    chief.sees("已下达 2 项任务", "（先行）", *STATIONS, "2027-03-31")

    chief.follows("排报送日历", within="aside")
    duties = chief.page.locator("fieldset.task")
    for row in duties.all()[:-1]:
        row.get_by_label("列入").set_checked(False)
    duty = duties.last
    duty.get_by_label("列入").check()
    duty.get_by_label("报送内容").fill("工作进展和统计表")
    duty.get_by_role("group", name="报送单位").get_by_label(STATIONS[0]).check()
    duty.get_by_label("报送到").select_option(label="青溪县局")
    duty.get_by_label("每期几日前").fill("25")
    duty.get_by_label("周期").select_option(label="每季度")
    chief.presses("排好日历")
    chief.sees("报送日历已排好", "工作进展和统计表")

    chief.follows("进展看板", within="aside")
    chief.sees("各单位的任务和报送", *STATIONS, "指标完成", "0/40", "80")

    # What a unit was given is not given to it again.
    chief.opens(f"{home}decompose/")
    task = chief.page.locator("fieldset.task").first
    chief.sees("已下达给")
    assert task.get_by_role("group", name="责任单位").get_by_label(STATIONS[0]).count() == 0
