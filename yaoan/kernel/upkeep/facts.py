"""What can be known about the running installation, in a few cheap statements."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from yaoan.kernel import clock, secrets, sight
from yaoan.kernel.figures.rollup import backlog
from yaoan.kernel.journal.sealing import newest
from yaoan.kernel.outbox import lanes
from yaoan.kernel.records.models import record_models
from yaoan.kernel.upkeep.marks import marks
from yaoan.kernel.upkeep.models import Mark
from yaoan.kernel.upkeep.timing import Pace, counting, paces

EXACT_UP_TO = 100_000

_QUEUE = """
SELECT count(*), min(coalesce(job.scheduled_at, (SELECT min(at) FROM procrastinate_events WHERE job_id = job.id)))
FROM procrastinate_jobs AS job WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()
"""
_FAILED = """
SELECT count(DISTINCT job_id) FROM procrastinate_events WHERE type = 'failed' AND at > now() - interval '1 day'
"""
_WORKER = "SELECT max(last_heartbeat) FROM procrastinate_workers"
_UNSEALED = "SELECT count(*) FROM (SELECT FROM journal_entry WHERE id > %s LIMIT 200001) AS tail"


@dataclass(frozen=True)
class Facts:
    """The state of the installation at an instant. Ages are from `at`; what never was is None."""

    at: datetime
    waiting: int
    oldest: timedelta | None
    failed: int
    worker_seen: timedelta | None
    drift: timedelta
    sealed_at: datetime | None
    unsealed: int
    uncounted: int
    free: int
    capacity: int
    database_size: int
    given_up: int = 0
    silent: int = 0
    marks: dict[str, Mark] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    hour: list[Pace] = field(default_factory=list)
    day: list[Pace] = field(default_factory=list)


@sight.whole()
def facts() -> Facts:
    """Look now. About a dozen short statements; rows of large tables are the planner's estimate."""
    counting.flush(now=True)
    now, seal, disk = clock.now(), newest(), shutil.disk_usage(_place())
    waiting, oldest = _row(_QUEUE)
    (worker,) = _row(_WORKER)
    given_up, silent = lanes.troubles()
    return Facts(
        at=now,
        waiting=waiting,
        oldest=now - oldest if oldest else None,
        failed=_row(_FAILED)[0],
        worker_seen=now - worker if worker else None,
        drift=drift(),
        sealed_at=seal.sealed_at if seal else None,
        unsealed=_row(_UNSEALED, seal.last if seal else 0)[0],
        uncounted=backlog(),
        free=disk.free,
        capacity=disk.total,
        database_size=_row("SELECT pg_database_size(current_database())")[0],
        given_up=given_up,
        silent=silent,
        marks=marks(),
        rows=rows_by_kind(),
        hour=paces(timedelta(hours=1)),
        day=paces(timedelta(days=1)),
    )


def drift() -> timedelta:
    """How far the clock of the database is ahead of the server's; half the time of the question is taken off."""
    before = datetime.now(UTC)
    (theirs,) = _row("SELECT clock_timestamp()")
    after = datetime.now(UTC)
    gap: timedelta = theirs - (before + (after - before) / 2)
    return gap


def rows_by_kind() -> dict[str, int]:
    """How many records of each kind there are: counted where they are few, else the planner's estimate."""
    found = {}
    for model in record_models():
        (estimate,) = _row("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", model._meta.db_table)
        is_large = estimate > EXACT_UP_TO
        found[model.lifecycle.kind] = estimate if is_large else model.objects.count()
    return found


def answers() -> bool:
    """Whether the database answers."""
    return _row("SELECT 1") == (1,)


def _place() -> Path:
    home = secrets.home()
    return home if home.exists() else home.parent


def _row(statement: str, *values: str | int) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
