"""Handing composed SQL to the database."""

from typing import Any

from django.db import connection
from psycopg.sql import Composable

from yaoan.kernel import sight


def run(statement: Composable) -> list[tuple[Any, ...]]:
    """Execute a statement and return its rows, none where it gives none.

    Statements of figures see the whole journal: each has the reader's scope in it, applied before anything is added up,
    and whether an act was taken back must be told from entries the reader may not open. Of what is rolled up they see
    what the reader does.
    """
    with sight.counting(), connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection))
        return list(cursor.fetchall()) if cursor.description else []


def as_text(statement: Composable) -> str:
    """A statement as text in which nothing is left to fill in, for a place that fills in percent signs."""
    connection.ensure_connection()
    return statement.as_string(connection.connection).replace("%", "%%")
