"""Which commands there are: one for each act of each lifecycle."""

from collections.abc import Iterator
from typing import Any

from yaoan.kernel.commands.base import Change, Command, Open
from yaoan.kernel.records.models import Record


def _below(parent: type[Command]) -> Iterator[type[Command]]:
    for child in parent.__subclasses__():
        if "act" in child.__dict__:
            yield child
        yield from _below(child)


def commands_of(model: type[Record]) -> dict[str, type[Command]]:
    """The commands of a kind of record by the name of their act, in the order of the lifecycle."""
    found = {command.act.name: command for base in (Open, Change) for command in _below(base) if command.model is model}
    return {act.name: found[act.name] for act in model.lifecycle.acts if act.name in found}


def command_for(model: type[Record], act: str) -> type[Any]:
    """The command of an act. Raises LookupError."""
    try:
        return commands_of(model)[act]
    except KeyError:
        raise LookupError(f"{model.lifecycle.kind} has no act {act}") from None
