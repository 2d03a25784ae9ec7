"""An importer as a value: which columns a sheet has, how a row is recognised, and the command that comes of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, final

from yaoan.kernel.commands import Command, asked
from yaoan.kernel.exchange.kinds import TEXT, Kind
from yaoan.kernel.exchange.setting import Setting
from yaoan.kernel.words import Text

Values = Mapping[str, Any]
"""The cleaned values of one row by field; cells that were empty are not in it."""

Notes = Iterator[tuple[str, str]]
"""Pairs of field ("" for the whole row) and sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportColumn:
    """One column: the field it fills, what it is called in sheets, and how its cells are read.

    `aliases` are further names under which sheets have it, `avoid` words that tell it is another column. `example` stands in the template, `help` above it.
    """

    field: str
    label: Text
    aliases: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    required: bool = False
    kind: Kind = TEXT
    example: str = ""
    help: Text | str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The record a row is about: its id, version and number, and what it holds now by field, as cells are cleaned."""

    record: int
    version: int
    number: str
    values: Values


@dataclass(frozen=True, slots=True)
class Barred:
    """A row that is about something the person may not touch: the sentence that says so, and the field it belongs to."""

    sentence: str
    field: str = ""


def nothing_missing(_setting: Setting, _values: dict[str, Any]) -> Notes:
    return iter(())


def no_advice(_setting: Setting, rows: Sequence[Values]) -> Sequence[Sequence[str]]:
    return [()] * len(rows)


@final
@dataclass(frozen=True, kw_only=True)
class Importer:
    """All there is to know for bringing one kind of record in from sheets.

    A row becomes the command `opens`, or `changes` where its record is there; the columns bear the names of their fields.
    `permission` is what a person needs to import at all; each row needs that of its command besides.
    `key(values)` names what a row is about ("" for nothing certain): two rows of a sheet with the same key are a fault.
    `title(values)` names the row for people. `find(setting, rows)` looks up, for a thousand rows at once, what each is
    about. `complete` fills in what follows from other values and yields a note for each. `advise` says, again for many
    rows at once, what a person should know of rows that would open a record.
    Raises ValueError, naming every fault at once.
    """

    name: str
    label: Text
    permission: str
    columns: tuple[ImportColumn, ...]
    opens: type[Command]
    changes: type[Command]
    key: Callable[[Values], str]
    title: Callable[[Values], str]
    find: Callable[[Setting, Sequence[Values]], Sequence[Known | Barred | None]]
    complete: Callable[[Setting, dict[str, Any]], Notes] = nothing_missing
    advise: Callable[[Setting, Sequence[Values]], Sequence[Sequence[str]]] = no_advice
    by_field: Mapping[str, ImportColumn] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_field", {column.field: column for column in self.columns})
        faults = list(self._faults())
        if faults:
            raise ValueError(f"importer {self.name}: " + "; ".join(faults))

    def _faults(self) -> Iterator[str]:
        if len(self.by_field) != len(self.columns):
            yield "two columns fill one field"
        names: dict[str, str] = {}
        for column in self.columns:
            for name in (column.label.message, *column.aliases):
                if names.setdefault(name, column.field) != column.field:
                    yield f"{name} names both {names[name]} and {column.field}"

        for command in (self.opens, self.changes):
            for name in self.by_field.keys() - asked(command).keys():
                yield f"{command.__name__} does not ask for {name}"

    @property
    def kind(self) -> str:
        """The kind of record that is imported."""
        return self.opens.model.lifecycle.kind

    def command(self, values: Values, *, opens: bool, **fixed: Any) -> Command:
        """The command of a row, from its values as they were kept."""
        return (self.opens if opens else self.changes)(**self.restored(values), **fixed)

    def restored(self, values: Values) -> dict[str, Any]:
        """Values as commands take them, from values as they were kept."""
        return {name: self.by_field[name].kind.restore(value) for name, value in values.items()}
