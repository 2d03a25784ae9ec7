"""Thresholds of criminal liability: which of them the facts of a case reach, by the law of the day of the act."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yaoan.modules.cases.choices import Danger, HitStand

LIKELY = str(Danger.LIKELY)
ASKED, SIGNED, SENT = str(HitStand.ASKED), str(HitStand.SIGNED), str(HitStand.SENT)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a threshold looks at. Sums are yuan; `on` is the day of the act, the last one where it went on; `danger` a `Danger`, or
    nothing where it was not judged."""

    breach: str
    on: date
    goods: Decimal = Decimal(0)
    income: Decimal = Decimal(0)
    is_harmful: bool = False
    danger: str = ""


WHOLE = ""
"""The key under which a transfer of the whole case stands among the answers: asked while it is prepared, sent from its hand-over on."""

Answers = Mapping[str, Mapping[str, Any]]
"""What was answered, by threshold: {"stand": a `HitStand`} with the facts that were signed: {"goods", "income", "harm", "danger"}."""


def reached(deed: Deed, catalogue: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The keys of `transfer_thresholds` that the deed reaches, in the order of the catalogue."""
    return (key for key, row in catalogue.items() if _applies(deed, row) and _is_enough(deed, row))


def unjudged(deed: Deed, catalogue: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the deed is a crime if it endangers, and nobody has said yet whether it does."""
    asked = any(_applies(deed, row) and row["measure"] == "danger" for row in catalogue.values())
    return asked and not deed.danger and not deed.is_harmful


def facts_of(deed: Deed) -> dict[str, Any]:
    """The facts of a deed as they are kept with an answer: sums to the fen, so that they are spelled alike whenever it is asked."""
    sums = {"goods": f"{deed.goods:.2f}", "income": f"{deed.income:.2f}"}
    return {**sums, "harm": deed.is_harmful, "danger": deed.danger}


def has_grown(deed: Deed, answered: Mapping[str, Any]) -> bool:
    """Whether the facts are graver than those an answer was given on."""
    return (
        deed.goods > Decimal(answered["goods"])
        or deed.income > Decimal(answered["income"])
        or (deed.is_harmful and not answered["harm"])
        or (deed.danger == LIKELY and answered["danger"] != LIKELY)
    )


def unanswered(deed: Deed, catalogue: Mapping[str, Mapping[str, Any]], answers: Answers) -> list[str]:
    """The thresholds for which neither the police have the case nor a head has signed why not: those the deed reaches, unless
    they were signed on facts as grave as these, and those that were asked about by hand."""
    if answers.get(WHOLE, {}).get("stand") == SENT:
        return []
    keys = list(reached(deed, catalogue))
    keys += [key for key, answer in answers.items() if answer["stand"] == ASKED and key not in (*keys, WHOLE)]
    return [key for key in keys if not _is_signed(deed, answers.get(key))]


def _is_signed(deed: Deed, answer: Mapping[str, Any] | None) -> bool:
    return bool(answer and answer["stand"] == SIGNED and not has_grown(deed, answer))


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
    if measure == "danger":
        return deed.is_harmful or deed.danger == LIKELY
    return bool({"goods": deed.goods, "income": deed.income}[measure] >= Decimal(str(row["at_least"])))
