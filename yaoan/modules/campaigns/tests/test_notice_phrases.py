"""Usual phrasings of focus lists, duties to report, units and tasks."""

from typing import Any

import pytest

from yaoan.kernel.reading.pieces import Piece
from yaoan.modules.campaigns.rules import read_text
from yaoan.modules.campaigns.rules.lists import items_of
from yaoan.modules.campaigns.rules.units import is_agency, is_unit, split_units

HEAD = "某县市场监督管理局关于开展专项整治的通知\n某市监〔2023〕5号\n各分局：\n现将有关事项通知如下：\n"
FOOT = "\n某县市场监督管理局\n2023年3月7日"


def read(body: str) -> dict[str, Any]:
    """A notice of 2023-03-07 with this body."""
    return read_text(HEAD + body + FOOT).as_json()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("疫苗、血液制品等", ["疫苗", "血液制品"]),
        ("既往发现问题较多、被多次行政处罚的企业、个体诊所", ["既往发现问题较多、被多次行政处罚的企业", "个体诊所"]),
        ("开办时间短、管理薄弱、投诉举报多的企业", ["开办时间短、管理薄弱、投诉举报多的企业"]),
        ("新开办企业、近三年受过行政处罚的企业", ["新开办企业", "近三年受过行政处罚的企业"]),
        ("麻醉药品和精神药品、中药饮片", ["麻醉药品和精神药品", "中药饮片"]),
        ("儿童及特殊化妆品", ["儿童及特殊化妆品"]),
        ("批发企业、零售药店和医疗机构", ["批发企业", "零售药店", "医疗机构"]),
        ("农村、学校（含幼儿园、托儿所）周边", ["农村", "学校（含幼儿园、托儿所）周边"]),
        ("包括诊所、药店以及门诊部", ["诊所", "药店", "门诊部"]),
        ("1.疫苗；2.血液制品；3.中药饮片", ["疫苗", "血液制品", "中药饮片"]),
        ("加强疫苗监管，严查购销渠道", []),
    ],
)
def test_enumerations_are_parted_at_their_marks_and_not_inside_an_item(text: str, items: list[str]) -> None:
    assert [item.value for item in items_of(Piece.whole(text))] == items


@pytest.mark.parametrize(
    ("body", "facet", "items"),
    [
        ("以疫苗、中药饮片为重点品种，全面排查。", "products", ["疫苗", "中药饮片"]),
        ("以疫苗、中药饮片等为监管重点产品。", "products", ["疫苗", "中药饮片"]),
        ("以二级以上医疗机构、诊所为重点对象。", "objects", ["二级以上医疗机构", "诊所"]),
        ("聚焦购进渠道、冷链储运等重点环节，强化检查。", "links", ["购进渠道", "冷链储运"]),
        ("针对疫苗等重点产品、城乡接合部等重点区域、新建企业等重点对象开展整治。", "regions", ["城乡接合部"]),
        ("重点区域：农村、学校周边。", "regions", ["农村", "学校周边"]),
        ("重点环节包括采购、验收、储存。", "links", ["采购", "验收", "储存"]),
        ("（一）重点品种。疫苗、血液制品。\n（二）重点环节。购进、储存。", "products", ["疫苗", "血液制品"]),
        ("（一）重点企业\n1.新开办的企业；\n2.被投诉举报的企业。", "objects", ["新开办的企业", "被投诉举报的企业"]),
        ("以写字楼、居民小区为重点场所。", "regions", ["写字楼", "居民小区"]),
        ("一、检查对象\n药品批发企业、零售药店。\n二、检查内容\n全面检查。", "objects", ["药品批发企业", "零售药店"]),
        ("对药店、诊所进行重点检查。", "objects", []),
    ],
)
def test_focus_lists_are_found_in_their_usual_phrasings(body: str, facet: str, items: list[str]) -> None:
    assert read(body)["focus"][facet] == items


@pytest.mark.parametrize(
    ("body", "duty"),
    [
        (
            "各分局于6月30日前将工作总结报县局药械股。",
            {"who": "各分局", "what": "工作总结", "to": "县局药械股", "when": "6月30日前", "due": "2023-06-30"},
        ),
        (
            "请各县（市、区）局每月5日前报送上月进展情况至市局药品科。",
            {"who": "各县（市、区）局", "what": "上月进展情况", "to": "市局药品科", "when": "每月5日前", "due": None},
        ),
        (
            "县局药械股负责将总结及报表按照时间节点及时报送市局。",
            {"who": "县局药械股", "what": "总结及报表", "to": "市局", "when": "按照时间节点", "due": None},
        ),
        (
            "违法线索涉及其他地区的，县局要及时上报市局。",
            {"who": "县局", "what": "违法线索涉及其他地区的", "to": "市局", "when": "及时", "due": None},
        ),
        (
            "工作中发现重大问题要及时上报。",
            {"who": None, "what": "工作中发现重大问题", "to": None, "when": "及时", "due": None},
        ),
        (
            "遇有重大线索，2小时内电话报告、24小时内书面报告。",
            {"who": None, "what": "重大线索", "to": None, "when": "2小时内电话报告、24小时内", "due": None},
        ),
        (
            "发现重大质量风险，应在24小时内向市局药品流通处报告。",
            {"who": None, "what": "发现重大质量风险", "to": "市局药品流通处", "when": "在24小时内", "due": None},
        ),
        (
            "10月25日前由综合科汇总形成总结，分别报市级三部门。",
            {"who": "综合科", "what": "总结", "to": "市级三部门", "when": "10月25日前", "due": "2023-10-25"},
        ),
        (
            "县局于12月20日前报市局。",
            {"who": "县局", "what": None, "to": "市局", "when": "12月20日前", "due": "2023-12-20"},
        ),
    ],
)
def test_a_duty_to_report_says_who_what_to_whom_and_when(body: str, duty: dict[str, str | None]) -> None:
    (found,) = read(body)["reporting"]
    assert {key: found[key] for key in duty} == duty


def test_days_and_things_reported_separately_are_paired_in_order() -> None:
    duties = read("各所6月15日、11月25日前分别报送半年和全年小结至药品科。")["reporting"]
    assert [(duty["what"], duty["due"], duty["to"]) for duty in duties] == [
        ("半年", "2023-06-15", "药品科"),
        ("全年小结", "2023-11-25", "药品科"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "健全监管员信息员报送信息、协助监督制度。",
        "落实“上报一级、下抓一级”工作机制，处理投诉举报。",
        "及时移交纪检监察机关。",
        "加强不良反应报告和监测，落实检验报告制度。",
        "畅通举报渠道，及时通报情况。",
    ],
)
def test_words_that_only_look_like_reports_are_no_duty(body: str) -> None:
    assert read(body)["reporting"] == []


@pytest.mark.parametrize(
    ("note", "responsible", "support", "due"),
    [
        ("（责任单位：药品股、各分局；完成时限：6月30日前）", ["药品股", "各分局"], [], "2023-06-30"),
        ("（牵头单位：县公安局；配合单位：县卫健局、各乡镇）", ["县公安局"], ["县卫健局", "各乡镇"], None),
        ("（药品股牵头，各分局配合，9月30日前完成）", ["药品股"], ["各分局"], "2023-09-30"),
        ("（药品股、执法大队按职责分工负责）", ["药品股", "执法大队"], [], None),
        ("（药品股）", ["药品股"], [], None),
        ("\n责任单位：器械股\n配合单位：县卫生健康局\n完成时限：10月底", ["器械股"], ["县卫生健康局"], "2023-10-31"),
        ("（责任领导：甲某；责任股室：药品股、网监股）", ["药品股", "网监股"], [], None),
    ],
)
def test_notes_say_who_is_responsible_and_by_when(
    note: str, responsible: list[str], support: list[str], due: str | None
) -> None:
    (task,) = read(f"一、重点任务\n（一）规范药品销售。检查处方审核。{note}")["tasks"]
    assert task["path"] == "一(一)"
    assert (task["responsible"], task["support"], task["due"]) == (responsible, support, due)


def test_running_text_says_who_checks_with_whom() -> None:
    (task,) = read("一、工作任务\n（一）单体药店由药品股会同所在地监管所检查。")["tasks"]
    assert (task["responsible"], task["support"]) == (["药品股"], ["所在地监管所"])


def test_a_note_behind_the_last_sub_item_belongs_to_the_item() -> None:
    body = "一、主要任务\n1.规范处方药销售。检查：\n（1）连锁门店；\n（2）单体药店。（责任单位：药品股）\n2.抽检。（责任单位：检验所）"
    tasks = {task["path"]: task["responsible"] for task in read(body)["tasks"]}
    assert tasks == {"一1": ["药品股"], "一1(1)": [], "一1(2)": [], "一2": ["检验所"]}


def test_items_with_the_same_number_stay_two_tasks() -> None:
    reading = read("一、工作任务\n（一）查药品。全面检查。\n（一）查器械。全面检查。")
    assert [task["path"] for task in reading["tasks"]] == ["一(一)", "一(一)"]
    assert any("重复出现" in doubt for doubt in reading["doubts"])


def test_first_second_third_in_a_sentence_are_no_items() -> None:
    (task,) = read("一、工作任务\n（一）强化监管。一要严；二要实；三要细。")["tasks"]
    assert task["body"] == "一要严；二要实；三要细。"


def test_numbers_may_run_on_across_sections() -> None:
    tasks = read("一、药品\n1.查购进。查票据。\n2.查储存。查温度。\n二、器械\n3.查无菌器械。全覆盖。")["tasks"]
    assert [task["path"] for task in tasks if task["level"] == 2] == ["一1", "一2", "二3"]


@pytest.mark.parametrize("name", ["县局药械股", "各分局", "市级三部门", "各县（市、区）", "经检三大队", "市市场监管局"])
def test_names_of_units_are_known(name: str) -> None:
    assert is_unit(Piece.whole(name).flat)


@pytest.mark.parametrize("name", ["及时", "全面检查", "做好监管工作", "的"])
def test_other_words_are_no_units(name: str) -> None:
    assert not is_unit(name)


def test_only_full_names_sign_a_notice() -> None:
    assert is_agency("南浦市卫生健康委员会")
    assert not is_agency("各市场监督管理局")


def test_unit_lists_lose_their_tails() -> None:
    units = split_units(Piece.whole("由药品股和执法大队、各市场监督管理所等按职责分工"))
    assert [unit.value for unit in units] == ["药品股", "执法大队", "各市场监督管理所"]


@pytest.mark.parametrize(
    ("body", "raw", "start", "end"),
    [
        ("决定自2023年3月至12月开展整治。", "自2023年3月至12月", "2023-03", "2023-12"),
        ("一、整治时间\n即日起至2023年10月31日。", "即日起至2023年10月31日", "2023-03-07", "2023-10-31"),
        ("决定从2023年11月至次年3月开展整治。", "从2023年11月至次年3月", "2023-11", "2024-03"),
        ("开展为期一年半的行动。", "为期一年半", None, None),
        ("一、检查时间\n2023年5月10日—11月10日。", "2023年5月10日—11月10日", "2023-05-10", "2023-11-10"),
    ],
)
def test_the_period_is_what_the_text_says(body: str, raw: str, start: str | None, end: str | None) -> None:
    assert read(body)["period"] == {"raw": raw, "start": start, "end": end}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("某县市场监督管理局关于印发2023年监管工作要点的通知", "plan"),
        ("某县市场监督管理局关于开展专项检查的通知", "notice"),
        ("某县市场监督管理局转发市局关于开展专项检查的通知", "forward"),
        ("某县市场监督管理局2023年药品监督检查计划", "plan"),
        ("某县市场监督管理局关于召开部署会议的通知", "other"),
        ("某县市场监督管理局关于印发药品约谈办法的通知", "other"),
        ("某县市场监督管理局关于抽检情况的通报", "other"),
        ("某县市场监督管理局关于公布检查结果的通知", "other"),
        ("某县市场监督管理局2023年工作总结", "summary"),
        ("某县市场监督管理局关于2023年药品监管工作情况的报告", "summary"),
        ("《某县药品安全整治方案》解读", "other"),
    ],
)
def test_the_title_tells_the_kind(title: str, kind: str) -> None:
    text = f"{title}\n各分局：\n一、工作任务\n（一）全面检查。请认真落实。\n某县市场监督管理局\n2023年3月7日"
    assert read_text(text).as_json()["kind"] == kind
