"""Scores the reading of a decision against one made by hand, field by field, and counts values the text does not hold.

A field counts where the reading by hand has it. The main fields count where the reader gives them and the hand has none,
too: what is given there is wrong. Names agree when one holds the other (天河区局 of 广州市天河区局) or two thirds of the
character pairs are the same; dates, sums, numbers and codes must be equal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAIN = ("doc_no", "uscc", "filed", "decided", "fine", "illegal_income", "goods_value")
NOT_FIELDS = {"note", "check", "duplicate_group"}
EXACT = re.compile(r"^[\d.-]+$")
LOOSE = {"violation": 0.5, "outcome": 0.5, "lead_source": 0.6, "failed_item": 0.4, "channel": 0.6}


@dataclass
class Score:
    """Counts of one reading or of many."""

    right: int = 0
    expected: int = 0
    given: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.expected + self.given) if self.expected + self.given else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.expected + other.expected, self.given + other.given)


def plain(value: object) -> str:
    table = str.maketrans("，：；（）“”‘’！？．", ",:;()\"\"''!?.")
    return re.sub(r"[\s\"]+", "", str(value).translate(table))


def same(name: str, gold: object, given: object) -> bool:
    if isinstance(gold, bool | int | float) or isinstance(given, bool | int | float):
        return gold == given
    one, other = plain(gold), plain(given)
    if EXACT.match(one) or name in {"doc_no", "uscc", "batch", "approval_no", "report_no"}:
        return one == other
    if one in other or other in one:
        return True
    pairs = [{text[place : place + 2] for place in range(len(text) - 1)} for text in (one, other)]
    shared = len(pairs[0] & pairs[1])
    return shared >= LOOSE.get(name, 2 / 3) * min(len(pairs[0]), len(pairs[1]))


def scored(gold: dict[str, Any], given: dict[str, Any]) -> tuple[Score, list[str]]:
    """The score of one reading, and what was missed or wrong, for people."""
    total, faults = Score(), []
    for name, want in gold.items():
        if name in NOT_FIELDS or name in {"products", "law"} or want is None:
            continue
        have = given.get(name)
        right = have is not None and same(name, want, have)
        total += Score(int(right), 1, int(have is not None))
        if not right:
            faults.append(f"{name}: {want} / {have}")
    for name in MAIN:
        if gold.get(name) is None and given.get(name) is not None and name in gold:
            total += Score(0, 0, 1)
            faults.append(f"{name}: nothing / {given[name]}")
    law = Score(len(set(gold.get("law", [])) & set(given["law"])), len(gold.get("law", [])), len(given["law"]))
    products, missed = scored_products(gold.get("products", []), given["products"])
    if law.right < law.expected:
        faults.append(f"law: {gold['law']} / {given['law']}")
    return total + law + products, faults + missed


def scored_products(gold: list[dict[str, Any]], given: list[dict[str, Any]]) -> tuple[Score, list[str]]:
    rest, total, faults = list(given), Score(), []
    for want in gold:
        hits = [have for have in rest if same("name", want["name"], have["name"])]
        hits.sort(key=lambda have: have.get("batch") != want.get("batch"))
        if not hits:
            total += Score(0, len(want), 0)
            faults.append(f"product {want['name']} missing")
            continue
        rest.remove(hits[0])
        for name, value in want.items():
            right = name in hits[0] and same(name, value, hits[0][name])
            total += Score(int(right), 1, int(name in hits[0]))
            if not right:
                faults.append(f"product {want['name']}.{name}: {value} / {hits[0].get(name)}")
    faults += [f"product {have['name']} not in the case" for have in rest]
    return total + Score(0, 0, len(rest)), faults


def invented(reading: dict[str, Any]) -> Iterator[str]:
    """Words given that do not stand in the text, and marks that do not point at words."""
    text = plain(reading["text"])
    names = ("authority", "doc_no", "party", "uscc", "uscc_suffix", "legal_representative", "address", "licence",
             "supplier", "lead_source", "coercive", "channel", "outcome", "facts")  # fmt: skip
    words = [reading[name] for name in names if reading[name] is not None]
    words += [value for product in reading["products"] for value in product.values() if isinstance(value, str)]
    words += [citation["words"] for citation in reading["citations"]]
    words += [penalty["words"] for penalty in reading["penalties"]]
    words += [conduct["words"] for conduct in reading["conducts"]]
    days = re.compile(r"^\d{4}-\d\d(-\d\d)?$")
    yield from (word for word in words if not days.match(word) and plain(word) not in text)
    for mark in reading["marks"]:
        if not reading["text"][mark["start"] : mark["end"]].strip():
            yield f"an empty mark of {mark['field']}"
