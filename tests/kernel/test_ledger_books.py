"""Lists as XLSX streams: what is in the cells, when the bytes leave, and what becomes of very long lists."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from yaoan.kernel.ledger import books
from yaoan.kernel.ledger.declarations import Column
from yaoan.kernel.records.models import Record

ABOUT = [("本表说明", ""), ("台账", "包裹")]


@dataclass(frozen=True)
class Place:
    """A column that takes the value of one place of a row."""

    position: int
    label: str
    cell: str = "text"

    def plain(self, record: Any) -> Any:
        return record[self.position]


def _columns(count: int) -> list[Column]:
    return cast("list[Column]", [Place(position, f"第{position + 1}列") for position in range(count)])


def _book(*rows: tuple[Any, ...], title: str = "包裹") -> bytes:
    parts = [(title, _columns(len(rows[0])), cast("list[Record]", rows))]
    return b"".join(books.book(parts, about=ABOUT))


def _read(data: bytes, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()


def test_cells_keep_their_kind():
    noon = datetime(2025, 3, 4, 4, 30, tzinfo=UTC)
    data = _book(("=1+1", 7, Decimal("2.5"), True, date(2024, 2, 29), noon, None))
    head, row = _read(data)
    assert head == [f"第{n}列" for n in range(1, 8)]
    assert row[:5] == ["=1+1", 7, 2.5, True, date(2024, 2, 29)]
    assert row[5] == datetime(2025, 3, 4, 12, 30), "instants are told in the time of Beijing"
    assert row[6] == ""
    assert _read(data, 1) == [["台账", "包裹"]]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_comes_back_or_loses_only_what_no_such_file_may_hold(texts):
    data = _book(tuple(texts))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        root = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    found = [cell.text or "" for cell in root.iter(f"{{{books.MAIN}}}t")][len(texts) :]
    # A line feed after a carriage return, or instead of one, is what every reader of XML makes of it.
    expected = [books.NOT_XML.sub("", books.LOOKS_ESCAPED.sub(r"_x005F\1", text)) for text in texts]
    assert found == [text.replace("\r\n", "\n").replace("\r", "\n") for text in expected]


def test_the_first_bytes_leave_before_the_last_rows_are_read():
    read = []

    def rows() -> Iterator[Any]:
        for number in range(30_000):
            read.append(number)
            yield (f"{number * 7919 % 100_003:06} 大药房", number)

    stream = books.book([("包裹", _columns(2), rows())], about=ABOUT)
    first = next(stream)
    assert first.startswith(b"PK") and len(read) < 25_000
    assert len(_read(first + b"".join(stream))) == 30_001


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(books, "LAST_ROW", 5)
    for count, sheets in ((0, 1), (4, 1), (5, 2), (11, 3)):
        rows = cast("list[Record]", [(number,) for number in range(count)])
        data = b"".join(books.book([("很长的台账", _columns(1), rows)], about=ABOUT))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        assert len(book.sheet_names) == sheets + 1
        found = [row[0] for name in book.sheet_names[:-1] for row in book.get_sheet_by_name(name).to_python()[1:]]
        assert found == list(range(count))


def test_columns_are_named_as_spreadsheets_name_them():
    assert [books._letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
