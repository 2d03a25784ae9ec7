"""What stands in a cell: a plain value, a value with a note on where it comes from, or something that cannot be used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from yaoan.kernel.words import _

Plain = None | str | bool | int | float | date | datetime | time
"""A value as the file holds it. Blank cells are None; dates of spreadsheets come as date or datetime."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that may be used, with what a reader should know of it (a formula's result, filled from a merged cell)."""

    value: Plain
    note: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a usable value: ``shown`` is what people see in it, the rest says what is wrong and what to do."""

    shown: str
    problem: str
    way_out: str


Raw = Plain | Noted | Broken
Row = tuple[int, list[Raw]]
"""Number of the row in its file (from 1, as spreadsheets count) and its cells up to the last one that holds something."""


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A block of merged cells: rows from 1 as in the file, columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "Err:502"})
"""What spreadsheets show where a formula failed."""


def plain(raw: Raw) -> Plain:
    """The value of a cell, of a broken one what people see in it."""
    if isinstance(raw, Noted):
        return raw.value
    return raw.shown if isinstance(raw, Broken) else raw


def is_blank(raw: Raw) -> bool:
    """Whether there is nothing in the cell; a broken one is not blank, even if nothing is seen in it."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return not raw or raw.isspace()
    return isinstance(raw, Noted) and is_blank(raw.value)


def formula_result(value: Plain, *, is_saved: bool) -> Raw:
    """The cell of a formula, whose result the file may or may not hold."""
    if not is_saved:
        return Broken(
            "",
            _("公式没有保存计算结果").format(),
            _("请用表格软件打开并保存一次，或把公式粘贴为数值。").format(),
        )
    if isinstance(value, str) and value in ERRORS:
        return error_value(value)
    return Noted(value, _("取公式的计算结果").format())


def error_value(shown: str) -> Broken:
    """The cell of a formula that failed."""
    return Broken(shown, _("公式出错：{shown}").format(shown=shown), _("请改正公式或直接填写数值。").format())


_LETTERS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def column_letters(index: int) -> str:
    """The letters over a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The inverse of `column_letters`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def parse_span(reference: str) -> Span | None:
    """The block ``A1:C2`` names, or None if the text is no block of cells."""
    first, _colon, last = reference.replace("$", "").partition(":")
    begin, end = _LETTERS.fullmatch(first), _LETTERS.fullmatch(last or first)
    if begin is None or end is None:
        return None
    return Span(int(begin[2]), column_index(begin[1]), int(end[2]), column_index(end[1]))


def trimmed(cells: list[Raw]) -> list[Raw]:
    """The cells without blank ones at the end."""
    last = len(cells)
    while last and is_blank(cells[last - 1]):
        last -= 1
    return cells[:last]


def numbered(rows: Iterator[list[Raw]], first: int = 1) -> Iterator[Row]:
    """Rows with their numbers, blank ones left out."""
    for number, cells in enumerate(rows, start=first):
        if shortened := trimmed(cells):
            yield number, shortened
