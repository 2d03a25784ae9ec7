"""Finding the table in a sheet: which rows are its head, what the columns are called, and where the data begin."""

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from yaoan.kernel.exchange.sheets.cells import clean, folded, plain_text
from yaoan.kernel.exchange.sheets.values import Raw, Span, column_letters, is_blank, plain
from yaoan.kernel.exchange.sheets.workbook import Sheet

WINDOW = 60
"""Rows at the beginning of a sheet in which the head is looked for."""

_MOST_HEAD_ROWS = 3
_LONGEST_LABEL = 40
_WIDE = 0.6
"""A merged cell over this share of the columns is a title or a note, no head."""

_DATA = re.compile(r"\d{5,}|\d{4}[-./年]\d{1,2}|^\W*[\d.,%]+\W*$|^1[3-9]\d{9}$|[:：]\s*\S")
_HINT = re.compile(r"^(?:必填|选填|可选|必须|非必填|可不填|文本|日期|数字|下拉选择)$")
_EXAMPLE = re.compile(r"^[（(【\[]?(?:示例|样例|例如|例)[)）】\]]?(?:[:：]|$|\d)")
_ORDINAL = re.compile(r"^[（(]?(?:\d{1,2}|[甲乙丙丁戊己庚辛壬癸]|[A-Z])[)）]?$")
_EXPLAINED = re.compile(
    r"[（(【\[](?:必填|选填|可选|文本|格式|yyyy|单位|如|例|不填|没有|若).*?[)）】\]]|[*＊]", re.IGNORECASE
)

_BRACKETED = re.compile(r"[（(【\[].*?[)）】\]]|[*＊]", re.DOTALL)

Window = Mapping[int, Sequence[Raw]]


@dataclass(frozen=True)
class ColumnHead:
    """A column: its place in the file (from 0), its label, and the labels over it from top to bottom.

    In a head of two rows 许可证 over 编号 the path is (许可证, 编号) and the label 许可证/编号.
    """

    index: int
    label: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """The head of a table: its rows in the file, its columns, and the first row behind it that may hold data."""

    rows: tuple[int, ...]
    columns: tuple[ColumnHead, ...]
    data_start: int
    skipped: tuple[int, ...] = ()
    """Rows right behind the head that number the columns, or give hints or an example."""
    nameless: tuple[int, ...] = ()
    """Columns with something in them and no label over it. Those in which most rows hold something are among `columns`."""


def read_window(sheet: Sheet) -> dict[int, list[Raw]]:
    """The first rows of a sheet by their numbers."""
    return dict(itertools.islice(sheet.rows(), WINDOW))


def find_head(window: Window, spans: Sequence[Span], vocabulary: Collection[str] = ()) -> Head:
    """The head of the table that begins in the window, or a head of no rows where the data begin at once.

    ``vocabulary`` holds labels that are expected; a row with two of them is a head even if little else speaks for it.
    """
    grid = _Grid(window, spans)
    known = {folded(word) for word in vocabulary}
    for number in window:
        if grid.is_head(number, known):
            rows = _head_rows(grid, number)
            return _head(grid, rows)
    return _headless(grid)


class _Grid:
    """The window with merged cells filled in."""

    def __init__(self, window: Window, spans: Sequence[Span]) -> None:
        self.window = window
        last = max(window, default=0)
        self.spans = [span for span in spans if span.top <= last]
        self.real = {number: _texts(cells) for number, cells in window.items()}
        self.width = self._width()
        self.full = {number: dict(texts) for number, texts in self.real.items()}
        for span in self.spans:
            self._fill(span)

    def _width(self) -> int:
        """How many columns the table has: as many as the fuller half of its rows fill."""
        counts = sorted((len(texts) for texts in self.real.values()), reverse=True)
        return max(counts[len(counts) // 4] if counts else 1, 1)

    def _fill(self, span: Span) -> None:
        text = self.real.get(span.top, {}).get(span.left)
        if text is None or self.is_wide(span):
            return
        for number in range(span.top, min(span.bottom, span.top + _MOST_HEAD_ROWS) + 1):
            if number in self.full:
                for column in range(span.left, span.right + 1):
                    self.full[number].setdefault(column, text)

    def is_wide(self, span: Span) -> bool:
        """Whether the block is a title: most of the columns, and nothing beside it that reaches down into other rows."""
        columns = span.right - span.left + 1
        if columns < max(self.width * _WIDE, 3):
            return False
        return not any(other.top == span.top < other.bottom for other in self.spans if other != span)

    def is_head(self, number: int, known: Collection[str]) -> bool:
        """Whether the row can be the head, or the first row of it."""
        real, full = self.real[number], self.full[number]
        if any(span.top <= number <= span.bottom and self.is_wide(span) for span in self.spans):
            return False
        labels = [text for text in real.values() if is_label(text)]
        if len([text for text in full.values() if folded(text) in known]) >= 2:
            return len(labels) == len(real)
        wanted = max(self.width / 2, 2) if self.width > 1 else 1
        return len(full) >= wanted and len(labels) >= 0.9 * len(real) and len(set(real.values())) >= 0.7 * len(real)

    def spans_over(self, number: int) -> list[Span]:
        return [span for span in self.spans if span.top <= number <= span.bottom and not self.is_wide(span)]


def _texts(cells: Sequence[Raw]) -> dict[int, str]:
    return {column: clean(plain_text(plain(cell))) for column, cell in enumerate(cells) if not is_blank(cell)}


def is_label(text: str) -> bool:
    """Whether the text may be the label of a column: short, and neither a code nor a number, a date or “name: value”."""
    bare = _BRACKETED.sub("", text) or text
    return 0 < len(bare) <= _LONGEST_LABEL and not _DATA.search(bare.replace("\n", ""))


def _head_rows(grid: _Grid, first: int) -> tuple[int, ...]:
    """The rows of the head that begins in row ``first``: what is merged with it, or fills the gaps beneath it."""
    rows = [first]
    above = first - 1
    if above in grid.window and _is_group_row(grid, above, first):
        rows.insert(0, above)
    while len(rows) < _MOST_HEAD_ROWS and _continues(grid, rows[-1]):
        rows.append(rows[-1] + 1)
    return tuple(rows)


def _is_group_row(grid: _Grid, number: int, below: int) -> bool:
    """Whether the row holds nothing but labels merged over several columns of the head below it."""
    wide = [span for span in grid.spans_over(number) if span.bottom == number and span.right > span.left]
    texts = grid.real[number]
    return (
        bool(wide)
        and all(is_label(text) for text in texts.values())
        and set(grid.full[number]) <= set(grid.full[below])
    )


def _continues(grid: _Grid, number: int) -> bool:
    """Whether the row behind ``number`` still belongs to the head."""
    below = number + 1
    if below not in grid.window:
        return False
    texts, above = grid.real[below], grid.real[number]
    if not texts or not all(is_label(text) for text in texts.values()):
        return False
    if set(texts.values()) & set(above.values()):
        return False
    merged = [span for span in grid.spans_over(number) if span.top <= number]
    if any(span.bottom > number for span in merged):  # a label reaches down beside it
        return True
    beneath = {column for span in merged if span.right > span.left for column in range(span.left, span.right + 1)}
    if merged and beneath:
        return set(texts) <= beneath
    # Without merged cells: the row fills the gaps of the one above it, and says more under a label left of a gap.
    gaps = set(texts) - set(above)
    groups = {column for column in set(texts) & set(above) if column + 1 in gaps}
    return bool(gaps) and bool(groups) and set(texts) <= gaps | groups


def _head(grid: _Grid, rows: tuple[int, ...]) -> Head:
    columns = sorted({column for number in rows for column in grid.full[number]} | _data_columns(grid, rows[-1]))
    heads = tuple(_column(grid, rows, column) for column in columns)
    start, skipped = rows[-1] + 1, []
    for number in sorted(number for number in grid.window if number > rows[-1])[:3]:
        if not _is_beside_data(grid.real[number]):
            break
        skipped.append(number)
        start = number + 1
    labelled = {column.index for column in heads if column.path}
    filled = {column for number, texts in grid.real.items() if number >= start for column in texts}
    return Head(rows, heads, start, tuple(skipped), tuple(sorted(filled - labelled)))


def _data_columns(grid: _Grid, last: int) -> set[int]:
    """Columns without a label in which several rows hold something."""
    behind = [texts for number, texts in grid.real.items() if number > last]
    counts: dict[int, int] = {}
    for texts in behind:
        for column in texts:
            counts[column] = counts.get(column, 0) + 1
    return {column for column, count in counts.items() if count > len(behind) // 2}


def _column(grid: _Grid, rows: tuple[int, ...], column: int) -> ColumnHead:
    path: list[str] = []
    for place, number in enumerate(rows):
        text = grid.full[number].get(column)
        if text is None and place + 1 < len(rows) and column in grid.full[rows[place + 1]]:
            text = _group_left_of(grid, number, rows[place + 1], column)
        bare = _bare(text) if text else ""
        if bare and (not path or path[-1] != bare):
            path.append(bare)
    return ColumnHead(column, "/".join(path), tuple(path))


def _group_left_of(grid: _Grid, number: int, below: int, column: int) -> str | None:
    """The label to the left of a gap, if it groups the columns up to here: its own column has a label below, too."""
    left = max((known for known in grid.full[number] if known < column), default=None)
    if left is None or any(span.left <= left <= span.right > span.left for span in grid.spans_over(number)):
        return None  # nothing to the left, or a merged block that says itself how far it reaches
    group, beneath = grid.full[number][left], grid.full[below].get(left)
    return group if beneath is not None and beneath != group else None


def _bare(label: str) -> str:
    """The label in one line, without asterisks and explanations in brackets."""
    return _EXPLAINED.sub("", label.replace("\n", "")).strip(" :：") or label.replace("\n", "")


def _is_beside_data(texts: Mapping[int, str]) -> bool:
    """Whether a row behind the head only numbers the columns, or gives hints or an example."""
    values = list(texts.values())
    if not values:
        return False
    if len(values) > 2 and all(_ORDINAL.match(value) for value in values):
        numbers = [int(found[0]) for value in values if (found := re.search(r"\d+", value))]
        return numbers == sorted(set(numbers)) and (not numbers or numbers[-1] <= len(values) + 3)
    return all(_HINT.match(value) for value in values) or bool(_EXAMPLE.match(values[0]))


def _headless(grid: _Grid) -> Head:
    """A head of no rows: columns are called by their letters."""
    columns = sorted({column for texts in grid.real.values() for column in texts})
    heads = tuple(ColumnHead(column, column_letters(column), ()) for column in columns)
    return Head((), heads, min(grid.window, default=1))
