"""The sheet sent back: everything as it came, what is wrong marked in its place and said in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Literal

from yaoan.kernel.exchange.sheets import marks
from yaoan.kernel.exchange.sheets.cells import clean, plain_text
from yaoan.kernel.exchange.sheets.obstacles import UnreadableSheet
from yaoan.kernel.exchange.sheets.tables import find_table
from yaoan.kernel.exchange.sheets.values import Raw, Span, column_letters, plain
from yaoan.kernel.exchange.sheets.workbook import Sheet, Workbook
from yaoan.kernel.exchange.sheets.writing import HEAD_STYLE, Styles, open_writer, sheet_title, write_value

Severity = Literal["error", "warning"]

MOST_COMMENTS = 2_000
"""Cells that get a comment of their own; beyond, the colour and the last column tell. Excel slows down at more."""

_COLOURS = {"error": "#F8C9C4", "warning": "#FFE9A8"}
_WORDS = {"error": marks.ERROR, "warning": marks.WARNING}
_LONGEST_COMMENT = 500
_LAST_ROW = 1_048_576


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something wrong with a row: ``row`` as the file counts, ``column`` from 0 or None for the row as a whole.

    ``sheet`` names the sheet where a workbook has several; empty means its first.
    """

    row: int
    column: int | None
    message: str
    severity: Severity = "error"
    way_out: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Returned:
    """What was written: problems in all, rows that have any, and cells with a comment."""

    problems: int
    rows: int
    comments: int


def mark_errors(source: Workbook, problems: Iterable[Problem], out: Path | BinaryIO) -> Returned:
    """Write the workbook as xlsx with the problems marked, and return how many there were.

    All rows and columns stand where they stood. A cell with a problem is coloured and has a comment; a last column 问题
    says all that is wrong with the row, and a sheet 问题汇总 lists everything. When the corrected file comes back
    `open_workbook` leaves column and sheet out by themselves. Memory grows with the problems, not with the rows.
    """
    first = source.sheets[0].name
    ordered = sorted(
        problems,
        key=lambda problem: (problem.sheet or first, problem.row, -1 if problem.column is None else problem.column),
    )
    by_sheet = {name: list(found) for name, found in groupby(ordered, key=lambda problem: problem.sheet or first)}
    with open_writer(out) as book:
        marking = _Marking(book)
        for sheet in source.sheets:
            marking.copy(sheet, by_sheet.get(sheet.name, []))
        marking.finish()
    return Returned(len(ordered), marking.rows, marking.comments)


class _Marking:
    """Writes the sheets one after the other, and the summary beside them."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._styles = Styles(book)
        self._titles: set[str] = set()
        self._lines: list[tuple[str, Problem, str]] = []
        self.rows = 0
        self.comments = 0

    def copy(self, sheet: Sheet, problems: list[Problem]) -> None:
        """Write a sheet with its problems marked."""
        title = self._free_title(sheet.name)
        page = self._book.add_worksheet(title)
        spans = _mergeable(sheet.spans)
        head_row, last = _extent(sheet)
        page.set_column(0, max(last, 0), 16)
        page.set_column(last + 1, last + 1, 60)
        by_row = {row: list(found) for row, found in groupby(problems, key=lambda problem: problem.row)}
        for number, cells in _with_rows_that_only_have_problems(sheet, by_row):
            found = by_row.pop(number, [])
            self._write_row(page, number, cells, found, title)
            if number == head_row:
                page.write_string(number - 1, last + 1, str(marks.PROBLEMS), self._styles(**HEAD_STYLE))
            elif found:
                page.write_string(number - 1, last + 1, _in_words(found), self._styles(text_wrap=True))
        for span in spans:
            # merge_range would go back to rows that are already written; the list of ranges is written at the end.
            page.merge.append([span.top - 1, span.left, span.bottom - 1, span.right])
        if head_row:
            page.freeze_panes(head_row, 0)
        letters = column_letters(last + 1)
        quoted = title.replace("'", "''")
        self._book.define_name(f"{marks.PROBLEM_COLUMN}_{len(self._titles)}", f"='{quoted}'!${letters}:${letters}")

    def _free_title(self, name: str) -> str:
        title, count = sheet_title(name), 1
        while title.lower() in self._titles or marks.SUMMARY_NAME.is_said_by(title):
            count += 1
            title = sheet_title(name, f"({count})")
        self._titles.add(title.lower())
        return title

    def _write_row(self, page: Any, number: int, cells: list[Raw], problems: list[Problem], title: str) -> None:
        marked: dict[int, list[Problem]] = {}
        for problem in problems:
            if problem.column is not None:
                marked.setdefault(problem.column, []).append(problem)
        for column in range(max(len(cells), max(marked, default=-1) + 1)):
            value = plain(cells[column]) if column < len(cells) else None
            found = marked.get(column)
            if found is None:
                write_value(page, self._styles, number - 1, column, value)
                continue
            colour = _COLOURS["error" if any(problem.severity == "error" for problem in found) else "warning"]
            write_value(
                page, self._styles, number - 1, column, value, bg_color=colour, border=1, border_color="#C0504D"
            )
            if self.comments < MOST_COMMENTS:
                self.comments += 1
                page.write_comment(number - 1, column, _in_words(found)[:_LONGEST_COMMENT], {"x_scale": 2})
        self.rows += bool(problems)
        for problem in problems:
            shown = cells[problem.column] if problem.column is not None and problem.column < len(cells) else None
            self._lines.append((title, problem, clean(plain_text(plain(shown)))[:100]))

    def finish(self) -> None:
        """Write the summary."""
        name = str(marks.SUMMARY_NAME)
        page = self._book.add_worksheet(name)
        widths = (8, 8, 30, 60, 60, 16, 8)
        for place, (label, width) in enumerate(zip(marks.SUMMARY_HEAD, widths, strict=True)):
            page.set_column(place, place, width)
            page.write_string(0, place, str(label), self._styles(**HEAD_STYLE))
        page.freeze_panes(1, 0)
        for line, (title, problem, shown) in enumerate(self._lines[: _LAST_ROW - 1], start=1):
            letters = "" if problem.column is None else column_letters(problem.column)
            row = (problem.row, letters, shown, problem.message, problem.way_out, title, str(_WORDS[problem.severity]))
            for place, value in enumerate(row):
                write_value(page, self._styles, line, place, value, text_wrap=True, valign="top")
        self._book.define_name(marks.PROBLEM_SUMMARY, f"='{name}'!$A:$A")


def _in_words(problems: Iterable[Problem]) -> str:
    """【错误】… 【提醒】…, each with what to do."""
    return "\n".join(
        f"【{_WORDS[problem.severity]}】{problem.message}" + (f"（{problem.way_out}）" if problem.way_out else "")
        for problem in problems
    )


def _with_rows_that_only_have_problems(
    sheet: Sheet, by_row: dict[int, list[Problem]]
) -> Iterator[tuple[int, list[Raw]]]:
    """The rows of the sheet, and blank rows where only a problem stands, in order."""
    waiting = iter(sorted(by_row))
    coming = next(waiting, None)
    for number, cells in sheet.rows():
        while coming is not None and coming < number:
            yield coming, []
            coming = next(waiting, None)
        if coming == number:
            coming = next(waiting, None)
        yield number, cells
    while coming is not None:
        yield coming, []
        coming = next(waiting, None)


def _extent(sheet: Sheet) -> tuple[int, int]:
    """(last row of the head or 0, last column that holds anything)."""
    last = max((len(cells) for _number, cells in sheet.rows()), default=0) - 1
    try:
        head = find_table(sheet).head_rows
    except UnreadableSheet:
        head = ()
    return (head[-1] if head else 0), last


def _mergeable(spans: Iterable[Span]) -> list[Span]:
    """The blocks that do not overlap others: a spreadsheet refuses a file in which they do."""
    kept: list[Span] = []
    taken: set[tuple[int, int]] = set()
    for span in sorted(spans):
        size = (span.bottom - span.top + 1) * (span.right - span.left + 1)
        if size < 2 or size > 10_000:
            continue
        cells = {
            (row, column) for row in range(span.top, span.bottom + 1) for column in range(span.left, span.right + 1)
        }
        if not cells & taken:
            taken |= cells
            kept.append(span)
    return kept
