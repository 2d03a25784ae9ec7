"""Invented journals for the tests of figures, and the plainest possible way to count them: a loop over every line."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from yaoan.kernel.access.actor import Actor, Reach
from yaoan.kernel.figures.formulas import Atom, Measure
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.journal.models import Entry, Seal

KINDS = ("parcels", "letters")
RECORDED = datetime(2025, 12, 1, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """What a test says about one entry; the rest is filled in."""

    record: int
    act: str
    state: str
    day: date
    area: str = "980101"
    owner: int | None = 1
    kind: str = "parcels"
    facets: dict[str, str] = field(default_factory=dict)
    fields: dict[str, object] = field(default_factory=dict)
    seq: int = 0
    id: int = 0


def write(lines: Iterable[Line], past: Iterable[Line] = ()) -> list[Line]:
    """Write lines to the journal after those that are there, and return them with their numbers and ids."""
    lengths: dict[int, int] = {}
    for line in past:
        lengths[line.record] = line.seq
    numbered = []
    for line in lines:
        lengths[line.record] = lengths.get(line.record, 0) + 1
        numbered.append(replace(line, seq=lengths[line.record]))
    made = Entry.objects.bulk_create([_entry(line) for line in numbered])
    return [replace(line, id=entry.pk) for line, entry in zip(numbered, made, strict=True)]


def _entry(line: Line) -> Entry:
    return Entry(
        record=line.record,
        kind=line.kind,
        number=f"PCL-2025-{line.record:06}",
        seq=line.seq,
        act=line.act,
        command_id=uuid4(),
        actor=1,
        agency=line.owner,
        area=line.area,
        owner=line.owner,
        from_state="",
        to_state=line.state,
        effective_on=line.day,
        recorded_at=RECORDED,
        payload={"fields": line.fields},
        facets=line.facets,
        previous=bytes(32),
        hash=os.urandom(32),
        signature=bytes(64),
    )


def seal(last: int, count: int = 1) -> None:
    """Say that everything up to an entry is settled."""
    if Seal.objects.filter(last=last).exists():
        return
    Seal.objects.create(
        id=Seal.objects.count() + 1,
        first=1,
        last=last,
        count=count,
        root=bytes(32),
        previous=os.urandom(32),
        head=os.urandom(32),
        sealed_at=RECORDED,
        key="0" * 64,
        signature=bytes(64),
    )


def reader(*areas: str, agencies: Iterable[int] = (), kinds: Iterable[str] = KINDS) -> Actor:
    """Somebody who may read the kinds in some areas and of some agencies."""
    reach = Reach(areas, frozenset(agencies))
    rights = {f"{kind}.view": reach for kind in kinds}
    return Actor(user_id=1, name="陆知秋", agency_id=1, agency_name="", place="", rights=rights)


@contextmanager
def undone() -> Iterator[None]:
    """Inside the block the database may be changed; afterwards it is as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# The plainest way to count.


def kept(lines: Iterable[Line], upto: int | None = None) -> list[Line]:
    """The lines as of an entry, without the acts that were taken back."""
    known = [line for line in lines if upto is None or line.id <= upto]
    gone = {(line.record, line.seq - 1) for line in known if line.act == "revert"}
    return [line for line in known if (line.record, line.seq) not in gone]


@dataclass(frozen=True)
class Stand:
    """Where a record stood, and from when to before when."""

    line: Line
    day: date
    until: date | None


def stands(lines: Iterable[Line], upto: int | None = None) -> list[Stand]:
    """Where the records stood, one after the other."""
    found: dict[int, list[Stand]] = {}
    for line in sorted(kept(lines, upto), key=lambda line: (line.record, line.seq)):
        past = found.setdefault(line.record, [])
        if line.act == "revert":
            continue  # back to where it stood before what is no longer there
        if past and _cell(past[-1].line) == _cell(line):
            continue
        day = max(line.day, past[-1].day) if past else line.day
        if past:
            past[-1] = replace(past[-1], until=day)
        past.append(Stand(line, day, None))
    return [stand for past in found.values() for stand in past]


def _cell(line: Line) -> object:
    return line.state, line.area, line.owner, line.facets


def counted(lines: Iterable[Line], atom: Atom, period: Period, upto: int | None = None) -> list[Line]:
    """The lines an atom counts in a period, whoever asks."""
    if atom.measure is Measure.STOCK:
        day = period.end
        there = (s.line for s in stands(lines, upto) if s.day <= day and (s.until is None or s.until > day))
        return [line for line in there if line.state in atom.words and _has(line, atom)]
    found = [line for line in kept(lines, upto) if line.act in atom.words and _has(line, atom) and line.day in period]
    if atom.measure is Measure.AMOUNTS:
        return [line for line in found if atom.field in line.fields]
    return found


def _has(line: Line, atom: Atom) -> bool:
    return line.kind == atom.kind and all(line.facets.get(facet) in values for facet, values in atom.where)


def total(lines: Iterable[Line], atom: Atom) -> int | Decimal:
    """The count of an atom over lines it counts."""
    if atom.measure is Measure.AMOUNTS:
        return sum((Decimal(str(line.fields[atom.field])) for line in lines), Decimal(0))
    if atom.measure is Measure.RECORDS:
        return len({line.record for line in lines})
    return len(list(lines))


def seen(lines: Iterable[Line], reach: Reach, area: str = "", agency: int | None = None) -> list[Line]:
    """The lines in somebody's reach, narrowed to a place and a unit."""
    return [
        line
        for line in lines
        if reach.covers(line.area, line.owner) and line.area.startswith(area) and agency in (None, line.owner)
    ]
