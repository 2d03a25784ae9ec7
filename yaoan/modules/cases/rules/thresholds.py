"""Thresholds of criminal liability: which of them the facts of a case reach, by the law of the day of the act."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """What a threshold looks at. Sums are yuan; `on` is the day of the act, the last one where it went on."""

    breach: str
    on: date
    goods: Decimal = Decimal(0)
    income: Decimal = Decimal(0)
    is_harmful: bool = False


def reached(deed: Deed, catalogue: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The keys of `transfer_thresholds` that the deed reaches, in the order of the catalogue."""
    return (key for key, row in catalogue.items() if _applies(deed, row) and _is_enough(deed, row))


def _applies(deed: Deed, row: Mapping[str, Any]) -> bool:
    until = row.get("until")
    in_force = date.fromisoformat(row["from"]) <= deed.on and (not until or deed.on <= date.fromisoformat(until))
    return in_force and deed.breach in row["breaches"]


def _is_enough(deed: Deed, row: Mapping[str, Any]) -> bool:
    measure = row["measure"]
    if measure == "any":
        return True
    if measure == "harm":
        return deed.is_harmful
    return bool({"goods": deed.goods, "income": deed.income}[measure] >= Decimal(str(row["at_least"])))
