"""A ledger as a value: what its list, item, act and export pages show. Nothing in it can be overridden or hooked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, final

from yaoan.kernel.commands.base import once
from yaoan.kernel.ledger import cells, clocks
from yaoan.kernel.ledger.cells import CELLS, Cell, Plain
from yaoan.kernel.ledger.values import Chip, Linked, Table, Tone, Words
from yaoan.kernel.records.models import Record

if TYPE_CHECKING:
    from yaoan.kernel.access.actor import Actor

__all__ = ["Chip", "Column", "Filter", "Ledger", "Link", "Linked", "Panel", "Table", "Tone", "View"]

RESERVED = frozenset(
    {"q", "area", "period", "sort", "page", "rows", "cols", "view", "list", "n", "kept", "all", "acts", "format"}
)
"""Words of the address that the pages themselves use; no filter may bear them."""

FilterKind = Literal["choice", "text", "day", "area", "agency", "person", "bool", "number", "reference"]
Choices = Iterable[tuple[str, Any]] | Callable[[], Iterable[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. It serves the screen, sorting, CSV, XLSX and the API alike.

    `value` is a path of attributes (`holder.name`), by default the name, or a function of the record. `sort` is an ORM
    path; without it the list cannot be sorted by this column. `related` are further rows to fetch along
    (`select_related` paths) that a function needs; those of a path are found out.
    """

    name: str
    label: Words
    value: str | Callable[[Any], Any] = ""
    sort: str | None = None
    cell: Cell = "text"
    shown: bool = True
    related: tuple[str, ...] = ()

    def of(self, record: Record) -> Any:
        """The value itself, with the label of a choice in place of its code."""
        if callable(self.value):
            return self.value(record)
        if self.cell == "clock" and not self.value:
            return clocks.nearest(record)
        path = self.value or self.name
        if path == "state":
            return record.state_label
        found: object = record
        for step in path.split("."):
            label = _display(type(found), step)
            found = getattr(found, label)() if label else getattr(found, step)
            if found is None:
                return None
        return found

    def plain(self, record: Record) -> Plain:
        """The value for a sheet or JSON: a number, a day, an instant, a truth, a text, or None."""
        value = self.of(record)
        return clocks.day_of(value) if self.cell == "clock" else cells.plain(self.cell, value)

    def text(self, record: Record) -> str:
        """The value as text, as it stands in an export."""
        return cells.text("text", self.plain(record))

    def html(self, record: Record) -> str:
        return cells.html(self.cell, self.of(record), record)


@once
def _display(kind: type, name: str) -> str | None:
    """The method by which rows of a kind say the label of a column that holds a choice."""
    method = f"get_{name}_display"
    return method if hasattr(kind, method) else None


@dataclass(frozen=True, slots=True)
class Filter:
    """One question of the filter row. All filters combine, and the address holds them.

    `field` is an ORM path, by default the name. `choices` are (value, label) pairs or a function that gives them; a
    `choice` without them takes those of the model's field (for `state` those of the lifecycle). `to` is the kind a
    `reference` refers to. `shown` filters stand in the row, the rest behind "more".
    In the address a `day` or `number` is `name_from` and `name_to`; a `choice` may be given several times; a `person`
    may be `me` and an `agency` may be `mine`.
    """

    name: str
    label: Words
    kind: FilterKind
    field: str = ""
    choices: Choices | None = None
    to: str = ""
    shown: bool = True

    @property
    def path(self) -> str:
        if self.field:
            return self.field
        return f"{self.name}_id" if self.kind in ("agency", "person", "reference") else self.name


Rows = Sequence[tuple[Any, Any]] | Table


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of the item page: `rows(actor, record)` gives (label, value) pairs or a table, or a `template` is drawn.

    Pairs without a value are left out. The template gets `record`, `actor` and `panel`. `wide` panels take the whole width. A panel whose `rows` are empty
    is left out.
    """

    name: str
    label: Words
    rows: "Callable[[Actor, Any], Rows] | None" = None
    template: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A view that the module offers: a name and the query of its address, e.g. `state=reported&sort=due`."""

    name: str
    label: Words
    query: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A further button on the list, or on the item (`url` is then a function of the record; None leaves it out).

    Whoever lacks the `permission` does not see it.
    """

    label: Words
    url: str | Callable[[Any], str | None]
    permission: str = ""
    place: Literal["list", "item"] = "list"


@final
@dataclass(frozen=True)
class Ledger:
    """All pages of one kind of record. Leave by the front door: a plain view over the same functions.

    `summary(record)` is the sentence that says what happens next. `bulk` names the acts that may be done to many
    records at once, `openings` the opening acts the list offers (None: all; the others are reached from elsewhere).
    `dimensions` says which field each further part of the scope bar (product kind, campaign) filters,
    `period` which day its period means ("" for a register, which a period does not narrow). `imports` is the name of an
    importer. `sensitive`: every look is logged.
    Raises ValueError, naming every fault at once.
    """

    model: type[Record]
    label: Words
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    panels: tuple[Panel, ...] = ()
    views: tuple[View, ...] = ()
    links: tuple[Link, ...] = ()
    imports: str | None = None
    summary: Callable[[Any], Any] | None = None
    bulk: tuple[str, ...] = ()
    openings: tuple[str, ...] | None = None
    period: str = "opened_on"
    dimensions: Mapping[str, str] = field(default_factory=dict)
    order: str = "-id"
    sensitive: bool = False

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise ValueError(f"ledger {self.kind}: " + "; ".join(faults))

    @property
    def kind(self) -> str:
        return self.model.lifecycle.kind

    @property
    def url(self) -> str:
        return f"/{self.kind}/"

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def _faults(self) -> Iterator[str]:
        for what, values in (("columns", self.columns), ("filters", self.filters), ("panels", self.panels)):
            names = [value.name for value in values]
            if len(set(names)) != len(names):
                yield f"two {what} share a name"
        if not self.columns:
            yield "a ledger needs columns"
        for column in self.columns:
            if column.cell not in CELLS:
                yield f"the column {column.name} has the unknown cell {column.cell}"
        for item in self.filters:
            if item.name in RESERVED | set(self.dimensions):
                yield f"the filter {item.name} bears a word the address already uses"
            if item.kind == "reference" and not item.to:
                yield f"the filter {item.name} does not say what it refers to"
        for panel in self.panels:
            if bool(panel.rows) == bool(panel.template):
                yield f"the panel {panel.name} needs rows or a template, and not both"
        for act in self.bulk:
            if act not in self.model.lifecycle:
                yield f"the bulk act {act} is not in the lifecycle"
        for act in self.openings or ():
            if act not in {birth.name for birth in self.model.lifecycle.births}:
                yield f"the opening act {act} opens nothing"
