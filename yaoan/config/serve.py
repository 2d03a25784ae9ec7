"""`yaoan serve`: the site and the worker of its jobs, started and stopped together."""

import argparse
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from yaoan.config import postgres
from yaoan.config.cli import setup
from yaoan.config.processes import end_with_parent

START_SECONDS = 120
STOP_SECONDS = 20
RESTART_SECONDS = 5
THREADS = 4


class PortTaken(RuntimeError):
    """Somebody else listens where we were to; the message says who, as far as the system tells."""


@dataclass
class Child:
    """A process of ours, restarted when it dies before its time."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        # In a session of its own, so that Ctrl-C reaches us alone and we end the children in order.
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_with_parent
        )
        self.started_at = time.monotonic()

    def revive(self) -> None:
        """Start again what died, but not at once when it did so at once."""
        if self.process and self.process.poll() is not None and time.monotonic() - self.started_at > RESTART_SECONDS:
            print(f"{self.name} ended with status {self.process.returncode}; starting it again.", file=sys.stderr)
            self.start()

    def stop(self) -> None:
        """Ask it to end, and after a while make it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan serve …` command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="yaoan serve", description="Serve the site and run its jobs until Ctrl-C.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on; %(default)s is this machine alone"
    )
    parser.add_argument("--no-worker", action="store_true", help="leave jobs to `yaoan worker` elsewhere")
    chosen = parser.parse_args(argv)
    try:
        setup()
    except postgres.Unavailable as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    if _is_behind():
        print("The database is older than the program: run `yaoan manage migrate` first.", file=sys.stderr)
        return 1
    if not _is_guarded():
        print(
            "The database is used as the owner of its tables: row policies, the second lock, do not bind it. "
            "See docs/operate.md on the two roles.",
            file=sys.stderr,
        )
    return serve(chosen.port, chosen.host, worker=not chosen.no_worker)


def serve(port: int, host: str = "127.0.0.1", *, worker: bool = True) -> int:
    """Serve until SIGINT or SIGTERM; returns 0 after an orderly end, 1 when the port is taken or nothing answers.

    To be called from the main thread.
    """
    try:
        ensure_free(host, port)
    except PortTaken as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    children = [Child("The site", _site_command(host, port))]
    if worker:
        children.append(Child("The worker", [sys.executable, "-m", "yaoan", "worker"]))
    stopping = threading.Event()
    previous = {number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for child in children:
            child.start()
        return _watch(children, stopping, host, port)
    finally:
        for child in reversed(children):
            child.stop()
        for number, handler in previous.items():
            signal.signal(number, handler)


def _watch(children: Sequence[Child], stopping: threading.Event, host: str, port: int) -> int:
    """Say when the site answers, then keep the children alive until told to stop."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(host, port):
        if children[0].process is None or children[0].process.poll() is not None or time.monotonic() > deadline:
            print("The site did not come up; the reason stands above.", file=sys.stderr)
            return 1
        if stopping.wait(0.1):
            return 0
    print(f"Open http://{_shown(host)}:{port}/ in a browser. Ctrl-C ends.", flush=True)
    while not stopping.wait(1.0):
        for child in children:
            child.revive()
    print("Stopped.", flush=True)
    return 0


def _site_command(host: str, port: int) -> list[str]:
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": max(2, min(8, os.cpu_count() or 2)),
        "blocking-threads": THREADS,
        "workers-kill-timeout": STOP_SECONDS // 2,
        "log-level": "error",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    return [
        sys.executable,
        "-m",
        "granian",
        *words,
        "--no-ws",
        "--respawn-failed-workers",
        "yaoan.config.tied:application",
    ]


def answers(host: str, port: int) -> bool:
    """Whether an HTTP server answers there; any status will do."""
    with closing(http.client.HTTPConnection(_shown(host), port, timeout=START_SECONDS)) as connection:
        try:
            connection.request("HEAD", "/")
            return bool(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            return False


def ensure_free(host: str, port: int) -> None:
    """Raise `PortTaken` unless we could listen on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                by = holder(port)
                raise PortTaken(
                    f"Port {port} is taken{f' by {by}' if by else ''}. Choose another: PORT={port + 1}."
                ) from None
            raise PortTaken(f"It is not possible to listen on {host}:{port}: {error.strerror}.") from None


def holder(port: int) -> str:
    """The process that listens on a port, as far as Linux tells this user; else nothing."""
    sockets = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        rows = table.read_text().splitlines()[1:] if table.exists() else []
        fields = [row.split() for row in rows]
        sockets |= {
            f"socket:[{row[9]}]" for row in fields if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port
        }
    for process in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)) if sockets else ():
        try:
            if any(str(handle.readlink()) in sockets for handle in (process / "fd").iterdir()):
                words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
                return f"process {process.name} ({' '.join(words).strip()[:80]})"
        except OSError:  # gone, or not ours to look at
            continue
    return ""


def _is_behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    connection.close()
    return behind


def _is_guarded() -> bool:
    """Whether row policies bind the role we serve as."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('records_docket')")
        (active,) = cursor.fetchone()
    connection.close()
    return bool(active)


def _shown(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
