"""How long pages take: counted in each process, written together every few seconds, read by page and by Prometheus."""

import logging
import threading
import time
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection

from yaoan.kernel import clock
from yaoan.kernel.upkeep.models import Timing

log = logging.getLogger(__name__)

BOUNDS = (5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000, 30_000)
"""Milliseconds up to which a request counts to a bucket; one more bucket holds the rest."""

SLOT = timedelta(minutes=10)
KEPT = timedelta(days=8)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
FLUSH_SECONDS = 10.0

_ADD = """
INSERT INTO upkeep_timing AS t (slot, page, counts, total) VALUES (%s, %s, %s, %s)
ON CONFLICT (slot, page) DO UPDATE SET total = t.total + excluded.total,
  counts = (SELECT array_agg(a + b ORDER BY place) FROM unnest(t.counts, excluded.counts) WITH ORDINALITY AS both_(a, b, place))
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a page did: how often it was asked for, and 95 of 100 times within so many milliseconds (None: longer than all)."""

    page: str
    count: int
    p95: int | None


class Counting:
    """The counts of this process that are not written yet. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[datetime, str], list[int]] = {}
        self._flushed_at = time.monotonic()

    def add(self, page: str, milliseconds: float) -> None:
        """One answered request."""
        key = slot_of(clock.now()), page[:80]
        with self._lock:
            row = self._counts.setdefault(key, [0] * (len(BOUNDS) + 2))
            row[bisect_left(BOUNDS, milliseconds)] += 1
            row[-1] += round(milliseconds)

    def flush(self, *, now: bool = False) -> None:
        """Write what was counted, at most every few seconds. A database that does not answer loses counts, no request."""
        with self._lock:
            if not self._counts or not (now or time.monotonic() - self._flushed_at > FLUSH_SECONDS):
                return
            counts, self._counts, self._flushed_at = self._counts, {}, time.monotonic()
        try:
            with connection.cursor() as cursor:
                rows = sorted((*[((EVER, page), row) for (_slot, page), row in counts.items()], *counts.items()))
                cursor.executemany(_ADD, [(*key, row[:-1], row[-1]) for key, row in rows])
        except DatabaseError:
            log.warning("the times of %d pages were not written", len(counts))


counting = Counting()
"""The counts of this process."""


def slot_of(instant: datetime) -> datetime:
    """The beginning of the ten minutes in which an instant lies."""
    return instant - (instant - EVER) % SLOT


def paces(since: timedelta) -> list[Pace]:
    """How each page did in the time before now, the slowest first."""
    found: dict[str, list[int]] = {}
    rows = Timing.objects.filter(slot__gt=clock.now() - since - SLOT).exclude(slot=EVER)
    for page, counts in rows.values_list("page", "counts"):
        before = found.setdefault(page, [0] * len(counts))
        found[page] = [a + b for a, b in zip(before, counts, strict=True)]
    made = [Pace(page, sum(counts), quantile(counts, 95)) for page, counts in found.items()]
    return sorted(made, key=lambda pace: (-(pace.p95 or 10**9), pace.page))


def quantile(counts: Iterable[int], percent: int) -> int | None:
    """The bound below which so many of a hundred lie; None where that is past the last bound, or nothing was counted."""
    counts = list(counts)
    wanted, seen = sum(counts) * percent, 0
    for bound, count in zip(BOUNDS, counts, strict=False):
        seen += count
        if seen * 100 >= wanted and wanted:
            return bound
    return None


def forget(before: datetime) -> None:
    """Drop what is older."""
    Timing.objects.filter(slot__lt=before).exclude(slot=EVER).delete()
