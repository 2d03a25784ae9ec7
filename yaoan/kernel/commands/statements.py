"""Rows into tables: a few by statements the database has prepared and sent without waiting, many by way of COPY.

Rows are given by attribute name and complete, as `record.__dict__` is.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DatabaseError, connection, models
from django.db.models import Q
from psycopg import Cursor

R = TypeVar("R", bound=models.Model)
Row = Mapping[str, Any]
Writer = tuple[str, str, Callable[[Any], Any]]
"""Column, attribute, conversion."""

FEW = 32
"""Up to so many rows are written by ordinary statements."""

_ahead: ContextVar[list[Cursor[Any]] | None] = ContextVar("statements sent ahead", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Statements inside the block are sent without waiting for answers; what one of them raises is raised at its end."""
    sent: list[Cursor[Any]] = []
    token = _ahead.set(sent)
    try:
        _tell()
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
    finally:
        _ahead.reset(token)
    for cursor in sent:
        _check(cursor)


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Write new rows."""
    if len(rows) > FEW and _ahead.get() is None:
        insert_many(model, rows)
        return
    statement, written = _inserting(model)
    for row in rows:
        _send(statement, [_spelled(convert(row[attribute])) for _column, attribute, convert in written])


def update(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Write all columns of rows that are there (and locked). Raises DatabaseError where one is not."""
    if len(rows) > FEW and _ahead.get() is None:
        _update_many(model, rows)
        return
    statement, written = _updating(model)
    for row in rows:
        values = (_spelled(convert(row[attribute])) for _column, attribute, convert in written)
        _send(statement, [*values, str(row["id"])])


def delete(model: type[models.Model], column: str, keys: Sequence[int]) -> None:
    """Delete the rows, if there are any, whose column holds one of the keys."""
    if keys:
        statement = f'DELETE FROM "{model._meta.db_table}" WHERE "{column}" = ANY (%s::bigint[])'
        _send(statement, [_array(keys)], any_number=True)


def lock(model: type[R], ids: Iterable[int], within: Q) -> list[R]:
    """The rows of these ids that answer to a condition, locked until the transaction ends, in the order of their ids.

    The same as `model.objects.filter(within, pk__in=ids).select_for_update(of=("self",)).order_by("pk")`, without spelling
    every column anew each time.
    """
    condition, values = _condition(model, within)
    columns, names, converters = _reading(model)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {columns} FROM "{model._meta.db_table}" WHERE "id" = ANY (%s::bigint[]){condition} ORDER BY "id" FOR UPDATE',
            [_array(sorted(ids)), *values],
        )
        found = cursor.fetchall()
    rows = []
    for values in map(list, found):
        for place, field in converters:
            values[place] = field.from_db_value(values[place], None, connection)
        rows.append(model.from_db(connection.alias, names, values))
    return rows


def _copy_in(model: type[models.Model], rows: Iterable[Row], *, table: str) -> None:
    """Send rows to a table like that of a model with COPY: five times as fast as INSERT."""
    writers = _writers(model)
    columns = ", ".join(f'"{column}"' for column, _attribute, _convert in writers)
    into = f'COPY "{table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row([convert(row[attribute]) for _column, attribute, convert in writers])


def columns_filled(model: type[models.Model]) -> list[str]:
    """The columns of a table that are written; the rest the database makes."""
    return [column for column, _attribute, _convert in _writers(model)]


def insert_many(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Many new rows. COPY cannot write to a table with row policies: they go to a draft of it, and from there in one statement."""
    table, draft = model._meta.db_table, f"new_{model._meta.db_table}"
    columns = ", ".join(f'"{column}"' for column, _attribute, _convert in _writers(model))
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE IF NOT EXISTS "{draft}" ON COMMIT DROP AS SELECT {columns} FROM "{table}" WITH NO DATA'
        )
        _copy_in(model, rows, table=draft)
        cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{draft}"')
        cursor.execute(f'TRUNCATE "{draft}"')


def _update_many(model: type[models.Model], rows: Iterable[Row]) -> None:
    table, draft = model._meta.db_table, f"draft_{model._meta.db_table}"
    setting = ", ".join(f'"{column}" = draft."{column}"' for column, _attribute, _convert in _written(model))
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE IF NOT EXISTS "{draft}" (LIKE "{table}") ON COMMIT DROP')
        _copy_in(model, rows, table=draft)
        cursor.execute(f'UPDATE "{table}" SET {setting} FROM "{draft}" AS draft WHERE "{table}".id = draft.id')
        cursor.execute(f'TRUNCATE "{draft}"')


def _send(statement: str, values: Sequence[str | None], *, any_number: bool = False) -> None:
    """Execute a statement that the database prepares once a connection and then only runs.

    All values go as text, which the columns read: one plan serves them all.
    """
    ahead = _ahead.get()
    if ahead is None:
        _tell()
    with connection.wrap_database_errors:
        cursor = Cursor(connection.connection).execute(statement.encode(), values, prepare=True)
    if any_number:
        return
    if ahead is None:
        _check(cursor)
    else:
        ahead.append(cursor)


def _tell() -> None:
    """See that there is a connection, and that it knows what is seen."""
    connection.cursor().close()


def _check(cursor: Cursor[Any]) -> None:
    if cursor.rowcount != 1:
        raise DatabaseError(f"a row to be written is not there: {cursor.statusmessage}")


def _condition(model: type[models.Model], within: Q) -> tuple[str, Sequence[Any]]:
    """A condition as SQL that follows another, with its values."""
    query = model._default_manager.filter(within).query
    if not query.where:
        return "", ()
    try:
        condition, values = query.where.as_sql(query.get_compiler(connection=connection), connection)
    except EmptyResultSet:
        return " AND false", ()
    except FullResultSet:
        return "", ()
    return f" AND {condition}", values


@cache
def _reading(model: type[models.Model]) -> tuple[str, list[str], list[tuple[int, Any]]]:
    """The columns of a row, the attributes they go to, and the fields that read their column in a way of their own."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{model._meta.db_table}"."{field.column}"' for field in fields)
    own = [(place, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return columns, [field.attname for field in fields], own


@cache
def _inserting(model: type[models.Model]) -> tuple[str, tuple[Writer, ...]]:
    """The statement that writes a new row. Django would spell it each time."""
    written = _writers(model)
    columns = ", ".join(f'"{column}"' for column, _attribute, _convert in written)
    marks = ", ".join(["%s"] * len(written))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', written


@cache
def _updating(model: type[models.Model]) -> tuple[str, tuple[Writer, ...]]:
    """The statement that writes a row anew."""
    written = _written(model)
    setting = ", ".join(f'"{column}" = %s' for column, _attribute, _convert in written)
    return f'UPDATE "{model._meta.db_table}" SET {setting} WHERE "id" = %s', written


@cache
def _written(model: type[models.Model]) -> tuple[Writer, ...]:
    """The columns of a row that is there already."""
    return tuple(writer for writer in _writers(model) if writer[0] != "id")


@cache
def _writers(model: type[models.Model]) -> tuple[Writer, ...]:
    """The columns we fill; what the database makes is left to it."""
    made = isinstance(model._meta.pk, models.AutoField)
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (made and field.primary_key) and not isinstance(field, models.GeneratedField)
    ]
    return tuple((str(field.column), field.attname, _converter(field)) for field in fields)


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value) if value else _EMPTY.get(type(value), "null")
    if isinstance(field, ArrayField):
        return _array
    if isinstance(field, models.UUIDField):
        return lambda value: value if value is None or isinstance(value, UUID) else UUID(str(value))
    if isinstance(field, models.CharField | models.TextField):
        return lambda value: None if value is None else str(value)
    return lambda value: value


_EMPTY = {list: "[]", dict: "{}", tuple: "[]", str: '""', int: "0", bool: "false"}


def _array(values: Sequence[Any] | None) -> str | None:
    """An array as PostgreSQL reads it; the driver's own way of writing it is ten times as long."""
    if values is None:
        return None
    if not values:
        return "{}"
    if isinstance(values[0], int):
        return f"{{{','.join(map(str, values))}}}"
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def _spelled(value: Any) -> str | None:
    """A converted value as PostgreSQL reads it."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "\\x" + bytes(value).hex()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
