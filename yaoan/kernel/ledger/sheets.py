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


def _harmless(column: Column, record: Record) -> str:
    value = column.plain(record)
    text = value if type(value) is str else cells.text("text", value)
    return f"'{text}" if text.startswith(RISKY) and not isinstance(value, (int, Decimal)) else text
