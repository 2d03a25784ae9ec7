"""The figures of a period beside those of the one before, with the way they went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.figures import Metric, Period
from yaoan.kernel.figures.formulas import Number
from yaoan.kernel.figures.reading import Figure, Trend, board
from yaoan.kernel.figures.registry import metric_of

MONTHLY = (
    "risks.found", "risks.closed", "risks.open", "risks.open_grave", "risks.overdue", "risks.relapse_rate",
    "signals.received", "signals.closed", "tasks.done", "returns.in_time_rate",
)  # fmt: skip
"""The figures of the month on the first page."""
BACK = 6
"""Periods in the small line beside a figure."""


@dataclass(frozen=True, slots=True)
class Told:
    """One figure: now, before, and over the last periods."""

    metric: Metric
    now: Figure
    before: Figure
    trend: Trend
    periods: tuple[Period, ...]
    way: tuple[Number | None, ...]


def month_of(actor: Actor, day: date, *, period: Period | None = None, area: str = "") -> list[Told]:
    """The figures of the month of a day, or of another period. Two queries; those the actor may not see are left out."""
    chosen = period or Period.month_of(day)
    return told([metric_of(name) for name in MONTHLY], actor, chosen, area=area)


def told(metrics: Sequence[Metric], actor: Actor, period: Period, *, area: str = "") -> list[Told]:
    """Figures of a period with those before it."""
    periods = [period]
    while len(periods) < BACK:
        periods.insert(0, periods[0].before())
    found = board(metrics, actor, periods, [area])
    return [
        Told(
            metric,
            found[metric, period, area],
            found[metric, periods[-2], area],
            found[metric, period, area].against(found[metric, periods[-2], area]),
            tuple(periods),
            tuple(found[metric, one, area].value for one in periods),
        )
        for metric in found.metrics
    ]
