"""To the minute before a mistake: a base backup, the archived log, a moment, and the journal that proves what came back.

Tried on the embedded PostgreSQL with its own programs, as `docs/operate.md` tells it for a server.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults.test_packages import REGISTER, STAFF, Run, _there
from yaoan.config.postgres import Server, temporary_server
from yaoan.config.postgres.places import binaries, make_private

pytestmark = pytest.mark.nightly

TITLES = """
import json
from yaoan.modules.subjects.public import Subject
print(json.dumps(sorted(Subject.objects.values_list("title", flat=True))))
"""
SEAL = """
from yaoan.kernel import clock
from yaoan.kernel.journal.sealing import seal
seal(clock.now())
"""


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """A server of ours that is stopped at the end."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def archive_from(server: Server, archive: Path) -> None:
    """Let a server archive its log, and let its account copy it."""
    make_private(archive, server.account)
    server.stop()
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write("wal_level = replica\narchive_mode = on\nmax_wal_senders = 4\n")
        settings.write(f"archive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'\n")
    with (server.data / "pg_hba.conf").open("a") as doors:
        doors.write("local replication all peer map=yaoan\n")
    server.start()


def asked(server: Server, statement: str, database: str = "postgres") -> object:
    """The one value a statement gives."""
    with psycopg.connect(server.url("admin", database), autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def base_backup(server: Server, into: Path) -> None:
    """What `pg_basebackup` writes while people go on working."""
    command = [binaries(server.data) / "pg_basebackup", "-D", into, "-X", "stream", "-c", "fast"]
    command += ["-d", server.url("admin", "postgres")]
    done = subprocess.run(
        [str(word) for word in command], check=False, capture_output=True, text=True, **server.identity()
    )
    assert done.returncode == 0, done.stderr


def restored(server: Server, base: Path, archive: Path, moment: str) -> Server:
    """A server of its own that goes through the archived log up to a moment."""
    with (base / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {archive}/%f %p'\narchive_mode = off\n")
        settings.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = promote\n")
    (base / "recovery.signal").touch()
    os.chown(base / "recovery.signal", server.account.uid, server.account.gid)
    return Server(base, server.account, durable=False)


def test_the_minute_before_a_mistake_comes_back_and_the_heads_name_what_is_gone(tmp_path: Path) -> None:
    with temporary_server() as server:
        archive, base = server.data.parent / "archive", server.data.parent / "base"
        archive_from(server, archive)
        home = tmp_path / "home"
        there = _office(server, home)
        there(code=REGISTER.format(names=["康和大药房"]))
        base_backup(server, base)
        there(code=REGISTER.format(names=["青溪诊所"]) + SEAL)
        moment = str(asked(server, "SELECT clock_timestamp()"))
        time.sleep(0.1)
        there(code=REGISTER.format(names=["误登的药房"]) + SEAL)
        heads, journal = tmp_path / "heads.jsonl", tmp_path / "journal.jsonl"
        there("journal", "heads", heads)
        asked(server, "SELECT pg_switch_wal()")
        _await_archived(server)
        server.stop()
        with running(restored(server, base, archive, moment)) as past:
            back = _there(past, home, "county")
            assert json.loads(back(code=TITLES).stdout) == ["康和大药房", "青溪诊所"]
            back("journal", "export", journal)
            back("journal", "verify", journal)
            assert "另存的日志头第 2 号" in back("journal", "verify", journal, "--heads", heads, status=1).stdout


def _office(server: Server, home: Path) -> Run:
    with psycopg.connect(server.url("admin"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE county OWNER yaoan_owner")
    run = _there(server, home, "county")
    run("manage", "migrate", "--verbosity", "0")
    run(code=STAFF)
    return run


def _await_archived(server: Server) -> None:
    """Until the newest finished segment is in the archive."""
    for _ in range(100):
        if asked(server, "SELECT last_archived_wal IS NOT NULL AND failed_count = 0 FROM pg_stat_archiver"):
            last = asked(
                server, "SELECT pg_walfile_name(pg_current_wal_lsn()) > last_archived_wal FROM pg_stat_archiver"
            )
            if last:
                return
        time.sleep(0.1)
    raise AssertionError("the log was not archived")
