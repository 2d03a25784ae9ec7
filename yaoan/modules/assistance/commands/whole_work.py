"""Give everything a person, or a place, has in hand to another person as one act: one form, one line in each history."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Outcome, Step, command_for, perform_many, why_not
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.records.models import Record, record_models
from yaoan.kernel.words import Text

Way = tuple[str, str]
"""The name of an act that gives a record to another person, and its field that names that person."""

USUAL: Way = ("reassign", "holder_id")
OWN: dict[str, Way] = {"tasks": ("name", "holder_id"), "requests": ("assign", "worker_id")}
"""Kinds that have an act of their own for it, beside the usual one or in its place."""


def ways_of(kind: type[Record]) -> list[Way]:
    """The acts by which a record of a kind is given to another person; none where nobody works on it."""
    table = kind.lifecycle
    return [way for way in (OWN.get(table.kind), USUAL) if way and way[0] in table]


def kinds_with_holders() -> list[type[Record]]:
    """The kinds of record that one person works on, in the order of the modules."""
    return [model for model in record_models() if ways_of(model)]


def obstacle(record: Record, actor: Actor, *, to_id: int) -> str | Text | None:
    """What stands in the way of giving a record to that person now; None where nothing does."""
    act, _field = _way(record)
    if reason := why_not(act, record, actor):
        return reason
    command = replace(_command(record, to_id=to_id, reason=""), effective_on=clock.today(), by=actor)
    objections = command.objections(record)
    return next((text for texts in objections.values() for text in texts), None)


def give_all(
    records: Sequence[Record], *, to_id: int, reason: str, by: Actor, command_id: UUID | None
) -> list[Outcome]:
    """Give each record to the person; one refused leaves the others alone. Sending the same form twice does it once."""
    return list(perform_many(_steps(records, to_id=to_id, reason=reason, command_id=command_id), by=by))


def _steps(records: Iterable[Record], *, to_id: int, reason: str, command_id: UUID | None) -> Iterable[Step]:
    for record in records:
        own_id = uuid5(command_id, str(record.pk)) if command_id else None
        command = replace(_command(record, to_id=to_id, reason=reason), command_id=own_id)
        yield Step(command, on=record, version=record.version)


def _command(record: Record, *, to_id: int, reason: str) -> Change[Any]:
    act, field = _way(record)
    kind: type[Change[Any]] = command_for(type(record), act.name)
    given: dict[str, Any] = {field: to_id, "reason": reason}
    return kind(**given)


def _way(record: Record) -> tuple[Act, str]:
    """The act the state allows, else the first, which then says why it cannot be done."""
    ways = [(record.lifecycle[act], field) for act, field in ways_of(type(record))]
    return next((way for way in ways if way[0].starts_from(record.state)), ways[0])
