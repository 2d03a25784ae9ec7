"""Spreadsheets in and out, without Django.

In: `open_workbook` → `Workbook.sheets` → `find_table` → `guess_columns`, then each cell through `clean_text`, `as_date`,
`as_number`, `as_count`, `as_bool` or `as_choice`. Out: `write_table`, `stream_csv`; and `mark_errors`, which sends a
workbook back with everything that is wrong marked in its place.
"""

from yaoan.kernel.exchange.sheets.cells import Cell, as_bool, as_choice, clean_text, plain_text
from yaoan.kernel.exchange.sheets.dates import as_date
from yaoan.kernel.exchange.sheets.guessing import Guess, Mapping, Wanted, guess_columns
from yaoan.kernel.exchange.sheets.heads import ColumnHead
from yaoan.kernel.exchange.sheets.numbers import as_count, as_number
from yaoan.kernel.exchange.sheets.obstacles import Limits, UnreadableSheet
from yaoan.kernel.exchange.sheets.opening import open_workbook
from yaoan.kernel.exchange.sheets.returned import Problem, Returned, mark_errors
from yaoan.kernel.exchange.sheets.tables import RowNote, Table, find_table
from yaoan.kernel.exchange.sheets.values import Broken, Noted, Raw, Row, column_letters, is_blank, plain
from yaoan.kernel.exchange.sheets.workbook import Sheet, Workbook
from yaoan.kernel.exchange.sheets.writing import Heading, escaped, stream_csv, write_table

__all__ = [
    "Broken",
    "Cell",
    "ColumnHead",
    "Guess",
    "Heading",
    "Limits",
    "Mapping",
    "Noted",
    "Problem",
    "Raw",
    "Returned",
    "Row",
    "RowNote",
    "Sheet",
    "Table",
    "UnreadableSheet",
    "Wanted",
    "Workbook",
    "as_bool",
    "as_choice",
    "as_count",
    "as_date",
    "as_number",
    "clean_text",
    "column_letters",
    "escaped",
    "find_table",
    "guess_columns",
    "is_blank",
    "mark_errors",
    "open_workbook",
    "plain",
    "plain_text",
    "stream_csv",
    "write_table",
]
