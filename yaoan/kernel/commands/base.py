"""What a command is: a frozen dataclass that says what an official does, and sets fields when it is performed."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, cast, get_type_hints
from uuid import UUID

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import Text

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound="Command")


NAMED: Mapping[str, str] = {
    "agency": "agency", "unit": "agency", "user": "user", "officer": "user", "division": "division",
}  # fmt: skip
"""What an `Ask` may lead `to` besides records, with what is named by it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person is asked for one field of a command.

    `to` names what an id refers to: a kind of record (`subjects`), or `agency` (within the actor's reach), `unit` (an agency
    anywhere), `user`, `officer` (a user who acts for the law: the form says who has no certificate for it), `division`. `sealed`
    values never reach the journal: the vault keeps them, and the record and the journal get the secret's id.
    `choices` narrows a text to pairs (value, label), read when the form is made; for files (`Evidence`) they are the
    purposes a file can serve, one chosen beside each file. `suggest(record, actor)` gives the value a form starts with.
    What is not asked `by_hand` is in no form: pages of their own and programs give it.
    """

    label: Text
    help: Text | str = ""
    to: str | None = None
    lines: int = 1
    max_length: int = 300
    sealed: bool = False
    unit: Text | str = ""
    choices: Callable[[], Iterable[tuple[str, Any]]] | None = None
    suggest: Callable[[Any, Actor], Any] | None = None
    by_hand: bool = True


def ask(label: Text, *, default: Any = MISSING, **details: Any) -> Any:
    """A dataclass field with what people are asked for it. Without a default an answer is required.

    `details` are the fields of `Ask`.
    """
    given = {} if default is MISSING else {"default": default}
    return field(**given, metadata={"ask": Ask(label, **details)})


@dataclass(frozen=True, kw_only=True)
class Command:
    """Common to all: when it took effect (paper acts arrive late) and the id that makes sending it twice harmless.

    Both may be left out; the performer fills them in, and `by`, so that `apply` and `consequences` find all three set.
    """

    act: ClassVar[Act]
    model: ClassVar[type[Record]]
    defined: ClassVar[int] = 0
    """How many commands there are so far: a table of them holds as long as this stays."""

    effective_on: date | None = None
    command_id: UUID | None = None
    by: Actor | None = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Command.defined += 1

    @property
    def day(self) -> date:
        """The day the command takes effect. Only while it is performed."""
        assert self.effective_on is not None
        return self.effective_on

    @property
    def actor(self) -> Actor:
        """Who gives the command. Only while it is performed."""
        assert self.by is not None
        return self.by

    def faults(self) -> Mapping[str, list[str]]:
        """What is wrong with the values taken together, by field. Overridden where fields depend on one another."""
        return {}

    def objections(self, record: Any) -> Mapping[str, list[str]]:
        """What is wrong with the values for this record on this day, by field: what only the record, the law in force
        or other records can tell. It may ask the database. It is asked once, when the command is given, and never when
        a record is rebuilt from its journal, so that what was allowed stays done; `apply` therefore need not refuse.
        """
        return {}


@dataclass(frozen=True, kw_only=True)
class Open(Command, Generic[R]):
    """A command that opens a record."""

    def apply(self, record: R) -> None:
        """Set the fields of the new record; `title` and `area` among them."""
        raise NotImplementedError

    def consequences(self, record: R) -> "Iterable[Step]":
        """Acts on other records that this one brings with it, in the same transaction and under its authority."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Change(Command, Generic[R]):
    """A command on a record that is there."""

    def apply(self, record: R) -> None:
        """Set fields. Not the state (the table does), no queries, no time."""
        raise NotImplementedError

    def consequences(self, record: R) -> "Iterable[Step]":
        return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One command, the record it is for (a record, its id, or None for an Open), and who gives it.

    `version` is the one the person saw; None does not look.
    """

    command: Command
    on: Record | int | None = None
    by: Actor | None = None
    version: int | None = None


def filled(command: C, **values: Any) -> C:
    """The same command with what its giver may leave open filled in.

    As `dataclasses.replace` does it, but without going through all its other fields again.
    """
    twin = copy(command)
    twin.__dict__.update(values)  # what is frozen is the setting of attributes
    return twin


Told = TypeVar("Told", bound=Callable[..., Any])


def once(function: Told) -> Told:
    """A cache for functions of a class; typed as the function itself, because a class is hashable whatever its instances are."""
    return cast("Told", cache(function))


@once
def asked(command: type[Command]) -> dict[str, tuple[Any, Ask, bool]]:
    """The fields people are asked for: name -> (type, ask, required), in the order of the class."""
    hints = get_type_hints(command)
    return {
        item.name: (hints[item.name], item.metadata["ask"], item.default is MISSING and item.default_factory is MISSING)
        for item in fields(command)
        if "ask" in item.metadata
    }
