"""A clue on an official: sealed as it is entered, approved by another, handed over, answered; who looked is noted."""

from tests.journeys.acts import PLACE
from tests.journeys.conftest import Arrive

CLUE = "检查前有人向被检查单位透露了时间。"


def test_a_clue_on_an_official_is_sealed_approved_by_another_handed_over_and_answered(arrive: Arrive) -> None:
    chief, head, liaison, officer = arrive("chief"), arrive("leader"), arrive("auditor"), arrive("officer1")

    # Entered by one; what it says is on no page.
    chief.opens("/referrals/new/prepare/")
    chief.writes("事由", "一起案件中发现的问题线索")
    chief.writes("接收机关", "青溪县监察委员会")
    chief.writes("问题线索", CLUE)
    chief.picks("所在地", PLACE)
    chief.sends()
    chief.sees_the_state("待批准")
    referral = chief.where
    chief.sees("已封存；经授权写明理由后查看")
    chief.does_not_see(CLUE)
    chief.does_not_see("查看问题线索")
    chief.opens(f"{referral}clue/", status=404)
    officer.opens(referral, status=404)
    officer.opens("/referrals/")
    officer.does_not_see("一起案件中发现的问题线索")

    # Approved by another, handed over, answered.
    head.does("approve", {"批准意见": "同意移送"}, on=referral)
    head.sees_the_state("待移送")
    chief.does("send", {"签收": "案件监督管理室"}, on=referral)
    chief.sees_the_state("待反馈")

    # Who may read it says why, and stands in the access log.
    liaison.opens(referral)
    liaison.follows("查看问题线索", within="aside")
    liaison.presses("查看")
    liaison.does_not_see(CLUE)
    liaison.writes("查看理由", "与监察机关核对")
    liaison.presses("查看")
    liaison.sees(CLUE, "这次查看已记入查看记录")
    chief.does("answer", {"反馈情况": "已受理，谈话提醒"}, on=referral)
    chief.sees_the_state("已反馈")
    chief.does_not_see(CLUE)
    liaison.opens("/access-log/")
    liaison.sees("与监察机关核对")
