"""Writing what was run: numbers, chain, journal, rows, docket, deadlines, attachments. A few statements a batch."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models

from yaoan.kernel import clock, law, numbering
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.commands.base import Command
from yaoan.kernel.commands.values import evidence_in, plain
from yaoan.kernel.journal import chain, signing
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.lifecycle import open_duties
from yaoan.kernel.records.models import Deadline, Docket, Record
from yaoan.kernel.records.search import search_key

FEW = 8
"""Up to so many rows are written by ordinary statements."""


@dataclass(slots=True)
class Drafts:
    """Journal lines and rows that are ready but not written."""

    lines: list[tuple[Record, Entry]] = field(default_factory=list)
    new: dict[int, Record] = field(default_factory=dict)
    changed: dict[int, Record] = field(default_factory=dict)
    files: list[Attachment] = field(default_factory=list)

    def mark(self) -> tuple[int, int, int, int]:
        """A point to come back to."""
        return len(self.lines), len(self.files), len(self.new), len(self.changed)

    def back_to(self, mark: tuple[int, int, int, int]) -> None:
        lines, files, new, changed = mark
        del self.lines[lines:], self.files[files:]
        for rows, kept in ((self.new, new), (self.changed, changed)):
            for record_id in list(rows)[kept:]:
                del rows[record_id]

    def add(self, record: Record, entry: Entry, command: Command, *, is_new: bool) -> None:
        if is_new:
            self.new[record.pk] = record
        elif record.pk not in self.new:
            self.changed[record.pk] = record
        self.lines.append((record, entry))
        for item in evidence_in(command):
            record.evidence = [
                *record.evidence,
                {"sha256": item.sha256, "name": item.name, "purpose": item.purpose, "act": entry.act, "seq": entry.seq,
                 "by": entry.actor, "on": plain(entry.effective_on)},
            ]  # fmt: skip
            self.files.append(
                Attachment(record_id=record.pk, kind=record.kind, command_id=entry.command_id, blob_id=item.sha256,
                           name=item.name, purpose=item.purpose, added_by=entry.actor, added_at=entry.recorded_at)
            )  # fmt: skip

    def write(self) -> None:
        """Write everything; the rows are locked by this transaction."""
        _number(self.new.values())
        _chain(self.lines)
        insert([entry for _record, entry in self.lines])
        for rows in _by_model(self.new.values()):
            insert(rows)
        for rows in _by_model(self.changed.values()):
            update(rows)
        touched = {**self.new, **self.changed}
        _docket(self.new.values(), self.changed.values())
        refresh_deadlines(touched.values(), fresh=set(self.new))
        insert(self.files)


def _number(records: Iterable[Record]) -> None:
    series: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for record in records:
        series[record.prefix, clock.local_day(record.opened_at).year].append(record)
    for (prefix, year), rows in sorted(series.items(), key=lambda item: item[0]):
        first = numbering.reserve(f"{prefix}-{year}", len(rows))
        for offset, record in enumerate(rows):
            record.number = numbering.number(prefix, year, first + offset)


def _chain(lines: Iterable[tuple[Record, Entry]]) -> None:
    for record, entry in lines:
        entry.number = record.number
        entry.previous = bytes(record.head) or chain.ORIGIN
        entry.hash = record.head = chain.link(entry.previous, as_line(entry))
        entry.signature = signing.sign(entry.hash)


def as_line(entry: Entry) -> dict[str, Any]:
    """An entry as it is hashed and exported."""
    values = entry.__dict__
    line = {name: values[name] if name in SPELLED else plain(values[name]) for name in chain.COLUMNS}
    line["recorded_at"] = instant(entry.recorded_at)
    return line


SPELLED = frozenset({"payload", "facets", "recorded_at"})
"""Columns of an entry that are plain already, or spelled in a way of their own."""


def instant(at: datetime) -> str:
    """An instant in the one spelling that is hashed: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def insert(rows: list[Any]) -> None:
    """Write new rows of one model: a few with one statement, many by way of COPY."""
    if len(rows) > FEW:
        _insert_many(type(rows[0]), (row.__dict__ for row in rows))
    elif rows:
        type(rows[0])._base_manager.bulk_create(rows)


def _insert_many(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """COPY cannot write to a table with row policies: the rows go to a draft of it, and from there in one statement."""
    table, draft = model._meta.db_table, f"new_{model._meta.db_table}"
    columns = ", ".join(f'"{column}"' for column, _attribute, _convert in _writers(model))
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE IF NOT EXISTS "{draft}" ON COMMIT DROP AS SELECT {columns} FROM "{table}" WITH NO DATA'
        )
        copy_in(model, rows, table=draft)
        cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{draft}"')
        cursor.execute(f'TRUNCATE "{draft}"')


def update(rows: list[Any]) -> None:
    """Write all columns of rows that are there (and locked): a few one by one, many with one statement."""
    model: type[models.Model] = type(rows[0])
    if len(rows) <= FEW:
        statement, fields = _updating(model)
        with connection.cursor() as cursor:
            for row in rows:
                values = row.__dict__
                cursor.execute(statement, [*(convert(values[attribute]) for attribute, convert in fields), row.pk])
                if cursor.rowcount != 1:
                    raise DatabaseError(f"{model._meta.db_table} {row.pk} is not there to be written")
        return
    table, draft = model._meta.db_table, f"draft_{model._meta.db_table}"
    columns = [column.column for column in model._meta.concrete_fields if not column.primary_key]
    setting = ", ".join(f'"{name}" = draft."{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE IF NOT EXISTS "{draft}" (LIKE "{table}") ON COMMIT DROP')
        copy_in(model, (row.__dict__ for row in rows), table=draft)
        cursor.execute(f'UPDATE "{table}" SET {setting} FROM "{draft}" AS draft WHERE "{table}".id = draft.id')
        cursor.execute(f'TRUNCATE "{draft}"')


def copy_in(model: type[models.Model], rows: Iterable[Mapping[str, Any]], *, table: str = "") -> None:
    """Send rows, given by attribute name and complete, to a table like that of a model with COPY: five times as fast as INSERT."""
    fields = _writers(model)
    columns = ", ".join(f'"{column}"' for column, _attribute, _convert in fields)
    into = f'COPY "{table or model._meta.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for values in rows:
            copy.write_row([convert(values[attribute]) for _column, attribute, convert in fields])


@cache
def _updating(model: type[models.Model]) -> tuple[str, tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """The statement that writes a row anew, and (attribute, conversion) of its values. Django would spell it each time."""
    key = model._meta.pk
    assert key is not None
    written = [field for field in _writers(model) if field[0] != key.column]
    setting = ", ".join(f'"{column}" = %s' for column, _attribute, _convert in written)
    statement = f'UPDATE "{model._meta.db_table}" SET {setting} WHERE "{key.column}" = %s'
    return statement, tuple((attribute, convert) for _column, attribute, convert in written)


@cache
def _writers(model: type[models.Model]) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    """(column, attribute, conversion) of the columns we fill; a key the database makes is left to it."""
    made = isinstance(model._meta.pk, models.AutoField)
    fields = [field for field in model._meta.concrete_fields if not (made and field.primary_key)]
    return tuple((str(field.column), field.attname, _converter(field)) for field in fields)


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value) if value else _EMPTY.get(type(value), "null")
    if isinstance(field, ArrayField):
        return _array
    if isinstance(field, models.UUIDField):
        return lambda value: value if value is None or isinstance(value, UUID) else UUID(str(value))
    if isinstance(field, models.CharField | models.TextField):
        return lambda value: None if value is None else str(value)
    return lambda value: value


_EMPTY = {list: "[]", dict: "{}", tuple: "[]", str: '""', int: "0", bool: "false"}


def _array(values: Sequence[Any] | None) -> str | None:
    """An array as PostgreSQL reads it; the driver's own way of writing it is ten times as long."""
    if values is None:
        return None
    if not values:
        return "{}"
    if isinstance(values[0], int):
        return f"{{{','.join(map(str, values))}}}"
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def _by_model(records: Iterable[Record]) -> Iterator[list[Record]]:
    groups: dict[type[Record], list[Record]] = defaultdict(list)
    for record in records:
        groups[type(record)].append(record)
    yield from groups.values()


def _docket(new: Iterable[Record], changed: Iterable[Record]) -> None:
    rows = [docket_row(record) for record in new]
    if len(rows) > FEW:
        _insert_many(Docket, rows)
    else:
        insert([Docket(**row) for row in rows])
    known = [Docket(**docket_row(record)) for record in changed]
    if known:
        update(known)


def docket_row(record: Record) -> dict[str, Any]:
    """What search reads of a record, by the names of the docket's columns."""
    return {
        "id": record.pk,
        "kind": record.kind,
        "number": record.number,
        "title": record.title,
        "area": record.area,
        "agency_id": record.agency_id,
        "holder_id": record.holder_id,
        "assisting": record.assisting,
        "text": search_key(f"{record.number} {record.title} {record.search_text()}"),
    }


def refresh_deadlines(records: Iterable[Record], *, fresh: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    """Replace the deadlines of records by those that hold now."""
    rows, known = [], []
    for record in records:
        rows += deadlines_of(record)
        if record.pk not in fresh:
            known.append(record.pk)
    if known:
        Deadline.objects.filter(record_id__in=known).delete()
    insert(rows)


def deadlines_of(record: Record) -> list[Deadline]:
    """The open duties of a record as rows, worked out from its past, the law and the calendar."""
    found = open_duties(
        record.lifecycle, record.past(), record.agreed(), terms=law.terms(), calendar=law.calendar(), place=record.area
    )
    return [
        Deadline(
            record_id=record.pk,
            kind=record.kind,
            number=record.number,
            title=record.title,
            act=item.duty.act,
            permission=record.lifecycle[item.duty.act].permission,
            area=record.area,
            agency_id=getattr(record, item.duty.unit) or record.agency_id,
            holder_id=getattr(record, item.duty.holder) if item.duty.holder else None,
            assisting=record.assisting,
            started_at=item.started_at,
            due_at=item.at,
            provisional=item.provisional,
            paused=item.paused,
        )
        for item in found
    ]
