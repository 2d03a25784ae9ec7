"""The rows of an import as the page shows them: what they will do, did, or cannot do, cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yaoan.kernel.exchange.importer import ImportColumn, Importer
from yaoan.kernel.exchange.models import Batch, Result, Row, State
from yaoan.kernel.exchange.setting import Setting
from yaoan.kernel.journal.models import Entry

PER_PAGE = 50
REFUSED = "refused"

TABS: Mapping[str, tuple[str, ...]] = {
    State.CHECKED: (Result.ERROR, Result.CHANGE, Result.NEW, Result.SAME),
    State.DONE: (REFUSED, Result.NEW, Result.CHANGE, Result.SAME, Result.ERROR),
}
"""The parts a page of rows has, what needs a look first."""


@dataclass(frozen=True)
class Shown:
    """One cell: its value in words, what the register holds where that differs, what is wrong, what should be known."""

    column: ImportColumn
    value: str
    before: str | None = None
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()

    @property
    def is_code(self) -> bool:
        """Whether the value is a code, a date or a number, which is not broken into lines."""
        return self.value.isascii()


@dataclass(frozen=True)
class Line:
    """One row with its cells; `number` and `url` are those of the record it is about, where there is one."""

    row: Row
    cells: Sequence[Shown]
    problems: Sequence[str]
    notes: Sequence[str]
    number: str = ""
    url: str = ""


@dataclass(frozen=True)
class Preview:
    """A page of rows of one part."""

    tab: str
    tabs: Sequence[tuple[str, int]]
    columns: Sequence[ImportColumn]
    lines: Sequence[Line]
    page: int
    pages: int

    @property
    def previous(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def preview(importer: Importer, setting: Setting, batch: Batch, *, tab: str, page: str) -> Preview:
    """The rows of a part ("" for the first that has any), some to a page. A constant number of queries."""
    tabs = [(name, count) for name in TABS[batch.state] if (count := _count(batch, name))]
    known = dict(tabs)
    tab = tab if tab in known else next(iter(known), "")
    pages = max(1, -(-known.get(tab, 0) // PER_PAGE))
    number = min(max(1, int(page)), pages) if page.isdigit() else 1
    rows = list(_rows(batch, tab)[(number - 1) * PER_PAGE : number * PER_PAGE])
    written = _written(batch, rows) if batch.state == State.DONE else {}
    columns = sorted(
        (column for column in importer.columns if column.field in batch.columns or _is_derived(column, rows)),
        key=lambda column: not (column.required or _is_touched(column, rows)),
    )
    lines = [_line(importer, setting, columns, row, written.get(row.number, row.record_number)) for row in rows]
    return Preview(tab, tabs, columns, lines, number, pages)


def _count(batch: Batch, name: str) -> int:
    if name == REFUSED:
        return batch.refused
    return int(batch.counts.get(name, 0))


def _rows(batch: Batch, tab: str) -> Any:
    if tab == REFUSED:
        return batch.rows.exclude(refusal="").order_by("number")
    return batch.rows.filter(result=tab).order_by("number")


def _is_derived(column: ImportColumn, rows: Sequence[Row]) -> bool:
    """Whether a column that the sheet lacks was filled in from others."""
    return any(column.field in row.values for row in rows)


def _is_touched(column: ImportColumn, rows: Sequence[Row]) -> bool:
    """Whether something is wrong or changes in a column: such columns stand first, so that nobody need look for them."""
    name = column.field
    return any(name in row.before or any(field == name for field, _text in row.problems) for row in rows)


def _written(batch: Batch, rows: Sequence[Row]) -> dict[int, str]:
    """The numbers of the records that came of the rows, by the number of the row."""
    sent = {batch.command_id(row.number): row.number for row in rows}
    found = Entry.objects.filter(command_id__in=sent).values_list("command_id", "number")
    return {sent[command_id]: number for command_id, number in found}


def _line(importer: Importer, setting: Setting, columns: Sequence[ImportColumn], row: Row, number: str) -> Line:
    return Line(
        row,
        [_cell(setting, column, row) for column in columns],
        [text for name, text in row.problems if not _stands_in(columns, name)] + ([row.refusal] if row.refusal else []),
        [text for name, text in row.notes if not _stands_in(columns, name)],
        number,
        f"/{importer.kind}/{number}/" if number else "",
    )


def _stands_in(columns: Sequence[ImportColumn], name: str) -> bool:
    return any(column.field == name for column in columns)


def _cell(setting: Setting, column: ImportColumn, row: Row) -> Shown:
    name = column.field
    raw = row.values.get(name, "")
    value = raw if row.result == Result.ERROR or raw == "" else column.kind.show(raw, setting)
    before = row.before.get(name)
    return Shown(
        column,
        str(value),
        (column.kind.show(before, setting) if before not in (None, "", []) else "") if name in row.before else None,
        [text for field, text in row.problems if field == name],
        [text for field, text in row.notes if field == name],
    )
