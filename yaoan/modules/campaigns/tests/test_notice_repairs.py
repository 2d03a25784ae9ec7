"""What is mended in copied text, and what is left alone."""

import pytest
from zhconv_rs import zhconv

from yaoan.kernel.reading.repair import mend


def test_a_character_torn_by_a_mark_is_put_together_again() -> None:
    outcome = mend("专项整治取得成效?,F将有关事项通知如下。")
    assert outcome.text == "专项整治取得成效。现将有关事项通知如下。"
    assert "“?,F”还原为“。现”" in outcome.repairs[0]


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("令行禁止??h局要推進", "令行禁止。县局要推進"),
        ("組織開展行動(dòng)?,F(xiàn)將方案印發(fā)", "组织开展行动。现将方案印发"),
        ("爭取當(dāng)?shù)攸h委政府的支持", "争取当地党委政府的支持"),
        ("全面展開?_M一步加強", "全面展開。进一步加強"),
        ("全面推進?i_展整治", "全面推進。开展整治"),
    ],
)
def test_torn_characters_are_read_from_their_bytes(damaged: str, mended: str) -> None:
    assert zhconv(mend(damaged).text, "zh-cn") == zhconv(mended, "zh-cn")


@pytest.mark.parametrize(
    "text", ["是否合格?A类企业如何处理?", "有效吗?(A型)", "价格?,请核实。", "what?,F is this 药品"]
)
def test_a_real_question_mark_stays(text: str) -> None:
    assert "。" not in mend(text).text.replace("核实。", "")


def test_lost_characters_are_told_and_not_invented() -> None:
    outcome = mend("各分局,縣局藥械股、?;?、經檢三大隊:")
    assert "？;？" in outcome.text or "?;?" in outcome.text
    assert any("丢了字，无法还原" in doubt for doubt in outcome.doubts)


def test_pinyin_in_brackets_is_dropped_and_traditional_characters_simplified() -> None:
    outcome = mend("市場監(jiān)督管理局關(guān)於聯(lián)合開展醫(yī)療美容專項(xiàng)檢查的通知")
    assert outcome.text == "市场监督管理局关于联合开展医疗美容专项检查的通知"
    assert len(outcome.repairs) == 2


def test_one_traditional_character_in_a_simplified_text_is_left_alone() -> None:
    assert "麻黄堿" in mend("含麻黄堿类复方制剂").text


def test_half_width_marks_become_full_width_but_not_in_figures_and_addresses() -> None:
    assert mend("各分局,县局(药械股):").text == "各分局，县局（药械股）："
    assert mend("2025年3月6日上午9:30,共1,200家").text == "2025年3月6日上午9:30，共1,200家"
    assert mend("邮箱:office@example.org,电话:0000").text == "邮箱:office@example.org,电话:0000"


def test_navigation_page_numbers_and_link_farms_go() -> None:
    outcome = mend(
        "当前位置：首页 > 公告\n关于开展检查的通知\n— 1 —\n各所：\n请认真落实。\n分享到：微信\n版权所有：某局\n甲县| 乙市| 丙县| 丁区|"
    )
    assert outcome.text == "关于开展检查的通知\n各所：\n请认真落实。"
    assert "6 行" in outcome.repairs[0] or "5 行" in outcome.repairs[0]


def test_a_table_is_no_link_farm() -> None:
    table = "| 单位 | 药店 |\n| 东城所 | 4 |"
    assert mend(table).text == table


def test_the_running_head_of_a_printed_page_stays_once() -> None:
    pages = "\n".join(f"某县市场监督管理局文件\n第{number}页的正文。" for number in "一二三")
    assert mend(pages).text.count("某县市场监督管理局文件") == 1


def test_lines_cut_at_the_edge_are_joined() -> None:
    text = (
        "  为规范药品网络销售秩序，按照国家药监局、省药监局部署\n要求，决定在全市开展专项行动，特制定本方案，请各有关单\n"
        "位认真抓好落实，确保行动取得实效，并及时总结推广好的\n做法。\n一、工作目标\n二、重点任务"
    )
    lines = mend(text).text.split("\n")
    assert len(lines) == 3
    assert lines[0].endswith("推广好的做法。")


def test_items_run_together_are_parted_where_the_numbers_go_on() -> None:
    lines = mend("一、行动目标\n提升水平。二、行动时间\n5月至12月。三、重点内容\n（一）购进。（二）储存。").text.split(
        "\n"
    )
    assert [line[:2] for line in lines] == ["一、", "提升", "二、", "5月", "三、", "（一", "（二"]


def test_a_number_in_a_sentence_starts_no_line() -> None:
    text = "一、总体要求\n坚持一要严、二要实；三、四级医疗机构全覆盖。"
    assert mend(text).text == text


def test_blanks_set_for_looks_are_closed() -> None:
    assert mend("2023 年 7 月 25 日").text == "2023年7月25日"
    assert mend("关 于 开 展 专 项 检 查 的 通 知").text == "关于开展专项检查的通知"


def test_quotes_a_pdf_moved_to_the_beginning_of_the_line_go_back() -> None:
    assert mend("“ ”使用单位，建立 一户一档 。").text == "使用单位，建立“一户一档”。"
    assert mend("“ ”“ ”行为；打击 挂靠 走票 行为").text == "行为；打击“挂靠”“走票”行为"


def test_a_table_without_columns_is_told() -> None:
    outcome = mend("单位 药店\n诊所\n城关分局 86 42\n东关分局 64 31\n白石分局 38 27")
    assert "“城关分局 86 42”起的表格没有分栏" in outcome.doubts[0]


def test_radicals_that_look_like_characters_become_characters() -> None:
    assert mend("2023年7⽉25⽇").text == "2023年7月25日"


def test_rows_copied_from_a_spreadsheet_become_a_table() -> None:
    assert mend("单位\t药店\n东城所\t46\n").text == "| 单位 | 药店 |\n| 东城所 | 46 |"


def test_sound_text_is_not_touched() -> None:
    text = "关于开展检查的通知\n各所：\n请于2023年7月25日前报送总结。"
    outcome = mend(text)
    assert outcome.text == text
    assert outcome.repairs == ()
    assert outcome.doubts == ()
