"""Jobs are asked for in a transaction, run by a worker, and taken up again when their worker dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinatePeriodicDefer

from yaoan.kernel import clock, jobs
from yaoan.kernel.jobs import queue, worker
from yaoan.kernel.jobs.models import Progress, State
from yaoan.kernel.jobs.tasks import clear
from yaoan.kernel.jobs.worker import CONCURRENCY, Sweeper, run_worker

Test = TypeVar("Test", bound=Callable[..., None])

seen: list[Any] = []


@jobs.job("test.note")
def note(*, value: Any) -> None:
    seen.append(value)


@jobs.job("test.stumble", retry=2)
def stumble() -> None:
    raise ValueError("stumbled")


@jobs.job("test.regret")
def regret() -> None:
    with transaction.atomic():
        jobs.enqueue(note, value="asked for within a job and rolled back")
        transaction.set_rollback(True)
    jobs.enqueue(note, value="asked for within a job")


@jobs.job("test.meet")
def meet(*, number: int) -> None:
    meeting.wait(timeout=10)
    seen.append(number)


@jobs.job("test.count")
def count(*, to: int, pause: float = 0.0) -> None:
    with jobs.progress("计数", total=to) as progress:
        for number in range(progress.done, to):
            with transaction.atomic():
                jobs.enqueue(note.at(clock.now() + timedelta(days=1)), value=number)
                progress.advance(message=str(number))
            time.sleep(pause)


meeting = threading.Barrier(3)


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    seen.clear()


@pytest.fixture
def no_schedules(monkeypatch: pytest.MonkeyPatch) -> None:
    """No job of the house is begun by its schedule; those a test declares are gone with it."""
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    monkeypatch.setattr(app, "tasks", dict(app.tasks))


@pytest.fixture
def emptied_queue(transactional_db: None, no_schedules: None) -> Iterator[None]:
    """Procrastinate's tables are not managed by Django, so nobody else empties them after a test that commits.

    And what the house does by its schedules (seal, roll up, clear away) it would do here for good.
    """
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")


def committing(test: Test) -> Test:
    """A test whose transactions are real. Only the tables named here are emptied after it: the journal would refuse."""
    mark = pytest.mark.django_db(transaction=True, available_apps=["procrastinate.contrib.django", "yaoan.kernel.jobs"])
    return mark(pytest.mark.usefixtures("emptied_queue")(test))


def waiting(name: str) -> list[dict[str, Any]]:
    return list(
        ProcrastinateJob.objects.filter(task_name=name, status="todo").order_by("id").values_list("args", flat=True)
    )


def test_a_time_of_day_in_china_becomes_a_schedule_in_utc() -> None:
    assert jobs.daily_at("02:30") == "30 18 * * *"
    assert jobs.daily_at("09:05") == "5 1 * * *"
    assert jobs.every_minutes(5) == "*/5 * * * *"


@pytest.mark.django_db
def test_a_waiting_job_runs_with_its_arguments_and_leaves_the_queue() -> None:
    number = jobs.enqueue(note, value={"字": [1, None]})
    assert isinstance(number, int)
    assert jobs.run_waiting() == 1
    assert seen == [{"字": [1, None]}]
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_a_job_for_later_does_not_run_now() -> None:
    jobs.enqueue(note.at(clock.now() + timedelta(hours=1)), value=1)
    assert jobs.run_waiting() == 0
    assert waiting("test.note") == [{"value": 1}]


@committing
def test_a_rolled_back_request_was_never_made() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue(note, value="gone")
        raise ZeroDivisionError
    with transaction.atomic():
        jobs.enqueue(note, value="kept")
    assert waiting("test.note") == [{"value": "kept"}]


@pytest.mark.django_db
def test_of_jobs_with_the_same_key_one_waits_and_the_transaction_survives() -> None:
    assert jobs.enqueue(note.once("7"), value=1)
    assert jobs.enqueue(note.once("7"), value=2) is None
    assert jobs.enqueue(note.once("8"), value=3)
    assert waiting("test.note") == [{"value": 1}, {"value": 3}]


@pytest.mark.django_db
def test_arguments_json_cannot_hold_are_refused_when_the_job_is_asked_for() -> None:
    with pytest.raises(TypeError), transaction.atomic():
        jobs.enqueue(note, value=object())
    with pytest.raises(TypeError, match="keyword"):
        jobs.enqueue(note, 1)  # type: ignore[call-arg]
    with jobs.inline(), pytest.raises(TypeError):
        jobs.enqueue(note, value=object())


@pytest.mark.django_db
def test_inline_jobs_run_when_they_are_asked_for() -> None:
    with jobs.inline():
        assert jobs.enqueue(note, value=(1, 2)) is None
    assert seen == [[1, 2]], "as JSON would have brought it"
    jobs.enqueue(note, value=3)
    assert seen == [[1, 2]]


@pytest.mark.django_db
def test_a_job_that_raises_stays_in_the_queue() -> None:
    jobs.enqueue(stumble)
    with pytest.raises(ValueError, match="stumbled"):
        jobs.run_waiting()
    assert waiting("test.stumble") == [{}]


@pytest.mark.django_db
def test_work_that_failed_goes_on_where_its_last_commit_left_it() -> None:
    def work(stop_at: int) -> None:
        with jobs.progress("导入", total=5, key="import:1") as progress:
            for number in range(progress.done, 5):
                with transaction.atomic():
                    progress.advance(message=f"第{number}行", position={"row": number})
                    if number == stop_at:
                        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        work(stop_at=3)
    row = Progress.objects.get(key="import:1")
    assert (row.done, row.total, row.position, row.message) == (3, 5, {"row": 2}, "第2行")
    assert (row.state, row.error, row.percent) == (State.FAILED, "OSError: disk full", 60)
    assert row.finished_at is not None

    work(stop_at=-1)
    row.refresh_from_db()
    assert (row.done, row.state, row.error, row.percent) == (5, State.DONE, "", 100)


@pytest.mark.django_db
def test_a_stopping_worker_interrupts_work_before_its_next_step() -> None:
    stops = iter([False, False, True])
    with (
        queue._running(queue.Run(77, lambda: next(stops))),
        pytest.raises(jobs.Interrupted),
        jobs.progress("计数", total=9) as progress,
    ):
        for _ in range(9):
            progress.advance()
    row = Progress.objects.get(job=77)
    assert (row.key, row.done, row.state, row.finished_at) == ("job:77", 2, State.INTERRUPTED, None)


@pytest.mark.django_db
def test_progress_of_unknown_size_has_no_percentage_until_it_is_told() -> None:
    with jobs.progress("下载", key="x") as progress:
        progress.advance(3)
        assert Progress.objects.get(key="x").percent is None
        progress.expect(4)
        progress.say("快了")
        assert Progress.objects.get(key="x").percent == 75
    assert Progress.objects.get(key="x").message == "快了"


def orphan(attempts: int = 0, heartbeat_age: int = 3600, *, pruned: bool = False) -> int:
    """A job in the hands of a worker last heard of so many seconds ago; or of one already struck off."""
    number = jobs.enqueue(note, value=1)
    assert number
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [heartbeat_age],
        )
        (keeper,) = cursor.fetchone()
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [keeper])
        assert cursor.fetchone() == (number,)
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s WHERE id = %s", [attempts, number])
        if pruned:
            cursor.execute("SELECT procrastinate_prune_stalled_workers_v1(1)")
    now = clock.now()
    Progress.objects.create(key=f"job:{number}", job=number, label="计数", started_at=now, changed_at=now)
    return number


@pytest.mark.django_db
@pytest.mark.parametrize("pruned", [False, True])
def test_a_dead_workers_job_returns_to_the_queue_at_the_second_look(pruned: bool) -> None:
    number = orphan(pruned=pruned)
    sweeper = Sweeper()
    assert sweeper.sweep() == 0
    assert sweeper.sweep() == 1
    assert ProcrastinateJob.objects.get(pk=number).status == "todo"
    assert Progress.objects.get(job=number).state == State.INTERRUPTED
    assert sweeper.sweep() == 0


@pytest.mark.django_db
def test_a_living_workers_job_is_left_alone() -> None:
    number = orphan(heartbeat_age=worker.STALE_SECONDS - 10)
    sweeper = Sweeper()
    assert (sweeper.sweep(), sweeper.sweep()) == (0, 0)
    assert ProcrastinateJob.objects.get(pk=number).status == "doing"


@pytest.mark.django_db
def test_a_worker_back_from_sleep_keeps_its_job() -> None:
    orphan()
    sweeper = Sweeper()
    sweeper.sweep()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
    assert sweeper.sweep() == 0


@pytest.mark.django_db
def test_a_job_that_keeps_killing_its_workers_is_given_up() -> None:
    number = orphan(attempts=worker.ATTEMPTS)
    sweeper = Sweeper()
    sweeper.sweep()
    assert sweeper.sweep() == 1
    assert ProcrastinateJob.objects.get(pk=number).status == "failed"
    assert Progress.objects.get(job=number).state == State.FAILED


@pytest.mark.django_db
def test_what_is_long_finished_is_forgotten() -> None:
    now = clock.now()
    for age in (1, 100):
        with clock.told(now - timedelta(days=age)), jobs.progress("导入", key=f"{age} days old"):
            pass
    failed = [orphan(attempts=worker.ATTEMPTS) for _ in range(2)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [now - timedelta(days=91), failed[0]]
        )
    clear()
    assert set(Progress.objects.filter(finished_at__isnull=False).values_list("key", flat=True)) == {"1 days old"}
    assert list(ProcrastinateJob.objects.values_list("pk", flat=True)) == [failed[1]]


@committing
def test_a_worker_runs_several_jobs_at_once() -> None:
    for number in range(meeting.parties):
        jobs.enqueue(meet, number=number)
    run_worker(wait=False)
    assert sorted(seen) == [0, 1, 2], "the barrier opens only when all of them stand before it"


@committing
def test_a_job_asking_for_a_job_does_so_in_its_own_transaction() -> None:
    jobs.enqueue(regret)
    run_worker(wait=False)
    run_worker(wait=False)
    assert seen == ["asked for within a job"]


def missed(name: str, cron: str) -> None:
    """A job that notes its name, with an occasion in the past and no worker since."""

    @jobs.job(name, cron=cron)
    def noted() -> None:
        seen.append(name)


def start_worker(probe: str) -> None:
    """Start a worker that ends only when it has looked for what was missed.

    Until then all its places are taken; the probe, of this minute, is declared and therefore looked for last.
    """

    @jobs.job(f"test.{probe}", cron="* * * * *")
    def probed() -> None:
        pass

    @jobs.job(f"test.hold.{probe}")
    def hold() -> None:
        wait_until(ProcrastinatePeriodicDefer.objects.filter(task_name=f"test.{probe}").exists)

    for _place in range(CONCURRENCY):
        jobs.enqueue(hold)
    run_worker(wait=False)


@committing
def test_what_was_missed_overnight_is_made_up_for_once_and_what_is_long_past_is_not() -> None:
    evening, long_ago = clock.now() - timedelta(hours=8), clock.now() - timedelta(days=2)
    evening, long_ago = evening.astimezone(UTC), long_ago.astimezone(UTC)
    missed("test.evening", f"{evening.minute} {evening.hour} * * *")
    missed("test.hourly", f"{evening.minute} * * * *")
    missed("test.long_ago", f"{long_ago.minute} {long_ago.hour} {long_ago.day} {long_ago.month} *")
    start_worker("morning")
    assert sorted(seen) == ["test.evening", "test.hourly"], "each once, however often it was missed"
    start_worker("again")
    assert sorted(seen) == ["test.evening", "test.hourly"], "and the next worker knows"


@committing
def test_a_failed_job_waits_longer_before_each_new_attempt() -> None:
    number = jobs.enqueue(stumble)
    for attempt, patience in ((1, 4), (2, 16)):
        before = clock.now()
        run_worker(wait=False)
        row = ProcrastinateJob.objects.get(pk=number)
        assert (row.status, row.attempts) == ("todo", attempt)
        assert row.scheduled_at is not None
        assert timedelta(seconds=patience) <= row.scheduled_at - before < timedelta(seconds=patience + 5)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    run_worker(wait=False)
    assert ProcrastinateJob.objects.get(pk=number).status == "failed"


@committing
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM])
def test_work_cut_off_in_the_middle_is_finished_by_the_next_worker(
    blow: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = jobs.enqueue(count, to=80, pause=0.05)
    with another_worker() as process:
        wait_until(lambda: Progress.objects.filter(job=number, done__gte=5).exists())
        process.send_signal(blow)
        process.wait(timeout=20)
    done = Progress.objects.get(job=number).done
    assert 5 <= done < 80
    assert len(waiting("test.note")) == done, "progress and work are one transaction"

    if blow == signal.SIGKILL:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        sweeper = Sweeper()
        assert (sweeper.sweep(), sweeper.sweep()) == (0, 1)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    run_worker(wait=False)
    row = Progress.objects.get(job=number)
    assert (row.done, row.state, row.error) == (80, State.DONE, "")
    assert waiting("test.note") == [{"value": value} for value in range(80)], "nothing twice, nothing left out"


def another_worker(room: str = __name__) -> subprocess.Popen[bytes]:
    """A worker process on this test's database, knowing this file's jobs (or those of another), and without schedules.

    What a schedule began at its side would hold its locks for as long as a test lets the process sleep.
    """
    database = connection.settings_dict
    options = urlencode({"host": database["HOST"], "port": database["PORT"]}, quote_via=quote)
    url = f"postgresql://{database['USER']}@/{database['NAME']}?{options}"
    program = (
        f"import django; django.setup(); import {room}; from procrastinate.contrib.django import app; "
        "from yaoan.kernel.jobs import command, worker; app.periodic_registry.periodic_tasks.clear(); "
        "worker.PATIENCE_SECONDS = 0.5; command.run([])"
    )
    return subprocess.Popen([sys.executable, "-c", program], env=os.environ | {"DATABASE_URL": url})


def wait_until(condition: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
