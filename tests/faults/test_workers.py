"""Two workers on one queue: every job is done once, also when a worker sleeps so long that another takes up its job."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kernel.test_jobs import (  # noqa: F401
    another_worker,
    committing,
    emptied_queue,
    no_schedules,
    wait_until,
    waiting,
)
from yaoan.kernel import clock, jobs
from yaoan.kernel.jobs.models import Progress, State
from yaoan.kernel.jobs.worker import Sweeper, run_worker

PATIENCE = 180.0
"""Seconds that a worker may take to start on a machine with much else to do."""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")]

SLEPT = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = %s"


@jobs.job("faults.mark")
def mark(*, what: str, by: int) -> None:
    """What a job leaves behind; it never runs, for it is asked for a day ahead."""


@jobs.job("faults.once")
def once(*, what: str) -> None:
    leave(what)
    time.sleep(0.005)


@jobs.job("faults.long", retry=2)
def long(*, to: int, pause: float, sleeps_after: int) -> None:
    """Leaves a mark a unit; whoever has done so many units falls asleep between two of them."""
    with jobs.progress("计数", total=to) as progress:
        for number in range(progress.done, to):
            with transaction.atomic():
                leave(str(number))
                progress.advance(message=f"{os.getpid()}")
            if number + 1 == sleeps_after:
                os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(pause)


@jobs.job("faults.silent", retry=2)
def silent(*, gate: str, error: str = "") -> None:
    """Says nothing of how far it is, and in another process than the gate's waits for it to be away."""
    owner, _, path = gate.partition(":")
    leave("begun")
    while os.getpid() != int(owner) and os.path.exists(path):  # noqa: PTH110
        time.sleep(0.02)
    if error and os.getpid() != int(owner):
        raise ValueError(error)


def leave(what: str) -> None:
    jobs.enqueue(mark.at(clock.now() + timedelta(days=1)), what=what, by=os.getpid())


def left() -> Counter[str]:
    return Counter(arguments["what"] for arguments in waiting("faults.mark"))


@contextmanager
def workers(count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes that know the jobs of this file; ended at the end, also those that sleep."""
    with ExitStack() as stack:
        found = [stack.enter_context(another_worker(__name__)) for _ in range(count)]
        try:
            yield found
        finally:
            for process in found:
                process.send_signal(signal.SIGCONT)
                process.kill()


@contextmanager
def asleep(process: subprocess.Popen[bytes], number: int) -> Iterator[None]:
    """Inside the block the worker of a job sleeps; it was taken for dead, and its job is back in the queue."""
    process.send_signal(signal.SIGSTOP)
    try:
        keeper = ProcrastinateJob.objects.get(pk=number).worker_id
        with connection.cursor() as cursor:
            cursor.execute(SLEPT, [keeper])
        sweeper = Sweeper()
        assert sweeper.sweep() == 0
        assert sweeper.sweep() == 1
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def _sleeps(process: subprocess.Popen[bytes]) -> bool:
    with open(f"/proc/{process.pid}/stat") as stat:  # noqa: PTH123
        return stat.read().rpartition(")")[2].split()[0] == "T"


@committing
def test_many_jobs_are_each_done_once_by_two_workers() -> None:
    with workers(2):
        wait_until(_both_are_there, seconds=PATIENCE)
        for number in range(120):
            jobs.enqueue(once, what=str(number))
        wait_until(lambda: not ProcrastinateJob.objects.filter(task_name="faults.once").exists(), seconds=PATIENCE)
    assert left() == Counter(str(number) for number in range(120))
    assert len({arguments["by"] for arguments in waiting("faults.mark")}) == 2, "one worker did everything"


def _both_are_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        return cursor.fetchone() == (2,)


@committing
def test_a_worker_that_wakes_finds_its_job_taken_up_and_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    number = jobs.enqueue(long, to=60, pause=0.01, sleeps_after=5)
    assert number
    with workers(1) as (process,):
        wait_until(lambda: _sleeps(process), seconds=PATIENCE)
        with asleep(process, number):
            assert Progress.objects.get(job=number).state == State.INTERRUPTED
            monkeypatch.setattr(time, "sleep", lambda seconds: None)
            run_worker(wait=False)
            monkeypatch.undo()
            done = Progress.objects.get(job=number)
            assert (done.done, done.state, done.message) == (60, State.DONE, str(os.getpid()))
        _works_again(process)
        assert Progress.objects.get(job=number).__dict__ | {"_state": 0} == done.__dict__ | {"_state": 0}
    assert {what: count for what, count in left().items() if what != "again"} == {str(unit): 1 for unit in range(60)}


@committing
def test_a_worker_that_wakes_while_another_is_at_its_job_leaves_it_to_that_one() -> None:
    """Both are at it at the same moment: the first at its fifth unit, the second further on."""
    number = jobs.enqueue(long, to=40, pause=0.1, sleeps_after=5)
    assert number
    with workers(1) as (first,):
        wait_until(lambda: _sleeps(first), seconds=PATIENCE)
        with asleep(first, number), workers(1):
            wait_until(
                lambda: Progress.objects.filter(job=number, done__gte=10, state=State.RUNNING).exists(), PATIENCE
            )
            first.send_signal(signal.SIGCONT)
            wait_until(lambda: not ProcrastinateJob.objects.filter(pk=number).exists(), seconds=PATIENCE)
        row = Progress.objects.get(job=number)
        assert (row.done, row.state, row.error) == (40, State.DONE, "")
        assert row.message != str(first.pid)
    assert left() == Counter(str(unit) for unit in range(40))


@committing
@pytest.mark.parametrize("error", ["", "stumbled"])
def test_how_a_job_ends_is_told_by_the_worker_that_has_it_now(error: str, tmp_path: object) -> None:
    """The first worker comes to an end, good or bad, while the job waits for its second: it waits on all the same."""
    gate = f"{tmp_path}/gate"
    with open(gate, "w"):  # noqa: PTH123
        number = jobs.enqueue(silent, gate=f"{os.getpid()}:{gate}", error=error)
    assert number
    with workers(1) as (process,):
        wait_until(lambda: left()["begun"] == 1, seconds=PATIENCE)
        with asleep(process, number), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour' WHERE id = %s", [number]
            )
            os.unlink(gate)  # noqa: PTH108
        _works_again(process)
        row = ProcrastinateJob.objects.get(pk=number)
        assert (row.status, row.attempts) == ("todo", 1)
        assert row.scheduled_at and row.scheduled_at > clock.now() + timedelta(minutes=30)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE id = %s", [number])
    run_worker(wait=False)
    assert not ProcrastinateJob.objects.filter(pk=number).exists()
    assert left()["begun"] == 2, "what reports no progress may be done twice; its end is told once"


def _works_again(process: subprocess.Popen[bytes]) -> None:
    """A worker that woke goes on with other jobs."""
    jobs.enqueue(once, what="again")
    wait_until(lambda: left()["again"] == 1, seconds=PATIENCE)
    time.sleep(0.3)
    assert process.poll() is None
