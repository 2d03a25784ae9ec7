"""The table is found in real sheets: under titles and merged heads, between totals and notes; and its columns are told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel import sheet_makers as make
from yaoan.kernel.exchange.sheets import (
    Noted,
    Sheet,
    Table,
    UnreadableSheet,
    Wanted,
    find_table,
    guess_columns,
    is_blank,
)
from yaoan.kernel.exchange.sheets.values import Span, numbered

CODE = "91990101MA0YA0AN4J"


def is_code(text: str) -> bool:
    return len(text) == 18 and text.isalnum()


FIELDS = (
    Wanted(name="name", label="企业名称", aliases=("单位名称", "名称"), is_required=True),
    Wanted(name="code", label="统一社会信用代码", aliases=("信用代码",), looks=is_code),
    Wanted(name="licence", label="许可证编号", aliases=("证号",)),
    Wanted(name="issued", label="发证日期", kind="date"),
    Wanted(name="expires", label="有效期至", aliases=("有效期",), kind="date"),
    Wanted(name="person", label="法定代表人", aliases=("负责人",), avoid=("电话",)),
    Wanted(name="staff", label="人数", kind="number"),
    Wanted(name="phone", label="电话", aliases=("联系方式",), is_required=True),
)


def table_of(*rows: Sequence[object]) -> Table:
    return find_table(make.first_sheet(make.of_rows(*rows)))


def labels(table: Table) -> list[str]:
    return [column.label for column in table.columns]


def awkward(book: Any, sheet: Any) -> None:
    """A county's list: title, note, head of two rows, column numbers, repeated head, merged data, totals, signatures."""
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    grey = book.add_format({"bg_color": "#EEEEEE"})
    sheet.merge_range("A1:G1", "某县药品经营企业名单（2024年）")
    sheet.write("A2", "填报单位：某县局")
    sheet.write("E2", "填报日期：2024年3月5日")
    for place, label in (
        ("A3:A4", "序号"),
        ("B3:B4", "企业名称*"),
        ("C3:C4", "统一社会信用代码\n（18位）"),
        ("G3:G4", "所在片区"),
    ):
        sheet.merge_range(place, label)
    sheet.merge_range("D3:F3", "许可证")
    sheet.write_row("D4", ["编号", "发证日期", "有效期至"])
    sheet.write_row("A5", [1, 2, 3, 4, 5, 6, 7])
    for line in range(5, 8):
        sheet.write_row(line, 0, [line - 4, f"安民{line}药房", CODE, f"演DB99010000{line}"])
        sheet.write_datetime(line, 4, datetime(2024, 3, line), day)
        sheet.write(line, 5, "2029.3.4")
    sheet.merge_range("G6:G8", "城东片")
    sheet.write_row("A10", ["序号", "企业名称", "统一社会信用代码", "编号", "发证日期", "有效期至", "所在片区"])
    sheet.write_row("A11", [4, "益生堂"])
    for line in range(12, 40):
        for column in range(7):
            sheet.write_blank(line, column, None, grey)
    sheet.write_row("A41", ["合 计", "4 家"])
    sheet.write_row("A43", ["填表人：某某", None, None, "审核人：某某"])


@pytest.fixture
def county() -> Table:
    return find_table(make.first_sheet(make.made(awkward)))


def test_a_merged_head_of_two_rows_is_found_under_title_and_note(county: Table) -> None:
    assert (county.head_rows, county.data_start) == ((3, 4), 6)
    assert labels(county) == [
        "序号",
        "企业名称",
        "统一社会信用代码（18位）",
        "许可证/编号",
        "许可证/发证日期",
        "许可证/有效期至",
        "所在片区",
    ]
    assert county.columns[3].path == ("许可证", "编号")


def test_what_is_no_data_is_left_out_with_a_note(county: Table) -> None:
    assert [number for number, _cells in county.rows()] == [6, 7, 8, 11]
    assert [(note.row, note.text) for note in county.notes] == [
        (5, "栏号、提示或示例，没有读入"),
        (10, "重复的表头，没有读入"),
        (41, "合计行，没有读入"),
        (43, "表下说明，没有读入"),
    ]


def test_a_cell_merged_over_rows_stands_in_each_of_them(county: Table) -> None:
    areas = {number: cells[6] for number, cells in county.rows()}
    assert areas[6] == "城东片"
    assert areas[7] == areas[8] == Noted("城东片", "合并单元格，取第 6 行的内容")
    assert areas[11] is None


def test_reading_again_gives_the_same_rows_and_notes(county: Table) -> None:
    first, notes = list(county.rows()), list(county.notes)
    assert list(county.rows()) == first
    assert county.notes == notes


def test_a_head_whose_merges_were_lost_is_still_understood() -> None:
    """As saved to csv: the group stands over its first column only."""
    text = "某县名单,,,,\n名称,许可证,,,电话\n,编号,发证日期,有效期至,\n安民,演DB990100001,2024.3.5,2029.3.4,1390001\n"
    table = find_table(make.first_sheet(text.encode(), "a.csv"))
    assert labels(table) == ["名称", "许可证/编号", "许可证/发证日期", "许可证/有效期至", "电话"]
    assert table.data_start == 4


def test_a_group_row_over_a_plain_head_belongs_to_it() -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.merge_range("C1:D1", "许可证")
        sheet.write_row("A2", ["名称", "代码", "编号", "有效期", "备注"])
        sheet.write_row("A3", ["安民", CODE, "演DB990100001", "2029.3.4"])

    table = find_table(make.first_sheet(make.made(build)))
    assert table.head_rows == (1, 2)
    assert labels(table) == ["名称", "代码", "许可证/编号", "许可证/有效期", "备注"]


def test_a_head_of_three_rows() -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:A3", "名称")
        sheet.merge_range("B1:E1", "检查情况")
        sheet.merge_range("B2:C2", "缺陷")
        sheet.merge_range("D2:E2", "整改")
        sheet.write_row("B3", ["主要", "一般", "应改", "已改"])
        sheet.write_row("A4", ["安民", 1, 2, 3, 3])

    table = find_table(make.first_sheet(make.made(build)))
    assert labels(table) == [
        "名称",
        "检查情况/缺陷/主要",
        "检查情况/缺陷/一般",
        "检查情况/整改/应改",
        "检查情况/整改/已改",
    ]
    assert [cells for _number, cells in table.rows()] == [["安民", 1, 2, 3, 3]]


@pytest.mark.parametrize(
    ("rows", "heads", "first"),
    [
        ([["名称", "电话"], ["安民", "13900000001"]], ["名称", "电话"], 2),
        ([["某县名单"], ["名称", "电话", "地址"], ["安民", "0990-1234567", "东街1号"]], ["名称", "电话", "地址"], 3),
        ([["名称"], ["安民"], ["益生堂"]], ["名称"], 2),
        ([["名称", "电话"], ["必填", "选填"], ["安民", "1"]], ["名称", "电话"], 3),
        ([["名称", "电话"], ["示例：某药房", "1390"], ["安民", "1"]], ["名称", "电话"], 3),
        ([["名称", "电话", "序"], ["甲", "乙", "1"], ["安民", "1390", "5"]], ["名称", "电话", "序"], 3),
        ([["名称（必填）", "电话*", "日期\n(yyyy-mm-dd)"], ["安民", "1", "2024-03-05"]], ["名称", "电话", "日期"], 2),
    ],
)
def test_heads_titles_and_hints(rows: list[list[object]], heads: list[str], first: int) -> None:
    table = table_of(*rows)
    assert labels(table) == heads
    assert next(table.rows())[0] == first


def test_a_sheet_without_a_head_names_its_columns_by_letters() -> None:
    table = table_of(["安民大药房", CODE, 45356, "13900000001"], ["益生堂", CODE, 45357, "13900000002"])
    assert (table.head_rows, labels(table)) == ((), ["A", "B", "C", "D"])
    assert [number for number, _cells in table.rows()] == [1, 2]


def test_expected_labels_help_where_the_head_is_unusual() -> None:
    rows: list[list[object]] = [
        ["1.企业名称", "地址", None, None, None],
        ["安民", "东街", "x", "y", "z"],
        ["益生", "西街", "x", "y", "z"],
    ]
    sheet = make.first_sheet(make.of_rows(*rows))
    assert find_table(sheet, vocabulary=("1.企业名称", "地址")).head_rows == (1,)


def test_a_firm_is_not_taken_for_a_total_or_a_note() -> None:
    rows = [
        ["名称", "代码", "电话"],
        ["合计堂药房", "1", "2"],
        ["备注路药店", "1", "2"],
        ["1", "合计", "9"],
        ["注：以上", "", ""],
    ]
    assert [cells[0] for _number, cells in table_of(*rows).rows()] == ["合计堂药房", "备注路药店"]


def test_a_column_without_a_label_is_kept_if_rows_fill_it() -> None:
    table = table_of(["名称", None, "电话"], ["安民", CODE, "1"], ["益生", CODE, "2"])
    assert [(column.index, column.label) for column in table.columns] == [(0, "名称"), (1, ""), (2, "电话")]


WORDS = st.sampled_from(
    [None, "名称", "代码", "许可证", "编号", "合计", "注：无", "1", 2, "安民大药房", CODE, "2024.3.5", "电话：1", ""]
)
SPANS = st.builds(Span, st.integers(1, 6), st.integers(0, 4), st.integers(1, 9), st.integers(0, 6))


@given(st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=12), st.lists(SPANS, max_size=4))
def test_in_any_sheet_rows_are_data_or_head_or_noted(rows: list[list[object]], spans: list[Span]) -> None:
    filled = list(numbered(iter(rows)))  # type: ignore[arg-type]
    sheet = Sheet("表", lambda: iter([(number, list(cells)) for number, cells in filled]), lambda: tuple(spans))
    if not filled:
        return
    table = find_table(sheet)
    data = [number for number, _cells in table.rows()]
    behind = {number for number, _cells in filled if number >= table.data_start}
    noted = {note.row for note in table.notes}
    assert not set(data) & (set(table.head_rows) | noted)
    width = max((column.index for column in table.columns), default=-1) + 1
    beyond = {number for number, cells in filled if all(is_blank(cell) for cell in cells[:width])}
    assert behind <= set(data) | noted | beyond
    assert all(len(cells) == width for _number, cells in table.rows())
    mapping = guess_columns(table, FIELDS)
    assert len({guess.column.index for guess in mapping.guesses}) == len(mapping.guesses)


def test_an_empty_sheet_says_so() -> None:
    with pytest.raises(UnreadableSheet, match="没有数据"):
        find_table(make.first_sheet(make.of_rows()))


# Which column is which


def test_columns_are_told_by_their_labels_through_merged_heads(county: Table) -> None:
    mapping = guess_columns(county, FIELDS)
    assert {guess.name: guess.column.index for guess in mapping.guesses} == {
        "name": 1,
        "code": 2,
        "licence": 3,
        "issued": 4,
        "expires": 5,
    }
    assert [column.label for column in mapping.unused] == ["序号", "所在片区"]
    assert mapping.missing == ("phone",)
    assert mapping.column_of("licence") == 3
    assert mapping.column_of("phone") is None
    assert mapping.guesses[0].reason == "列名“企业名称”就是“企业名称”"


def test_a_column_of_codes_is_found_under_a_bad_label() -> None:
    rows = [[f"第{number}家", CODE, "东街"] for number in range(5)]
    mapping = guess_columns(table_of(["甲", "编码（新）", "丙"], *rows), FIELDS)
    [guess] = mapping.guesses
    assert (guess.name, guess.column.index) == ("code", 1)
    assert guess.reason == "100% 的内容符合“统一社会信用代码”的规则"


def test_contents_that_do_not_fit_a_good_label_are_a_doubt() -> None:
    rows = [[f"第{number}家", "待补", "不详"] for number in range(5)]
    [_name, code, issued] = guess_columns(table_of(["名称", "统一社会信用代码", "发证日期"], *rows), FIELDS).guesses
    assert code.doubt == "列名相符，但内容不像“统一社会信用代码”"
    assert issued.doubt is not None


def test_the_codes_win_over_the_label() -> None:
    rows = [[f"第{number}家", f"{number}", CODE] for number in range(5)]
    mapping = guess_columns(table_of(["名称", "统一社会信用代码", "备用"], *rows), FIELDS)
    assert mapping.column_of("code") == 2


def test_no_column_is_given_twice_and_words_to_avoid_are_avoided() -> None:
    rows = [["安民", "张三", "13900000001", "2024.3.5", "3"]]
    table = table_of(["名称", "负责人", "负责人电话", "有效期", "职工人数"], *rows)
    mapping = guess_columns(table, FIELDS)
    taken = {guess.name: guess.column.label for guess in mapping.guesses}
    assert taken == {
        "name": "名称",
        "person": "负责人",
        "expires": "有效期",
        "staff": "职工人数",
        "phone": "负责人电话",
    }


def test_labels_in_brackets_and_blanks_do_not_matter() -> None:
    table = table_of(["企 业 名 称", "统一社会信用代码（18位）", "联系 方式"], ["安民", CODE, "1"])
    assert [guess.name for guess in guess_columns(table, FIELDS).guesses] == ["name", "code", "phone"]
