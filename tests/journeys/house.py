"""A house of its own for the journeys: the demonstration played for a month, served on this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from yaoan.config.demo import PASSWORD
from yaoan.config.postgres import temporary_server
from yaoan.config.serve import answers

START_SECONDS = 120
STOP_SECONDS = 60
FLAGS = (
    "--no-sandbox", "--disable-background-networking", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
"""Headless, also as root, and silent towards the network."""


@dataclass(frozen=True)
class House:
    """Where the site is, and the password of everybody who works there."""

    url: str
    password: str


def chromium() -> str | None:
    """The program of the browser: `YAOAN_CHROMIUM`, or what the system has."""
    named = os.environ.get("YAOAN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def opened_house(folder: Path, *, months: int = 1) -> Iterator[House]:
    """Play `months` of the demonstration into a fresh database and serve it; all is gone afterwards."""
    with temporary_server() as database:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("YAOAN_", "DATABASE_"))
        }
        environment |= {"YAOAN_HOME": str(folder), "YAOAN_LOG": "ERROR"}
        environment |= {"DATABASE_URL": database.url("app"), "DATABASE_OWNER_URL": database.url("owner")}
        played = _yaoan("demo", "--no-serve", "--months", str(months), environment=environment, stdout=subprocess.PIPE)
        told, _nothing = played.communicate()
        assert played.returncode == 0, told
        port = _free_port()
        server = _yaoan("serve", "--port", str(port), environment=environment, stdout=subprocess.DEVNULL)
        try:
            _await(server, port)
            yield House(f"http://127.0.0.1:{port}", PASSWORD)
        finally:
            server.terminate()
            server.wait(STOP_SECONDS)


def _yaoan(*words: str, environment: dict[str, str], stdout: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "yaoan", *words]
    return subprocess.Popen(command, env=environment, stdout=stdout, stderr=subprocess.STDOUT, text=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(server: "subprocess.Popen[str]", port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while not answers("127.0.0.1", port):
        assert server.poll() is None, "the site ended before it answered"
        assert time.monotonic() < until, "the site does not answer"
        time.sleep(0.2)
