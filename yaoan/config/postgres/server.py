"""One PostgreSQL server: made, started, asked and stopped through PostgreSQL's own programs."""

import contextlib
import fcntl
import os
import shlex
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
_READY = "ready"


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
        if self._notes()[1] != _READY or not is_private(self.sockets, self.account):
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
        if number is None or not _is_alive(number):
            return None
        if Path("/proc/self").exists():
            # After a restart of the machine the number may belong to any other program.
            with contextlib.suppress(OSError):
                return number if Path(f"/proc/{number}/cwd").samefile(self.data) else None
            return None
        return number

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
            if self.pid() is None:
                self._forget_the_dead()
                self._launch(programs)
            self._await_ready()

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
            sizes = {
                "shared_buffers": f"{_shared_megabytes()}MB",
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
        """Start the server detached from us; one that died a moment ago may hold its memory a little longer."""
        if self.sockets != self.data:
            make_private(self.sockets, self.account)
        options = f"-p {PORT} -c {shlex.quote(f'unix_socket_directories={self.sockets}')}"
        log = self.data / _LOG
        command = [programs / "pg_ctl", "start", "-D", self.data, "-l", log, "-o", options]
        command += ["-w", "-t", str(START_SECONDS)]
        deadline = time.monotonic() + STOP_SECONDS
        while True:
            if log.exists():
                log.replace(log.with_suffix(".log.1"))
            try:
                return self._run(*command)
            except Unavailable as failure:
                reasons = log.read_text(errors="replace") if log.exists() else ""
                if "shared memory block" not in reasons or time.monotonic() > deadline:
                    raise Unavailable(f"{failure}\n{reasons[-2000:]}") from None
            time.sleep(0.2)

    def _await_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.pid() is None or time.monotonic() > deadline:
                raise Unavailable(
                    f"PostgreSQL does not answer on {self.sockets}; its log is {self.data / _LOG}. "
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

    def _run(self, *command: object, text: str = "") -> None:
        """Run one of PostgreSQL's programs as the account; raises `Unavailable` with what it complained about."""
        words = [str(word) for word in command]
        done = subprocess.run(words, check=False, text=True, input=text, capture_output=True, **self.identity())
        if done.returncode != 0:
            complaint = (done.stderr or done.stdout).strip()[-2000:]
            raise Unavailable(f"{Path(words[0]).name} failed (status {done.returncode}): {complaint}")

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


def _shared_megabytes() -> int:
    """An eighth of the machine's memory for PostgreSQL's cache, from 128 MB to 1 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(1024, memory // 8))


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, but alive
        return True
    return True
