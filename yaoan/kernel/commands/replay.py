"""A record from its journal alone: each line is the command it was, performed again in memory.

That this gives the columns that are stored is what makes the journal the record, and the columns a reading of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from yaoan.kernel import sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands.base import Change, Command, Open, filled
from yaoan.kernel.commands.fields import parse
from yaoan.kernel.commands.registry import command_for
from yaoan.kernel.commands.standard import Reverting, put_back
from yaoan.kernel.commands.transaction import move
from yaoan.kernel.commands.values import evidence_fields, sealed_fields
from yaoan.kernel.commands.writing import Drafts, owe
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Record, model_of
from yaoan.kernel.vault.sealing import Unopened, reopened


@sight.whole()
def replayed(record_id: int) -> Record:
    """The record as its journal says it is, not saved. Raises LookupError where the journal does not know it.

    Values that were sealed are opened for the moment, so that what was worked out from them is worked out again;
    where their key was destroyed, that stays as the first line left it empty.
    """
    entries = list(Entry.objects.filter(record=record_id).order_by("seq"))
    if not entries:
        raise LookupError(f"the journal has no record {record_id}")
    first = entries[0]
    record = model_of(first.kind)(id=record_id, opened_by_id=first.actor, opened_at=first.recorded_at, version=0)
    record.agency_id = first.agency  # type: ignore[assignment]  # a birth without an agency was refused
    for entry in entries:
        _again(record, entry)
    owe(record)
    return record


def _again(record: Record, entry: Entry) -> None:
    """Do what a line says to the record in memory, as the performer did it."""
    command = command_of(entry)
    assert isinstance(command, (Open, Change))
    from_state = record.state
    command.apply(record)
    if isinstance(command, Reverting):
        put_back(record)
        from_state = entry.from_state
    if isinstance(command, Open):
        record.opened_on = entry.effective_on
        record.area = record.area or record.agency.place
        record.number = entry.number
    move(record, command.act.leads_to(record.stays), from_state, on=entry.effective_on, at=entry.recorded_at)
    record.version += 1
    record.changed_at = entry.recorded_at
    record.head = bytes(entry.hash)
    Drafts().add(record, entry, command, is_new=False)


def command_of(entry: Entry) -> Command:
    """The command a line was written for, with who gave it and when it took effect."""
    kind: type[Command] = command_for(model_of(entry.kind), entry.act)
    given = dict(entry.payload["fields"])
    for name in evidence_fields(kind):
        given[name] = tuple(Evidence(**item) for item in given.get(name, ()))
    sealed = {name: given[name] for name in sealed_fields(kind) if name in given}
    command = parse(kind, given | _opened(sealed))
    command = replace(command, **sealed) if sealed else command
    actor = Actor(entry.actor, "", entry.agency, "", "", rights={})
    return filled(command, effective_on=entry.effective_on, command_id=entry.command_id, by=actor)


def _opened(sealed: Mapping[str, str]) -> dict[str, Any]:
    """Sealed values in clear; those whose key was destroyed are left out."""
    found = {}
    for name, secret_id in sealed.items():
        try:
            found[name] = reopened(UUID(secret_id))["value"]
        except Unopened:
            found[name] = ""
    return found
