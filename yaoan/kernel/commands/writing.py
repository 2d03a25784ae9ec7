"""Writing what was run: numbers, chain, journal, rows, docket, deadlines, attachments. A few statements a batch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from yaoan.kernel import clock, law, numbering
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.commands.base import Command
from yaoan.kernel.commands.statements import FEW, delete, insert, together, update
from yaoan.kernel.commands.values import column_names, evidence_in, plain
from yaoan.kernel.journal import chain, signing
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.lifecycle import OpenDuty, open_duties
from yaoan.kernel.records.models import Deadline, Docket, Record
from yaoan.kernel.records.search import search_key
from yaoan.kernel.vault.models import Key, Secret
from yaoan.kernel.vault.sealing import encrypted


@dataclass(slots=True)
class Drafts:
    """Journal lines and rows that are ready but not written."""

    lines: list[tuple[Record, Entry]] = field(default_factory=list)
    new: dict[int, Record] = field(default_factory=dict)
    changed: dict[int, Record] = field(default_factory=dict)
    files: list[Attachment] = field(default_factory=list)
    sealed: list[tuple[Key, Secret]] = field(default_factory=list)
    renamed: set[int] = field(default_factory=set)
    """The changed records that the docket now says otherwise of."""

    def mark(self) -> tuple[int, int, int, int, int]:
        """A point to come back to."""
        return len(self.lines), len(self.files), len(self.sealed), len(self.new), len(self.changed)

    def back_to(self, mark: tuple[int, int, int, int, int]) -> None:
        lines, files, sealed, new, changed = mark
        del self.lines[lines:], self.files[files:], self.sealed[sealed:]
        for rows, kept in ((self.new, new), (self.changed, changed)):
            for record_id in list(rows)[kept:]:
                del rows[record_id]

    def add(self, record: Record, entry: Entry, command: Command, *, is_new: bool) -> None:
        if is_new:
            self.new[record.pk] = record
        elif record.pk not in self.new:
            self.changed[record.pk] = record
            told = docketed(type(record))
            if told is None or not told.isdisjoint(entry.payload.get("changes", ())):
                self.renamed.add(record.pk)
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

    def seal(self, value: str, record_id: int) -> str:
        """Encrypt a value; returns the id under which the vault will keep it."""
        key, secret = encrypted({"value": value}, record=record_id)
        self.sealed.append((key, secret))
        return str(secret.pk)

    def number(self) -> None:
        """Give the new records their numbers, unless they have them."""
        _number(record for record in self.new.values() if not record.number)

    def write(self) -> None:
        """Write everything; the rows are locked by this transaction."""
        self.number()
        _chain(self.lines)
        owed = [due for record in (*self.new.values(), *self.changed.values()) for due in owe(record)]
        with together() if len(self.lines) <= FEW else nullcontext():
            insert(Key, [key.__dict__ for key, _secret in self.sealed])
            insert(Secret, [secret.__dict__ for _key, secret in self.sealed])
            insert(Entry, [entry.__dict__ for _record, entry in self.lines])
            for model, rows in _by_model(self.new.values()):
                insert(model, rows)
            for model, rows in _by_model(self.changed.values()):
                update(model, rows)
            insert(Docket, [docket_row(record) for record in self.new.values()])
            update(Docket, [docket_row(record) for record in self.changed.values() if record.pk in self.renamed])
            delete(Deadline, "record_id", list(self.changed))
            insert(Deadline, [due.__dict__ for due in owed])
            insert(Attachment, [file.__dict__ for file in self.files])


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


def _by_model(records: Iterable[Record]) -> Iterator[tuple[type[Record], list[dict[str, Any]]]]:
    groups: dict[type[Record], list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        groups[type(record)].append(record.__dict__)
    yield from groups.items()


@cache
def docketed(model: type[Record]) -> frozenset[str] | None:
    """The columns that the docket's row of a record is made from; None where it is made from more than columns."""
    if not set(model.search_fields) <= set(column_names(model)):
        return None
    return frozenset({"title", "area", "agency_id", "holder_id", "assisting", *model.search_fields})


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


def refresh_deadlines(records: Sequence[Record]) -> None:
    """Replace the deadlines of (locked) records by those that hold now."""
    owed = [due for record in records for due in owe(record)]
    for model, rows in _by_model(records):
        update(model, rows)
    delete(Deadline, "record_id", [record.pk for record in records])
    insert(Deadline, [due.__dict__ for due in owed])


def owe(record: Record) -> list[Deadline]:
    """The deadlines of a record as `deadlines_of`; the nearest is noted on the record."""
    owed = deadlines_of(record)
    record.due_at = nearest(due.due_at for due in owed)
    return owed


def nearest(instants: Iterable[datetime | None]) -> datetime | None:
    return min(filter(None, instants), default=None)


def duties_of(record: Record) -> Iterator[tuple[OpenDuty, int | None]]:
    """The open duties of a record and who holds each, worked out from its past, the law and the calendar."""
    found = open_duties(
        record.lifecycle, record.past(), record.agreed(), terms=law.terms(), calendar=law.calendar(), place=record.area
    )
    for item in found:
        yield item, getattr(record, item.duty.holder) if item.duty.holder else None


def deadlines_of(record: Record) -> list[Deadline]:
    """The same as rows."""
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
            holder_id=holder,
            assisting=record.assisting,
            started_at=item.started_at,
            due_at=item.at,
            provisional=item.provisional,
            paused=item.paused,
        )
        for item, holder in duties_of(record)
    ]
