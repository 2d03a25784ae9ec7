"""Columns as JSON: what type each cell has, and its value of that type."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yaoan.kernel import clock
from yaoan.kernel.ledger import cells
from yaoan.kernel.ledger.declarations import Column
from yaoan.kernel.records.models import Record

TEXT: dict[str, Any] = {"type": ["string", "null"]}
SHAPES: dict[str, dict[str, Any]] = {
    "number": {"type": ["integer", "string", "null"], "description": "Whole numbers; others as decimal text."},
    "date": {"type": ["string", "null"], "format": "date"},
    "clock": {"type": ["string", "null"], "format": "date", "description": "The day the nearest open duty is due."},
    "instant": {"type": ["string", "null"], "format": "date-time"},
    "bool": {"type": ["boolean", "null"]},
}
"""The JSON Schema of each cell that is not a text."""


def shape_of(column: Column) -> dict[str, Any]:
    """The JSON Schema of a column."""
    return {"title": str(column.label), **SHAPES.get(column.cell, TEXT)}


def value_of(column: Column, record: Record) -> Any:
    """The value of a column as JSON of the type its schema says."""
    value = column.plain(record)
    if value is None:
        return None
    if column.cell == "number":
        return number(value)
    if column.cell == "bool":
        return bool(value)
    if column.cell == "instant":
        return instant(value)
    if column.cell in ("date", "clock"):
        return value.isoformat() if isinstance(value, date) else cells.text(column.cell, value)
    return cells.text("text", value)


def number(value: Any) -> int | str | None:
    """A number without loss: whole ones as such, others as decimal text."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return cells.text("number", value)


def instant(value: Any) -> str | None:
    return value.astimezone(clock.BEIJING).isoformat() if isinstance(value, datetime) else value and str(value)
