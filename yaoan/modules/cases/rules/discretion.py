"""How heavy a fine may be: the range of the breach, and the band of the grade inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yaoan.modules.cases.choices import Grade, PartyKind

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high` yuan, both ends included."""

    low: Decimal
    high: Decimal

    def holds(self, sum_of_fine: Decimal) -> bool:
        return self.low <= sum_of_fine <= self.high


def range_of(breach: Mapping[str, Any], *, goods: Decimal, income: Decimal, serious: bool = False) -> Range:
    """The range the law gives for a breach (a row of the catalogue `breaches`).

    A value below the floor counts as the floor; small device and cosmetics cases have a range in yuan.
    """
    small = breach.get("small")
    if small and goods < small["below"]:
        return Range(Decimal(small["low"]), Decimal(small["high"]))
    row = {**breach, **breach.get("serious", {})} if serious else breach
    scale = row["scale"]
    value = {"goods": goods, "income": income, "amount": Decimal(1)}[scale]
    if scale != "amount":
        value = max(value, Decimal(row.get("floor", 0)))
    return Range((value * row["low"]).quantize(CENT), (value * row["high"]).quantize(CENT))


def band_of(whole: Range, grade: Grade, *, lighter: int, heavier: int) -> Range:
    """The part of a range a grade stands for; `lighter` and `heavier` are per cent of its width.

    Mitigated is below the range (Penalty Law art. 32); no penalty is nothing.
    """
    width = whole.high - whole.low

    def at(share: int) -> Decimal:
        return (whole.low + width * share / 100).quantize(CENT)

    return {
        Grade.NONE: Range(Decimal(0), Decimal(0)),
        Grade.MITIGATED: Range(Decimal(0), whole.low),
        Grade.LIGHTER: Range(whole.low, at(lighter)),
        Grade.NORMAL: Range(at(lighter), at(heavier)),
        Grade.HEAVIER: Range(at(heavier), whole.high),
    }[grade]


def is_simple(fine: Decimal, party: PartyKind, rules: Mapping[str, Any]) -> bool:
    """Whether a penalty may be imposed on the spot (Penalty Law art. 51): a warning or a fine up to a sum."""
    return fine <= Decimal(rules["simple_fine"][str(party)])


def may_be_heard(fine: Decimal, confiscated: Decimal, party: PartyKind, rules: Mapping[str, Any]) -> bool:
    """Whether the sums alone give a right to a hearing (Penalty Law art. 63); grave kinds of penalty always do."""
    return max(fine, confiscated) >= Decimal(rules["hearing"][str(party)])
