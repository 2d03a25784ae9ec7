"""Lists as files: CSV in a stream, XLSX in constant memory. What the list shows is what the file holds."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from yaoan.kernel import clock
from yaoan.kernel.ledger.declarations import Column
from yaoan.kernel.records.models import Record

MARK = "\ufeff"
"""The byte order mark without which Excel takes UTF-8 for GBK."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings by which a spreadsheet would take a text for a formula."""


class _Echo:
    """A file whose `write` gives back what was written."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Column], records: Iterable[Record]) -> Iterator[str]:
    """A CSV file, line by line; texts that a spreadsheet would run as formulas get an apostrophe before them."""
    writer = csv.writer(_Echo())
    yield MARK + str(writer.writerow([str(column.label) for column in columns]))
    for record in records:
        yield str(writer.writerow([_harmless(column, record) for column in columns]))


def _harmless(column: Column, record: Record) -> str:
    text = column.text(record)
    is_text = not isinstance(column.plain(record), (int, Decimal))
    return f"'{text}" if is_text and text.startswith(RISKY) else text


Part = tuple[str, Sequence[Column], Iterable[Record]]
"""One sheet of a book: its title, its columns and its rows."""


def write_book(file: IO[bytes], parts: Sequence[Part], *, about: Sequence[tuple[str, str]]) -> int:
    """An XLSX file of several lists, each on a sheet of its own, and what they are on the last. Returns the rows of all."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(file, options)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF6", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    total = sum(_write_sheet(book, part, head, formats) for part in parts)
    notes = book.add_worksheet(_sheet_name(about[0][0]))
    notes.set_column(0, 1, 40)
    for position, (name, value) in enumerate(about[1:]):
        notes.write_string(position, 0, name, head)
        notes.write_string(position, 1, value)
    book.close()
    return total


def _write_sheet(book: Any, part: Part, head: Any, formats: dict[type[date], Any]) -> int:
    title, columns, records = part
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, WIDTHS.get(column.cell, 24))
        sheet.write_string(0, position, str(column.label), head)
    row = 0
    for row, record in enumerate(records, start=1):
        for position, column in enumerate(columns):
            _write(sheet, row, position, column.plain(record), formats)
    sheet.autofilter(0, 0, row, len(columns) - 1)
    return row


WIDTHS = {
    "number": 12,
    "date": 12,
    "instant": 18,
    "chip": 12,
    "state": 12,
    "person": 12,
    "clock": 14,
    "bool": 8,
    "link": 20,
}


def _write(sheet: Any, row: int, position: int, value: Any, formats: dict[type[date], Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, position, value)
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(row, position, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, position, value.astimezone(clock.BEIJING).replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, position, value, formats[date])
    else:
        sheet.write_string(row, position, value[:32_767])


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "1"
