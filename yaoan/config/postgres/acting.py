"""On a connection of the owner: acting as the role that serves, and for a moment as the owner again."""

from collections.abc import Iterator
from contextlib import contextmanager

SERVING = "yaoan_app"


@contextmanager
def owning() -> Iterator[None]:
    """Inside the block the connection acts as the owner of the tables, past all policies."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {SERVING}")
