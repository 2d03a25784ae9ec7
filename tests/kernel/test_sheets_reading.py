"""Workbooks of every format are read alike, row numbers are those of the file, and what is off is said."""

import csv
import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel import sheet_makers as make
from yaoan.kernel.exchange.sheets import Broken, Limits, Noted, UnreadableSheet, open_workbook, plain
from yaoan.kernel.exchange.sheets.values import Span, column_index, column_letters

DATA = Path(__file__).parent / "data"


# xlsx


def test_values_keep_their_kind_and_rows_their_number() -> None:
    def build(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": 'yyyy"年"m"月"d"日" hh:mm'})
        clock = book.add_format({"num_format": "hh:mm:ss"})
        elapsed = book.add_format({"num_format": "[h]:mm"})
        money = book.add_format({"num_format": '#,##0.00"元";[Red]-#,##0.00'})
        sheet.write_row(1, 1, ["安民大药房", 12, 1.5, True])
        sheet.write_datetime(3, 0, datetime(2024, 3, 5), day)
        sheet.write_datetime(3, 1, datetime(2024, 3, 5, 8, 30), moment)
        sheet.write_number(3, 2, 0.25, clock)
        sheet.write_number(3, 3, 1.5, elapsed)
        sheet.write_number(3, 4, 45356, money)
        sheet.write_blank(9, 9, None, day)

    assert make.cells_of(make.made(build)) == [
        (2, [None, "安民大药房", 12, 1.5, True]),
        (4, [date(2024, 3, 5), datetime(2024, 3, 5, 8, 30), time(6), 1.5, 45356]),
    ]


def test_days_can_count_from_1904() -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.write_datetime(0, 0, datetime(2024, 3, 5), book.add_format({"num_format": "yyyy/m/d"}))

    sheet = make.first_sheet(make.made(build, date_1904=True))
    assert list(sheet.rows()) == [(1, [date(2024, 3, 5)])]
    assert sheet.date1904


def test_formulas_give_their_saved_result_and_say_so() -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(0, 1, '="甲"&"乙"', None, "甲乙")
        sheet.write_formula(0, 2, "=A9/0", None, "#DIV/0!")

    [(_row, cells)] = make.cells_of(make.made(build))
    assert [type(cell) for cell in cells] == [Noted, Noted, Broken]
    assert [plain(cell) for cell in cells] == [2, "甲乙", "#DIV/0!"]
    assert "公式" in str(cells[0])


def test_a_formula_without_a_saved_result_is_a_problem() -> None:
    xml = make.worksheet(
        '<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>1</f><v></v></c><c r="C1"><v>3</v></c></row>'
    )
    [(_row, cells)] = make.cells_of(make.by_hand(xml))
    assert isinstance(cells[0], Broken)
    assert isinstance(cells[1], Broken)
    assert cells[0].problem == "公式没有保存计算结果"
    assert cells[2] == 3


def test_a_formula_whose_result_is_an_empty_text_leaves_a_blank_cell() -> None:
    xml = make.worksheet('<row r="1"><c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c></row>')
    assert make.cells_of(make.by_hand(xml)) == []


def test_error_values_are_problems() -> None:
    xml = make.worksheet('<row r="7"><c r="B7" t="e"><v>#REF!</v></c></row>')
    [(row, cells)] = make.cells_of(make.by_hand(xml))
    assert row == 7
    assert isinstance(cells[1], Broken)
    assert (cells[1].shown, cells[1].problem) == ("#REF!", "公式出错：#REF!")


def test_what_other_writers_do_is_understood() -> None:
    """No references, inline and rich text, phonetic guides, escaped characters, ISO dates, strict and prefixed names."""
    rich = "<is><r><t>安</t></r><r><t>民</t></r><rPh><t>AN</t></rPh></is>"
    xml = (
        f'<x:worksheet xmlns:x="{make.MAIN}"><x:sheetData><x:row><x:c t="inlineStr">'
        + rich.replace("<", "<x:").replace("<x:/", "</x:")
        + '</x:c><x:c t="str"><x:v>甲_x000A_乙</x:v></x:c><x:c t="d"><x:v>2024-03-05</x:v></x:c><x:c t="b"><x:v>0</x:v></x:c>'
        "</x:row><x:row/><x:row><x:c><x:v>1E3</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert make.cells_of(make.by_hand(xml)) == [(1, ["安民", "甲\n乙", date(2024, 3, 5), False]), (3, [1000])]


def test_shared_texts_are_read_with_their_blanks() -> None:
    parts = {"xl/sharedStrings.xml": f'<sst xmlns="{make.MAIN}"><si><t xml:space="preserve"> 甲 </t></si><si/></sst>'}
    xml = make.worksheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>0</v></c></row>'
    )
    assert make.cells_of(make.by_hand(xml, parts)) == [(1, [" 甲 ", None, " 甲 "])]


def test_a_date_beyond_the_calendar_is_a_problem() -> None:
    styles = f'<styleSheet xmlns="{make.MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    xml = make.worksheet(
        '<row r="1"><c r="A1" s="0"><v>9999999</v></c><c r="B1" s="0"><v>-3</v></c><c r="C1" s="0"><v>1</v></c></row>'
    )
    [(_row, cells)] = make.cells_of(make.by_hand(xml, styles=styles))
    assert isinstance(cells[0], Broken)
    assert isinstance(cells[1], Broken)
    assert cells[2] == date(1900, 1, 1)


def test_hidden_sheets_are_left_out_with_a_note() -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "甲")
        hidden = book.add_worksheet("字典")
        hidden.write(0, 0, "乙")
        hidden.very_hidden()
        book.add_chartsheet("图")
        book.add_worksheet("个人").write(0, 0, "丙")

    book = make.opened(make.made(build))
    assert [sheet.name for sheet in book.sheets] == ["企业", "个人"]
    assert book.notes == ("工作表“字典”是隐藏的，没有读入",)


def test_merged_cells_are_known() -> None:
    sheet = make.first_sheet(make.made(lambda _book, sheet: sheet.merge_range("B2:D3", "许可证")))
    assert sheet.spans == (Span(2, 1, 3, 3),)


def test_ten_thousand_blank_styled_rows_cost_nothing() -> None:
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>' for row in range(3, 10_003))
    xml = make.worksheet(
        f'<row r="2"><c r="A2"><v>1</v></c></row>{blank}<row r="20000"><c r="A20000"><v>2</v></c></row>'
    )
    assert make.cells_of(make.by_hand(xml)) == [(2, [1]), (20_000, [2])]


def test_a_sheet_can_be_read_again_and_by_two_at_once() -> None:
    sheet = make.first_sheet(make.of_rows(["甲", 1], ["乙", 2]))
    one, other = sheet.rows(), sheet.rows()
    assert [next(one), next(other), next(one), next(other)] == [
        (1, ["甲", 1]),
        (1, ["甲", 1]),
        (2, ["乙", 2]),
        (2, ["乙", 2]),
    ]


# Other formats


def test_an_old_binary_workbook_is_read() -> None:
    book = open_workbook(DATA / "register.xls")
    assert book.format == "xls"
    assert book.notes == ("工作表“隐藏”是隐藏的，没有读入",)
    [sheet] = book.sheets
    assert sheet.spans == (Span(1, 0, 1, 4),)
    assert [number for number, _cells in sheet.rows()] == [1, 3, 4, 5, 6]
    assert dict(sheet.rows())[4][:4] == ["安民大药房", "91990101MA0YA0AN4J", date(2024, 3, 5), 12]


def test_rows_and_columns_of_an_old_workbook_keep_their_places() -> None:
    [sheet] = open_workbook(DATA / "offset.xls").sheets
    assert list(sheet.rows()) == [(5, [None, None, "x"]), (7, [None, None, None, "y"])]


ODS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}


def ods(tables: str, styles: str = "") -> bytes:
    names = " ".join(f'xmlns:{short}="{name}"' for short, name in ODS.items())
    body = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
    content = f"<office:document-content {names}>{body}</office:spreadsheet></office:body></office:document-content>"
    return make.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def test_an_open_document_is_read() -> None:
    hidden = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    tables = """
      <table:table table:name="秘" table:style-name="h"><table:table-row><table:table-cell/></table:table-row></table:table>
      <table:table table:name="企业">
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="9"/></table:table-row>
        <table:table-row>
          <table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>安</text:p><text:p>民</text:p></table:table-cell>
          <table:covered-table-cell/>
          <table:table-cell office:value-type="float" office:value="12"/>
          <table:table-cell office:value-type="date" office:date-value="2024-03-05"><text:p>3月5日</text:p></table:table-cell>
          <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
          <table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>
          <table:table-cell table:formula="of:=X1"/>
        </table:table-row>
        <table:table-row table:number-rows-repeated="2">
          <table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>甲</text:p></table:table-cell>
        </table:table-row>
        <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
      </table:table>"""
    book = open_workbook(ods(tables, hidden), "企业.ods")
    assert (book.format, book.notes) == ("ods", ("工作表“秘”是隐藏的，没有读入",))
    [sheet] = book.sheets
    rows = list(sheet.rows())
    assert [number for number, _cells in rows] == [3, 4, 5]
    assert [plain(cell) for cell in rows[0][1][:6]] == ["安\n民", None, 12, date(2024, 3, 5), True, 2]
    assert isinstance(rows[0][1][6], Broken)
    assert rows[2] == (5, ["甲", "甲"])
    assert sheet.spans == (Span(3, 0, 3, 1),)


def test_a_web_page_saved_as_a_workbook_is_read() -> None:
    page = """<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><style>td{}</style></head><body>
      <table border=1><tr><th rowspan=2>名称<th colspan=2>许可证<tr><th>编号<th>有效期
      <tr><td>安民<br>大药房<td>0012<td>&nbsp;</table></body></html>"""
    book = open_workbook(page.encode("gb18030"), "企业.xls")
    assert book.format == "html"
    assert book.notes == ("文件名以 .xls 结尾，内容其实是 html，按内容读入",)
    [sheet] = book.sheets
    assert list(sheet.rows()) == [
        (1, ["名称", "许可证"]),
        (2, [None, "编号", "有效期"]),
        (3, ["安民\n大药房", "0012"]),
    ]
    assert sheet.spans == (Span(1, 0, 2, 0), Span(1, 1, 1, 2))


def test_an_xml_spreadsheet_of_2003_is_read() -> None:
    xml = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
      <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      <Worksheet ss:Name="企业"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">名单</Data></Cell></Row>
      <Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">12</Data></Cell>
      <Cell><Data ss:Type="DateTime">2024-03-05T00:00:00.000</Data></Cell>
      <Cell ss:Formula="=1"><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet>
      <Worksheet ss:Name="空"><Table/></Worksheet></Workbook>"""
    book = open_workbook(xml.encode(), "企业.xls")
    assert (book.format, [sheet.name for sheet in book.sheets]) == ("xml", ["企业", "空"])
    assert make.values(book.sheets[0].rows()) == [(1, ["名单"]), (4, [None, 12, "2024-03-05", 1])]
    assert book.sheets[0].spans == (Span(1, 0, 1, 1),)


# Text tables

TEXT = '名称,代码,备注\r\n安民大药房,0012,"甲,乙\n丙"\r\n\r\n益生堂,3,\r\n'
ROWS = [(1, ["名称", "代码", "备注"]), (2, ["安民大药房", "0012", "甲,乙\n丙"]), (4, ["益生堂", "3"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_tables_are_read_in_the_encodings_offices_use(encoding: str) -> None:
    assert make.cells_of(TEXT.encode(encoding), "企业.csv") == ROWS


@pytest.mark.parametrize("separator", list(",\t;|，"))
def test_the_separator_is_found(separator: str) -> None:
    lines = [separator.join(row) for row in (["名称", "代码", "日期"], ["安民", "12", "2024.3.5"], ["益生堂", "", ""])]
    assert make.cells_of("\n".join(lines).encode(), "企业.txt")[1] == (2, ["安民", "12", "2024.3.5"])


def test_the_hint_of_excel_on_the_separator_is_followed() -> None:
    assert make.cells_of("sep=|\n名称|代码\n安,民|1\n".encode(), "a.csv") == [
        (2, ["名称", "代码"]),
        (3, ["安,民", "1"]),
    ]


def test_a_text_table_from_a_path_is_read_from_the_disk(tmp_path: Path) -> None:
    file = tmp_path / "企业.csv"
    file.write_bytes(TEXT.encode("gb18030"))
    with open_workbook(file) as book:
        assert (book.name, book.sheets[0].name) == ("企业.csv", "企业")
        assert list(book.sheets[0].rows()) == ROWS


def test_an_unclosed_quote_is_told_in_the_cell_where_it_begins() -> None:
    text = '名称,备注\n安民,"坏了\n' + "益生堂,好\n" * 80
    [_head, (row, cells)] = make.cells_of(text.encode(), "a.csv")
    assert row == 2
    assert isinstance(cells[1], Broken)
    assert "引号没有成对" in cells[1].problem


def test_bytes_that_are_no_text_are_told_in_their_cell() -> None:
    rows = make.cells_of("名称,备注\n安民,".encode() + b"\xff\xfe\xff\n", "a.csv")
    assert isinstance(rows[1][1][1], Broken)
    assert rows[1][1][0] == "安民"


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        for sheet in open_workbook(data, "a.csv").sheets:
            list(sheet.rows())
    except UnreadableSheet as stopped:
        assert stopped.obstacle.endswith("。")
        assert stopped.way_out


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffd"), max_size=6), max_size=4
        ),
        max_size=6,
    )
)
def test_any_text_table_comes_back_as_it_was(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["甲", "乙", "丙"], *rows])
    data = out.getvalue().encode("utf-8-sig")
    read = dict(make.cells_of(data, "a.csv"))
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row):
            found = plain(read.get(number, [])[column]) if column < len(read.get(number, [])) else None
            assert (found or "") == (text if text.strip() else "") or text.startswith("'")


# Names of columns


@given(st.integers(0, 16_383))
def test_column_letters_and_back(index: int) -> None:
    assert column_index(column_letters(index)) == index


def test_column_letters_are_those_of_spreadsheets() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


# Limits


def test_too_many_rows_or_columns_are_refused_with_the_place() -> None:
    book = open_workbook(make.of_rows(["a"], ["b"], ["c"]), "a.xlsx", Limits(rows=2))
    with pytest.raises(UnreadableSheet, match="超过 2 行"):
        list(book.sheets[0].rows())
    wide = make.made(lambda _book, sheet: sheet.write(4, 16_383, "孤"))
    with pytest.raises(UnreadableSheet, match="第 5 行在 XFD 列还有内容"):
        list(make.first_sheet(wide).rows())


def test_a_cell_of_ten_megabytes_is_a_problem_of_that_cell() -> None:
    rows = make.cells_of(f"名称,备注\n安民,{'长' * 3_500_000}\n益生堂,好\n".encode(), "a.csv")
    assert isinstance(rows[1][1][1], Broken)
    assert rows[1][1][1].problem == "第 2 行 B 列的内容有 3,500,000 个字，超过上限 32,767 个字"
    assert rows[2] == (3, ["益生堂", "好"])
    inline = f'<row r="3"><c r="C3" t="inlineStr"><is><t>{"x" * 10_000_000}</t></is></c><c r="D3"><v>1</v></c></row>'
    [(_row, cells)] = make.cells_of(make.by_hand(make.worksheet(inline)))
    assert isinstance(cells[2], Broken)
    assert "第 3 行 C 列的内容有 10,000,000 个字" in cells[2].problem
    assert cells[3] == 1
