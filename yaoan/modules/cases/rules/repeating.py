"""The same act, and the same offender."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did: the kind of breach, from a day to a day (None: it goes on)."""

    breach: str
    first: date
    last: date | None


def is_same(one: Act, other: Act) -> bool:
    """Whether two acts of one party are the same act, which is fined once (Penalty Law art. 29)."""
    return (
        one.breach == other.breach
        and (other.last is None or one.first <= other.last)
        and (one.last is None or other.first <= one.last)
    )


def shared(people: Iterable[str], others: Iterable[str]) -> list[str]:
    """Names that stand in both, in the order of the first; empty names are nobody."""
    known = {name for name in others if name}
    return [name for name in dict.fromkeys(people) if name in known]
