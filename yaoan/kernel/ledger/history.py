"""The time line of a record, read from the journal: who did what when, what it changed, and what proves it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.commands.writing import as_line
from yaoan.kernel.journal import chain
from yaoan.kernel.journal.models import Entry, Seal
from yaoan.kernel.ledger.wording import Change, Wording
from yaoan.kernel.records.models import Record

NEWEST = 50
"""How many lines a page shows before it is asked for all."""


@dataclass(frozen=True)
class Moment:
    """One line of the time line."""

    entry: Entry
    label: str
    who: str
    unit: str
    move: tuple[str, str] | None
    changes: list[Change]
    answers: list[tuple[str, str]]
    files: list[Attachment]
    cause: tuple[str, str] | None
    is_sealed: bool

    @property
    def effective_on(self) -> date | None:
        """The day it took effect, where that is another than the day it was written down."""
        day = self.entry.effective_on
        return day if day != clock.local_day(self.entry.recorded_at) else None


@dataclass(frozen=True)
class History:
    """The newest lines first. `is_whole`: the lines shown hang together and end where the record says they end."""

    moments: list[Moment]
    earlier_count: int
    is_whole: bool
    sealed_on: date | None
    unsealed_count: int
    head: str
    files: list[Attachment] = field(default_factory=list)


def history_of(record: Record, reader: Actor, *, after: int = 0, newest: int | None = NEWEST) -> History:
    """The time line of a record as somebody may read it, from the line after `after`; `newest` None shows all. At most eight queries."""
    rows = Entry.objects.filter(record=record.pk, seq__gt=after).order_by("-seq")
    entries = list(rows[:newest] if newest else rows)
    seal = Seal.objects.order_by("-pk").first()
    sealed_to = seal.last if seal else 0
    files = list(Attachment.objects.filter(record_id=record.pk).select_related("blob").order_by("pk"))
    by_command: dict[UUID, list[Attachment]] = defaultdict(list)
    for item in files:
        by_command[item.command_id].append(item)
    wording = Wording.of(
        type(record),
        [(entry.act, entry.payload) for entry in entries],
        {entry.actor for entry in entries},
        {entry.agency for entry in entries if entry.agency},
        reader,
    )
    causes = _causes(entries, record)
    moments = [
        _moment(entry, record, wording, by_command[entry.command_id], causes, entry.pk <= sealed_to)
        for entry in entries
    ]
    return History(
        moments,
        earlier_count=max(0, entries[-1].seq - 1 - after) if entries else 0,
        is_whole=hangs_together(entries, record),
        sealed_on=clock.local_day(seal.sealed_at) if seal and any(moment.is_sealed for moment in moments) else None,
        unsealed_count=sum(not moment.is_sealed for moment in moments),
        head=bytes(record.head).hex(),
        files=files,
    )


def hangs_together(entries: Sequence[Entry], record: Record) -> bool:
    """Whether each line (the newest first) has the hash it must have after the one before, up to the record's own head."""
    following = bytes(record.head)
    for entry in entries:
        if bytes(entry.hash) != following or chain.link(bytes(entry.previous), as_line(entry)) != following:
            return False
        following = bytes(entry.previous)
    return True


def _moment(
    entry: Entry, record: Record, wording: Wording, files: list[Attachment], causes: dict[UUID, tuple[str, str]],
    is_sealed: bool,
) -> Moment:  # fmt: skip
    lifecycle = record.lifecycle
    label = str(lifecycle[entry.act].label) if entry.act in lifecycle else entry.act
    moved = entry.from_state != entry.to_state
    return Moment(
        entry,
        label,
        wording.people.get(entry.actor) or gettext("系统"),
        wording.agencies.get(entry.agency or 0, ""),
        (_state(record, entry.from_state), _state(record, entry.to_state)) if moved else None,
        wording.changes(entry.payload),
        wording.answers(entry.act, entry.payload),
        files,
        causes.get(entry.cause) if entry.cause else None,
        is_sealed,
    )


def _state(record: Record, state: str) -> str:
    if not state:
        return ""
    try:
        return str(record.lifecycle.states(state).label)
    except ValueError:
        return state


def _causes(entries: Sequence[Entry], record: Record) -> dict[UUID, tuple[str, str]]:
    """For lines that another record's act brought with it: the number of that record and where it stands."""
    wanted = {entry.cause for entry in entries if entry.cause}
    if not wanted:
        return {}
    rows = Entry.objects.filter(command_id__in=wanted).exclude(record=record.pk)
    found: list[tuple[Any, str, str]] = list(rows.values_list("command_id", "kind", "number"))
    return {command_id: (number, f"/{kind}/{number}/") for command_id, kind, number in found}
