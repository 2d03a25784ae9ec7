"""A pytest plugin that gives each test process a PostgreSQL of its own, before Django reads its settings."""

import atexit
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from yaoan.config.postgres import temporary_server

_open = ExitStack()
atexit.register(_open.close)

home = Path(_open.enter_context(tempfile.TemporaryDirectory(prefix="yaoan-home-")))
os.environ["YAOAN_HOME"] = str(home)
(home / "static").mkdir()  # the server of static files misses it otherwise
if "YAOAN_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["YAOAN_TEST_DATABASE_URL"]
else:
    os.environ["DATABASE_URL"] = _open.enter_context(temporary_server()).url("owner")
os.environ["DATABASE_OWNER_URL"] = os.environ["DATABASE_URL"]
os.environ.setdefault("YAOAN_TEST_APPS", "tests.kernel.testapp")
