"""What persons are punished with beside the firm: the range of their fine, and until when they are barred."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yaoan.modules.cases.rules.discretion import CENT, Range

ZERO = Decimal(0)


def range_of_person(row: Mapping[str, Any], *, income: Decimal) -> Range:
    """The range of a line of the catalogue `person_fines`, for a person with this income."""
    value = income if row["scale"] == "income" else Decimal(1)
    return Range((value * Decimal(str(row["low"]))).quantize(CENT), (value * Decimal(str(row["high"]))).quantize(CENT))


def owed_by(line: Mapping[str, Any]) -> Decimal:
    """What a person named in a case has to pay by its decision."""
    return Decimal(line["fine"]) + Decimal(line.get("confiscated", 0))


def paid_by(name: str, payments: Iterable[Mapping[str, Any]]) -> Decimal:
    return sum((Decimal(item["sum"]) for item in payments if item["name"] == name), ZERO)


def left_of(line: Mapping[str, Any], payments: Iterable[Mapping[str, Any]]) -> Decimal:
    """What a person has not paid yet."""
    return max(ZERO, owed_by(line) - paid_by(line["name"], payments))


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
