"""The sheet sent back shows every problem in its place, and reads as the original once it comes back."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel import sheet_makers as make
from tests.kernel.test_sheets_tables import awkward
from yaoan.kernel.exchange.sheets import Problem, Workbook, find_table, mark_errors, open_workbook, plain
from yaoan.kernel.exchange.sheets.returned import MOST_COMMENTS, Returned

WRONG = Problem(row=7, column=2, message="第18位校验码应为 J，填的是 X", way_out="请核对营业执照")
DOUBTFUL = Problem(row=7, column=None, message="与第 6 行可能重复", severity="warning")
LATE = Problem(row=11, column=5, message="缺少有效期", way_out="请补填")


def returned(source: Workbook, *problems: Problem) -> tuple[bytes, Returned]:
    out = io.BytesIO()
    done = mark_errors(source, problems, out)
    return out.getvalue(), done


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def raw_rows(data: bytes) -> dict[int, list[object]]:
    """All rows of the first sheet with the column of problems, which reading leaves out."""
    marked = part(data, "xl/workbook.xml").replace("yaoan_problems", "yaoan_other")
    contents = {
        name: package.read(name) for package in [zipfile.ZipFile(io.BytesIO(data))] for name in package.namelist()
    }
    sheet = make.first_sheet(make.zipped({**contents, "xl/workbook.xml": marked}))
    return {number: [plain(cell) for cell in cells] for number, cells in sheet.rows()}


@pytest.fixture
def county() -> Workbook:
    return make.opened(make.made(awkward))


def test_everything_stands_where_it_stood(county: Workbook) -> None:
    data, _done = returned(county, WRONG, DOUBTFUL, LATE)
    back = make.opened(data)
    assert [sheet.name for sheet in back.sheets] == ["企业"]
    assert make.values(back.sheets[0].rows()) == make.values(county.sheets[0].rows())
    assert sorted(back.sheets[0].spans) == sorted(county.sheets[0].spans)
    assert find_table(back.sheets[0]).head == find_table(county.sheets[0]).head


def test_the_last_column_says_all_that_is_wrong_with_the_row(county: Workbook) -> None:
    data, done = returned(county, LATE, DOUBTFUL, WRONG)
    rows = raw_rows(data)
    assert rows[4][7] == "问题"
    assert rows[7][7] == "【提醒】与第 6 行可能重复\n【错误】第18位校验码应为 J，填的是 X（请核对营业执照）"
    assert rows[11][7] == "【错误】缺少有效期（请补填）"
    assert len(rows[6]) <= 7
    assert done == Returned(problems=3, rows=2, comments=2)


def test_cells_are_coloured_and_commented(county: Workbook) -> None:
    data, _done = returned(county, WRONG, LATE)
    comments = part(data, "xl/comments1.xml")
    assert 'ref="C7"' in comments
    assert 'ref="F11"' in comments
    assert "请核对营业执照" in comments
    assert "FFF8C9C4" in part(data, "xl/styles.xml")


def test_the_summary_lists_row_column_value_problem_and_way_out(county: Workbook) -> None:
    data, _done = returned(county, WRONG, DOUBTFUL)
    names = part(data, "xl/workbook.xml").replace("yaoan_summary", "other")
    contents = {
        name: package.read(name) for package in [zipfile.ZipFile(io.BytesIO(data))] for name in package.namelist()
    }
    renamed = names.replace("问题汇总", "汇总表")
    summary = make.opened(make.zipped({**contents, "xl/workbook.xml": renamed})).sheets[1]
    assert make.values(summary.rows()) == [
        (1, ["行", "列", "内容", "问题", "怎么办", "工作表", "程度"]),
        (2, [7, None, None, "与第 6 行可能重复", None, "企业", "提醒"]),
        (3, [7, "C", "91990101MA0YA0AN4J", "第18位校验码应为 J，填的是 X", "请核对营业执照", "企业", "错误"]),
    ]


def test_a_problem_of_a_row_that_is_blank_or_behind_the_end_is_shown(county: Workbook) -> None:
    gone = Problem(row=60, column=1, message="缺少一行"), Problem(row=9, column=0, message="空行")
    rows = raw_rows(returned(county, *gone)[0])
    assert rows[9][7] == "【错误】空行"
    assert rows[60][7] == "【错误】缺少一行"


def test_several_sheets_have_their_own_problems_and_columns() -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["名称", "电话"])
        sheet.write_row(1, 0, ["安民", "1"])
        other = book.add_worksheet("个人's")
        other.write_row(0, 0, ["姓名", "电话", "职务"])
        other.write_row(1, 0, ["某某", "2", "药师"])

    source = make.opened(make.made(build))
    data, done = returned(
        source, Problem(row=2, column=0, message="甲"), Problem(row=2, column=1, message="乙", sheet="个人's")
    )
    back = make.opened(data)
    assert done.rows == 2
    assert [make.values(sheet.rows()) for sheet in back.sheets] == [
        make.values(sheet.rows()) for sheet in source.sheets
    ]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("名称,代码\n安民,0012\n益生堂,=1+2\n".encode("gb18030"), "企业.csv"),
        ("<table><tr><th>名称<th>代码<tr><td>安民<td>0012</table>".encode(), "企业.xls"),
        ((Path(__file__).parent / "data/register.xls").read_bytes(), "企业.xls"),
    ],
)
def test_a_file_of_any_format_goes_back_as_a_workbook(data: bytes, name: str) -> None:
    source = open_workbook(data, name)
    back = make.opened(returned(source, Problem(row=2, column=0, message="重名"))[0])
    assert make.values(back.sheets[0].rows()) == make.values(source.sheets[0].rows())


def test_formulas_do_not_come_to_life_on_the_way_back() -> None:
    source = open_workbook("名称,备注\n安民,=cmd|' /C calc'!A0\n".encode(), "a.csv")
    data, _done = returned(source, Problem(row=2, column=1, message="不该有公式"))
    assert "<f>" not in part(data, "xl/worksheets/sheet1.xml")
    assert 'quotePrefix="1"' in part(data, "xl/styles.xml")


def test_a_sheet_may_go_back_and_forth_many_times(county: Workbook) -> None:
    source, first = county, make.values(county.sheets[0].rows())
    for _time in range(3):
        source = make.opened(returned(source, WRONG, LATE)[0])
    assert make.values(source.sheets[0].rows()) == first


def test_without_its_mark_the_column_of_problems_is_known_by_what_it_says(county: Workbook) -> None:
    """The officer saved the sheet as csv: no names, no second sheet."""
    rows = raw_rows(returned(county, WRONG)[0])
    lines = [",".join(str(cell or "").replace("\n", " ") for cell in rows.get(number, [])) for number in range(1, 12)]
    table = find_table(make.first_sheet("\n".join(lines).encode(), "企业.csv"))
    assert table.columns[-1].label == "所在片区"
    assert all(len(cells) == 7 for _number, cells in table.rows())


def test_a_column_of_that_name_in_the_original_is_kept() -> None:
    source = make.opened(make.of_rows(["名称", "问题"], ["安民", "无证经营"], ["益生堂", "过期药品"]))
    assert [column.label for column in find_table(source.sheets[0]).columns] == ["名称", "问题"]
    back = make.opened(returned(source, Problem(row=2, column=0, message="重名"))[0])
    assert [column.label for column in find_table(back.sheets[0]).columns] == ["名称", "问题"]


def test_comments_stop_at_a_number_a_spreadsheet_bears() -> None:
    rows: list[list[object]] = [["名称", "代码"], *([f"第{number}家", number] for number in range(MOST_COMMENTS + 10))]
    source = make.opened(make.of_rows(*rows))
    problems = [Problem(row=number + 2, column=0, message="重名") for number in range(MOST_COMMENTS + 10)]
    data, done = returned(source, *problems)
    assert done == Returned(problems=len(problems), rows=len(problems), comments=MOST_COMMENTS)
    assert raw_rows(data)[MOST_COMMENTS + 11][2] == "【错误】重名"


def test_overlapping_merged_blocks_do_not_spoil_the_file() -> None:
    merged = '<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="B2:D3"/><mergeCell ref="F1:F1"/></mergeCells>'
    source = make.opened(make.by_hand(make.worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', merged)))
    back = make.opened(returned(source)[0])
    assert len(back.sheets[0].spans) == 1


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(), st.booleans(), st.integers(-(10**14), 10**14), st.text("甲=+@'\"<&>\t01 ", max_size=5)
            ),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=6,
    ),
    st.lists(
        st.builds(
            Problem, row=st.integers(1, 9), column=st.one_of(st.none(), st.integers(0, 6)), message=st.just("错")
        ),
        max_size=5,
    ),
)
def test_any_sheet_comes_back_as_it_was(rows: list[list[object]], problems: list[Problem]) -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["名称", "代码", "甲", "乙", "丙"])
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                else:
                    sheet.write(line, column, value)

    source = make.opened(make.made(build))
    back = make.opened(returned(source, *problems)[0])
    assert make.values(back.sheets[0].rows()) == make.values(source.sheets[0].rows())
