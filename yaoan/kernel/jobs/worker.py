"""The process that runs jobs, and what it does about jobs whose worker died."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, connections, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker
from psycopg.errors import ForeignKeyViolation

from yaoan.kernel import clock

logger = logging.getLogger(__name__)

STALE_SECONDS = 30
"""A worker that gave no sign of life for so long (it gives one every 10 seconds) is taken for dead."""

ATTEMPTS = 8
"""A job that was begun so often without an end is given up: it may be what kills its workers."""

CONCURRENCY = 4
"""Jobs at a time in one worker, so that a long import does not hold up a letter."""

PATIENCE_SECONDS = 5.0
"""What a running job is given to come to its end when the worker is told to stop."""

_MINE = """
    WITH mine AS MATERIALIZED (
        SELECT id FROM procrastinate_jobs
         WHERE id = %(job_id)s AND attempts = %(attempts)s AND status = 'doing'
           FOR UPDATE
    )
"""
_FINISH = f"{_MINE} SELECT procrastinate_finish_job_v1(id, %(status)s, %(delete_job)s) FROM mine"
_RETRY = f"{_MINE} SELECT procrastinate_retry_job_v2(id, %(retry_at)s, %(priority)s, %(queue)s, %(lock)s) FROM mine"
_ENTER = "INSERT INTO procrastinate_workers (id) OVERRIDING SYSTEM VALUE VALUES (%(worker_id)s) ON CONFLICT DO NOTHING"
_CATCH_UP_SECONDS = 24 * 60 * 60
_ORPHANS = """
    SELECT job.id, job.worker_id, job.attempts
      FROM procrastinate_jobs job
      LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
     WHERE job.status = 'doing'
       AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
       FOR UPDATE OF job SKIP LOCKED
"""


def run_worker(*, wait: bool = True) -> None:
    """Run jobs until SIGINT or SIGTERM, or with `wait=False` until no more is found.

    Call it from the main thread. At the signal running jobs get a few seconds to end; those that report progress are
    interrupted at their next step and taken up again by the next worker.
    """
    with app.replace_connector(app.connector.get_worker_connector()) as own, _sweeping():  # type: ignore[attr-defined]
        own.periodic_defaults = {"max_delay": _CATCH_UP_SECONDS}  # a county's machine is switched off at night
        own.job_manager = _Manager(own.connector)  # `app` only stands for it, and would keep what it is given to itself
        own.run_worker(
            wait=wait,
            concurrency=CONCURRENCY,
            fetch_job_polling_interval=1,
            shutdown_graceful_timeout=PATIENCE_SECONDS,
            delete_jobs="successful",
            task_middleware=[_leave_no_connection],
        )


def _leave_no_connection(call_next: Callable[[], object], _context: JobContext, _worker: Worker) -> object:
    """Close what a job opened: its thread comes from a pool and may never be used again."""
    try:
        return call_next()
    finally:
        connections.close_all()


class _Manager(JobManager):
    """What a worker that slept, was taken for dead and wakes again needs.

    A job ends only while it is still the attempt that ended: one taken up by another worker is that worker's to end.
    And a worker that was struck off enters itself again with its next job.
    """

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        try:
            return await super().fetch_job(queues, worker_id)
        except ConnectorException as error:
            if not isinstance(error.__cause__, ForeignKeyViolation):
                raise
            await self.connector.execute_query_async(query=_ENTER, worker_id=worker_id)
            return await super().fetch_job(queues, worker_id)

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        await self._end(_FINISH, job, status=status.value, delete_job=delete_job)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        at = retry_at or clock.now()
        await self._end(_RETRY, job, retry_at=at, priority=priority, queue=queue, lock=lock)

    async def _end(self, query: str, job: Job, **values: Any) -> None:
        await self.connector.execute_query_async(query=query, job_id=job.id, attempts=job.attempts, **values)


class Sweeper:
    """Finds jobs left behind by dead workers and returns them to the queue."""

    def __init__(self) -> None:
        self._suspects: set[tuple[int, int | None]] = set()

    def sweep(self) -> int:
        """Take up what was orphaned at this look and at the one before; returns how many jobs that were.

        Two looks, because a machine that wakes from sleep finds its own heartbeat old for a moment.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ORPHANS, [STALE_SECONDS])
            found = {(number, worker): attempts for number, worker, attempts in cursor.fetchall()}
            confirmed = self._suspects & found.keys()
            for suspect in confirmed:
                _take_up(suspect[0], attempts=found[suspect])
            self._suspects = set(found.keys() - confirmed)
        return len(confirmed)


def _take_up(number: int, *, attempts: int) -> None:
    from yaoan.kernel.jobs.models import Progress, State

    reports = Progress.objects.filter(job=number, state=State.RUNNING)
    with connection.cursor() as cursor:
        if attempts < ATTEMPTS:
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [number])
            reports.update(state=State.INTERRUPTED, changed_at=clock.now())
        else:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [number])
            reports.update(
                state=State.FAILED, error=str(_("任务多次使后台进程异常终止，已停止重试")), finished_at=clock.now()
            )


@contextmanager
def _sweeping() -> Iterator[None]:
    """Sweep in a thread of its own: as a job, the sweep could be orphaned or wait behind the orphans itself."""
    stopping = threading.Event()
    thread = threading.Thread(target=_sweep_until, args=[stopping], name="sweeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _sweep_until(stopping: threading.Event) -> None:
    sweeper = Sweeper()
    while True:
        try:
            sweeper.sweep()
        except DatabaseError:  # a database that restarts; the next look will do
            logger.exception("the jobs of dead workers could not be looked for")
        finally:
            connections.close_all()
        if stopping.wait(STALE_SECONDS):
            return
