"""The whole life of a case in a browser, with its documents opened and compared."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from docx import Document as Word
from playwright.sync_api import expect

from tests.journeys.acts import PLACE
from tests.journeys.conftest import Arrive
from tests.journeys.people import Person

FIRM, SEIZED_FROM = "柳荫路大药房", "槐树街大药房"


def _draws(person: Person, record: str, form: str, written: Mapping[str, str] | None = None) -> str:
    """Draw up a document from the page of its case or measure; the address of the document."""
    person.opens(record)
    person.follows("制作文书", within="aside")
    person.chooses("文书种类", form)
    for label, text in (written or {}).items():
        person.writes(label, text)
    person.sends()
    return person.where


def _signs(person: Person, document: str) -> None:
    person.does("sign", {}, on=document)
    person.sees_the_state("已签发")


def _words(path: Path) -> str:
    word = Word(BytesIO(path.read_bytes()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def _issues(
    officer: Person, chief: Person, record: str, form: str, *words: str, written: Mapping[str, str] | None = None
) -> None:
    """Draw up a document, have it signed, download its Word file and read it."""
    _signs(chief, _draws(officer, record, form, written))
    number = chief.page.locator("main dd", has_text=re.compile(r"〔20\d\d〕\d+号$")).first.inner_text().strip()
    told = _words(chief.downloads("下载 Word").path())
    missing = [part for part in (form, number, SEIZED_FROM, *words) if part not in told]
    assert missing == [], (form, missing, told)
    assert "＿" not in re.sub(r"（签名）：＿+", "", told) and "{" not in told, (form, told)


def _does(person: Person, act: str, *, on: str, days_ago: int, answers: Mapping[str, str] | None = None) -> None:
    """Do an act that was done on paper so many days ago."""
    person.opens(f"{on}{act}/")
    for label, answer in (answers or {}).items():
        person.writes(label, answer)
    _sends(person, days_ago)


def _sends(person: Person, days_ago: int) -> None:
    """Send a form with the day on which it really happened."""
    person.page.locator("main details.effective summary").click()
    person.writes("实际发生日期", _day(days_ago))
    person.sends()


def _day(days_ago: int) -> str:
    return (date.today() - timedelta(days=days_ago)).isoformat()


def test_a_case_from_the_clue_to_the_archive(arrive: Arrive, voucher: Path) -> None:
    officer, chief, head = arrive("officer1"), arrive("chief"), arrive("leader")
    names = [arrive(name).page.locator("details.account summary").inner_text().split("\n")[0].strip()
             for name in ("officer1", "officer2")]  # fmt: skip

    # A clue is registered and verified.
    officer.opens("/cases/new/receive/")
    officer.writes("案由", f"{FIRM}涉嫌从非法渠道购进药品")
    officer.writes("线索情况", "检查时不能提供供货单位资质和随货同行单。")
    officer.chooses("涉嫌的违法行为", "从非法渠道购进药品")
    officer.chooses("产品类别", "药品")
    officer.picks("违法行为发生地", PLACE)
    officer.writes("当事人名称", FIRM)
    officer.chooses("案件来源", "监督检查")
    officer.sends()
    officer.sees_the_state("待核查")
    officer.sees("还剩", "个工作日")
    case = officer.where

    # The approval cannot be signed before the case is filed, and says why.
    approval = _draws(officer, case, "立案审批表")
    officer.sees("立案理由、办案人员、立案日期")
    chief.opens(f"{approval}sign/", status=409)
    chief.sees("还缺：立案理由")

    # The head files it with two officers.
    chief.opens(f"{case}file/")
    chief.writes("核查情况和立案理由", "购进记录和询问笔录初步证明存在违法行为。")
    for condition in ("有证据初步证明存在违法行为", "依法应当给予行政处罚", "属于本机关管辖"):
        chief.ticks(condition)
    chief.picks("办案人员", names[0])
    chief.sends()
    chief.sees("办案人员不得少于两人")
    chief.picks("办案人员", names[1])
    chief.sends()
    chief.sees_the_state("调查取证")
    officer.does("refresh", {}, on=approval)
    officer.sees("内容齐全")
    _signs(chief, approval)
    chief.sees("青溪县局立审〔")

    # Evidence, goods, and a fine that keeps to its band.
    officer.opens(f"{case}conclude/", status=409)
    officer.sees("还没有登记证据")
    officer.opens(f"{case}exhibit/")
    officer.chooses("证据种类", "书证")
    for label, text in {"证据名称": "购进清单", "来源": "当事人提供", "证明的事实": "从无资质单位购进药品"}.items():
        officer.writes(label, text)
    officer.adds_file("证据文件", voucher, purpose="票据台账")
    officer.sends()
    officer.sees("购进清单", "当事人提供")
    officer.opens(f"{case}value/")
    for label, text in {"物品名称": "降压药", "数量": "20", "单位": "盒", "货值金额": "600"}.items():
        officer.writes(label, text)
    officer.sends()
    officer.opens(f"{case}conclude/")
    officer.writes("违法事实", "当事人从无药品经营资质的流动药贩购进降压药20盒。")
    officer.chooses("善意免责", "当事人没有主张")
    officer.chooses("适用行为时的法律还是新法", "行为发生后没有修改")
    officer.chooses("裁量等级", "从轻处罚")
    officer.page.get_by_role("checkbox", name="罚款", exact=True).check()
    officer.writes("拟罚款", "300000")
    officer.writes("拟处罚内容", "罚款100000元")
    officer.writes("裁量理由", "积极配合调查，主动改正")
    officer.sends()
    officer.sees("“从轻处罚”的幅度是 100000.00 元至 220000.00 元")
    officer.writes("拟罚款", "100000")
    officer.sends()
    officer.sees_the_state("审核中")

    # Another reviews; the notice is signed and served, and that moves the case.
    head.does("pass_review", {"审核意见": "事实清楚，证据充分。"}, on=case)
    head.sees_the_state("待告知")
    notice = _draws(officer, case, "行政处罚事先告知书")
    _signs(chief, notice)
    officer.opens(f"{notice}serve/")
    officer.chooses("送达方式", "直接送达")
    officer.writes("收件人", "柳明")
    officer.sends()
    officer.sees_the_state("已送达")
    officer.opens(case)
    officer.sees_the_state("陈述申辩")
    officer.does("close_defence", {}, on=case)
    officer.sees("当事人书面放弃的，请注明")
    officer.ticks("当事人书面放弃陈述、申辩和听证")
    officer.sends()
    officer.sees_the_state("待决定")

    # The head decides; the decision is what was signed, to the byte.
    head.opens(f"{case}decide/")
    head.chooses("决定类型", "行政处罚")
    expect(head.page.locator("input[name=fine]")).to_have_value(re.compile(r"^100000"))
    head.sends()
    head.sees_the_state("待送达")
    decision = _draws(officer, case, "行政处罚决定书")
    _signs(chief, decision)
    digest = chief.page.locator("main dd", has_text=re.compile(r"^[0-9a-f]{64}$")).first.inner_text().strip()
    kept = chief.downloads("下载 Word").path()
    assert sha256(kept.read_bytes()).hexdigest() == digest
    assert all(words in _words(kept) for words in ("行政处罚决定书", FIRM, "罚款100000元", "六十日内申请行政复议"))
    officer.opens(f"{decision}paper/")
    officer.opens(f"{decision}serve/")
    officer.chooses("送达方式", "直接送达")
    officer.writes("收件人", "柳明")
    officer.sends()
    officer.opens(case)
    officer.sees_the_state("执行中")
    officer.sees("青溪县局罚决〔")

    # Paid, carried out, closed, published, archived.
    officer.does("pay", {"票据号": "0001"}, on=case)
    officer.does("fulfil", {"执行情况": "罚款已缴清"}, on=case)
    officer.sees_the_state("待结案")
    head.does("close", {"结案理由": "处罚决定已经执行完毕"}, on=case)
    officer.opens(f"{case}archive/", status=409)
    officer.sees("处罚信息还没有公示")
    head.does("publish", {}, on=case)

    # The party is proposed for the list of serious violators; the unit above agrees, the head lists and publishes.
    officer.opens(case)
    officer.follows("拟列入失信名单", within="aside")
    officer.chooses("列入情形", "生产、销售假药，生产、销售劣药")
    officer.chooses("较重行政处罚", "法律、行政法规和规章规定的其他较重处罚")
    officer.writes("性质恶劣、情节严重、社会危害较大的理由", "多次购进来源不明的药品，货值较大。")
    officer.sends()
    officer.sees("三项条件须同时具备")
    for condition in ("性质恶劣", "情节严重", "社会危害较大"):
        officer.ticks(condition)
    officer.sends()
    officer.sees_the_state("拟列入")
    entry = officer.where
    officer.does("notify", {}, on=entry)
    head.opens(f"{entry}enlist/", status=409)
    head.sees("先报经上一级单位同意")
    above = arrive("city-head")
    above.does("agree", {"意见": "同意列入"}, on=entry)
    head.opens(f"{entry}enlist/")
    head.ticks("当事人书面放弃陈述、申辩")
    head.sends()
    head.sees_the_state("已列入")
    head.does("publish", {}, on=entry)
    officer.does("object", {"异议内容": "货值计算有误"}, on=entry)
    head.does("answer", {"核实情况和不成立的理由": "经复核，计算无误"}, on=entry)
    listing = _draws(officer, case, "列入严重违法失信名单决定书")
    _signs(chief, listing)
    chief.sees("青溪县局失信列〔")
    officer.opens(case)
    officer.sees("生产、销售假药，生产、销售劣药")

    officer.does("archive", {"档案号或者存放处": "行罚-1"}, on=case)
    officer.sees_the_state("已归档")


def test_a_case_with_seizure_test_hearing_and_urging_and_each_of_its_papers(arrive: Arrive) -> None:
    officer, chief, head = arrive("officer1"), arrive("chief"), arrive("leader")
    names = [arrive(name).page.locator("details.account summary").inner_text().split("\n")[0].strip()
             for name in ("officer1", "officer2")]  # fmt: skip
    met = {"开始时间": f"{_day(2)}T09:30", "结束时间": f"{_day(2)}T11:00", "地点": "城关镇槐树街6号", "相对人": "槐明",
           "相对人职务或者与当事人关系": "店长"}  # fmt: skip

    # What was done on paper months ago is entered with its days: clue, record on site, filing.
    officer.opens("/cases/new/receive/")
    officer.writes("案由", f"{SEIZED_FROM}涉嫌从非法渠道购进药品")
    officer.writes("线索情况", "不能提供供货单位资质。")
    officer.chooses("涉嫌的违法行为", "从非法渠道购进药品")
    officer.chooses("产品类别", "药品")
    officer.picks("违法行为发生地", PLACE)
    officer.writes("当事人名称", SEIZED_FROM)
    officer.chooses("案件来源", "监督检查")
    _sends(officer, 110)
    case = officer.where
    chief.opens(f"{case}file/")
    chief.writes("核查情况和立案理由", "现场查见来历不明的药品。")
    for condition in ("有证据初步证明存在违法行为", "依法应当给予行政处罚", "属于本机关管辖"):
        chief.ticks(condition)
    for name in names:
        chief.picks("办案人员", name)
    _sends(chief, 108)
    _issues(
        officer,
        chief,
        case,
        "现场检查笔录",
        "来历不明的药品20盒",
        *names,
        written={**met, "正文": "货架上有来历不明的药品20盒"},
    )
    _issues(
        officer,
        chief,
        case,
        "询问笔录",
        "答：从流动药贩购进。",
        written={**met, "正文": "问：从哪里购进？\n答：从流动药贩购进。"},
    )

    # Goods are seized, tested and held longer: each paper reads them from the measure.
    officer.opens(case)
    officer.follows("采取强制措施", within="aside")
    officer.chooses("措施种类", "查封、扣押")
    for label, text in {"措施名称": "货架药品", "物品或者场所清单": "降压药 20盒\n止咳药 5瓶", "存放地点": "县局一号库房",
                        "理由": "来源不明"}.items():  # fmt: skip
        officer.writes(label, text)
    for name in names:
        officer.picks("实施人员", name)
    officer.ticks("已经负责人批准")
    _sends(officer, 106)
    measure = officer.where
    _issues(officer, chief, measure, "实施行政强制措施决定书", "降压药 20盒；止咳药 5瓶", "县局一号库房", "行政复议")
    _issues(officer, chief, measure, "物品清单", "降压药 20盒", "止咳药 5瓶", "一式二份")
    _does(officer, "test", on=measure, days_ago=104, answers={"检验机构": "云河市药品检验所", "预计完成日期": _day(80)})
    _issues(officer, chief, measure, "检验（检测、检疫、鉴定）期间告知书", "云河市药品检验所", "费用由本机关承担")
    _does(officer, "tested", on=measure, days_ago=82, answers={"检验结论": "性状不符合规定"})
    _does(head, "extend", on=measure, days_ago=80, answers={"延长理由": "涉及多家供货单位"})
    _issues(officer, chief, measure, "延长行政强制措施期限通知书", "涉及多家供货单位", "延长至")
    _does(
        officer, "test", on=case, days_ago=104, answers={"检验、鉴定机构": "云河市药品检验所", "检验、鉴定事项": "性状"}
    )
    _does(officer, "tested", on=case, days_ago=82, answers={"检验结论": "性状不符合规定"})

    # Evidence, the report, the legal review, the notice.
    officer.opens(f"{case}exhibit/")
    officer.chooses("证据种类", "书证")
    for label, text in {"证据名称": "购进记录", "来源": "当事人提供", "证明的事实": "从流动药贩购进"}.items():
        officer.writes(label, text)
    officer.sends()
    officer.opens(f"{case}conclude/")
    officer.writes("违法事实", "当事人从流动药贩购进降压药20盒。")
    officer.chooses("善意免责", "当事人没有主张")
    officer.chooses("适用行为时的法律还是新法", "行为发生后没有修改")
    officer.chooses("裁量等级", "从轻处罚")
    officer.page.get_by_role("checkbox", name="罚款", exact=True).check()
    for label, text in {"拟罚款": "100000", "拟处罚内容": "罚款100000元", "裁量理由": "积极配合调查"}.items():
        officer.writes(label, text)
    officer.ticks("须集体讨论")
    _sends(officer, 78)
    head.opens(f"{case}pass_review/")
    head.writes("审核意见", "事实清楚，适用法律正确。")
    head.ticks("已经法制审核")
    _sends(head, 76)
    _issues(officer, chief, case, "案件调查终结报告", "性状不符合规定", "购进记录", "罚款100000元")
    _issues(officer, chief, case, "行政处罚案件法制审核意见书", "适用法律正确")
    _does(officer, "notify", on=case, days_ago=75)

    # A hearing is asked for and held; the heads discuss and decide.
    _does(
        chief,
        "convene",
        on=case,
        days_ago=74,
        answers={"听证日期": _day(50), "听证地点": "县局会议室", "听证主持人": "王正"},
    )
    _issues(
        officer,
        chief,
        case,
        "行政处罚听证通知书",
        "王正",
        "公开举行听证",
        written={"地点": "县局会议室", "相对人": "王正", "相对人职务或者与当事人关系": "主持人"},
    )
    _does(
        officer,
        "hear",
        on=case,
        days_ago=50,
        answers={"听证情况": "双方陈述和质证。", "听证主持人意见": "维持拟处罚意见"},
    )
    _issues(
        officer,
        chief,
        case,
        "听证笔录",
        "双方陈述和质证",
        "维持拟处罚意见",
        written={**met, "正文": "双方陈述和质证。", "补充内容": "维持拟处罚意见"},
    )
    _does(head, "review_law", on=case, days_ago=48, answers={"法制审核意见": "程序合法"})
    _does(head, "discuss", on=case, days_ago=47, answers={"参加人员": "吴芳\n孙和", "讨论意见": "同意处罚"})
    _issues(
        officer,
        chief,
        case,
        "案件集体讨论记录",
        "一致同意",
        written={**met, "正文": "吴芳：同意。孙和：同意。", "补充内容": "一致同意"},
    )
    head.opens(f"{case}decide/")
    head.chooses("决定类型", "行政处罚")
    _sends(head, 46)
    _issues(
        officer,
        chief,
        case,
        "行政处罚决定书",
        "罚款100000元",
        "听证情况：双方陈述和质证",
        "质量检验结论：性状不符合规定",
    )

    # Served, urged, paid late, closed.
    officer.opens(f"{case}serve/")
    officer.chooses("送达方式", "直接送达")
    _sends(officer, 45)
    _issues(
        officer,
        chief,
        case,
        "送达回证",
        "行政处罚决定书一份",
        written={**met, "正文": "行政处罚决定书一份", "补充内容": "直接送达"},
    )
    _does(officer, "urge", on=case, days_ago=20)
    _issues(officer, chief, case, "履行行政处罚决定催告书", "缴纳罚没款100000.00元", "加处罚款为")
    _does(officer, "pay", on=case, days_ago=10)
    _does(
        officer,
        "fulfil",
        on=case,
        days_ago=10,
        answers={"执行情况": "罚款已缴清", "减免加处罚款的理由": "达成执行协议并履行"},
    )
    _does(head, "close", on=case, days_ago=9, answers={"结案理由": "处罚决定已经执行完毕"})
    _issues(
        officer,
        chief,
        case,
        "结案审批表",
        "已缴100000",
        "处罚决定已经执行完毕",
        written={"正文": "处罚决定已经执行完毕"},
    )
    officer.opens(case)
    officer.sees_the_state("已结案")
