"""Lists as CSV files, in a stream. What the list shows is what the file holds."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from yaoan.kernel.ledger import cells
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


def csv_line(texts: Iterable[str]) -> str:
    """One line of a CSV file of texts, none of which a spreadsheet runs."""
    return str(csv.writer(_Echo()).writerow([harmless(text) for text in texts]))


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def _harmless(column: Column, record: Record) -> str:
    value = column.plain(record)
    text = value if type(value) is str else cells.text("text", value)
    return text if isinstance(value, (int, Decimal)) else harmless(text)
