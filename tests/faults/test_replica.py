"""A replica that stands in: it follows act by act, shows each their own, and after the first server is killed nothing told is lost.

Tried on two PostgreSQL servers of this machine with their own programs, as `docs/operate.md` tells it for a province.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults.test_packages import REGISTER, ROOT, STAFF, START, Run, _there
from tests.faults.test_point_in_time import SEAL, TITLES, asked, base_backup, running
from yaoan.config.postgres import Server, temporary_server
from yaoan.config.postgres.places import binaries

pytestmark = pytest.mark.nightly

DATABASE = "county"
NAME = "standby"
ACTS = 40
"""So many acts are told as done before the first server is killed."""
SECONDS = 120

STRANGER = """
from yaoan.kernel.access.models import Division
Division.objects.create(code="990122", name="白石县", full_name="白石县")
other = Agency.objects.create(name="白石县市场监督管理局", short="白石县局", kind="county", areas=["990122"], parent=city, line=[city.pk])
user = User.objects.create_user("stranger", "correct horse battery", name="郑远")
Post.objects.create(user=user, agency=other, title="干部", since=date(2018, 1, 1), is_head=True)
Grant.objects.create(user=user, role="head", agency=other, since=date(2018, 1, 1))
"""

SEEN = """
import json
from django.db import connection
from yaoan.config.postgres.acting import SERVING
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import board
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.journal.models import Entry
from yaoan.modules.subjects.public import Subject
connection.close()
connection.settings_dict["OPTIONS"]["assume_role"] = SERVING
found = {}
for name in ("county", "stranger"):
    actor = Actor.of(User.objects.get(username=name))
    with sight.seeing(actor.sight):
        asked = [Subject.objects.seen_by(actor), Subject.objects.all(), Entry.objects.all()]
        found[name] = [rows.count() for rows in asked]
with sight.seeing(sight.NOTHING):
    found["nobody"] = [Subject.objects.count(), Entry.objects.count()]
print(json.dumps(found))
"""
"""How much is there for whom, read as the role that serves."""

WRITING = """
import itertools
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import open_record
from yaoan.modules.subjects.public import Register, SubjectKind
actor = Actor.of(User.objects.get(username="county"))
for number in itertools.count():
    title = f"{number:06}号药房"
    open_record(Register(title=title, subject_kind=next(iter(SubjectKind)), area="990121"), by=actor)
    print(title, flush=True)
"""
"""One act after the other, each told once it is done."""


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Server, Server, Path]]:
    """A first server with an office on it, its standby, and the home of the installation."""
    with temporary_server() as first:
        admit_a_standby(first)
        home = tmp_path / "home"
        with psycopg.connect(first.url("admin"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER yaoan_owner")
        there = _there(first, home, DATABASE)
        there("manage", "migrate", "--verbosity", "0")
        there(code=STAFF + STRANGER)
        with running(standby_of(first)) as standby:
            until(lambda: asked(first, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == 1)
            with psycopg.connect(first.url("admin", "postgres"), autocommit=True) as connection:
                connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{NAME}'")
                connection.execute("SELECT pg_reload_conf()")
            until(lambda: asked(first, "SELECT sync_state FROM pg_stat_replication") == "sync")
            yield first, standby, home


def admit_a_standby(server: Server) -> None:
    """Let a standby connect, and let no act be told as done before it stands in the log of both."""
    server.stop()
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write("wal_level = replica\nmax_wal_senders = 4\nfsync = on\nfull_page_writes = on\n")
        settings.write("synchronous_commit = on\n")
    with (server.data / "pg_hba.conf").open("a") as doors:
        doors.write("local replication all peer map=yaoan\n")
    server.start()


def standby_of(first: Server) -> Server:
    """A copy of a running server that goes on following it."""
    base = first.data.parent / "standby"
    base_backup(first, base)
    with (base / "postgresql.auto.conf").open("a") as settings:
        address = f"host={first.sockets} port=5432 user=postgres application_name={NAME}"
        settings.write(f"primary_conninfo = '{address}'\n")
    (base / "standby.signal").touch()
    os.chown(base / "standby.signal", first.account.uid, first.account.gid)
    return Server(base, first.account, durable=False)


def until(condition: Callable[[], object]) -> None:
    """Ask again until it is so."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


def caught_up(first: Server, standby: Server) -> None:
    """Until all that the first has written can be read on the standby."""
    end = asked(first, "SELECT pg_current_wal_lsn()::text")
    until(lambda: asked(standby, f"SELECT pg_last_wal_replay_lsn() >= '{end}'::pg_lsn"))


def killed(server: Server) -> None:
    """The server and every process of it, at once and without a word."""
    number = server.pid()
    assert number is not None
    children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    for process in (number, *map(int, children)):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    until(lambda: server.pid() is None)


@contextmanager
def deaf(standby: Server) -> Iterator[None]:
    """Inside the block the standby hears nothing: what is done then is not told as done."""
    receiver = int(str(asked(standby, "SELECT pid FROM pg_stat_wal_receiver")))
    os.kill(receiver, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(receiver, signal.SIGCONT)


def promoted(server: Server) -> None:
    """What an operator does when the first server does not come back."""
    words = [binaries(server.data) / "pg_ctl", "promote", "-D", server.data, "-w"]
    done = subprocess.run(
        [str(word) for word in words], check=False, capture_output=True, text=True, **server.identity()
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def writing(server: Server, home: Path, told: Path) -> Iterator[None]:
    """Somebody enters one record after the other, and notes in `told` what was answered as done."""
    url = server.url("owner", DATABASE)
    place = {"YAOAN_HOME": str(home), "DATABASE_URL": url, "DATABASE_OWNER_URL": url, "YAOAN_TEST_APPS": ""}
    command = [sys.executable, "-c", START.format(code=WRITING)]
    with (
        told.open("w") as out,
        subprocess.Popen(
            command, stdout=out, stderr=subprocess.DEVNULL, env={**os.environ, **place}, cwd=ROOT
        ) as writer,
    ):
        try:
            yield
        finally:
            writer.kill()


def whole(there: Run, file: Path, *heads: object) -> str:
    """The journal of an installation is exported and proved; returns what was said."""
    there("journal", "export", file)
    return there("journal", "verify", file, *heads).stdout


def test_a_replica_shows_what_was_done_to_each_their_own_and_proves_the_journal(
    pair: tuple[Server, Server, Path], tmp_path: Path
) -> None:
    first, standby, home = pair
    _there(first, home, DATABASE)(code=REGISTER.format(names=["康和大药房", "青溪诊所"]) + SEAL)
    caught_up(first, standby)
    there = _there(standby, home, DATABASE)
    assert json.loads(there(code=TITLES).stdout) == ["康和大药房", "青溪诊所"]
    assert json.loads(there(code=SEEN).stdout) == {"county": [2, 2, 2], "stranger": [0, 0, 0], "nobody": [0, 0]}
    whole(there, tmp_path / "journal.jsonl")
    assert "read-only" in there(code=REGISTER.format(names=["写不进去的药房"]), status=1).stderr


def test_a_replica_that_takes_over_has_everything_that_was_told_as_done(
    pair: tuple[Server, Server, Path], tmp_path: Path
) -> None:
    first, standby, home = pair
    told, heads = tmp_path / "told", tmp_path / "heads.jsonl"
    there = _there(first, home, DATABASE)
    there(code=REGISTER.format(names=["康和大药房"]) + SEAL)
    there("journal", "heads", heads)
    with writing(first, home, told):
        until(lambda: told.read_text().count("\n") >= ACTS)
        with deaf(standby):
            until(lambda: asked(first, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == 1)
            killed(first)
    promoted(standby)
    there = _there(standby, home, DATABASE)
    done = {"康和大药房", *told.read_text().splitlines()}
    kept = set(json.loads(there(code=TITLES).stdout))
    assert len(done) > ACTS
    assert done <= kept
    assert len(kept - done) <= 1, "nothing but the one act that was being answered"
    whole(there, tmp_path / "journal.jsonl", "--heads", heads)
    there(code=REGISTER.format(names=["接管以后的药房"]) + SEAL)
    assert "接管以后的药房" in json.loads(there(code=TITLES).stdout)
    whole(there, tmp_path / "after.jsonl", "--heads", heads)
