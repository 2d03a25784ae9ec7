"""A workbook and its sheets, whatever the format of the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Literal, Self

from yaoan.kernel.exchange.sheets.obstacles import Limits, UnreadableSheet
from yaoan.kernel.exchange.sheets.values import Broken, Row, Span, column_letters
from yaoan.kernel.words import Text, _

Format = Literal["xlsx", "xls", "xlsb", "ods", "csv", "html", "xml"]


@dataclass(eq=False)
class Sheet:
    """One sheet of a workbook, read from the file each time its rows are asked for.

    ``date1904`` tells how bare numbers are to be taken as dates; cells that the file shows as dates come as dates.
    """

    name: str
    read: Callable[[], Iterator[Row]]
    read_spans: Callable[[], tuple[Span, ...]] = tuple
    limits: Limits = field(default_factory=Limits)
    date1904: bool = False

    def rows(self) -> Iterator[Row]:
        """(number in the file, cells) of each row that holds something, cells up to the last that holds something.

        A cell longer than the limit is a `Broken` one; more rows or columns than the limits raise `UnreadableSheet`.
        """
        limits = self.limits
        for count, (number, cells) in enumerate(self.read(), start=1):
            if count > limits.rows:
                raise too_many(_("超过 {most} 行。"), limits.rows)
            if len(cells) > limits.columns:
                raise _too_wide(number, len(cells) - 1, limits.columns)
            for column, cell in enumerate(cells):
                if type(cell) is str and len(cell) > limits.cell_characters:
                    cells[column] = _overlong(cell, number, column, limits.cell_characters)
            yield number, cells

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The merged blocks of cells."""
        return self.read_spans()


def too_many(obstacle: Text, most: int) -> UnreadableSheet:
    return UnreadableSheet(obstacle.format(most=f"{most:,}"), _("请分成几个文件导入。").format())


def _too_wide(number: int, column: int, most: int) -> UnreadableSheet:
    obstacle = _("第 {row} 行在 {column} 列还有内容，超过 {most} 列。").format(
        row=number, column=column_letters(column), most=most
    )
    return UnreadableSheet(obstacle, _("请删去右侧多余的列后再导入。").format())


def _overlong(text: str, number: int, column: int, most: int) -> Broken:
    problem = _("第 {row} 行 {column} 列的内容有 {length} 个字，超过上限 {most} 个字").format(
        row=number, column=column_letters(column), length=f"{len(text):,}", most=f"{most:,}"
    )
    return Broken(text[:40] + "…", problem, _("请缩短这一格的内容。").format())


@dataclass(eq=False)
class Workbook:
    """An opened workbook: its visible sheets in their order, and notes on what was left out. Close it after use."""

    name: str
    format: Format
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    on_close: Callable[[], None] = lambda: None

    def close(self) -> None:
        self.on_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
