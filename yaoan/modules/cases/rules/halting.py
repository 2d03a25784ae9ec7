"""Reconsideration and litigation of a decision: when they are over, and from when on no remedy is open any more.

A line is [first day, last day or nothing while it goes on, what it is]; lines written before it was asked have two items.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from yaoan.modules.cases.choices import Remedy

Line = Sequence[Any]


class Halt(NamedTuple):
    """Days on which no fine for late payment runs, both included; `last` is None while it goes on."""

    first: date
    last: date | None
    kind: Remedy | None


def read(lines: Iterable[Line]) -> list[Halt]:
    return [
        Halt(date.fromisoformat(first), date.fromisoformat(last) if last else None, Remedy(kind[0]) if kind else None)
        for first, last, *kind in lines
    ]


def written(first: date, last: date | None, kind: Remedy) -> list[Any]:
    return [first.isoformat(), last.isoformat() if last else None, str(kind)]


def ended(lines: Sequence[Line], on: date, kind: Remedy) -> list[list[Any]]:
    """The lines with those that go on ended on a day."""
    both = zip(lines, read(lines), strict=True)
    return [list(line) if halt.last else written(halt.first, max(on, halt.first), kind) for line, halt in both]


def remedies_over(
    halts: Sequence[Halt], served_on: date, *, remedies: date, to_sue: Callable[[date], date]
) -> date | None:
    """The last day on which a remedy is open; None while one goes on.

    `remedies` is that of a party that asked nobody. After a decision on reconsideration the party may sue for some days
    from its receipt (`to_sue` of that day; Administrative Litigation Law art. 45), after a judgment there is nothing left;
    what was dropped, or ended before the decision was served anew, changes nothing but takes its own days.
    """
    since = [(halt.last, halt.kind) for halt in halts if halt.last and halt.last >= served_on]
    if any(halt.last is None for halt in halts):
        return None
    if not since:
        return remedies
    last, kind = max(since, key=lambda halt: halt[0])
    if kind is Remedy.RECONSIDERATION:
        return to_sue(last)
    return last if kind is Remedy.LITIGATION else max(remedies, last)
