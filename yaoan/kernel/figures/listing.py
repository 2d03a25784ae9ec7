"""The rows of a figure as its page and its file show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Q

from yaoan.kernel import clock, sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.figures import wording
from yaoan.kernel.figures.asking import PAGE_SIZE, Asked
from yaoan.kernel.figures.formulas import Measure, Number
from yaoan.kernel.figures.labels import Names
from yaoan.kernel.figures.rows import rows_of
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline, Docket

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One row counted: what was done to which record, when, where and by whose responsibility.

    `url` is empty where the record has since left the reader's reach. `day` is the day of effect, or the due day of an
    overdue duty. `amount` is what it adds to a sum.
    """

    number: str
    url: str
    act: str
    day: date
    recorded_at: datetime | None
    place: str
    unit: str
    amount: Number | None


@dataclass(frozen=True)
class Page:
    """Some of the rows of a figure, and how many there are in all."""

    rows: list[Row]
    count: int
    number: int

    @property
    def last(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def first_shown(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last_shown(self) -> int:
        return self.first_shown + len(self.rows) - 1


@sight.counting()
def page_of(asked: Asked, actor: Actor) -> Page:
    """The page of rows an address asks for; beyond the last page, the last one.

    Found as figures are counted: the reader's scope is in the statement.
    """
    found = _found(asked, actor)
    count = found.count()
    number = min(asked.page, max(1, -(-count // PAGE_SIZE)))
    start = (number - 1) * PAGE_SIZE
    return Page(list(_rows(found[start : start + PAGE_SIZE], asked, actor, Names())), count, number)


def every_row(asked: Asked, actor: Actor) -> Iterator[Row]:
    """All rows, read as they are used."""
    names, found = Names(), _found(asked, actor).iterator(chunk_size=CHUNK)
    while True:
        with sight.counting():
            chunk = list(_rows(islice(found, CHUNK), asked, actor, names))
        if not chunk:
            return
        yield from chunk


def _found(asked: Asked, actor: Actor) -> Any:
    return rows_of(
        asked.metric,
        actor,
        asked.period,
        area=asked.area,
        agency=asked.agency,
        atom=asked.count,
        facet=asked.facet,
    )


def _rows(found: Iterable[Entry | Deadline], asked: Asked, actor: Actor, names: Names) -> Iterator[Row]:
    lines = [_deadline(row) if isinstance(row, Deadline) else _entry(row, asked) for row in found]
    names.read(places=[line["area"] for line in lines], units=[line["agency"] for line in lines])
    urls = _addresses({line["record"] for line in lines}, asked.atom.kind, actor)
    for line in lines:
        yield Row(
            number=line["number"],
            url=urls.get(line["record"], ""),
            act=wording.act_label(asked.atom.kind, line["act"]),
            day=line["day"],
            recorded_at=line["recorded_at"],
            place=names.place(line["area"]),
            unit=names.unit(line["agency"]),
            amount=line["amount"],
        )


def _entry(row: Entry, asked: Asked) -> dict[str, Any]:
    amount = Decimal(str(row.payload["fields"][asked.atom.field])) if asked.atom.measure is Measure.AMOUNTS else None
    return {
        "record": row.record, "number": row.number, "act": row.act, "day": row.effective_on, "area": row.area,
        "recorded_at": row.recorded_at, "agency": row.owner, "amount": amount,
    }  # fmt: skip


def _deadline(row: Deadline) -> dict[str, Any]:
    assert row.due_at is not None
    return {
        "record": row.record_id, "number": row.number, "act": row.act, "day": clock.local_day(row.due_at),
        "area": row.area, "recorded_at": None, "agency": row.agency_id, "amount": None,
    }  # fmt: skip


def _addresses(records: set[int], kind: str, actor: Actor) -> dict[int, str]:
    """The pages of those records that the reader may open now."""
    seen = Docket.objects.filter(actor.scope(f"{kind}.view") & Q(pk__in=records))
    return {row.pk: row.get_absolute_url() for row in seen.only("pk", "kind", "number")}
