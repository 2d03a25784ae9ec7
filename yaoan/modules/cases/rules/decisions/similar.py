"""Like cases: how near two cases are, part by part, each part with the words that made it so.

No corpus, no weights learned: two cases are compared by themselves, so the same two give the same score in every list.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from yaoan.kernel.words import Choice, Text, _

from .conduct import CONDUCTS
from .reading import DecisionReading

_ARTICLE = re.compile(r"^(?P<instrument>.+)§(?P<article>\d+)")
_FAR = 2.0  # sums a hundred times apart have nothing in common
_SUMS = ("goods_value", "illegal_income", "sales_amount")
_LABELS = {conduct.key: conduct.label for conduct in CONDUCTS}
_HALF = 0.5


class Part(Choice):
    """What is compared, with its share of the score."""

    LAW = "law", _("适用法条")
    CONDUCT = "conduct", _("违法行为")
    PRODUCT = "product", _("产品")
    SUMS = "sums", _("金额")


WEIGHTS = {Part.LAW: 0.35, Part.CONDUCT: 0.35, Part.PRODUCT: 0.18, Part.SUMS: 0.12}
"""Law and conduct decide; products and sums tell apart what is left. A part one side lacks is left out and said."""


@dataclass(frozen=True)
class Profile:
    """What a case is compared by.

    ``law`` holds articles as 药品管理法§98①, ``conducts`` keys of `CONDUCTS`, ``words`` what the conduct was called,
    ``sums`` yuan by name (goods_value, illegal_income, sales_amount), ``outcome`` what is shown of the result.
    """

    key: str
    law: frozenset[str] = frozenset()
    conducts: frozenset[str] = frozenset()
    words: str = ""
    product_kind: str = ""
    products: frozenset[str] = frozenset()
    sums: tuple[tuple[str, Decimal], ...] = ()
    outcome: str = ""

    @classmethod
    def of(cls, reading: DecisionReading, key: str) -> "Profile":
        """The profile of a decision that was read."""
        values = {name: reading.values[name] for name in _SUMS if name in reading.values}
        kinds = [penalty.piece.value for penalty in reading.outcome.penalties]
        return cls(
            key=key,
            law=frozenset(citation.short for citation in reading.law),
            conducts=frozenset(conduct.key for conduct, _words in reading.conducts),
            words=str(reading.violation.value) if reading.violation else "",
            product_kind=str(reading.domain.value) if reading.domain else "",
            products=frozenset(product.name.value for product in reading.products),
            sums=tuple((name, Decimal(str(found.value))) for name, found in values.items()),
            outcome="；".join(kinds),
        )


@dataclass(frozen=True)
class Reason:
    """One part of a score: how near from 0 to 1, and a sentence that says why."""

    part: Part
    share: float
    sentence: str


@dataclass(frozen=True)
class Likeness:
    """Another case with its score from 0 to 100 and the reasons, and the parts that could not be compared."""

    other: Profile
    score: int
    reasons: tuple[Reason, ...]
    left_out: tuple[Part, ...]


def similar(case: Profile, others: Iterable[Profile], *, limit: int = 10, least: int = 30) -> tuple[Likeness, ...]:
    """The nearest other cases, nearest first, equal ones by key; the case itself and those below ``least`` left out."""
    found = [likeness(case, other) for other in others if other.key != case.key]
    near = [each for each in found if each.score >= least]
    return tuple(sorted(near, key=lambda each: (-each.score, each.other.key))[:limit])


def likeness(case: Profile, other: Profile) -> Likeness:
    """How near two cases are: the weighted mean of the parts both have.

    Where neither law nor conduct can be compared the score is 0: products and sums alone make no like case.
    """
    reasons = tuple(_reasons(case, other))
    known = {reason.part for reason in reasons}
    weight = sum(WEIGHTS[part] for part in known)
    score = sum(WEIGHTS[reason.part] * reason.share for reason in reasons) / weight if weight else 0.0
    if not known & {Part.LAW, Part.CONDUCT}:
        score = 0.0
    return Likeness(other, round(100 * score), reasons, tuple(part for part in Part if part not in known))


def _reasons(case: Profile, other: Profile) -> Iterator[Reason]:
    if case.law and other.law:
        yield _of_law(case.law, other.law)
    if (case.conducts or case.words) and (other.conducts or other.words):
        yield _of_conduct(case, other)
    if case.product_kind and other.product_kind:
        yield _of_product(case, other)
    shared = [(name, one, dict(other.sums)[name]) for name, one in case.sums if name in dict(other.sums)]
    if shared:
        yield _of_sums(*shared[0])


def cited(law: Iterable[str]) -> set[tuple[str, str]]:
    """(instrument, article) of articles in their short form, without paragraph and item."""
    return {(match["instrument"], match["article"]) for each in law if (match := _ARTICLE.match(each))}


def _of_law(one: frozenset[str], other: frozenset[str]) -> Reason:
    """Articles in common of the smaller set; the same instrument alone counts half."""
    mine, theirs = cited(one), cited(other)
    shared = mine & theirs
    instruments = {name for name, _article in mine} & {name for name, _article in theirs}
    smaller = min(len(mine), len(theirs)) or 1
    if shared:
        named = "、".join(f"{name}§{article}" for name, article in sorted(shared))
        return Reason(Part.LAW, max(len(shared) / smaller, _HALF), _("都引用{law}").format(law=named))
    if instruments:
        named = "、".join(sorted(instruments))
        return Reason(Part.LAW, _HALF / 2, _("都引用{law}，条文不同").format(law=named))
    return Reason(Part.LAW, 0.0, _("引用的法律不同").format())


def _of_conduct(case: Profile, other: Profile) -> Reason:
    """Conducts in common, else words in common of what the conduct was called."""
    shared = case.conducts & other.conducts
    if shared:
        share = len(shared) / min(len(case.conducts), len(other.conducts))
        named = "、".join(str(_LABELS.get(key, key)) for key in sorted(shared))
        return Reason(Part.CONDUCT, share, _("都有“{conduct}”").format(conduct=named))
    share = dice(case.words, other.words)
    if share >= _HALF:
        told = _("说法相近：“{one}”和“{other}”").format(one=case.words, other=other.words)
        return Reason(Part.CONDUCT, share, told)
    return Reason(Part.CONDUCT, 0.0, _("违法行为不同").format())


def _of_product(case: Profile, other: Profile) -> Reason:
    """The same kind counts half, the nearest names the other half."""
    if case.product_kind != other.product_kind:
        return Reason(Part.PRODUCT, 0.0, _("产品类别不同").format())
    pairs = [(dice(one, two), one, two) for one in sorted(case.products) for two in sorted(other.products)]
    share, one, two = max(pairs, default=(0.0, "", ""))
    if share == 1:
        told = _("都涉及“{name}”").format(name=one)
    elif share >= _HALF:
        told = _("产品名称相近：“{one}”和“{other}”").format(one=one, other=two)
    else:
        told, share = _("产品类别相同").format(), 0.0
    return Reason(Part.PRODUCT, _HALF + share / 2, told)


_SUM_LABELS: dict[str, Text] = {
    "goods_value": _("货值金额"),
    "illegal_income": _("违法所得"),
    "sales_amount": _("销售金额"),
}


def _of_sums(name: str, one: Decimal, other: Decimal) -> Reason:
    """Sums compared by how many times one is the other."""
    told = _("{what}分别为 {one} 元和 {other} 元").format(what=_SUM_LABELS[name], one=one, other=other)
    if not one or not other:
        return Reason(Part.SUMS, float(one == other), told)
    return Reason(Part.SUMS, max(0.0, 1 - abs(math.log10(float(one / other))) / _FAR), told)


def dice(one: str, other: str) -> float:
    """Share of the character pairs two phrases have in common, 0 to 1."""
    if one == other:
        return float(bool(one))
    mine, theirs = ({text[place : place + 2] for place in range(len(text) - 1)} for text in (one, other))
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0
