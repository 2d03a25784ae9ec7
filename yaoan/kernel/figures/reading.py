"""Reading figures: one, with its parts, or a whole board. What the reader may not see is not added up.

figure(metric, actor, Period.month(2025, 10), area="9901", by="area")
board(metrics, actor, list(Period.year(2025).months()), areas=("9901", "990121", "990122"))
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from os.path import commonprefix
from typing import Literal

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.figures.counting import Answer, count
from yaoan.kernel.figures.formulas import Number
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.questions import WHOLE, Cut, Question
from yaoan.kernel.figures.scopes import Scope

By = Literal["area", "agency", "month", "day"] | str
"""What a figure is told apart by; `facet:size` for a facet."""
DEEPER = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12}
"""How many digits the places inside a place have."""


class Withheld(LookupError):
    """The actor may not read the records a figure is counted from, so for them there is no such figure."""


@dataclass(frozen=True, slots=True)
class Part:
    """One share of a figure: a place, a unit (its id as text), a day or month, or a value of a facet."""

    key: str
    value: Number | None
    period: Period


@dataclass(frozen=True)
class Figure:
    """A number with everything needed to open it: what, when, where, for whom, and as of which instant.

    `value` is None where it cannot be told: a share of nothing, or duties overdue on a past day.
    """

    metric: Metric
    period: Period
    value: Number | None
    as_of: datetime
    scope: Scope = field(repr=False)
    parts: tuple[Part, ...] = ()

    @property
    def address(self) -> str:
        """The page that shows the rows counted."""
        agency = "" if self.scope.agency is None else f"&agency={self.scope.agency}"
        area = f"&area={self.scope.area}" if self.scope.area else ""
        within = f"&within={':'.join(self.metric.within)}" if self.metric.within else ""
        return f"/figures/{self.metric.name}/?period={self.period.code}{area}{agency}{within}"

    def against(self, earlier: "Figure") -> "Trend":
        """How it moved since an earlier figure."""
        return Trend.between(self, earlier)


@dataclass(frozen=True, slots=True)
class Trend:
    """The change from an earlier figure: `change`, in per cent where that can be said, and whether it is good."""

    earlier: Number | None
    change: Number | None
    percent: Decimal | None
    verdict: Literal["better", "worse", "same", "unknown", "neutral"]

    @classmethod
    def between(cls, now: Figure, earlier: Figure) -> "Trend":
        new, old = now.value, earlier.value
        if new is None or old is None:
            return cls(old, None, None, "unknown")
        change = new - old
        percent = (Decimal(change) * 100 / Decimal(old)).quantize(Decimal("0.1")) if old > 0 else None
        if not change:
            return cls(old, change, percent, "same")
        if now.metric.better == "none":
            return cls(old, change, percent, "neutral")
        return cls(old, change, percent, "better" if (change > 0) == (now.metric.better == "up") else "worse")


@dataclass(frozen=True)
class Board:
    """Figures of several metrics, periods and areas, all true at the same instant: `board[metric, period, area]`."""

    metrics: tuple[Metric, ...]
    periods: tuple[Period, ...]
    areas: tuple[str, ...]
    as_of: datetime
    figures: Mapping[tuple[str, Period, str], Figure] = field(repr=False)

    def __getitem__(self, place: tuple[Metric | str, Period, str]) -> Figure:
        metric, period, area = place
        return self.figures[metric if isinstance(metric, str) else metric.name, period, area]


def may_see(metric: Metric, actor: Actor) -> bool:
    """Whether the actor may read every kind of record the metric is counted from."""
    return all(actor.may(f"{kind}.view") for kind in metric.kinds)


def figure(
    metric: Metric,
    actor: Actor,
    period: Period,
    *,
    area: str = "",
    agency: int | None = None,
    by: By = "",
    level: int | None = None,
) -> Figure:
    """One figure, with its parts when `by` is given. Two queries. Raises Withheld.

    Places are cut to `level` digits, by default those just inside `area`; what lies in the place itself and in none of
    those inside it is a part too, so that parts of a count always add up to it.
    """
    if not may_see(metric, actor):
        raise Withheld(metric.name)
    scope = Scope.of(actor, metric.kinds, area=area, agency=agency)
    inside = tuple(period.months() if by == "month" else period.days() if by == "day" else ())
    cut = _cut(by, level or DEEPER.get(len(area), 12))
    answer = count(Question(metric.formula.atoms(), (period, *inside), scope, tuple(dict.fromkeys((WHOLE, cut)))))
    value = answer.value(metric.formula)
    if inside:
        parts = tuple(_part(answer, metric, number, WHOLE, "") for number in range(1, len(inside) + 1))
    else:
        parts = tuple(_part(answer, metric, 0, cut, key) for key in answer.keys(cut)) if by else ()
    return Figure(metric, period, value, answer.as_of, scope, parts)


def board(
    metrics: Sequence[Metric],
    actor: Actor,
    periods: Sequence[Period],
    areas: Sequence[str] = ("",),
    *,
    agency: int | None = None,
) -> Board:
    """Figures of all metrics in all periods and areas, in two queries. Areas may be of different sizes and overlap.

    Metrics the actor may not see are left out.
    """
    shown = tuple(metric for metric in metrics if may_see(metric, actor))
    atoms = tuple(dict.fromkeys(atom for metric in shown for atom in metric.formula.atoms()))
    kinds = dict.fromkeys(atom.kind for atom in atoms)
    shared = commonprefix(areas)  # noqa: RUF071  codes of places are prefixes of one another
    whole = Scope.of(actor, kinds, area=shared, agency=agency)
    cuts = {area: Cut("area", len(area)) if area else WHOLE for area in areas}
    answer = count(Question(atoms, periods, whole, tuple(dict.fromkeys(cuts.values()))))
    scopes = {area: Scope.of(actor, kinds, area=area, agency=agency) for area in areas}
    figures = {
        (metric.name, period, area): Figure(
            metric, period, answer.value(metric.formula, number, cut, area), answer.as_of, scopes[area]
        )
        for metric in shown
        for number, period in enumerate(periods)
        for area, cut in cuts.items()
    }
    return Board(shown, tuple(periods), tuple(areas), answer.as_of, figures)


def _cut(by: By, level: int) -> Cut:
    if by in ("", "month", "day"):
        return WHOLE
    if by == "area":
        return Cut("area", level)
    if by == "agency":
        return Cut("agency")
    name, _colon, facet = by.partition(":")
    if name != "facet" or not facet:
        raise ValueError(f"figures cannot be told apart by {by!r}")
    return Cut("facet", facet=facet)


def _part(answer: Answer, metric: Metric, period: int, cut: Cut, key: str) -> Part:
    return Part(key, answer.value(metric.formula, period, cut, key), answer.question.periods[period])
