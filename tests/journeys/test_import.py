"""A sheet with mistakes comes back with all of them marked; mended, it is taken, and its rows become records."""

from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from python_calamine import load_workbook

from tests.journeys.conftest import Arrive
from yaoan.simulation import codes

HEADS = ["序号", "企业名称", "统一社会信用代码", "企业类别", "所在乡镇", "地址", "法定代表人"]


def test_a_broken_sheet_is_marked_mended_and_taken(arrive: Arrive, tmp_path: Path) -> None:
    officer = arrive("officer1")
    good = [codes.issue_uscc(Random(seed)) for seed in (90_001, 90_002, 90_003)]
    broken = f"{good[1][:-1]}{'0' if good[1][-1] != '0' else '1'}"
    rows: list[list[Any]] = [
        [1, "城关镇旅程甲药房", good[0], "单体药店", "城关镇", "北大街1号", "林一"],
        [2, "城关镇旅程乙药房", broken, "单体药店", "城关镇", "北大街2号", "林二"],
        [3, "城关镇旅程丙药房", good[2], "杂货铺", "无此镇", "北大街3号", "林三"],
    ]
    sheet = _write(tmp_path / "药店名录.xlsx", [HEADS, *rows])

    # Both bad rows are told at once, and nothing is written.
    officer.opens("/subjects/")
    officer.follows("导入")
    _brings(officer, sheet)
    officer.sees("有 2 行要改，还没有写入任何数据")
    officer.opens("/subjects/?q=城关镇旅程甲药房")
    officer.does_not_see("SUB-")

    # The sheet that comes back says beside each row what is wrong; the officer mends it there.
    officer.page.go_back()
    officer.arrives()
    marked = tmp_path / "marked.xlsx"
    officer.downloads("下载标注了问题的表").save_as(marked)
    returned = _read(marked)
    text = "\n".join(str(cell) for row in returned for cell in row)
    assert "信用代码" in text
    assert "无此镇" in text
    mends = {broken: good[1], "杂货铺": "单体药店", "无此镇": "城关镇"}
    mended = _write(tmp_path / "药店名录（改）.xlsx", [[mends.get(cell, cell) for cell in row] for row in returned])
    officer.follows("上传改好的表")
    _brings(officer, mended)
    officer.sees("核对无误，确认后写入 3 行")
    officer.presses("确认写入 3 行")
    officer.page.get_by_text("已写入 3 行").wait_for()
    officer.arrives()

    # Every row leads to its record.
    officer.page.locator("table a[href*='/subjects/SUB-']").first.click()
    officer.arrives()
    officer.is_at(r"/subjects/SUB-\d{4}-\d{6}/")
    officer.sees("旅程", "登记")


def _brings(officer: Any, sheet: Path) -> None:
    officer.field("选择表格").set_input_files(sheet)
    officer.presses("上传并识别列")
    officer.presses("核对每一行")
    officer.page.locator("#verdict-head").wait_for()
    officer.arrives()


def _write(path: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("名录")
        for index, row in enumerate(rows):
            page.write_row(index, 0, row)
    return path


def _read(path: Path) -> list[list[Any]]:
    return load_workbook(path).get_sheet_by_index(0).to_python()
