"""Which commands there are: one for each act of each lifecycle."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from yaoan.kernel.commands.base import Change, Command, Open, once
from yaoan.kernel.records.models import Record


@cache
def _read_rooms() -> None:
    """Import the `commands` of every app: a class is known from then on, whoever asks first."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.commands"):
            import_module(f"{config.name}.commands")


def _below(parent: type[Command]) -> Iterator[type[Command]]:
    for child in parent.__subclasses__():
        if "act" in child.__dict__:
            yield child
        yield from _below(child)


def commands_of(model: type[Record]) -> dict[str, type[Command]]:
    """The commands of a kind of record by the name of their act, in the order of the lifecycle. Not to be changed."""
    _read_rooms()
    return _table(model, Command.defined)


@once
def _table(model: type[Record], _defined: int) -> dict[str, type[Command]]:
    found = {command.act.name: command for base in (Open, Change) for command in _below(base) if command.model is model}
    return {act.name: found[act.name] for act in model.lifecycle.acts if act.name in found}


def command_for(model: type[Record], act: str) -> type[Any]:
    """The command of an act. Raises LookupError."""
    try:
        return commands_of(model)[act]
    except KeyError:
        raise LookupError(f"{model.lifecycle.kind} has no act {act}") from None
