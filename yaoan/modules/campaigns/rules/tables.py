"""Tables: tasks with their units, and shares of work by unit."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from yaoan.kernel.reading.pieces import Piece

_RULE = re.compile(r"^[\s|:\-—=+]+$")
_NUMBER = re.compile(r"^\s*(?:≥|≤|不少于|至少|约)?\s*(\d{1,7})(?:\.0+)?\s*(?:家次?|批次?|个|户|件|次|人|份|期|%)?\s*$")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|共\s*计|小\s*计|总\s*数|全[县市区省州]合?计?)")
_UNIT_HEAD = re.compile(r"单位|地区|区域|县|市|区|所|分局|机构|部门|辖区|乡镇|街道|名称|抽样单位")
_COUNT_WORDS = re.compile(r"序号|编号|备注|电话|联系|邮编")

_TASK_HEADS = {
    "title": re.compile(
        r"工作任务|任务(?:名称|内容|事项)?$|主要任务|重点任务|工作(?:内容|事项"
        r"|举措|措施)|整治(?:内容|任务|事项)|检查内容|具体(?:内容|任务|措施)|事项"
    ),
    "responsible": re.compile(
        r"责任(?:单位|部门|股室|科室|处室|分工)|牵头(?:单位|部门"
        r"|股室|科室|处室)|主办|承办|落实单位|负责(?:单位|部门)|主责"
    ),
    "support": re.compile(r"配合|协办|协助|参与|协同"),
    "due": re.compile(r"时限|时间|期限|节点|进度"),
    "number": re.compile(r"序号|编号|^No"),
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Rows of cells. ``head`` is the first row."""

    head: tuple[Piece, ...]
    rows: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class Share:
    """One unit's share: its cells under the counted columns, in the order of ``columns``."""

    unit: Piece
    cells: tuple[Piece, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Allocation:
    """A table of shares: the counted columns and the units; the total row is marked, it is no unit."""

    columns: tuple[Piece, ...]
    shares: tuple[Share, ...]

    def misfits(self) -> Iterator[tuple[Piece, int, int]]:
        """(column, sum of the units, total as written) where the two differ."""
        for total in (share for share in self.shares if share.is_total):
            for place, column in enumerate(self.columns):
                written = count(total.cells[place])
                parts = [count(share.cells[place]) for share in self.shares if not share.is_total]
                if written is not None and all(part is not None for part in parts):
                    summed = sum(part for part in parts if part is not None)
                    if summed != written:
                        yield column, summed, written


@dataclass(frozen=True)
class TaskRow:
    """A row of a table of tasks; cells the table lacks are None."""

    number: Piece | None
    title: Piece
    responsible: Piece | None
    support: Piece | None
    due: Piece | None


def is_row(line: Piece) -> bool:
    return line.text.lstrip().startswith("|")


def find_tables(lines: Iterable[Piece]) -> list[Table]:
    """The tables among the lines: neighbouring piped rows; rules of dashes are left out."""
    tables: list[list[tuple[Piece, ...]]] = [[]]
    end = -1
    for line in lines:
        if not is_row(line) or (tables[-1] and line.start > end + 2):
            tables.append([])
        if is_row(line) and not _RULE.match(line.flat):
            tables[-1].append(_cells(line))
            end = line.end
        elif is_row(line):
            end = line.end
    return [Table(rows[0], tuple(rows[1:])) for rows in tables if len(rows) > 1]


def _cells(line: Piece) -> tuple[Piece, ...]:
    places = [place for place, character in enumerate(line.text) if character == "|"]
    edges = [*places, len(line)] if line.part(places[-1] + 1, len(line)).strip() else places
    return tuple(line.part(left + 1, right).strip(" ") for left, right in pairwise(edges))


def count(cell: Piece) -> int | None:
    """The whole number of a cell, or None."""
    match = _NUMBER.match(cell.flat)
    return int(match[1]) if match else None


def allocation(table: Table) -> Allocation | None:
    """The table as shares of units, or None where it is no such table."""
    columns = [
        place
        for place in range(1, len(table.head))
        if not _COUNT_WORDS.search(table.head[place].flat) and _is_counted(table, place)
    ]
    unit = _unit_column(table, columns)
    if unit is None or not columns:
        return None
    shares = [
        Share(row[unit], tuple(row[place] for place in columns), is_total(row[unit]))
        for row in table.rows
        if len(row) == len(table.head) and row[unit]
    ]
    return Allocation(tuple(table.head[place] for place in columns), tuple(shares)) if shares else None


def is_total(cell: Piece) -> bool:
    """合计 and its like."""
    return bool(_TOTAL.match(cell.flat))


def _is_counted(table: Table, place: int) -> bool:
    cells = [row[place] for row in table.rows if len(row) == len(table.head)]
    counted = [cell for cell in cells if count(cell) is not None]
    return len(counted) >= max(1, len(cells) * 0.6)


def _unit_column(table: Table, counted: list[int]) -> int | None:
    """The first column that names units: by its head, or by standing before the first counted column."""
    for place, head in enumerate(table.head):
        if place not in counted and _UNIT_HEAD.search(head.flat) and not _COUNT_WORDS.search(head.flat):
            return place
    return None


def task_rows(table: Table) -> list[TaskRow]:
    """The rows of a table with a column of tasks and a column of responsible units; empty for other tables."""
    columns: dict[str, int] = {}
    for name, pattern in _TASK_HEADS.items():
        for place, head in enumerate(table.head):
            if place not in columns.values() and pattern.search(head.flat):
                columns[name] = place
                break
    if not {"title", "responsible"} <= columns.keys():
        return []

    def cell(row: tuple[Piece, ...], name: str) -> Piece | None:
        place = columns.get(name)
        return row[place] if place is not None and place < len(row) and row[place] else None

    found = []
    for row in table.rows:
        title = cell(row, "title")
        if title and title.flat.strip() != table.head[columns["title"]].flat.strip():
            found.append(
                TaskRow(cell(row, "number"), title, cell(row, "responsible"), cell(row, "support"), cell(row, "due"))
            )
    return found
