"""Tables out: xlsx and csv, row by row, in constant memory, safe to open in a spreadsheet."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Literal

import xlsxwriter

from yaoan.kernel.words import _

Kind = Literal["text", "number", "date", "moment"]
Value = object
"""None, text, bool, number, date, datetime; anything else is written as its text."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_LAST_ROW = 1_048_576
_LONGEST_TEXT = 32_767
_EXACT_DIGITS = 15
_CSV_ROWS = 500
_WIDTHS = {"text": 18, "number": 12, "date": 12, "moment": 18}
_FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A column of a table that is written: its label, how its values show, and its width in characters."""

    label: str
    kind: Kind = "text"
    width: float | None = None


def escaped(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would take it for a formula (``=1+2``, ``@SUM``)."""
    return "'" + text if text.startswith(_DANGEROUS) else text


def stream_csv(columns: Sequence[Heading], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The table as csv in UTF-8 with the mark by which Excel knows it, in pieces of some hundred rows.

    Texts that would be formulas are escaped; numbers and dates are left as they are.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([escaped(str(column.label)) for column in columns])
    for count, row in enumerate(rows, start=1):
        writer.writerow([_csv_value(value) for value in row])
        if count % _CSV_ROWS == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return piece


def _csv_value(value: Value) -> object:
    if isinstance(value, bool):
        return _("是").format() if value else _("否").format()
    if value is None or isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else escaped(str(value))


def write_table(
    out: Path | BinaryIO,
    columns: Sequence[Heading],
    rows: Iterable[Sequence[Value]],
    sheet_name: str,
    meta: Mapping[str, str] | None = None,
) -> int:
    """Write the table as xlsx and return the number of rows; memory does not grow with it.

    The head is fixed and filtered; beyond 1,048,575 rows the table goes on in another sheet. ``meta`` (who, when, which
    filter …) becomes a sheet 导出说明. Texts are always texts: codes keep their zeros, nothing becomes a formula.
    """
    count = 0
    with open_writer(out) as book:
        styles = Styles(book)
        sheet = _new_sheet(book, styles, columns, sheet_name, 1)
        line, page = 1, 1
        for row in rows:
            if line == _LAST_ROW:
                page += 1
                sheet, line = _new_sheet(book, styles, columns, sheet_name, page), 1
            for place, value in enumerate(row):
                write_value(sheet, styles, line, place, value, columns[place].kind)
            line += 1
            count += 1
        sheet.autofilter(0, 0, max(line - 1, 0), max(len(columns) - 1, 0))
        if meta:
            _write_meta(book, styles, meta)
    return count


def open_writer(out: Path | BinaryIO) -> Any:
    """A workbook writer in constant memory; use it in a ``with`` statement."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    return xlsxwriter.Workbook(str(out) if isinstance(out, Path) else out, options)


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


HEAD_STYLE: Mapping[str, object] = {
    "bold": True,
    "bg_color": "#DDE6F0",
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
}


def _new_sheet(book: Any, styles: Styles, columns: Sequence[Heading], name: str, page: int) -> Any:
    sheet = book.add_worksheet(sheet_title(name, f"（{page}）" if page > 1 else ""))
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width or max(_WIDTHS[column.kind], 2 * len(str(column.label)) + 2))
        sheet.write_string(0, place, str(column.label), styles(**HEAD_STYLE))
    return sheet


def sheet_title(name: str, suffix: str = "") -> str:
    """A name that a sheet may have: 31 characters, none of []:*?/\\, no apostrophe at its ends."""
    bare = "".join("_" if char in "[]:*?/\\" else char for char in str(name)).strip("' ") or "Sheet"
    return bare[: 31 - len(suffix)] + suffix


def write_value(
    sheet: Any, styles: Styles, line: int, place: int, value: Value, kind: Kind = "text", **look: object
) -> None:
    """Write one value as what it is: text as text (marked where it looks like a formula), dates with a date format."""
    style = styles(**look) if look else None
    if value is None or value == "":
        if look:
            sheet.write_blank(line, place, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(line, place, value, style)
    elif isinstance(value, int | float | Decimal) and _is_exact(value):
        sheet.write_number(line, place, float(value) if isinstance(value, Decimal) else value, style)
    elif isinstance(value, date) and value.year >= 1900:
        shown = _FORMATS["moment" if isinstance(value, datetime) else "date"] if kind == "text" else _FORMATS.get(kind)
        sheet.write_datetime(line, place, value, styles(**look, num_format=shown or _FORMATS["date"]))
    else:
        text = str(value)[:_LONGEST_TEXT]
        if text.startswith(_DANGEROUS):
            style = styles(**look, quote_prefix=True)
        sheet.write_string(line, place, text, style)


def _is_exact(value: int | float | Decimal) -> bool:
    """Whether a spreadsheet can hold the number: finite, and no more than 15 digits if it is whole."""
    return math.isfinite(value) and (value != int(value) or abs(value) < 10**_EXACT_DIGITS)


def _write_meta(book: Any, styles: Styles, meta: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(sheet_title(_("导出说明").format()))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    for line, (label, text) in enumerate(meta.items()):
        sheet.write_string(line, 0, str(label), styles(**HEAD_STYLE))
        sheet.write_string(line, 1, str(text), styles(text_wrap=True))
