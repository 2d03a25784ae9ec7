"""A talk because of a risk: drafted, signed by another, served, held, answered, whom the firm held to account, checked."""

from pathlib import Path

from docx import Document

from tests.journeys.acts import is_assessed, reports_a_risk
from tests.journeys.conftest import Arrive


def test_a_talk_is_drafted_from_a_risk_signed_by_another_held_answered_and_checked(
    arrive: Arrive, tmp_path: Path
) -> None:
    officer, chief, second = arrive("officer1"), arrive("chief"), arrive("officer2")
    risk = reports_a_risk(officer, "城关镇长青药店：冷藏药品温度失控")
    is_assessed(officer, risk)

    # The form of the letter knows already what the risk said. A talk without day and place cannot be signed.
    officer.opens(risk)
    officer.follows("发函或约谈", within="aside")
    officer.chooses("函件种类", "责任约谈")
    officer.writes("对象名称", "城关镇长青药店")
    officer.sends()
    officer.sees_the_state("待签发")
    letter = officer.where
    officer.sees("《中华人民共和国药品管理法》第九十九条", "法定代表人或者主要负责人以及质量负责人参加")
    chief.opens(letter)
    chief.sees("还不能签发，缺：约谈日期、约谈地点")
    officer.does("amend", {"约谈日期": "2027-04-20", "约谈地点": "县局三楼会议室"}, on=letter)

    # Another person signs; the paper has its number and is the same on the screen and in Word.
    chief.does("issue", {"签发意见": "同意"}, on=letter)
    chief.sees_the_state("待送达")
    chief.sees("约谈〔")
    download = chief.downloads("下载 Word")
    download.save_as(tmp_path / "letter.docx")
    words = "\n".join(line.text for line in Document(str(tmp_path / "letter.docx")).paragraphs)
    assert "责任约谈通知书" in words
    assert "城关镇长青药店：" in words
    assert "2027年4月20日在县局三楼会议室" in words
    assert "一、约谈事项" in words
    chief.opens(f"{letter}amend/", status=409)

    # Served, held, answered; whom the firm held to account.
    officer.opens(f"{letter}serve/")
    officer.chooses("送达方式", "直接送达")
    officer.writes("签收人", "店长")
    officer.sends()
    officer.sees_the_state("待答复")
    officer.does(
        "hold", {"参加人员": "企业负责人、质量负责人；执法人员两名", "约谈记录": "通报问题，企业承诺整改。"}, on=letter
    )
    officer.does("answer", {"企业答复": "冷柜已更换，记录附后。"}, on=letter)
    officer.sees_the_state("待核查")
    second.opens(letter)
    second.sees("还没有登记问责的人员")
    officer.opens(f"{letter}hold_to_account/")
    officer.writes("岗位或者职务", "质量负责人")
    officer.chooses("问责方式", "扣发薪酬")
    officer.sends()
    officer.sees("质量负责人", "扣发薪酬")

    # Another person checks and closes; the risk leads to the letter.
    officer.opens(letter)
    officer.sees("核查必须由另一人进行")
    second.opens(f"{letter}check/")
    second.chooses("核查结果", "已经改正")
    second.writes("核查意见", "现场核实，温度正常。")
    second.sends()
    second.sees_the_state("已办结")
    officer.opens(risk)
    officer.follows("查看函件", within="aside")
    officer.sees("城关镇长青药店：冷藏药品温度失控", "已办结")
