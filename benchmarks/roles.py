"""Measured is the role that serves, behind the row policies; what only the owner may do is set apart."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from yaoan.config.postgres import Server

SERVING = "yaoan_app"


def serve(server: Server | None, stack: ExitStack) -> None:
    """From here on act as the role that serves, with everything in sight unless a request or an actor narrows it."""
    from django.db import connection

    from yaoan.kernel import sight

    if server is not None:
        server.trust(connection.settings_dict["NAME"])
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = SERVING
    stack.enter_context(sight.whole())


@contextmanager
def owning() -> Iterator[None]:
    """Inside the block the connection acts as the owner of the tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {SERVING}")
