"""A server for tests: empty, fast, and gone with the process that asked for it."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from yaoan.config.postgres.places import Account, account_for, binaries, is_open_to_all, make_private
from yaoan.config.postgres.server import STOP_SECONDS, Server

# The watcher outlives us by a moment: the end of its input, however it comes about, stops the server and clears up.
_WATCHER = 'read -r _; "$0" stop -D "$1" -m immediate -w >/dev/null 2>&1; rm -rf "$2"'


@contextlib.contextmanager
def temporary_server() -> Iterator[Server]:
    """A fresh server below the folder for temporary files; stopped and deleted at the end, even after SIGKILL.

    Its role `owner` may create databases, as test runners do. Crash safety is switched off.
    """
    account = account_for(Path("/nonexistent"))
    folder = _folder(account)
    server = Server(folder / "postgres", account, durable=False)
    pg_ctl = binaries(server.data) / "pg_ctl"
    command = ["/bin/sh", "-c", _WATCHER, str(pg_ctl), str(server.data), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, **server.identity()) as watcher:
        try:
            server.start()
            yield server
        finally:
            watcher.communicate(timeout=STOP_SECONDS)


def _folder(account: Account) -> Path:
    """A new private folder with a short name; `/tmp` where the usual place is closed to the account."""
    usual = Path(tempfile.gettempdir())
    place = usual if is_open_to_all(usual) and len(str(usual)) < 40 else Path("/tmp")
    folder = Path(tempfile.mkdtemp(prefix="yaoan-", dir=place))
    folder.rmdir()
    make_private(folder, account)
    return folder
