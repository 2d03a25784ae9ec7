"""One county asks another: sent, accepted, answered, taken; the other sees the request, and nothing of the case."""

from pathlib import Path

from docx import Document

from tests.journeys.acts import registers_a_case
from tests.journeys.conftest import Arrive
from tests.journeys.people import Person

FIRM = "槐荫路大药房"
CASE = f"{FIRM}涉嫌销售来源不明药品"
SUBJECT = "核实白石县供货单位的随货同行单"


def _words(person: Person, link: str, path: Path) -> str:
    person.downloads(link).save_as(path)
    return "\n".join(line.text for line in Document(str(path)).paragraphs)


def test_a_request_is_sent_answered_and_taken_and_the_case_stays_hidden(
    arrive: Arrive, voucher: Path, photograph: Path, tmp_path: Path
) -> None:
    officer, chief = arrive("officer1"), arrive("chief")
    far_head, far_officer = arrive("head-990122"), arrive("far-officer-990122")
    far_name = far_officer.page.locator("details.account summary").inner_text().split("\n")[0].strip()
    case = registers_a_case(
        officer, cause=CASE, clue="内线反映，另有下家，不得外传。", breach="从非法渠道购进药品", party=FIRM
    )
    number = case.strip("/").rpartition("/")[2]

    # The request is drafted from the case, with a document sent along.
    officer.opens(case)
    officer.follows("请求协查", within="aside")
    officer.writes("协查事由", SUBJECT)
    officer.picks("被请求单位", "白石县")
    officer.writes("请求协助的事项", "供货单位是否出具过所附单据。\n批号240601的来源。")
    officer.adds_file("随函材料", voucher)
    officer.sends()
    officer.sees_the_state("待签发")
    officer.sees(number)
    request = officer.where
    far_head.opens(request, status=404)

    # Another person signs; from then on the asked county reads the request, and the case is not there for it.
    chief.does("issue", {"签发意见": "同意"}, on=request)
    chief.sees_the_state("待接收")
    chief.sees("协查〔")
    far_head.opens(request)
    far_head.sees("供货单位是否出具过所附单据", "随货同行单", "还剩")
    for secret in (CASE, number, "不得外传"):
        far_head.does_not_see(secret)
    asked = _words(far_head, "下载协查函", tmp_path / "request.docx")
    for part in ("协助调查函", "白石县市场监督管理局：", "15个工作日", "批号240601的来源。", "随货同行单"):
        assert part in asked
    assert FIRM not in asked
    far_head.opens(case, status=404)

    # It waits in the list of what was handed over and not yet taken.
    chief.opens("/handovers/")
    chief.sees(SUBJECT, "白石县局")

    # The head accepts and names a person, who finds out and enters the result; the head signs.
    far_head.opens(f"{request}accept/")
    far_head.picks("承办人", far_name)
    far_head.sends()
    far_head.sees_the_state("协查中")
    far_officer.opens(f"{request}submit/")
    far_officer.chooses("协查结果", "不属实")
    far_officer.writes("协查情况", "该企业没有出具过所附单据。")
    far_officer.adds_file("证据材料", photograph)
    far_officer.sends()
    far_officer.sees_the_state("复函待签发")
    far_head.does("answer", {"签发意见": "同意"}, on=request)
    far_head.sees_the_state("已复函，待确认")

    # The asking county reads the answer, and its case notes it.
    officer.opens(request)
    officer.sees("该企业没有出具过所附单据", "按期")
    told = _words(officer, "下载复函", tmp_path / "answer.docx")
    for part in ("协助调查复函", "青溪县市场监督管理局：", "该企业没有出具过所附单据。", "不属实。"):
        assert part in told
    officer.does("take", {"采纳情况": "排除该供货渠道，复函入卷。"}, on=request)
    officer.sees_the_state("已办结")
    officer.opens(case)
    officer.sees("收到协查复函", "排除该供货渠道")


def test_the_city_supervises_a_case_until_it_lifts(arrive: Arrive, tmp_path: Path) -> None:
    officer, chief, city = arrive("officer1"), arrive("chief"), arrive("city-head")
    case = registers_a_case(
        officer, cause=CASE, clue="内线反映，另有下家，不得外传。", breach="从非法渠道购进药品", party=FIRM
    )
    city.opens(case)
    city.follows("列入督办", within="aside")
    city.writes("督办名称", "督办来源不明药品案")
    city.writes("督办事项", "来源不明药品案")
    city.writes("督办要求", "查清来源。")
    city.writes("督办期限", "2027-12-31")
    city.sends()
    city.sees_the_state("督办中")
    supervision = city.where
    notice = _words(city, "下载督办通知书", tmp_path / "notice.docx")
    for part in ("挂牌督办通知书", "青溪县市场监督管理局：", "2027年12月31日前", "每7日报告一次进展"):
        assert part in notice
    chief.does("report", {"进展情况": "已查清上家。"}, on=supervision)
    chief.sees("已查清上家。")
    chief.opens(supervision)
    chief.sees("由督办单位办理")
    chief.does("conclude", {"办理结果": "来源已经查清。"}, on=supervision)
    chief.sees_the_state("已报结果，待解除")
    city.does("lift", {"解除意见": "同意解除。"}, on=supervision)
    city.sees_the_state("已解除")
