"""An invented province with records in any number: a few lived through the commands' own checks, the rest copies of them.

The world may be kept in a folder, which then is an installation like any other (`YAOAN_HOME`): what was loaded is not
loaded again, and a load that was broken off goes on.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from random import Random
from time import perf_counter

from django.db import connection

from benchmarks.roles import owning
from benchmarks.table import Measure
from yaoan.kernel import clock
from yaoan.kernel.access.models import Agency
from yaoan.kernel.commands import Step, perform_many
from yaoan.kernel.commands.loading import load
from yaoan.kernel.commands.multiplying import multiply
from yaoan.kernel.journal import sealing
from yaoan.kernel.journal.models import Entry
from yaoan.modules.risks.models import Risk
from yaoan.modules.subjects.public import Register, Subject, SubjectKind
from yaoan.simulation import province
from yaoan.simulation.load import Ground, risk_lives
from yaoan.simulation.scale import Scale

PLACE = Scale(
    "bench", (8, 8) + (7,) * 12, stations=2, firms=120, county_officers=2, station_inspectors=2, station_assistants=0,
    city_officers=1, province_officers=1,
)  # fmt: skip
DAYS = 300
"""So long before the day on which the world was made its first risk was reported; on that day the last were."""
LIVED = 100_000
"""So many risks are lived deed by deed; further ones are copies of these, with chains and signatures of their own."""
UNGUARDED = {
    "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "8GB", "autovacuum": "off",
    "gin_pending_list_limit": "512MB", "maintenance_work_mem": "512MB",
}  # fmt: skip
"""Settings of the database while it is filled, as one who takes over a province's records would choose them."""


def build() -> list[Ground]:
    """The province with its people and firms, made if it is not there; each county with its firms."""
    if not Agency.objects.filter(kind="province").exists():
        before = clock.today() - timedelta(days=DAYS + 1)
        with clock.told(datetime.combine(before, time(9), clock.BEIJING)):
            province.build(PLACE, Random(1), password="yaoan-bench-2025", since=before - timedelta(days=365))
            _register()
    return [
        Ground(world, list(Subject.objects.filter(area__startswith=world.home).order_by("number")))
        for world in province.worlds(PLACE, 1)
    ]


def _register() -> None:
    """The firms of every county."""
    kinds = (SubjectKind.PHARMACY, SubjectKind.CLINIC, SubjectKind.DEVICE_FIRM)
    words = ("康民", "长青", "仁和", "益安", "百草", "济生", "同泰", "安宁")
    for world in province.worlds(PLACE, 1):
        steps = [
            Step(Register(title=f"{world.name}{words[n % 8]}{kinds[n % 3].label}{n // 8 + 1}部", subject_kind=kinds[n % 3],
                          area=f"{world.home}{province.FIRST_TOWN + n % PLACE.townships}", suppliers=("云河医药有限公司",)))
            for n in range(PLACE.firms)
        ]  # fmt: skip
        for outcome in perform_many(steps, by=world.actors["officer1"]):
            assert outcome.refusal is None, outcome.refusal


def fill(grounds: Sequence[Ground], count: int) -> Iterator[Measure]:
    """As many risks as that, with their journal sealed."""
    with _unguarded():
        start = clock.local_day(Entry.objects.earliest("id").recorded_at) + timedelta(days=1)
        end = datetime.combine(start + timedelta(days=DAYS), time(0), clock.BEIJING)
        theirs = Risk.objects.filter(opened_at__lt=end)  # not those that were opened to measure writing
        lived = min(count, LIVED) - theirs.count()
        if lived > 0:
            lives = risk_lives(grounds, Random(2), count=lived, start=start, days=DAYS)
            yield _timed(
                "loading {} risks with {} journal lines as whole lives", _ticking(1 for _one in load(lives, size=1_000))
            )
        missing = count - Risk.objects.count()
        if missing > 0:
            patterns = list(theirs.exclude(is_drawn=True).order_by("id").values_list("id", flat=True)[:LIVED])
            times = -(-missing // len(patterns))
            copied = multiply(Risk, patterns[: -(-missing // times)], times)
            yield _timed("copying {} more with {} lines, ids, chains and signatures of their own", _ticking(copied))
        began, before = perf_counter(), sealing.newest()
        sealing.seal(clock.now())
        took, lines = perf_counter() - began, Entry.objects.filter(pk__gt=before.last if before else 0).count()
        yield Measure(f"sealing {lines:,} lines", f"{lines / took:,.0f} lines/s")
    with owning(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself a while later


def _timed(work: str, written: Iterator[int]) -> Measure:
    began, before = perf_counter(), Entry.objects.count()
    count = sum(written)
    took, lines = perf_counter() - began, Entry.objects.count() - before
    return Measure(
        work.format(f"{count:,}", f"{lines:,}") + ", every line chained and signed",
        f"{1000 * took / lines:.2f} ms a line",
    )


def _ticking(written: Iterator[int]) -> Iterator[int]:
    """The same, with a word now and then on how far it is."""
    began, done = perf_counter(), 0
    for count in written:
        if done // 100_000 < (done + count) // 100_000:
            print(f"  {done + count:,} risks, {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        done += count
        yield count


@contextmanager
def _unguarded() -> Iterator[None]:
    """Inside the block the server takes less care of a crash, which would only mean to fill it again."""
    import psycopg

    from yaoan.config import postgres

    with psycopg.connect(postgres.database_url("admin"), autocommit=True) as admin:
        for name, value in UNGUARDED.items():
            admin.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        admin.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            for name in UNGUARDED:
                admin.execute(f"ALTER SYSTEM RESET {name}")
            admin.execute("SELECT pg_reload_conf()")
