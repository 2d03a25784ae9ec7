"""The process that runs jobs, and what it does about jobs whose worker died."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, connections, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

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
    app.periodic_defaults = {"max_delay": _CATCH_UP_SECONDS}  # a county's machine is switched off at night
    with app.replace_connector(app.connector.get_worker_connector()), _sweeping():  # type: ignore[attr-defined]
        app.run_worker(
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
