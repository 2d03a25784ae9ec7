"""Boards of figures over a journal of a million entries, beside a plain count of the same rows by hand."""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from benchmarks.roles import owning
from benchmarks.table import Measure
from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor, Reach
from yaoan.kernel.figures import Metric, Period
from yaoan.kernel.figures.formulas import Measure as Counted
from yaoan.kernel.figures.reading import board, figure
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.figures.rollup import roll_up, verify_rollup
from yaoan.kernel.figures.rows import rows_of
from yaoan.kernel.journal.models import Entry, Seal
from yaoan.kernel.lifecycle import Act, Lifecycle
from yaoan.kernel.records.models import Record, model_of

ENTRIES = int(os.environ.get("YAOAN_BENCH_ENTRIES", "1000000"))
UNSEALED = 2_000
"""What is done in an hour and not sealed yet: counted live."""

AFTER_ALL = 10**9
"""Where the numbers of these records begin: behind all that other measurements leave."""

FIRST, LAST = date(2023, 11, 1), date(2025, 11, 20)
CITIES = [f"99{city:02}" for city in range(1, 15)]
COUNTIES = [f"{city}{county:02}" for city in CITIES for county in range(1, 8)]
COLUMNS = (
    "record", "kind", "number", "seq", "act", "command_id", "actor", "agency", "area", "owner", "from_state", "to_state",
    "effective_on", "recorded_at", "payload", "facets", "previous", "hash", "signature",
)  # fmt: skip


def measures() -> Iterator[Measure]:
    known = [metric for metric in metrics().values() if not _is_live(metric)]
    shown = [metric for metric in known if metric.name.startswith(("risks.", "signals.", "tasks."))][-30:]
    _fill(sorted({kind for metric in shown for kind in metric.kinds}))
    last = Entry.objects.latest("pk").pk
    _seal(last - UNSEALED)
    began = time.perf_counter()
    count = roll_up()
    seconds = time.perf_counter() - began
    with owning():
        _execute("VACUUM ANALYZE figures_tally")
        _execute("VACUUM ANALYZE figures_stay")
    size = f"{len(shown)} figures × 14 cities × 12 months, {last / 1e6:.1f} million entries"
    yield Measure(f"rolling up {count:,} entries for the first time", f"{count / seconds:,.0f} entries/s")
    yield from _boards(shown, size)
    yield from _openings(next(metric for metric in shown if metric.name == "risks.closed"))
    began = time.perf_counter()
    differing = verify_rollup()
    took = time.perf_counter() - began
    yield Measure("checking the whole rollup against the journal", f"{took:.0f} s", "nothing differs", not differing)


def _boards(shown: Sequence[Metric], size: str) -> Iterator[Measure]:
    kinds = [kind for metric in shown for kind in metric.kinds]
    province, county = _reader(kinds, "99"), _reader(kinds, COUNTIES[3])
    months = list(Period.year(2025).months())
    with clock.told(clock.now().replace(year=2025, month=11, day=20)):
        wide = _timed(lambda: board(shown, province, months, CITIES))
        yield Measure(
            f"board of {size}",
            f"{wide:.0f} ms",
            "< 500 ms",
            wide < 500,
            f"{_by_hand(shown, months):,.0f} ms: SQL by hand",
        )
        yield Measure(
            f"the same 30 × 12 for one county of {len(COUNTIES)}",
            f"{_timed(lambda: board(shown, county, months)):.0f} ms",
        )
        now = Period.month_of(clock.today())
        took = _timed(lambda: board(shown, province, [now, now.before(), now.year_before()]))
        yield Measure("30 figures of this month, the last, and a year ago", f"{took:.0f} ms")
        odd = Period(date(2025, 3, 15), date(2025, 9, 9))
        yield Measure(
            "30 figures from 15 March to 9 September", f"{_timed(lambda: board(shown, province, [odd])):.0f} ms"
        )


def _openings(metric: Metric) -> Iterator[Measure]:
    province, county = _reader(metric.kinds, "99"), _reader(metric.kinds, COUNTIES[3])
    year = Period.year(2025)
    yield Measure("one figure of a year by city", f"{_timed(lambda: figure(metric, province, year, by='area')):.0f} ms")
    yield Measure(
        "opening it: 50 rows of a province", f"{_timed(lambda: list(rows_of(metric, province, year)[:50])):.0f} ms"
    )
    yield Measure(
        "opening it: 50 rows of a county", f"{_timed(lambda: list(rows_of(metric, county, year)[:50])):.0f} ms"
    )


def _by_hand(shown: Sequence[Metric], months: Sequence[Period]) -> float:
    """What counting costs without a rollup: one GROUP BY over the year's entries, no stock, no shares, no scope."""
    atoms = [atom for metric in shown for atom in metric.formula.atoms() if atom.measure is Counted.ACTS]
    pairs = sorted({(atom.kind, word) for atom in atoms for word in atom.words})
    sql = """SELECT kind, act, left(area, 4), date_trunc('month', effective_on), count(*) FROM journal_entry
              WHERE (kind, act) IN (SELECT * FROM unnest(%s::text[], %s::text[])) AND effective_on BETWEEN %s AND %s
              GROUP BY 1, 2, 3, 4"""
    given = [[kind for kind, _act in pairs], [act for _kind, act in pairs], months[0].start, months[-1].end]
    return _timed(lambda: _execute(sql, given), times=3)


def _reader(kinds: Sequence[str], *areas: str) -> Actor:
    rights = {f"{kind}.view": Reach(areas, frozenset({7})) for kind in kinds}
    return Actor(user_id=0, name="", agency_id=None, agency_name="", place="", rights=rights)


def _is_live(metric: Metric) -> bool:
    return any(atom.measure is Counted.OVERDUE for atom in metric.formula.atoms())


def _timed(work: Callable[[], Any], times: int = 9) -> float:
    """The median in milliseconds, the first run left out."""
    work()
    taken = []
    for _run in range(times):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def _execute(sql: str, given: Sequence[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall()) if cursor.description else []


def _seal(last: int) -> None:
    Seal.objects.create(
        id=1, first=1, last=last, count=last, root=bytes(32), previous=bytes(32), head=bytes(32),
        sealed_at=clock.now(), key="", signature=bytes(64),
    )  # fmt: skip


def _fill(kinds: Sequence[str]) -> None:
    """A journal as two years of a province would leave it, written past the commands: it is counted here, not proved."""
    lives = [(model_of(kind), _life(model_of(kind).lifecycle)) for kind in kinds]
    chance, days = random.Random(2025), (LAST - FIRST).days
    with (
        owning(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY journal_entry ({', '.join(COLUMNS)}) FROM STDIN") as copy,
    ):
        written, waiting = 0, []
        for day in range(days):
            today = FIRST + timedelta(days=day)
            while written + len(waiting) < ENTRIES * (day + 1) // days:
                waiting += _record(AFTER_ALL + written + len(waiting), *chance.choice(lives), today, chance)
            due = sorted((row for row in waiting if row[12] <= today), key=lambda row: (row[0], row[3]))
            waiting = [row for row in waiting if row[12] > today]
            for row in due:
                copy.write_row(row)
            written += len(due)
    with owning():
        _execute("VACUUM ANALYZE journal_entry")


def _life(lifecycle: Lifecycle) -> list[Act]:
    """One way through a lifecycle that passes each state once."""
    path = [lifecycle.births[0]]
    while True:
        here = path[-1].target or ""
        been = {act.target for act in path}
        onward = next((act for act in lifecycle.acts_from(here) if act.target and act.target not in been), None)
        if onward is None:
            return path
        path.append(onward)


def _record(
    number: int, model: type[Record], life: Sequence[Act], day: date, chance: random.Random
) -> list[tuple[Any, ...]]:
    county = chance.randrange(len(COUNTIES))
    area, agency = f"{COUNTIES[county]}{chance.randrange(1, 16):03}", county + 1
    facets = {name: _value(model, name, chance) for name in model.facet_fields}
    rows, state = [], ""
    for seq, act in enumerate(life[: chance.randrange(1, len(life) + 1)], start=1):
        digest = sha256(f"{number}-{seq}".encode()).digest()
        payload = {
            "fields": {
                "title": "青溪县大药房处方药销售记录不全",
                "note": "现场核实，限期整改。" * 6,
                "weight": number % 997,
            }
        }
        target = act.target or state
        rows.append((
            number, model.lifecycle.kind, f"{model.prefix}-2025-{number:06}", seq, act.name, UUID(bytes=digest[:16]), number % 3000,
            agency, area, agency, state, target, day, f"{day} 02:00:00+00", Jsonb(payload), Jsonb(facets), digest, digest, digest * 2,
        ))  # fmt: skip
        state, day = target, day + timedelta(days=chance.randrange(12))
    return rows


def _value(model: type[Record], facet: str, chance: random.Random) -> str:
    known = next((field for field in model._meta.concrete_fields if facet in (field.name, field.attname)), None)
    values = [str(value) for value, _label in known.flatchoices] if known else []
    return chance.choice(values or ["1", "2", "3", "4"])
