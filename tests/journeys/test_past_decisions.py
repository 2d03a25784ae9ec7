"""Published decisions are read, checked beside their text, and kept; later one is struck."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive

CHANNEL = """北原省北原市市场监督管理局行政处罚决定书
北市监处罚〔2024〕{number}号
当事人：北原市旅程大药房
经查，当事人于2024年3月2日从不具有药品经营资格的个人处购进阿胶10盒，货值金额2600元，违法所得300元。
当事人的行为违反了《药品管理法》第五十五条的规定，依据《药品管理法》第一百二十九条的规定，决定给予如下行政处罚：
1.没收违法所得300元；2.罚款50000元。
2024年6月9日
"""
STORY = """典型案例
2024年9月，北原市市场监督管理局对北原市路途大药房检查时，发现货架上的复方丹参片已超过有效期，货值金额96元。依据《药品管理法》第一百一十七条第一款的规定，
决定给予如下行政处罚：罚款10000元。
"""


def test_two_decisions_are_read_corrected_and_kept_and_one_is_struck(arrive: Arrive, tmp_path: Path) -> None:
    officer = arrive("officer1")
    number = officer.house.url.rpartition(":")[2]
    papers = [tmp_path / "决定书.txt", tmp_path / "典型案例.txt"]
    papers[0].write_text(CHANNEL.format(number=number), "utf-8")
    papers[1].write_text(STORY, "utf-8")

    # Both papers stand beside what was read in them; the one whose breach the text leaves open is not kept without it.
    officer.opens("/precedents/")
    officer.follows("读取决定书")
    officer.field("决定书文件").set_input_files(papers)
    officer.presses("读取")
    officer.sees("读了 2 份", f"北市监处罚〔2024〕{number}号", "没有决定书文号")
    first, second = officer.page.locator(".decision").all()
    expect(first.get_by_label("罚款（元）", exact=True)).to_have_value("50000")
    expect(first.get_by_label("违法行为", exact=True)).to_have_value("channel")
    officer.presses("入库")
    officer.sees("这份还没有入库，请改正标出的地方")

    # It is corrected, and both are kept.
    first, second = officer.page.locator(".decision").all()
    second.get_by_label("当事人名称").fill("北原市路途大药房")
    second.get_by_label("违法行为", exact=True).select_option("substandard_sold")
    second.get_by_label("产品类别").select_option("drug")
    officer.presses("入库")
    officer.sees("入库 2 份决定")

    # It is read on a telephone, with its text, and struck when it no longer holds.
    abroad = arrive("officer1", telephone=True)
    abroad.opens(f"/precedents/?q={number}")
    abroad.page.locator("main a:visible", has_text="北原市旅程大药房").first.click()
    abroad.arrives()
    abroad.sees("从非法渠道购进药品", "依据《药品管理法》第一百二十九条的规定")
    abroad.does("strike", {"剔除原因": "决定已被复议撤销"}, on=abroad.where)
    abroad.presses("确定剔除")
    abroad.sees_the_state("已剔除")
