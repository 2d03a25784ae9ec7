"""Sheets for tests of the import, written as people write them."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

HEAD = (
    "企业名称",
    "统一社会信用代码",
    "企业类别",
    "所在地",
    "地址",
    "法定代表人",
    "联系电话",
    "许可证编号",
    "有效期至",
)


def xlsx(rows: Iterable[Sequence[Any]], head: Sequence[str] = HEAD, *, before: Iterable[Sequence[Any]] = ()) -> bytes:
    """A workbook of one sheet: lines before the head, the head, the rows. Texts stay texts."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("名册")
        for line, cells in enumerate([*before, head, *rows]):
            for place, cell in enumerate(cells):
                if cell is not None:
                    page.write(line, place, cell)
    return file.getvalue()


def csv(rows: Iterable[Sequence[Any]], head: Sequence[str] = HEAD, *, encoding: str = "gbk") -> bytes:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in [head, *rows]]
    return "\r\n".join(lines).encode(encoding)
