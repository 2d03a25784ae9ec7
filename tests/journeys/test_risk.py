"""From a sign of danger to a closed risk, and back when it comes back."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.acts import PLACE, is_assessed, is_ordered
from tests.journeys.conftest import Arrive


def test_a_signal_becomes_a_risk_that_is_put_right_accepted_by_another_closed_and_reopened(
    arrive: Arrive, photograph: Path, voucher: Path
) -> None:
    officer, inspector, chief = arrive("officer1"), arrive("station1-1"), arrive("chief")
    name = inspector.page.locator("details.account summary").inner_text().split("\n")[0].strip()

    # A complaint comes in; it is signed for and read.
    officer.opens("/signals/new/receive/")
    officer.chooses("渠道", "投诉")
    officer.writes("内容", "城关镇惠民街一家药店的降压药没有随货单，说是朋友处拿来的便宜货。")
    officer.picks("所在地", PLACE)
    officer.writes("对象名称", "惠民街药店")
    officer.sends()
    officer.sees_the_state("待签收")
    signal = officer.where
    officer.does("read", {}, on=signal)
    officer.sees_the_state("待分办")

    # It points to a danger: the form of the risk knows already what the signal said.
    officer.follows("转为隐患", within="aside")
    expect(officer.field("对象名称")).to_have_value("惠民街药店")
    officer.writes("隐患名称", "惠民街药店：从非法渠道购进药品")
    officer.chooses("隐患类别", "非法渠道购进")
    officer.chooses("产品类别", "药品")
    officer.sends()
    officer.sees_the_state("待研判")
    risk = officer.where
    officer.opens(signal)
    officer.sees_the_state("已转隐患")

    is_assessed(officer, risk)
    is_ordered(officer, risk, holder=name)

    # The inspector proves it was put right, but the delivery note is missing.
    inspector.opens("/")
    inspector.sees("惠民街药店：从非法渠道购进药品")
    inspector.opens(f"{risk}prove/")
    inspector.writes("整改情况", "已下架封存，来源正在查。")
    inspector.adds_file("整改证据", photograph, purpose="现场照片")
    inspector.sends()
    inspector.sees_the_state("待验收")
    inspector.opens(risk)
    inspector.sees("验收必须由另一人进行", "票据台账")
    officer.opens(risk)
    officer.sees("还缺整改证据：票据台账")
    officer.does("send_back", {"退回原因": "请补供货方票据。", "新的整改期限": "2027-04-15"}, on=risk)
    officer.sees_the_state("整改中")

    # With both kinds of evidence another person accepts, and the head strikes it off.
    inspector.opens(f"{risk}prove/")
    inspector.writes("整改情况", "来源查清，票据补齐，不合格的已退回。")
    inspector.adds_file("整改证据", voucher, purpose="票据台账")
    inspector.sends()
    inspector.sees_the_state("待验收")
    inspector.opens(f"{risk}accept/", status=409)
    officer.does("accept", {"验收意见": "照片、票据齐全，现场核对一致。"}, on=risk)
    officer.sees_the_state("待销号")
    chief.does("close", {}, on=risk)
    chief.sees_the_state("已销号")
    chief.sees("整改后的货架.png", "随货同行单.png")

    # Half a year later the same is found again.
    chief.does("reopen", {"复发情况": "回访时又发现没有随货单的药品。"}, on=risk)
    chief.sees_the_state("待定措施")
    chief.sees("复发 1 次")
    chief.sees("照片、票据齐全，现场核对一致。")
