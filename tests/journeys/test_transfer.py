"""A transfer that the police refuse, that is objected to, upheld, and reversed by the procurator; every paper is opened."""

from io import BytesIO
from pathlib import Path

from docx import Document as Word

from tests.journeys.acts import registers_a_case
from tests.journeys.conftest import Arrive
from tests.journeys.people import Person

FIRM = "柳荫路百草药店"
POLICE, PROCURATOR = "青溪县公安局", "青溪县人民检察院"


def _words(person: Person, transfer: str, form: str) -> str:
    """What the signed Word file of a form says, as it is downloaded."""
    answer = person.page.request.get(f"{person.house.url}{transfer}papers/{form}/word/")
    assert answer.ok, form
    word = Word(BytesIO(answer.body()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in word.paragraphs), *cells])


def test_a_transfer_is_refused_objected_to_and_reversed(arrive: Arrive, voucher: Path) -> None:
    officer, chief, head = arrive("officer1"), arrive("chief"), arrive("leader")
    names = [arrive(name).page.locator("details.account summary").inner_text().split("\n")[0].strip()
             for name in ("officer1", "officer2")]  # fmt: skip

    # The page of the case says itself that this may be a crime, and leads to the form.
    case = registers_a_case(
        officer, cause=f"{FIRM}涉嫌销售假药", clue="检查发现外包装批准文号系伪造，经核查为假药。",
        breach="生产、销售、使用假药", party=FIRM,
    )  # fmt: skip
    officer.sees("涉嫌犯罪，移送或者说明理由", "《刑法》第一百四十一条")
    officer.follows("移送公安机关", within="aside")
    officer.writes("同级公安机关", POLICE)
    officer.writes("同级检察机关", PROCURATOR)
    officer.sends()
    officer.sees_the_state("待写调查报告")
    transfer = officer.where
    officer.finds_no_barrier()

    # Two officers verify and report; without the second nothing is reported.
    officer.opens(f"{transfer}report/", status=409)
    officer.sees("专案组不足两人")
    chief.opens(f"{transfer}staff/")
    chief.picks("专案组", names[0])
    chief.picks("专案组", names[1])
    chief.sends()
    report = {
        "涉嫌罪名": "销售假药罪", "主要证据": "现场笔录、销售记录、询问笔录", "涉案物品": "假药120盒，封存于证据室",
        "专案组意见": "事实清楚，建议移送",
    }  # fmt: skip
    officer.does("report", report, on=transfer)
    officer.sees_the_state("待决定")
    officer.sees("还剩")
    assert "销售假药罪" in _words(officer, transfer, "report")
    assert "假药120盒" in _words(officer, transfer, "goods")

    # A clue is filed before it is sent: its fifteen days do not wait for the police.
    head.does("approve", {"批准意见": "同意移送"}, on=transfer)
    head.sees("请先立案，再移送")
    chief.opens(f"{case}file/")
    chief.writes("核查情况和立案理由", "外包装批准文号系伪造，初步证明存在违法行为。")
    for condition in ("有证据初步证明存在违法行为", "依法应当给予行政处罚", "属于本机关管辖"):
        chief.ticks(condition)
    for name in names:
        chief.picks("办案人员", name)
    chief.sends()
    chief.sees_the_state("调查取证")

    # The head approves; what the file lacks is named, and until it is there it cannot be sent.
    head.does("approve", {"批准意见": "同意移送"}, on=transfer)
    head.sees_the_state("待移送")
    officer.opens(f"{transfer}hand_over/", status=409)
    officer.sees("移送材料不齐，还缺：有关检验报告或者鉴定意见、其他有关涉嫌犯罪的材料")
    officer.opens(f"{transfer}enclose/")
    officer.chooses("材料种类", "有关检验报告或者鉴定意见")
    officer.writes("材料名称", "检验报告")
    officer.adds_file("材料", voucher, purpose="票据台账")
    officer.sends()
    officer.opens(f"{transfer}enclose/")
    officer.chooses("材料种类", "其他有关涉嫌犯罪的材料")
    officer.writes("没有这种材料的理由", "没有其他材料")
    officer.sends()
    officer.sees("没有，已说明")
    officer.does("hand_over", {"交接情况": "当面交接"}, on=transfer)
    officer.sees_the_state("待公安受理")
    officer.does("copy", {}, on=transfer)
    letter = _words(officer, transfer, "letter")
    assert all(text in letter for text in ("涉嫌犯罪案件移送书", f"{POLICE}：", FIRM, "销售假药罪", "刑移〔"))
    copied = _words(officer, transfer, "copy")
    assert f"{PROCURATOR}：" in copied and "刑抄〔" in copied

    # The police accept and refuse; reconsideration upholds it; the procurator has it filed.
    officer.does("accept", {"回执文号、签收人": "青公收〔2027〕7号"}, on=transfer)
    officer.sees_the_state("公安审查中")
    refusal = {"不予立案通知书文号": "青公不立〔2027〕3号", "不予立案理由": "认为情节显著轻微。"}
    officer.does("refuse", refusal, on=transfer)
    officer.sees_the_state("公安不予立案")
    officer.sees("提请复议或者建议立案监督")
    officer.does("object", {"复议理由": "销售假药无须以危害后果为要件。"}, on=transfer)
    officer.sees_the_state("公安复议中")
    objection = _words(officer, transfer, "objection")
    assert all(text in objection for text in ("提请复议书", "青公不立〔2027〕3号", "无须以危害后果为要件", "第九条"))
    officer.does("uphold", {"复议决定书文号": "青公复〔2027〕1号", "维持的理由": "维持原决定。"}, on=transfer)
    officer.does("advise", {"建议立案监督的理由": "公安机关适用法律错误。"}, on=transfer)
    advice = _words(officer, transfer, "advice")
    assert all(text in advice for text in ("建议立案监督函", f"{PROCURATOR}：", "青公复〔2027〕1号", "适用法律错误"))
    officer.does("question", {"文书文号": "青检说〔2027〕2号"}, on=transfer)
    officer.sees_the_state("公安说明理由")
    officer.does("justify", {"不予立案理由": "犯罪事实显著轻微。"}, on=transfer)
    officer.sees_the_state("公安已说明理由")
    told = {"通知立案书文号": "青检立〔2027〕2号", "检察机关意见": "不立案理由不能成立。"}
    officer.does("instruct", told, on=transfer)
    officer.does("comply", {"立案决定书文号": "青公立〔2027〕9号"}, on=transfer)
    officer.sees_the_state("公安已立案")

    # Joint action, the sentence, what is left to the administration; each paper also stands on a page.
    officer.does("join", {"联合行动情况": "与公安机关联合查处仓库一处。", "抓获人数": "3"}, on=transfer)
    officer.sees("抓获人数")
    officer.opens(f"{transfer}judge/")
    officer.chooses("刑事处理结果", "判处刑罚")
    officer.writes("裁判或者决定内容", "判处有期徒刑八个月，并处罚金。")
    officer.sends()
    head.does("close", {"后续行政处理": "吊销药品经营许可证，责任人员终身禁业。"}, on=transfer)
    head.sees_the_state("已办结")
    head.opens(f"{transfer}papers/letter/")
    officer.opens(case)
    officer.follows("查看移送", within="aside")
    officer.sees(FIRM, "已办结")
