"""Pure rules of the signal queue: what a signal is about, and which signals may be the same."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yaoan.kernel.words import Text

WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
CLOSE_DAYS = 30
LIKELY = 0.55


@dataclass(frozen=True, slots=True)
class About:
    """What is compared of a signal."""

    text: str
    subject_id: int | None
    subject_name: str
    product_name: str
    batch: str
    on: date


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two signals are the same (0 to 1), and why."""

    score: float
    reasons: tuple[str, ...]


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, punctuation left out."""
    plain = "".join(WORD.findall(text.lower()))
    return frozenset(plain[index : index + 2] for index in range(len(plain) - 1))


def overlap(left: str, right: str) -> float:
    """Dice's coefficient of the character pairs of two texts, 0 to 1."""
    first, second = bigrams(left), bigrams(right)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def likeness(left: About, right: About) -> Likeness:
    """How likely two signals are about the same thing. Text alone is not enough: the place or the product must agree."""
    reasons: list[str] = []
    score = 0.0
    if left.subject_id and left.subject_id == right.subject_id:
        score += 0.35
        reasons.append(str(Text("同一对象", "the same firm")))
    elif left.subject_name and overlap(left.subject_name, right.subject_name) > 0.8:
        score += 0.25
        reasons.append(Text("对象名称相近：{name}", "similar name: {name}").format(name=right.subject_name))
    if left.batch and left.batch == right.batch:
        score += 0.3
        reasons.append(Text("同一批号：{batch}", "the same batch: {batch}").format(batch=left.batch))
    elif left.product_name and overlap(left.product_name, right.product_name) > 0.8:
        score += 0.15
        reasons.append(Text("同一产品：{name}", "the same product: {name}").format(name=right.product_name))
    alike = overlap(left.text, right.text)
    if alike > 0.3:
        score += 0.5 * alike
        reasons.append(Text("内容相似 {share}%", "{share}% of the text alike").format(share=round(100 * alike)))
    apart = abs((left.on - right.on).days)
    if score and apart <= CLOSE_DAYS:
        score += 0.1
        reasons.append(Text("相隔 {days} 天", "{days} days apart").format(days=apart))
    return Likeness(min(score, 1.0), tuple(reasons))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category suggested for a text, with the words that caused it."""

    key: str
    words: tuple[str, ...]


def suggest(text: str, vocabulary: Mapping[str, Iterable[str]]) -> Sequence[Suggestion]:
    """The entries of `vocabulary` (key -> words) whose words stand in the text, those with most words first."""
    found = [Suggestion(key, tuple(word for word in words if word in text)) for key, words in vocabulary.items()]
    return sorted((item for item in found if item.words), key=lambda item: -sum(map(len, item.words)))


def about(signal: Any) -> About:
    """What is compared of a signal record."""
    return About(
        signal.text, signal.subject_id, signal.subject_name, signal.product_name, signal.batch,
        signal.occurred_on or signal.opened_on,
    )  # fmt: skip
