"""A table in a sheet, row by row: what is no data is left out with a note, merged cells are filled."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from yaoan.kernel.exchange.sheets import marks
from yaoan.kernel.exchange.sheets.cells import clean, folded, plain_text
from yaoan.kernel.exchange.sheets.heads import ColumnHead, Head, find_head, read_window
from yaoan.kernel.exchange.sheets.obstacles import empty
from yaoan.kernel.exchange.sheets.values import Broken, Noted, Raw, Row, Span, is_blank, plain
from yaoan.kernel.exchange.sheets.workbook import Sheet
from yaoan.kernel.words import Text, _

SAMPLE = 200
"""Rows of data kept to tell by their contents what the columns are."""

_MOST_NOTES = 200
_TOTAL = re.compile(r"(?:本页|本表)?(?:合计|总计|小计|共计|累计|汇总)(?:[:：]?(?:\d+[家个户人条项]?)?)")
_FOOTNOTE = re.compile(
    r"^(?:[*＊※]|(?:附?注|备注|说明|填表说明|填表人|填报人|填报单位|填报日期|制表人?|制表单位|审核人?|负责人|单位负责人|经办人|联系人|联系电话|打印时间|"
    r"打印日期|日期)\s*[:：]|注\d*[:：.、])"
)
_MOST_FOOTNOTE_CELLS = 3
_LONGEST_TOTAL = 12


@dataclass(frozen=True)
class RowNote:
    """A remark on a row of the file."""

    row: int
    text: str


@dataclass(eq=False)
class Table:
    """A table of a sheet. ``notes`` grows while rows are read; ``sample`` are the first data rows."""

    sheet: Sheet
    head: Head
    sample: tuple[Row, ...] = ()
    notes: list[RowNote] = field(default_factory=list)

    @property
    def head_rows(self) -> tuple[int, ...]:
        return self.head.rows

    @property
    def columns(self) -> tuple[ColumnHead, ...]:
        return self.head.columns

    @property
    def data_start(self) -> int:
        return self.head.data_start

    def rows(self) -> Iterator[Row]:
        """(number in the file, cells) of each data row; all rows have the same number of cells, up to the last column.

        Blank rows, heads repeated in the middle, totals and footnotes are left out, the last three with a note. A cell
        merged over several rows stands in each of them, noted.
        """
        self.notes.clear()
        for number in self.head.skipped:
            self._note(number, _("栏号、提示或示例，没有读入"))
        fill = _Filling([span for span in self.sheet.spans if span.bottom >= self.data_start])
        width = max((column.index for column in self.columns), default=-1) + 1
        for number, cells in self.sheet.rows():
            if number < self.data_start:
                continue
            reason = self._is_no_data(cells)
            if reason is not None:
                self._note(number, reason)
                continue
            full = fill(number, cells[:width] + [None] * (width - len(cells)))
            if len(cells) <= width or not all(map(is_blank, cells[:width])):
                yield number, full

    def _note(self, number: int, text: Text) -> None:
        if len(self.notes) < _MOST_NOTES:
            self.notes.append(RowNote(number, str(text)))

    def _is_no_data(self, cells: Sequence[Raw]) -> Text | None:
        """Why the row is no data, or None. Asked of every row, so the cheap questions come first."""
        filled = list(
            islice((index for index, cell in enumerate(cells) if not is_blank(cell)), _MOST_FOOTNOTE_CELLS + 1)
        )
        if not filled:
            return None
        first = clean(plain_text(plain(cells[filled[0]])))
        if len(first) < _LONGEST_TOTAL and self._is_total(first, cells, filled):
            return _("合计行，没有读入")
        if len(filled) <= _MOST_FOOTNOTE_CELLS and len(self.columns) > 2 and _FOOTNOTE.match(first):
            return _("表下说明，没有读入")
        if self._repeats_head(cells, filled):
            return _("重复的表头，没有读入")
        return None

    @staticmethod
    def _is_total(first: str, cells: Sequence[Raw], filled: Sequence[int]) -> bool:
        """Whether the first words of the row are 合计 or the like, perhaps behind a running number."""
        words = "".join(first.split())
        if words.isdigit() and len(filled) > 1:
            words = "".join(plain_text(plain(cells[filled[1]])).split())
        return _TOTAL.fullmatch(words) is not None

    def _repeats_head(self, cells: Sequence[Raw], filled: Sequence[int]) -> bool:
        """Whether the row says again what the labels are (any row of a head of several)."""
        if len(filled) < 2 or not self.head_rows:
            return False
        for tried, index in enumerate(filled[:2]):
            if _label_of(cells[index]) in self._labels.get(index, ()):
                break
            if tried:
                return False
        said = [index for index, cell in enumerate(cells) if not is_blank(cell)]
        same = sum(_label_of(cells[index]) in self._labels.get(index, ()) for index in said)
        return same >= max(0.8 * len(said), 2)

    @cached_property
    def _labels(self) -> dict[int, set[str]]:
        return {column.index: {folded(part) for part in (*column.path, column.label)} for column in self.columns}


def _label_of(cell: Raw) -> str:
    return folded(re.sub(r"[(（][^)）]*[)）]|[*＊]", "", plain_text(plain(cell)))) or folded(plain_text(plain(cell)))


class _Filling:
    """Puts the value of a merged cell into the rows below its first."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._coming = sorted((span for span in spans if span.bottom > span.top), reverse=True)
        self._open: dict[int, tuple[int, int, Raw]] = {}  # column → last row, first row, value

    def __call__(self, number: int, cells: list[Raw]) -> list[Raw]:
        for column, (last, first, value) in list(self._open.items()):
            if last < number:
                del self._open[column]
            elif column < len(cells) and is_blank(cells[column]):
                cells[column] = _filled(value, first)
        while self._coming and self._coming[-1].top <= number:
            span = self._coming.pop()
            if span.left < len(cells) and span.bottom > number and not is_blank(cells[span.left]):
                self._open[span.left] = (span.bottom, number, cells[span.left])
        return cells


def _filled(value: Raw, first: int) -> Raw:
    if isinstance(value, Broken):
        return value
    note = _("合并单元格，取第 {row} 行的内容").format(row=first)
    return Noted(plain(value), note)


def find_table(sheet: Sheet, vocabulary: Collection[str] = ()) -> Table:
    """The table of a sheet; `UnreadableSheet` if the sheet is empty.

    Titles and notes above the head are passed over; a head may have up to three rows. Where there is no head the columns
    are called by their letters. ``vocabulary`` are labels one expects, which help where the head is unusual.
    """
    window = read_window(sheet)
    if not window:
        raise empty(sheet.name)
    table = Table(sheet, find_head(window, sheet.spans, vocabulary))
    table.sample = tuple(islice(table.rows(), SAMPLE))
    table.notes.clear()
    if _ends_with_problems(table):
        table.head = replace(table.head, columns=table.columns[:-1])
        table.sample = tuple((number, cells[:-1]) for number, cells in table.sample)
    return table


def _ends_with_problems(table: Table) -> bool:
    """Whether the last column is the one a returned sheet added, where its mark was lost (saved as csv, pasted)."""
    if not table.columns or not any(marks.PROBLEMS.is_said_by(label) for label in table.columns[-1].path[-1:]):
        return False
    last = table.columns[-1].index
    texts = [plain_text(plain(cells[last])) for _number, cells in table.sample if not is_blank(cells[last])]
    return bool(texts) and all(marks.ERROR.begins(text) or marks.WARNING.begins(text) for text in texts)
