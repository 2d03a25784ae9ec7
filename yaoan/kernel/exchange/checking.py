"""Reading a sheet into rows that say what they will do. Nothing but these rows is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import translation

from yaoan.kernel import jobs
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments import storage
from yaoan.kernel.commands.statements import insert_many
from yaoan.kernel.exchange import reading
from yaoan.kernel.exchange.importer import ImportColumn, Importer
from yaoan.kernel.exchange.models import Batch, Result, Row, State
from yaoan.kernel.exchange.reading import Understood
from yaoan.kernel.exchange.registry import importer_of
from yaoan.kernel.exchange.setting import Setting
from yaoan.kernel.exchange.sheets import Sheet, Table, UnreadableSheet, Wanted, Workbook, find_table, open_workbook
from yaoan.kernel.exchange.sheets.obstacles import headless
from yaoan.kernel.jobs.models import Progress
from yaoan.kernel.words import _

SIZE = 1_000
"""Rows that are understood, looked up and written together."""

ADVISED = 5_000
"""New rows of one sheet for which advice is asked; after a larger import doubles are looked for in the register."""

MOST_NOTES = 200


def open_book(batch: Batch) -> Workbook:
    """The workbook of an import. Raises UnreadableSheet."""
    return open_workbook(storage.path_of(batch.sha256), batch.name)


def sheet_of(batch: Batch, book: Workbook) -> Sheet:
    """The sheet that was chosen, else the first."""
    return next((sheet for sheet in book.sheets if sheet.name == batch.sheet), book.sheets[0])


def table_of(importer: Importer, sheet: Sheet) -> Table:
    """The table of a sheet, its head found by what the importer expects. Raises UnreadableSheet, also where it has no head:
    columns known by their letters alone would be taken for those of any other such sheet."""
    table = find_table(sheet, [name for column in importer.columns for name in names_of(column)])
    if not table.head_rows:
        raise headless(sheet.name)
    return table


def names_of(column: ImportColumn) -> tuple[str, ...]:
    """What a column is called in sheets: its Chinese label first, its English one, its aliases."""
    with translation.override("en"):
        english = str(column.label)
    return (column.label.message, english, *column.aliases)


def wanted(columns: Iterable[ImportColumn]) -> list[Wanted]:
    """The columns of an importer as the guessing wants them."""
    return [
        Wanted(
            name=column.field,
            label=names_of(column)[0],
            aliases=names_of(column)[1:],
            kind=column.kind.sort,
            looks=column.kind.looks,
            avoid=column.avoid,
            is_required=column.required,
        )
        for column in columns
    ]


def check(batch: Batch) -> None:
    """Understand every row of the sheet. Begun anew, it begins from the beginning; it changes nothing but the batch.

    What is wrong is said in the language of the person who imports.
    """
    Row.objects.filter(batch=batch).delete()
    Progress.objects.filter(key=checking_key(batch)).delete()
    try:
        with translation.override(batch.by.language), open_book(batch) as book:
            sheet = sheet_of(batch, book)
            _read(batch, table_of(importer_of(batch.importer), sheet), book.notes)
    except UnreadableSheet as obstacle:
        batch.state, batch.trouble = State.FAILED, str(obstacle)
        batch.save(update_fields=["state", "trouble"])


def _read(batch: Batch, table: Table, notes: Sequence[str]) -> None:
    importer = importer_of(batch.importer)
    setting = Setting.of(Actor.of(batch.by), batch.area)
    advised = 0
    with jobs.progress(_("核对导入的表格"), key=checking_key(batch)) as report:
        for rows in understood(importer, setting, batch.columns, table):
            reading.recognise(importer, setting, rows)
            new = [row for row in rows if row.result == Result.NEW][: ADVISED - advised]
            advised += len(new)
            for row, sentences in zip(new, importer.advise(setting, [row.values for row in new]), strict=True):
                row.notes += (("", sentence) for sentence in sentences)
            with transaction.atomic():
                insert_many(Row, (_row(batch, importer, row) for row in rows))
                report.advance(len(rows))
        _refuse_repeated(batch)
        _close(batch, [*notes, *(f"{note.row}：{note.text}" for note in table.notes)])


def understood(
    importer: Importer, setting: Setting, columns: dict[str, int], table: Table
) -> Iterator[list[Understood]]:
    """The rows of a table as far as they can be understood by themselves, some at a time."""
    rows = iter(table.rows())
    while chunk := list(islice(rows, SIZE)):
        yield [reading.understand(importer, setting, columns, number, cells) for number, cells in chunk]


def _row(batch: Batch, importer: Importer, row: Understood) -> dict[str, Any]:
    """A row as its table wants it."""
    known = row.known
    return {
        "batch_id": batch.pk,
        "number": row.number,
        "key": "" if row.problems else importer.key(row.values)[:300],
        "title": str(importer.title({**row.shown, **row.values} if row.problems else row.values))[:300],
        "result": row.result,
        "values": row.shown if row.problems else reading.kept(row.values),
        "before": reading.kept(row.before),
        "problems": row.problems,
        "notes": row.notes,
        "record": known.record if known else None,
        "record_number": known.number if known else "",
        "version": known.version if known else None,
        "refusal": "",
    }


def _refuse_repeated(batch: Batch) -> None:
    """Rows about one thing: the second of two equal rows does nothing, rows that differ are faults, each naming the other."""
    rows = Row.objects.filter(batch=batch).exclude(key="")
    several = rows.order_by().values("key").annotate(count=Count("pk")).filter(count__gt=1).values("key")
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows.filter(key__in=several).order_by("number").iterator(chunk_size=SIZE):
        groups[row.key].append(row)
    for same in groups.values():
        first, *others = same
        if all(row.values == first.values for row in others):
            for row in others:
                row.result = Result.SAME
                row.notes = [*row.notes, ["", _("与第 {number} 行完全相同，只导入一次。").format(number=first.number)]]
        else:
            for row in same:
                numbers = "、".join(str(other.number) for other in same if other is not row)
                text = _("与第 {numbers} 行说的是同一项，内容却不同；请只留一行。").format(numbers=numbers)
                row.result, row.problems = Result.ERROR, [*row.problems, ["", text]]
        Row.objects.bulk_update(same, ["result", "notes", "problems"])


def _close(batch: Batch, notes: Sequence[str]) -> None:
    found = Row.objects.filter(batch=batch).order_by().values("result").annotate(count=Count("pk"))
    batch.counts = {item["result"]: item["count"] for item in found}
    batch.notes = list(notes)[:MOST_NOTES]
    batch.state, batch.trouble = State.CHECKED, ""
    batch.save(update_fields=["counts", "notes", "state", "trouble"])


def checking_key(batch: Batch) -> str:
    """The name under which the progress of checking is reported."""
    return f"exchange:{batch.pk}:check"
