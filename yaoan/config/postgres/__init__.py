"""The database of this installation: the server named by `DATABASE_URL`, else an embedded one that we start ourselves.

The embedded server listens on a private Unix socket only, keeps running when its starter ends, and is stopped with
`yaoan db stop`. See `docs/adr` for why it is PostgreSQL and why the launcher is our own.
"""

import os

from yaoan.config.postgres.console import run
from yaoan.config.postgres.places import Unavailable, account_for, data_directory
from yaoan.config.postgres.roles import NAMES
from yaoan.config.postgres.server import Server
from yaoan.config.postgres.temporary import temporary_server

__all__ = ["Server", "Unavailable", "database_url", "run", "server", "temporary_server"]


def database_url(role: str = "app") -> str:
    """The libpq address of the database for `role`; the embedded server is started when none is configured.

    `DATABASE_URL` serves the application; `DATABASE_OWNER_URL`, where given, is used for `owner` and `admin`.
    `role` is `app` (serves), `owner` (migrates) or `admin`. Raises `Unavailable` when no database can be had.
    """
    if role not in NAMES:
        raise Unavailable(f"There is no database role {role!r}: choose among {', '.join(NAMES)}.")
    if given := os.environ.get("DATABASE_URL"):
        return given if role == "app" else os.environ.get("DATABASE_OWNER_URL", given)
    embedded = server()
    embedded.start()
    return embedded.url(role)


def server() -> Server:
    """The embedded server of this installation, running or not."""
    data = data_directory()
    return Server(data, account_for(data))
