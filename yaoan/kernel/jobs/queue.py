"""Declaring jobs and asking for them. Procrastinate, which stores and schedules them, is known to this package alone."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, ParamSpec

from django.db import connection, transaction
from procrastinate import exceptions, retry
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as QueuedJob
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from yaoan.kernel import sight

Arguments = ParamSpec("Arguments")

Interrupted = exceptions.JobAborted
"""Raised inside a job that stops because its worker does; the job is taken up again."""


class TakenOver(Interrupted):
    """Raised inside a job that another worker has taken up: its own was taken for dead, and wakes again."""


_MINE = "SELECT FROM procrastinate_jobs WHERE id = %s AND attempts = %s AND status = 'doing' FOR SHARE"


@dataclass(frozen=True)
class Job(Generic[Arguments]):
    """A function that a worker runs later. Calling it runs it here and now."""

    name: str
    function: Callable[Arguments, None]
    key: str | None = None
    due: datetime | None = None

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        self.function(*args, **kwargs)

    def once(self, key: str) -> "Job[Arguments]":
        """The same job, of which at most one waits and one runs for each `key`."""
        return replace(self, key=f"{self.name}:{key}")

    def at(self, instant: datetime) -> "Job[Arguments]":
        """The same job, not before an instant (aware)."""
        return replace(self, due=instant)


@dataclass(frozen=True)
class Run:
    """The job that is running in this thread."""

    number: int | None
    must_stop: Callable[[], bool]
    attempt: int | None = None
    """How often it was begun before; None where nobody else can take it up."""

    def hold(self) -> None:
        """Keep others from taking the job up before the transaction under way ends. Raises TakenOver."""
        if self.attempt is None:
            return
        with connection.cursor() as cursor:
            cursor.execute(_MINE, [self.number, self.attempt])
            if cursor.rowcount != 1:
                raise TakenOver


_run: ContextVar[Run | None] = ContextVar("run", default=None)
_inline: ContextVar[bool] = ContextVar("inline", default=False)


def job(
    name: str, *, cron: str | None = None, retry: int = 0, alone: bool = False
) -> Callable[[Callable[Arguments, None]], Job[Arguments]]:
    """Declare a job. It takes keyword arguments that JSON can hold, and none when it has a schedule.

    `cron` is a schedule in UTC: see `daily_at` and `every_minutes`. An occasion missed while no worker ran, but no
    longer than a day ago, is made up for once. After an error the job is tried again up to `retry` times, after 4, 16,
    64 … seconds. With `alone` no two of them run at the same time. A job works for nobody in particular and sees the
    whole; one that works for a person narrows its sight to that person's.
    """

    def declare(asked: Callable[Arguments, None]) -> Job[Arguments]:
        function = sight.whole()(asked)

        def perform(context: JobContext, /, **arguments: Any) -> None:
            if cron:
                del arguments["timestamp"]
            with _running(Run(context.job.id, context.should_abort, context.job.attempts)):
                function(**arguments)  # type: ignore[call-arg]  # JSON has no types to check

        lock = name if alone or cron else None
        task = app.task(name=name, pass_context=True, retry=_Patience(retry), lock=lock)(perform)
        if cron:
            app.periodic(cron=cron, periodic_id=name, queueing_lock=name)(task)  # type: ignore[arg-type]
        return Job(name, function, key=lock)

    return declare


def daily_at(time: str) -> str:
    """The schedule of every day at a time of day in China, e.g. "02:30". China keeps UTC+8 all the year round."""
    hour, minute = map(int, time.split(":"))
    return f"{minute} {(hour - 8) % 24} * * *"


def every_minutes(count: int) -> str:
    """The schedule of every so many minutes, counted from the full hour."""
    return f"*/{count} * * * *"


def enqueue(job: Job[Arguments], *args: Arguments.args, **arguments: Arguments.kwargs) -> int | None:
    """Ask for a job; returns its number, or None when it ran at once or one with the same key waits already.

    The request belongs to the transaction under way: rolled back, it was never made; committed, the worker sees it.
    """
    if args:
        raise TypeError("a job takes keyword arguments only")
    if _inline.get() and job.due is None:
        job.function(**json.loads(json.dumps(arguments)))  # type: ignore[call-arg]
        return None
    # The connector is ours and not the app's: inside a worker the app's is outside Django's transaction.
    deferrer = configure_task(
        name=job.name, job_manager=_manager(), lock=job.key, queueing_lock=job.key, schedule_at=job.due
    )
    try:
        with transaction.atomic():
            return deferrer.defer(**arguments)  # type: ignore[arg-type]
    except exceptions.AlreadyEnqueued:
        return None


@contextmanager
def inline() -> Iterator[None]:
    """Inside the block jobs run when they are asked for, in the asking transaction. For tests and simulations."""
    token = _inline.set(True)
    try:
        yield
    finally:
        _inline.reset(token)


def run_waiting() -> int:
    """Run, in this process and one after another, every job that waits and is due; returns how many there were.

    A job that raises stays in the queue, and the error is passed on.
    """
    count = 0
    while _run_next():
        count += 1
    return count


def current() -> Run | None:
    """The job that is running in this thread, if one is."""
    return _run.get()


def _run_next() -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id, task_name, args, attempts FROM procrastinate_fetch_job_v2(NULL, NULL)")
        number, name, arguments, attempts = cursor.fetchone()
        if number is None:
            return False
        with transaction.atomic():
            queued = QueuedJob(
                id=number, task_name=name, queue="default", lock=None, queueing_lock=None, attempts=attempts
            )
            context = JobContext(app=app, job=queued, start_timestamp=0.0, abort_reason=lambda: None)
            app.tasks[name].func(context, **json.loads(arguments))
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [number])
        return True


@contextmanager
def _running(run: Run) -> Iterator[None]:
    token = _run.set(run)
    try:
        yield
    finally:
        _run.reset(token)


def _manager() -> JobManager:
    return JobManager(DjangoConnector())


class _Patience(retry.BaseRetryStrategy):
    """Try again a few times after an error, and always after an interruption."""

    def __init__(self, retries: int) -> None:
        self.retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> retry.RetryDecision | None:
        if isinstance(exception, Interrupted):
            return retry.RetryDecision()
        if job.attempts >= self.retries:
            return None
        return retry.RetryDecision(retry_in={"seconds": 4 ** (job.attempts + 1)})
