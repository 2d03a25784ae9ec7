"""From a decision that was read to what the collection of past decisions keeps of it. What the paper leaves open stays empty."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yaoan.modules.cases.choices import Penalty

from .citations import Role, articles_of
from .penalties import Kind
from .reading import DecisionReading
from .similar import cited

KINDS: dict[Kind, Penalty] = {
    Kind.WARNING: Penalty.WARNING,
    Kind.CRITICISM: Penalty.CRITICISM,
    Kind.FINE: Penalty.FINE,
    Kind.PROCEEDS: Penalty.CONFISCATION,
    Kind.GOODS: Penalty.CONFISCATION,
    Kind.SUSPENDED_LICENCE: Penalty.SUSPENSION,
    Kind.REVOKED_LICENCE: Penalty.REVOCATION,
    Kind.HALT: Penalty.SUSPENSION,
    Kind.CLOSURE: Penalty.SUSPENSION,
    Kind.BAN: Penalty.RESTRICTION,
}
"""Kinds of penalty as papers name them -> as cases do; a decision not to punish has none."""


def breach_of(reading: DecisionReading, catalogue: Mapping[str, Mapping[str, Any]]) -> str:
    """The line of the catalogue of breaches whose articles the decision rests on; empty where none or several fit as well."""
    kind = str(reading.domain.value) if reading.domain else ""
    ground = cited(one.short for one in reading.law if one.role == Role.BASIS)
    law = ground or cited(one.short for one in reading.law)
    shared = {
        key: len(law & cited(articles_of(row["basis"])))
        for key, row in catalogue.items()
        if (not kind or row["product"] == kind) and not row.get("within")
    }
    most = max(shared.values(), default=0)
    best = [key for key, count in shared.items() if count == most]
    return best[0] if most and len(best) == 1 else ""


def fields_of(reading: DecisionReading, catalogue: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The fields of `commands.Enter` that the paper gives; days as dates, sums as decimals, what it lacks empty."""
    party, penalties = reading.party, sorted(reading.outcome.penalties, key=lambda one: one.piece.start)
    kinds = dict.fromkeys(KINDS.get(one.kind) for one in penalties)
    return {
        "authority": reading.authority.value if reading.authority else "",
        "decision_number": reading.number.value if reading.number else "",
        "decided_on": _day(reading, "decided"),
        "subject_name": party.name.value if party else "",
        "subject_code": party.code.value if party and party.code and party.is_code_sound else "",
        "product_kind": str(reading.domain.value) if reading.domain else "",
        "breach": breach_of(reading, catalogue),
        "violation": str(reading.violation.value) if reading.violation else "",
        "products": tuple(dict.fromkeys(product.name.value for product in reading.products)),
        "goods_value": _sum(reading, "goods_value"),
        "income": _sum(reading, "illegal_income"),
        "fine": _sum(reading, "fine"),
        "confiscated": _sum(reading, "confiscated"),
        "penalties": tuple(str(kind) for kind in kinds if kind),
        "penalty": "；".join(dict.fromkeys(one.piece.value for one in penalties)),
        "facts": reading.facts.text.strip() if reading.facts else "",
        "law": tuple(dict.fromkeys(one.short for one in reading.law)),
    }


def _day(reading: DecisionReading, name: str) -> date | None:
    found = reading.values.get(name)
    return date.fromisoformat(str(found.value)) if found and len(str(found.value)) == len("2025-01-01") else None


def _sum(reading: DecisionReading, name: str) -> Decimal | None:
    found = reading.values.get(name)
    return Decimal(str(found.value)) if found else None
