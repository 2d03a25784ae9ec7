"""Why a command was not performed, in sentences for the person who gave it. All faults at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from yaoan.kernel.words import _


class Refused(Exception):
    """A command was not performed, and nothing was changed."""

    @property
    def sentences(self) -> list[str]:
        return [str(self)]


class NotThere(Refused):
    """The record does not exist for this actor: unknown and out of scope are the same (404)."""


class NotAllowed(Refused):
    """The table or a guard does not allow the act now."""


class Stale(Refused):
    """Somebody changed the record since the actor saw it; `record` is as it is now."""

    def __init__(self, message: str, record: Any) -> None:
        super().__init__(message)
        self.record = record


class Invalid(Refused):
    """The command asks for something that cannot be: `faults` by field name ("" for the whole)."""

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        self.faults = {name: [str(text) for text in texts] for name, texts in faults.items()}
        super().__init__("；".join(text for texts in self.faults.values() for text in texts))

    @property
    def sentences(self) -> list[str]:
        return [text for texts in self.faults.values() for text in texts]


def sentences(problem: object, way_out: object = None) -> str:
    """What is wrong and what helps, each a whole sentence."""
    said = {"problem": str(problem).rstrip("。."), "way_out": str(way_out or "").rstrip("。.")}
    return (_("{problem}。{way_out}。") if way_out else _("{problem}。")).format(**said)
