"""A pytest plugin that gives each test process a PostgreSQL of its own, before Django reads its settings."""

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from yaoan.config.postgres import Server, temporary_server
from yaoan.config.postgres.acting import SERVING, owning

__all__ = ["owning", "serving"]

_server: Server | None = None
_open = ExitStack()
atexit.register(_open.close)

home = Path(_open.enter_context(tempfile.TemporaryDirectory(prefix="yaoan-home-")))
os.environ["YAOAN_HOME"] = str(home)
(home / "static").mkdir()  # the server of static files misses it otherwise
if "YAOAN_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["YAOAN_TEST_DATABASE_URL"]
else:
    _server = _open.enter_context(temporary_server())
    os.environ["DATABASE_URL"] = _server.url("owner")
os.environ["DATABASE_OWNER_URL"] = os.environ["DATABASE_URL"]
os.environ.setdefault("YAOAN_TEST_APPS", "tests.kernel.testapp")


@contextmanager
def serving() -> Iterator[None]:
    """Inside the block connections act as the role that serves, which the owner may take on."""
    from django.db import connection

    if _server:
        _server.trust(connection.settings_dict["NAME"])
    options = connection.settings_dict["OPTIONS"]
    for role in (SERVING, None):
        connection.close()
        options["assume_role"] = role
        if role:
            yield
