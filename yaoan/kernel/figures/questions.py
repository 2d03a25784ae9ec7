"""What is asked of the journal, and what the rollup already knows of the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yaoan.kernel import clock
from yaoan.kernel.figures.formulas import Atom, Measure
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.scopes import Scope

LEVELS = (6, 9)
"""How many digits of a place the rollup keeps: counties for wide views, townships for narrow ones."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What counts are told apart by: nothing, the first `level` digits of the place, the unit, or a facet."""

    by: Literal["", "area", "agency", "facet"] = ""
    level: int = 0
    facet: str = ""

    def of(self, key: str) -> str:
        """The key of this cut for a key of a finer one."""
        if self.by == "area":
            return key[: self.level]
        return key if self.by else ""


WHOLE = Cut()


@dataclass(frozen=True)
class Question:
    """Atoms in periods within a scope, cut in some ways, as of now or of an entry.

    Of several cuts all but the finest are WHOLE or coarser areas, so that they follow from it.
    """

    atoms: Sequence[Atom]
    periods: Sequence[Period]
    scope: Scope
    cuts: Sequence[Cut] = (WHOLE,)
    upto: int | None = None

    @property
    def finest(self) -> Cut:
        return max(self.cuts, key=lambda cut: (bool(cut.by), cut.level))

    @property
    def level(self) -> int | None:
        """The coarsest level of the rollup that answers it; None when only the journal can."""
        if self.finest.by == "facet":
            return None
        needed = max(self.scope.finest, self.finest.level)
        return next((level for level in LEVELS if level >= needed), None)

    def spans(self, *, stock: bool) -> list[Period]:
        """The days that matter in each period: for stock everything up to its end.

        Nothing takes effect after today, so a period that reaches so far may as well reach to the end of its month.
        """
        today = clock.today()
        return [
            Period(
                date.min if stock else period.start,
                Period.month_of(period.end).end if period.end >= today else period.end,
            )
            for period in self.periods
        ]


@dataclass(frozen=True, slots=True)
class Known:
    """What the rollup holds: everything up to `entry`, for the series of some atoms by their numbers in the question.

    `since` is the first month in which any of them has something.
    """

    version: int
    entry: int
    series: dict[int, int]
    since: date | None


def merged(periods: Iterable[Period]) -> list[Period]:
    """The same days in as few periods as possible, in order."""
    found: list[Period] = []
    for period in sorted(periods):
        if found and (period.start - found[-1].end).days <= 1:
            found[-1] = Period(found[-1].start, max(found[-1].end, period.end))
        else:
            found.append(period)
    return found


def is_flow(atom: Atom) -> bool:
    return atom.measure in (Measure.ACTS, Measure.AMOUNTS)
