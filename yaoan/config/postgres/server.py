"""One PostgreSQL server: made, started, asked and stopped through PostgreSQL's own programs."""

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from yaoan.config.postgres import roles
from yaoan.config.postgres.places import (
    Account,
    Unavailable,
    binaries,
    is_private,
    make_private,
    open_folder,
    socket_directory,
    tell,
    version,
)

PORT = 5432
START_SECONDS = 60  # a crash recovery may have much to replay
STOP_SECONDS = 30
_SOCKET = f".s.PGSQL.{PORT}"
_LOG = "server.log"
_DETACH = '"$@" </dev/null >>"$0" 2>&1 & echo $!'
_READY = ("ready", "standby")
"""What a server says of itself when it takes connections; a standby takes those that read."""


@dataclass(frozen=True)
class Server:
    """The server of one data directory, run by `account`."""

    data: Path
    account: Account
    durable: bool = True
    """False for tests: faster, and worthless after a crash."""

    @property
    def sockets(self) -> Path:
        """The folder of the Unix socket, which is the only way in."""
        return socket_directory(self.data, self.account)

    def url(self, role: str = "app", database: str = roles.DATABASE) -> str:
        """The libpq address of `database` for one of our roles."""
        return f"postgresql://{roles.NAMES[role]}@/{database}?host={quote(str(self.sockets), safe='')}&port={PORT}"

    def is_ready(self) -> bool:
        """Whether the server takes connections now."""
        number, state = self._notes()
        if state not in _READY or number is None or not self._is_served_by(number):
            return False
        if not is_private(self.sockets, self.account):
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.sockets / _SOCKET))
            except OSError:
                return False
        return True

    def pid(self) -> int | None:
        """The process of the running server, or None. A number left behind by a crash does not count."""
        number = self._notes()[0]
        return number if number is not None and self._is_served_by(number) else None

    def _is_served_by(self, number: int) -> bool:
        """Whether that process is a server of this data directory, and not some program that got its old number."""
        if not Path("/proc/self").exists():
            return _is_alive(number)
        try:  # open to all, unlike the folder it works in; empty when it is dead and not yet buried
            return os.fsencode(self.data) in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False

    def start(self) -> None:
        """Make the data directory if need be and see to it that one server serves it; safe to call at once from many."""
        if self.is_ready():
            return
        open_folder(self.data.parent)
        with self._lock():
            if self.is_ready():
                return
            programs = binaries(self.data)
            if not (self.data / "PG_VERSION").exists():
                self._initialise(programs)
            if self.pid():
                self._await_ready()
            else:
                self._forget_the_dead()
                self._launch(programs)

    def trust(self, database: str = roles.DATABASE) -> None:
        """Let indices answer where rows are guarded: see `roles.TRUST`. The database is migrated."""
        import psycopg

        with psycopg.connect(self.url("admin", database)) as connection:
            for statement in roles.TRUST:
                connection.execute(statement)

    def stop(self) -> bool:
        """Stop the server by its own process number; False when none was running."""
        if self.pid() is None:
            return False
        with self._lock():
            pg_ctl = binaries(self.data) / "pg_ctl"
            self._run(pg_ctl, "stop", "-D", self.data, "-m", "fast", "-w", "-t", str(STOP_SECONDS))
        if self.sockets != self.data:
            shutil.rmtree(self.sockets, ignore_errors=True)
        return True

    def _forget_the_dead(self) -> None:
        """Remove what a killed server left; PostgreSQL would take another program with that number for its server."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        if is_private(self.sockets, self.account):
            (self.sockets / f"{_SOCKET}.lock").unlink(missing_ok=True)

    def _initialise(self, programs: Path) -> None:
        """Build the whole data directory beside its place and move it there, so that a broken one never exists."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        if fresh.exists():
            shutil.rmtree(fresh)
        make_private(fresh, self.account)
        if self.durable:
            tell(f"Preparing the database in {self.data} (PostgreSQL {version(programs)}, user {self.account.name}) …")
        command = [programs / "initdb", "-D", fresh, "-U", roles.SUPERUSER, "--encoding=UTF8", "--auth=peer"]
        command += [*_locale(version(programs)), *([] if self.durable else ["--no-sync"])]
        self._run(*command)
        (fresh / "pg_hba.conf").write_text("local all all peer map=yaoan\n")  # keeps the owner that initdb gave it
        (fresh / "pg_ident.conf").write_text(self._identities())
        with (fresh / "postgresql.conf").open("a") as settings:
            settings.write("".join(f"{name} = '{value}'\n" for name, value in self._settings().items()))
        statements = roles.PREPARATION if self.durable else roles.PREPARATION + roles.FOR_TESTS
        single = [programs / "postgres", "--single", "-j", "-D", fresh, "-c", "exit_on_error=on", "template1"]
        self._run(*single, text="\n\n".join(statements) + "\n\n")
        fresh.rename(self.data)

    def _settings(self) -> dict[str, str]:
        settings = {"listen_addresses": "", "unix_socket_permissions": "0700", "timezone": "UTC"}
        if self.durable:
            memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
            sizes = {
                "shared_buffers": f"{_within(128, memory // 8, 8192)}MB",
                "effective_cache_size": f"{memory // 2}MB",
                "work_mem": f"{_within(4, memory // 1024, 32)}MB",
                "maintenance_work_mem": f"{_within(64, memory // 32, 1024)}MB",
                "random_page_cost": "1.1",  # nobody keeps records on turning disks any more
                "max_wal_size": "2GB",
                "jit": "off",
                "log_checkpoints": "off",
            }
            return settings | sizes
        return settings | {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

    def _identities(self) -> str:
        """Who may act as our roles: the account itself and root, and nobody else."""
        return "".join(
            f'yaoan "{person}" "{role}"\n'
            for person in sorted({self.account.name, "root"})
            for role in roles.NAMES.values()
        )

    def _launch(self, programs: Path) -> None:
        """Start the server apart from us; one that died a moment ago may hold its memory a little longer."""
        if self.sockets != self.data:
            make_private(self.sockets, self.account)
        command = [programs / "postgres", "-D", self.data, "-p", str(PORT)]
        command += ["-c", f"unix_socket_directories={self.sockets}"]
        log, deadline = self.data / _LOG, time.monotonic() + START_SECONDS
        while True:
            if log.exists():
                log.replace(log.with_suffix(".log.1"))
            number = int(self._run("/bin/sh", "-c", _DETACH, log, *command, cwd=self.data, start_new_session=True))
            while not self.is_ready() and self._is_served_by(number):
                if time.monotonic() > deadline:
                    raise Unavailable(f"PostgreSQL takes more than {START_SECONDS} s to start; its log is {log}.")
                time.sleep(0.02)
            if self.is_ready():
                return
            if not log.exists():
                raise Unavailable(
                    f"PostgreSQL does not start: {self.account.name} cannot write {log}. "
                    "Every folder above must let that account through, and the disk must have room."
                )
            reasons = log.read_text(errors="replace")
            if "shared memory block" not in reasons or time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL does not start. Its log {log} ends with:\n{reasons[-2000:]}")
            time.sleep(0.2)

    def _await_ready(self) -> None:
        """Wait for a server that somebody else started or that is recovering."""
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if time.monotonic() > deadline:
                raise Unavailable(
                    f"PostgreSQL runs as process {self.pid()} but does not answer on {self.sockets}. "
                    "Try `yaoan db stop` and start again."
                )
            time.sleep(0.05)

    def _notes(self) -> tuple[int | None, str]:
        """What the server wrote about itself: process number and state."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None, ""
        except PermissionError:
            raise Unavailable(f"{self.data} belongs to another user: set YAOAN_HOME to a folder of your own.") from None
        number = int(lines[0]) if lines and lines[0].strip().isdigit() else None
        return number, lines[7].strip() if len(lines) > 7 else ""

    def _run(self, *command: object, text: str = "", **more: Any) -> str:
        """Run a program as the account; returns what it says, raises `Unavailable` with what it complains about."""
        words, arguments = [str(word) for word in command], self.identity() | more
        done: subprocess.CompletedProcess[str]
        done = subprocess.run(words, check=False, text=True, input=text, capture_output=True, **arguments)
        if done.returncode != 0:
            complaint = (done.stderr or done.stdout).strip()[-2000:]
            raise Unavailable(f"{Path(words[0]).name} failed (status {done.returncode}): {complaint}")
        return done.stdout

    def identity(self) -> dict[str, Any]:
        """Arguments of `subprocess` that make a child run as the account, in a folder it can enter, in plain English."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        arguments: dict[str, Any] = {"cwd": "/", "env": kept | {"LC_ALL": "C"}}
        if os.geteuid() == 0:
            arguments |= {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        return arguments

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with self.data.with_name(f"{self.data.name}.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _locale(major: int) -> list[str]:
    """Byte order everywhere, whatever the machine's language: the builtin provider came with version 17."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    return [*builtin, "--locale=C"]


def _within(least: int, size: int, most: int) -> int:
    return max(least, min(most, size))


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, but alive
        return True
    return True
