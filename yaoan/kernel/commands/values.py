"""The values of commands and records as the journal writes them."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, get_args
from uuid import UUID

from django.db.models import Model
from django.db.models.base import ModelState

from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands.base import NAMED, Command, asked, once
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import Text

M = TypeVar("M", bound=Model)

SPINE = frozenset({"id", "version", "stays", "head", "changed_at", "opened_at", "opened_by_id", "state", "due_at"})
"""Columns the performer itself keeps; their changes are said elsewhere on the line."""


def plain(value: Any) -> Any:
    """A value as JSON without floats: dates and instants in ISO form, decimals and floats as text."""
    if type(value) is str:  # most values are, and a register has a million of them
        return value.replace("\0", "")
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (Decimal, float, UUID)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    return [plain(item) for item in value]


def as_payload(command: Command) -> dict[str, Any]:
    """The fields of a command that were filled in. An empty one is left out only where leaving it out says the same."""
    given = command.__dict__
    values = ((name, given[name], unsaid) for name, unsaid in _unsaid(type(command)))
    return {name: plain(value) for name, value, unsaid in values if value not in unsaid}


@once
def _unsaid(command: type[Command]) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The fields of a command, each with the empty values that its default is, or that a required field never has."""
    defaults = {item.name: item.default for item in fields(command)}
    return tuple((name, _same_as(defaults[name])) for name in asked(command))


def _same_as(default: Any) -> tuple[Any, ...]:
    if default is MISSING:
        return (None, "", (), [])
    if isinstance(default, (tuple, list)):
        return () if default else ((), [])
    return (default,) if default in (None, "") else ()


def fresh(model: type[M], **values: Any) -> M:
    """A new instance as `model(**values)` makes it, `values` by attribute name.

    Django's own way goes through every column of every row anew; of a register there are millions.
    """
    made = model.__new__(model)
    made.__dict__.update(_blank(model))
    made.__dict__.update({name: make() for name, make in _containers(model)}, _state=ModelState(), **values)
    return made


@once
def _blank(model: type[Model]) -> dict[str, Any]:
    """What the columns of an instance hold that nothing was said of."""
    return {name: value for name, value in model().__dict__.items() if name != "_state"}


@once
def _containers(model: type[Model]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    """The columns that hold a list or a mapping, which no two instances may share."""
    return tuple((name, type(value)) for name, value in _blank(model).items() if isinstance(value, list | dict))


def columns(record: Record) -> dict[str, Any]:
    """A copy of a record's columns by attribute name, safe from changes in place."""
    values = record.__dict__
    return {name: _kept(values.get(name)) for name in column_names(type(record))}


@once
def column_names(model: type[Record]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def changes(before: Mapping[str, Any], record: Record) -> dict[str, list[Any]]:
    """What is different now: column -> [before, after]."""
    found = {}
    for name, old in before.items():
        new = record.__dict__.get(name)
        if name not in SPINE and new != old:
            found[name] = [plain(old), plain(new)]
    return found


def evidence_in(command: Command) -> Iterator[Evidence]:
    """The stored files a command carries."""
    for name in evidence_fields(type(command)):
        value = getattr(command, name)
        yield from value if isinstance(value, tuple) else (value,) if value else ()


def references_in(command: Command) -> Iterator[tuple[str, int]]:
    """(kind, id) of every record a command refers to."""
    for name, (kind, _label) in reference_fields(type(command)).items():
        value = getattr(command, name)
        for item in value if isinstance(value, tuple) else (value,):
            if item is not None:
                yield kind, int(item)


@once
def evidence_fields(command: type[Command]) -> tuple[str, ...]:
    """The fields of a command that hold stored files."""
    return tuple(name for name, (kind, _ask, _required) in asked(command).items() if _holds(kind, Evidence))


@once
def reference_fields(command: type[Command]) -> dict[str, tuple[str, Text]]:
    """The fields of a command that refer to records: name -> (kind, label)."""
    return {
        name: (ask.to, ask.label)
        for name, (_kind, ask, _required) in asked(command).items()
        if ask.to is not None and ask.to not in NAMED
    }


@once
def sealed_fields(command: type[Command]) -> tuple[str, ...]:
    """The fields of a command whose values only the vault keeps."""
    return tuple(name for name, (_kind, ask, _required) in asked(command).items() if ask.sealed)


def _holds(kind: Any, wanted: type) -> bool:
    return kind is wanted or any(_holds(part, wanted) for part in get_args(kind))


def _kept(value: Any) -> Any:
    return deepcopy(value) if isinstance(value, (list, dict)) else value
