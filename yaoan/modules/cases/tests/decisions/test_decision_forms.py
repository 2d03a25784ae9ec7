"""Decisions of our own in other shapes: tables, sums in capitals, several parties, persons punished, sheets, no penalty."""

from pathlib import Path
from typing import Any

import pytest

from yaoan.modules.cases.rules.decisions import Form, read_decision, read_text, spelled

from .scoring import invented

PAPERS = Path(__file__).parent / "papers"


def read(name: str) -> dict[str, Any]:
    return read_decision((PAPERS / f"{name}.txt").read_bytes(), name=name).as_json()


def expect(reading: dict[str, Any], **fields: object) -> None:
    assert {name: reading[name] for name in fields} == fields


def test_an_ordinary_decision_with_a_table_of_goods() -> None:
    reading = read("ordinary")
    expect(
        reading,
        form="decision",
        authority="云河市市场监督管理局",
        doc_no="云市监处罚〔2025〕118号",
        party="云河康泽医药有限公司",
        legal_representative="林志远",
        address="云河市城东区建设路18号",
        supplier="东岭恒达药业有限公司",
        first_found="2025-03-06",
        seized="2025-03-06",
        filed="2025-03-13",
        told="2025-05-20",
        decided="2025-06-09",
        goods_value=2940,
        illegal_income=1234.5,
        fine=100_000,
        coercive="扣押",
        law=["药品管理法§98①", "药品管理法§98②(四)", "药品管理法§117①", "药品管理法§118①"],
    )
    first, second = reading["products"]
    assert first == {
        "name": "阿莫西林胶囊",
        "spec": "0.25g×24粒",
        "batch": "20241105",
        "maker": "南屏制药有限公司",
        "qty": 120,
        "unit_price": 12.5,
        "goods_value": 1500,
    }
    assert (second["name"], second["batch"], second["qty"]) == ("布洛芬缓释胶囊", "A241017", 80)
    assert [penalty["kind"] for penalty in reading["penalties"]] == ["fine", "proceeds", "goods"]


def test_a_person_punished_beside_the_firm() -> None:
    (person,) = read("ordinary")["persons"]
    assert (person["name"], person["post"], person["ban"]) == ("林志远", "法定代表人", "终身")
    assert {(penalty["kind"], penalty["sum"]) for penalty in person["penalties"]} == {
        ("proceeds", 3000),
        ("fine", 900),
        ("ban", None),
    }


def test_the_range_of_a_fine_in_the_law_is_no_fine() -> None:
    reading = read_text("""青溪县市场监督管理局
行政处罚决定书
青市监处罚〔2025〕14号
当事人：青溪县济世堂药店
依据《中华人民共和国药品管理法》第一百二十六条的规定，处十万元以上五十万元以下的罚款；情节轻微的，可以处一万元以下罚款。本局决定对当事人作出如下处罚：警告。
""").as_json()
    assert reading["fine"] is None
    assert reading["penalty_type"] == "警告"


def test_the_simple_procedure() -> None:
    reading = read("simple")
    expect(
        reading,
        procedure="simple",
        doc_no="青市监当罚〔2025〕9号",
        party="青溪县福民诊所",
        legal_representative="罗秀兰",
        domain="device",
        violation="经营、使用过期的医疗器械",
        decided="2025-02-18",
        fine=200,
        penalty_type="警告、罚款",
    )
    assert reading["products"] == [
        {"name": "一次性使用无菌注射器", "qty": 2, "batch": "20220301", "expires": "2024-02-29"}
    ]


def test_a_sheet_of_publication() -> None:
    reading = read("sheet")
    expect(
        reading,
        form="sheet",
        authority="白石县市场监督管理局",
        decided="2024-10-21",
        published="2024-10-28",
        violation="从非法渠道购进药品",
        fine=96_000,
        illegal_income=2000,
        goods_value=4800,
        legal_representative="邱*华",
    )
    assert reading["products"][0]["batch"] == "230506"
    assert any("隐去" in doubt for doubt in reading["doubts"])


def test_several_parties_and_a_masked_person() -> None:
    reading = read("parties")
    assert [party["name"] for party in reading["parties"]] == ["南屏制药有限公司", "华岳药业股份有限公司"]
    assert [party["legal_representative"] for party in reading["parties"]] == ["何立新", "丁国强"]
    expect(reading, illegal_income=123_000, fine=2_500_000, filed="2024-03-20", decided="2024-09-30")
    assert reading["persons"][0]["name"] == "王某"
    assert reading["persons"][0]["penalties"][1]["sum"] == 25_000


def test_a_decision_not_to_punish() -> None:
    reading = read("exempt")
    expect(reading, violation="销售劣药", lead_source="云河市食品药品检验所", lead_date="2025-04-08", fine=None)
    expect(reading, unit_cost=8, unit_price=12, bought=30, sold_qty=20, illegal_income=80, goods_value=360)
    assert reading["penalties"][0]["kind"] == "none"
    assert reading["contradictions"] == []


def test_several_cosmetics_with_their_use_by_dates() -> None:
    reading = read("cosmetics")
    expect(reading, domain="cosmetic", channel="微信朋友圈", sales_amount=3960, goods_value=12_000, fine=72_000)
    assert [(product["name"], product["qty"], product["use_by"]) for product in reading["products"]] == [
        ("雪颜祛斑霜", 15, "2026-05-01"),
        ("焕白精华液", 8, "2027-03-01"),
    ]


def test_a_web_page_with_a_table_is_read_like_the_text() -> None:
    rows = "".join(
        f"<tr><td>{cells[0]}</td><td>{cells[1]}</td></tr>"
        for line in (PAPERS / "sheet.txt").read_text("utf-8").splitlines()
        if (cells := [cell.strip() for cell in line.strip("| ").split(" | ")])
    )
    page = f"<html><body><div>首页</div><table>{rows}</table></body></html>".encode()
    assert read_decision(page, name="a.html").as_json()["fine"] == 96_000
    assert read_decision(page, name="a.html").as_json()["party"] == "白石县安康大药房"


def test_a_paper_that_is_no_decision_gives_no_fields() -> None:
    reading = read_text((PAPERS / "other.txt").read_text("utf-8"))
    assert reading.form is Form.OTHER
    values = reading.as_json()
    assert values["authority"] is None
    assert values["products"] == []
    assert any("不像" in doubt for doubt in values["doubts"])


@pytest.mark.parametrize("paper", sorted(path.stem for path in PAPERS.glob("*.txt")))
def test_every_value_stands_in_the_text(paper: str) -> None:
    assert list(invented(read(paper))) == []


def test_a_wrong_credit_code_and_sums_that_do_not_come_out_are_told() -> None:
    reading = read_text("""青溪县市场监督管理局
行政处罚决定书
青市监处罚〔2025〕20号
当事人：青溪县安民大药房
统一社会信用代码：92990121MA2K8E9A00
经查明，当事人以10元/盒的价格购进“感冒清热颗粒”（批号：250101）40盒，以15元/盒的价格销售了30盒，违法所得500元。
决定对当事人作出如下行政处罚：没收违法所得450元。
""").as_json()
    assert any("校验码不对" in doubt for doubt in reading["doubts"])
    assert any("得 450 元不同" in told for told in reading["contradictions"])
    assert any("没收 450 元" in told for told in reading["contradictions"])


def test_reading_twice_gives_the_same() -> None:
    assert read("ordinary") == read("ordinary")


@pytest.mark.parametrize(
    "text", ["", "罚", "当事人：\n", "《》第条", "2025年13月45日", "|" * 300, "“" * 500, "（" * 400 + "批号"]
)
def test_odd_texts_never_raise(text: str) -> None:
    assert read_text(text).as_json()["form"]


def test_prices_said_each_counts_left_over_and_sums_in_two_ways() -> None:
    reading = read_text("""云河市市场监督管理局城东分局行政处罚决定书（云河市城东区百姓大药房）
云市监城东处〔2024〕152023001234号
当事人：云河市城东区百姓大药房
法定代表人（负责人、经营者）：赵*
经查，当事人以每盒8.5元的价格从东岭永安医药有限公司购进维C银翘片（批号：230912，有效期至2024年2月）20盒，至2024年4月2日被查获时已按每盒12元的价格销售6盒，剩余14盒被我局依法扣押。上述药品货值240元，违法所得72元。
当事人销售超过有效期药品的行为构成销售劣药行为。决定处罚如下：
一、没收涉案维C银翘片14盒；
二、没收违法所得72元；
三、处以罚款：人民币伍仟元整（￥5000.00）。
二〇二四年五月二十日
""").as_json()
    expect(reading, authority="云河市市场监督管理局城东分局", doc_no="云市监城东处〔2024〕152023001234号")
    expect(reading, unit_cost=8.5, unit_price=12, sold_qty=6, stock_qty=14, fine=5000, decided="2024-05-20")
    assert reading["products"][0]["expires"] == "2024-02"
    assert reading["contradictions"] == []


def test_a_typical_case_names_two_devices_each_with_its_count() -> None:
    reading = read_text("""三、青溪县某诊所使用过期医疗器械案
2024年1月16日，青溪县市场监督管理局在日常检查中发现，青溪县某诊所治疗室内存有超过有效期的一次性使用静脉留置针（型号：24G，生产批号：2106033）12支、医用棉签3包。2024年3月，青溪县市场监督管理局依据《医疗器械监督管理条例》第八十六条第三项、《行政处罚法》第二十八条第一款等规定，对当事人作出没收过期医疗器械、罚款1.2万元的行政处罚。
四、白石县某药店案
""").as_json()
    expect(reading, form="story", decided="2024-03", fine=12_000, domain="device", first_found="2024-01-16")
    assert [(product["name"], product["qty"]) for product in reading["products"]] == [
        ("一次性使用静脉留置针", 12),
        ("医用棉签", 3),
    ]
    assert any("还有 1 个案件" in doubt for doubt in reading["doubts"])


def test_the_article_of_the_same_law_is_a_basis() -> None:
    reading = read_text("""当事人：周某某
你的行为违反了《中华人民共和国药品管理法》第五十一条第一款，依据该法第一百一十五条，本局决定：并处罚款150万元。
""").as_json()
    assert [(each["article"], each["role"]) for each in reading["citations"]] == [(51, "broken"), (115, "basis")]
    assert reading["fine"] == 1_500_000


def test_fields_run_together_in_one_line_are_told_apart() -> None:
    reading = read_text(
        "行政处罚决定书文号：青市监处罚〔2023〕45号 行政相对人名称：青溪县仁和大药房有限公司 法定代表人：马** "
        "违法事实：执业药师不在岗期间销售处方药阿莫西林胶囊、头孢克肟分散片等药品 处罚内容：给予警告，罚款800元 "
        "罚款金额（万元）：0.08 处罚决定日期：2023年8月9日 处罚机关：青溪县市场监督管理局"
    ).as_json()
    expect(reading, form="sheet", party="青溪县仁和大药房有限公司", fine=800, decided="2023-08-09")
    assert [product["name"] for product in reading["products"]] == ["阿莫西林胶囊", "头孢克肟分散片"]


def test_what_the_law_forbids_in_general_is_not_what_was_done() -> None:
    reading = read_text("""青溪县市场监督管理局
行政处罚决定书
青市监处罚〔2025〕31号
当事人：青溪县仁心大药房
当事人曾于2023年4月6日被我局作出警告的行政处罚。2025年2月11日，本局执法人员检查发现当事人销售超过有效期的药品。
《药品管理法》第九十八条第一款规定，禁止生产（包括配制，下同）、销售、使用假药、劣药。当事人的行为违反该规定。
决定对当事人作出如下行政处罚：罚款10000元。
青溪县市场监督管理局
2025年4月18日
""").as_json()
    expect(reading, violation="生产、销售劣药", decided="2025-04-18", first_found="2025-02-11", fine=10_000)
    assert [conduct["key"] for conduct in reading["conducts"]] == ["substandard"]


def test_a_licence_for_devices_is_told_from_one_for_drugs() -> None:
    reading = read_text("""当事人：青溪县明目眼镜店
当事人未取得医疗器械经营许可证，从事第三类医疗器械软性角膜接触镜的经营活动。决定给予警告。
""").as_json()
    expect(reading, violation="无证经营医疗器械", domain="device")


@pytest.mark.parametrize(
    ("short", "spelled_out"),
    [
        ("药品管理法§129", "《药品管理法》第129条"),
        ("药品管理法§49③(六)", "《药品管理法》第49条第3款第（六）项"),
        ("行政处罚法§33(21)", "《行政处罚法》第33条第21款"),
        ("医疗机构药品监督管理办法", "医疗机构药品监督管理办法"),
    ],
)
def test_an_article_is_spelled_as_papers_write_it(short: str, spelled_out: str) -> None:
    assert spelled(short) == spelled_out


def test_goods_counted_between_their_name_and_their_bracket_are_one_product() -> None:
    reading = read_text("""青溪县市场监督管理局
行政处罚决定书
青市监处罚〔2025〕56 号
当事人：青溪县同仁大药房
2025年3月12日，本局执法人员在其货架上发现“板蓝根颗粒”3袋（规格：10g×20袋，批号：20210801，有效期至2024年1月），已超过有效期。
经查明，当事人购进上述板蓝根颗粒10袋，销售价12元/袋，有效期内已销售7袋。涉案药品货值金额36元，无违法所得。
本局认为，当事人销售超过有效期药品的行为违反了《中华人民共和国药品管理法》第九十八条第一款的规定，应处10万元以上20万元以下罚款。
决定对当事人减轻处罚如下：
一、没收超过有效期的板蓝根颗粒3袋；
二、处罚款人民币伍仟元整（¥5000.00）。
""").as_json()
    (product,) = reading["products"]
    assert (product["name"], product["qty"], product["batch"]) == ("板蓝根颗粒", 3, "20210801")
    expect(reading, fine=5000, illegal_income=0, goods_value=36, violation="销售超过有效期药品", contradictions=[])


def test_a_fine_on_a_representative_without_a_name_is_none_on_the_firm() -> None:
    reading = read_text("""三、东岭省药品监督管理局查处南屏市某生物科技有限公司生产未取得化妆品注册证的特殊化妆品案
2024年1月，东岭省药品监督管理局依据《化妆品监督管理条例》第五十九条第（二）项规定，对当事人处以没收违法所得12.35万元、没收涉案化妆品、罚款552万元的行政处罚，对法定代表人处以其上一年度收入3倍罚款18.6万元，10年内禁止从事化妆品生产经营活动。
""").as_json()
    expect(reading, fine=5_520_000, decided="2024-01", violation="生产未取得化妆品注册证的特殊化妆品")
    (person,) = reading["persons"]
    assert (person["name"], person["post"], person["ban"]) == (None, "法定代表人", "10年")
    assert [penalty["sum"] for penalty in person["penalties"]] == [186_000, None]
    assert list(invented(reading)) == []


def test_a_penalty_said_in_a_story_of_a_party_without_a_name() -> None:
    reading = read_text("""案例三 某市某区某卫生室使用过期药品案
2024年4月，云河市湾东区市场监督管理局对某村卫生室进行检查时，发现该卫生室药房内有头孢克洛干混悬剂2盒、阿莫西林胶囊1盒超过有效期，货值金额共计56.5元。云河市湾东区市场监督管理局依据《中华人民共和国药品管理法》第一百一十九条，对该卫生室作出没收过期药品、罚款2000元的行政处罚。
""").as_json()
    expect(reading, fine=2000, goods_value=56.5, penalty_type="罚款、没收非法财物", violation="使用过期药品")
    assert [(product["name"], product["qty"]) for product in reading["products"]] == [
        ("头孢克洛干混悬剂", 2),
        ("阿莫西林胶囊", 1),
    ]


def test_penalties_after_an_order_to_mend_and_the_laboratory_as_source() -> None:
    reading = read_text("""东岭省药品监督管理局行政处罚决定书
东药监罚决〔2024〕3-15号
当事人：云河金叶中药饮片有限公司
2023年10月20日，本局收到东岭省药品检验研究院寄送的编号为Y20230987的检验报告，显示当事人生产的黄芪（批号：230301）性状项不符合规定。
综上，本局决定责令当事人改正违法行为，并给予以下行政处罚：
（一）没收劣药黄芪20公斤；
（二）没收违法所得人民币贰万壹仟陆佰元整（21600.00元）；
（三）处以罚款人民币150,000.00元（大写：壹拾伍万元整）。
罚没款合计171600元。
""").as_json()
    expect(reading, fine=150_000, confiscated=21_600, lead_source="东岭省药品检验研究院")
    assert [penalty["kind"] for penalty in reading["penalties"]] == ["fine", "proceeds", "goods"]
    assert reading["products"][0]["failed_item"] == "性状"


def test_two_fines_on_one_party_are_one_sum_with_both_places() -> None:
    reading = read_text("""青溪县市场监督管理局
行政处罚决定书
青市监处罚〔2025〕58号
当事人：青溪县同仁大药房
决定对当事人作出如下行政处罚：一、对未凭处方销售处方药的行为，罚款3000元；二、对未执行进货查验的行为，罚款20000元。
""").as_json()
    marks = [reading["text"][mark["start"] : mark["end"]] for mark in reading["marks"] if mark["field"] == "fine"]
    assert (reading["fine"], marks, list(invented(reading))) == (23_000, ["3000元", "20000元"], [])


def test_a_number_whose_serial_was_left_out_is_no_number() -> None:
    reading = read_text(
        "青溪县市场监督管理局\n行政处罚决定书\n青市监处罚〔2025〕xxx号\n当事人：青溪县同仁大药房\n"
    ).as_json()
    assert (reading["doc_no"], reading["masked"]) == (None, ["xxx"])
