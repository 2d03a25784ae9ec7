"""The rows of a ledger as an address asks for them: found as the actor, filtered, ordered, counted, cut into pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger import clocks, names
from yaoan.kernel.ledger.declarations import Column, Ledger
from yaoan.kernel.ledger.filters import Question, conditions, parameters_of, questions
from yaoan.kernel.ledger.registry import dimension_names
from yaoan.kernel.ledger.scope import Scope
from yaoan.kernel.records.models import Docket, Record
from yaoan.kernel.records.search import matching

SIZES = (50, 20, 100, 200)
"""How many rows a page may have; the first is the usual number."""

REACH = 2_000
"""Rows are counted exactly, and can be leafed through, up to this many; beyond it one filters or exports."""
SEARCHED = 500
"""The same where words are searched for: each row found costs a look at its text, and beyond some hundred one adds a word."""

CHUNK = 1_000


@dataclass(frozen=True)
class Page:
    """Some rows of a list. `count` is exact unless `is_capped`; `first` is the position of the first row, from 1."""

    records: Sequence[Record]
    number: int
    size: int
    count: int
    is_capped: bool

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.records else 0

    @property
    def last(self) -> int:
        return self.first + len(self.records) - 1 if self.records else 0

    @property
    def page_count(self) -> int:
        return max(1, -(-self.count // self.size))


class Listing:
    """A ledger as one actor sees it through one address: `query` holds filters, scope, order, page and columns.

    `preferred` names the columns the person chose for good; the address comes before them.
    """

    def __init__(self, ledger: Ledger, actor: Actor, query: QueryDict, *, preferred: Sequence[str] = ()) -> None:
        self.ledger, self.actor, self.query, self.preferred = ledger, actor, query, preferred
        self.scope = Scope.of(query, actor)
        self.words = query.get("q", "").strip()
        self.questions: list[Question] = questions(ledger, query)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows that match, in no order."""
        rows = self.ledger.model.objects.seen_by(self.actor).filter(self._narrowed)
        return rows.found_by(self.words) if self.words else rows

    @cached_property
    def _narrowed(self) -> Q:
        """What scope and filters ask of a row."""
        return self.scope.condition(self.ledger) & conditions(self.ledger, self.actor, self.questions)

    @property
    def _plain(self) -> QuerySet[Any]:
        """The rows that match, in no order: of a search alone the docket knows all, and needs no join."""
        if not self.words or self._narrowed:
            return self.rows
        kind = self.ledger.kind
        return matching(Docket.objects.filter(self.actor.scope(f"{kind}.view"), kind=kind), self.words)

    @property
    def sort(self) -> str:
        """The order the address asks for: the name of a column, with `-` for the other way round; "" is the usual one."""
        asked = self.query.get("sort", "")
        column = self.ledger.column(asked.removeprefix("-"))
        return asked if column and sort_path(column) else ""

    @cached_property
    def ordered(self) -> QuerySet[Any]:
        """The rows that match, in the order asked for and always in the same one, with what their columns refer to."""
        return self._with_references(self._in_order(self.rows))

    def _with_references(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        joined, referred = related(self.ledger, self.ledger.columns)
        return rows.select_related(*joined).prefetch_related(*referred)

    def _in_order(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        column = self.ledger.column(self.sort.removeprefix("-"))
        if column is None:
            return rows.order_by(self.ledger.order, "-id")
        path = sort_path(column) or self.ledger.order
        falling, last = self.sort.startswith("-"), self._may_be_empty(path) or None
        return rows.order_by(F(path).desc(nulls_last=last) if falling else F(path).asc(nulls_last=last), "-id")

    def _may_be_empty(self, path: str) -> bool:
        """Whether rows may have no value there. Said of a column that is always filled, no index would serve it."""
        return "__" in path or bool(getattr(self.ledger.model._meta.get_field(path), "null", True))

    def _keys(self, found: Sequence[int], start: int, end: int, *, are_all: bool) -> Sequence[int]:
        """The ids of the rows from one position to another, from 0, in order; `found` are all that match, or as many as count.

        Few rows are sorted as they were found, many are read off an index. The database cannot tell the one from the other:
        it takes characters that stand together in a word for strangers, and rows of one place for spread over all.
        """
        is_newest_first = not self.sort and self.ledger.order == "-id"
        if are_all and is_newest_first:
            return sorted(found, reverse=True)[start:end]
        if are_all:
            rows = self._in_order(self.ledger.model.objects.filter(pk__in=found))
        else:
            rows = self._plain.order_by("-id") if is_newest_first else self._in_order(self.rows)
        return list(rows.values_list("pk", flat=True)[start:end])

    def _fetched(self, keys: Sequence[int]) -> list[Record]:
        """The rows of these ids with what their columns refer to. Whoever lost sight of one in between does not get it.

        Which they are is asked before: a plan that joins agencies and people to ten thousand rows to throw all but fifty
        away is slow.
        """
        found = self._with_references(self.ledger.model.objects.filter(pk__in=keys)).in_bulk()
        return [found[key] for key in keys if key in found]

    @property
    def size(self) -> int:
        asked = self.query.get("rows", "")
        return int(asked) if asked.isdigit() and int(asked) in SIZES else SIZES[0]

    @cached_property
    def page(self) -> Page:
        """The page the address asks for; a page beyond the end is the last one. A constant number of queries."""
        reach = SEARCHED if self.words else REACH
        found = list(self._plain.order_by().values_list("pk", flat=True)[: reach + 1])
        is_capped, count = len(found) > reach, min(len(found), reach)
        asked = self.query.get("page", "")
        last = max(1, -(-count // self.size))
        number = min(max(1, int(asked)), last) if asked.isdigit() else 1
        start = (number - 1) * self.size
        records = self._fetched(self._keys(found, start, min(start + self.size, reach), are_all=not is_capped))
        prepare(records, self.columns)
        return Page(records, number, self.size, count, is_capped)

    def every(self, columns: Sequence[Column] | None = None) -> Iterator[Record]:
        """All rows that match, in constant memory: for export."""
        shown = columns or self.columns
        joined, referred = related(self.ledger, shown)  # an agency and its people are the same for many rows: looked up
        rows = iter(self._in_order(self.rows).prefetch_related(*joined, *referred).iterator(chunk_size=CHUNK))
        while chunk := list(islice(rows, CHUNK)):
            prepare(chunk, shown)
            yield from chunk

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns to show: those of the address, else those the person chose, else the usual ones."""
        asked = columns_named(self.ledger, self.query.get("cols", "").split(","))
        usual = tuple(column for column in self.ledger.columns if column.shown)
        return asked or columns_named(self.ledger, self.preferred) or usual

    def neighbours(self, position: int, record: Record) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
        """(number, position) of the rows before and after a record that stood at a position, from 1, in this list.

        When the record has left the list (an act took it out of the filter) the row now in its place comes next.
        """
        start = max(0, position - 2)
        around = list(self.ordered.values_list("pk", "number")[start : start + 3])
        here = next((index for index, (pk, _number) in enumerate(around) if pk == record.pk), None)
        offset = position - 1 - start
        before = (here if here is not None else offset) - 1
        after = here + 1 if here is not None else offset

        def at(index: int) -> tuple[str, int] | None:
            return (around[index][1], start + index + 1) if 0 <= index < len(around) else None

        return at(before), at(after)


def columns_named(ledger: Ledger, wanted: Iterable[str]) -> tuple[Column, ...]:
    """The columns of these names in this order; names there are not are left out."""
    return tuple(column for name in wanted if (column := ledger.column(name)))


def sort_path(column: Column) -> str | None:
    """The ORM path a column is sorted by. A clock without a field of its own is sorted by the nearest deadline."""
    if column.cell == "clock" and column.sort is None and not column.value:
        return "due_at"
    return column.sort


def related(ledger: Ledger, columns: Iterable[Column]) -> tuple[list[str], list[str]]:
    """The rows to fetch along, what the columns say and what their paths go through: those to join, those to look up.

    Records are looked up: a join would lose the rows whose reference lies out of the reader's sight.
    """
    found = {path for column in columns for path in column.related}
    for column in columns:
        if not callable(column.value):
            steps = (column.value or column.name).split(".")
            if path := _foreign(ledger.model, steps):
                found.add(path)
    referred = {path for path in found if _is_record(ledger.model, path)}
    return sorted(found - referred), sorted(referred)


def _is_record(model: Any, path: str) -> bool:
    target = model._meta.get_field(path.split("__")[0]).related_model
    return isinstance(target, type) and issubclass(target, Record)


def _foreign(model: Any, steps: Sequence[str]) -> str:
    path = []
    for step in steps:
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            break
        if not (field.many_to_one or field.one_to_one) or field.attname == step:
            break
        path.append(step)
        model = field.related_model
    return "__".join(path)


def prepare(records: Sequence[Record], columns: Sequence[Column]) -> None:
    """Read what the cells of many rows need beside the rows themselves: the names of places and the deadlines."""
    places = [column for column in columns if column.cell == "place"]
    names.read_places(str(column.of(record) or "") for column in places for record in records)
    if any(column.cell == "clock" for column in columns):
        clocks.attach(records)


def kept_words(ledger: Ledger) -> frozenset[str]:
    """The words of an address that say which rows a list shows, and how."""
    words = ("q", "sort", "rows", "cols", "area", "period", *dimension_names(), *parameters_of(ledger))
    return frozenset(words)


def clean(ledger: Ledger, query: QueryDict) -> QueryDict:
    """The part of an address that says which rows a list shows: no page, no empty answers."""
    kept = QueryDict(mutable=True)
    words = kept_words(ledger)
    for name, values in query.lists():
        filled = [value for value in values if value]
        if name in words and filled:
            kept.setlist(name, filled)
    return kept
