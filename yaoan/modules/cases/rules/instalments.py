"""Paying by instalments (Penalty Law art. 66)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class Instalment:
    """A sum in yuan to be paid by a day."""

    on: date
    sum: Decimal


def read(line: str) -> Instalment:
    """A line like `2025-05-31 50000`. Raises ValueError where it is not one."""
    day, _space, amount = line.strip().partition(" ")
    try:
        found = Instalment(date.fromisoformat(day), Decimal(amount.strip().replace(",", "").rstrip("元")))
    except (ValueError, InvalidOperation) as error:
        raise ValueError(line) from error
    if not found.sum.is_finite() or found.sum <= 0:
        raise ValueError(line)
    return found


def next_due(instalments: Sequence[Instalment], paid: Decimal) -> date | None:
    """The day of the first instalment that what was paid since does not cover; None where all are covered."""
    owed = Decimal(0)
    for instalment in instalments:
        owed += instalment.sum
        if paid < owed:
            return instalment.on
    return None


def is_rising(instalments: Iterable[Instalment]) -> bool:
    """Whether each day is later than the one before."""
    days = [instalment.on for instalment in instalments]
    return days == sorted(set(days))
