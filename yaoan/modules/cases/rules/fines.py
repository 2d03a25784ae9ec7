"""What is owed on a decision: the fine, its payments, and the fine for late payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Payment:
    """A sum paid on a day towards the fine."""

    on: date
    sum: Decimal


def late_fine(
    fine: Decimal,
    *,
    pay_by: date,
    until: date,
    payments: Sequence[Payment] = (),
    halts: Sequence[tuple[date, date | None]] = (),
    rate: int = 3,
) -> Decimal:
    """The fine for late payment up to a day (Penalty Law arts 72, 73): `rate` per cent a day, never more than the fine.

    Each day after `pay_by` counts on what is unpaid at its end. Days of `halts` (reconsideration or litigation, both
    ends included; an open end lasts) do not count.
    """
    total, day = Decimal(0), pay_by + timedelta(days=1)
    while day <= until and total < fine:
        unpaid = fine - sum((payment.sum for payment in payments if payment.on <= day), Decimal(0))
        if unpaid <= 0:
            break
        if not any(first <= day and (last is None or day <= last) for first, last in halts):
            total += unpaid * rate / 100
        day += timedelta(days=1)
    return min(total, fine).quantize(CENT)
