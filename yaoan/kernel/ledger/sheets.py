"""Lists as CSV files, in a stream. What the list shows is what the file holds."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

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
