"""What a leader sees in ten seconds: how each unit stands, what is dangerous, what is overdue longest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.figures import Metric, Period
from yaoan.kernel.figures.counting import count
from yaoan.kernel.figures.formulas import Number
from yaoan.kernel.figures.questions import Cut, Question
from yaoan.kernel.figures.reading import Figure, Trend, may_see
from yaoan.kernel.figures.registry import metric_of
from yaoan.kernel.figures.scopes import Scope
from yaoan.kernel.records.models import Deadline
from yaoan.modules.risks.public import Level, Risk
from yaoan.modules.workbench.queries.todos import Todo, duty_label

BY_STATION = (
    "risks.found",
    "risks.closed",
    "risks.open",
    "risks.open_grave",
    "risks.overdue",
    "signals.open",
    "tasks.open",
)
"""The figures of each unit on a leader's page."""
RANK = {Level.MAJOR: 0, Level.HIGH: 1}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one unit with how it moved."""

    metric: Metric
    value: Number | None
    trend: Trend
    address: str


@dataclass(frozen=True, slots=True)
class Station:
    """A unit with its figures."""

    agency: Agency
    cells: list[Cell]


def stations(actor: Actor, period: Period, *, area: str = "") -> list[Station]:
    """Each unit with its figures of a period against the one before; units without any are left out. Three queries."""
    metrics = [metric for name in BY_STATION if may_see(metric := metric_of(name), actor)]
    if not metrics:
        return []
    atoms = tuple(dict.fromkeys(atom for metric in metrics for atom in metric.formula.atoms()))
    scope = Scope.of(actor, dict.fromkeys(atom.kind for atom in atoms), area=area)
    cut = Cut("agency")
    answer = count(Question(atoms, [period, period.before()], scope, (cut,)))
    keys = [key for key in answer.keys(cut) if any(answer.value(metric.formula, 0, cut, key) for metric in metrics)]
    agencies = Agency.objects.in_bulk([int(key) for key in keys])

    def cell(metric: Metric, agency: int) -> Cell:
        inside = Scope.of(actor, metric.kinds, area=area, agency=agency)
        now, before = (
            Figure(metric, one, answer.value(metric.formula, place, cut, str(agency)), answer.as_of, inside)
            for place, one in enumerate((period, period.before()))
        )
        return Cell(metric, now.value, now.against(before), now.address)

    found = [Station(agency, [cell(metric, pk) for metric in metrics]) for pk, agency in agencies.items()]
    return sorted(found, key=lambda station: (len(station.agency.line), station.agency.pk))


@dataclass(frozen=True, slots=True)
class Danger:
    """An open grave risk, with what makes it urgent."""

    risk: Risk
    is_overdue: bool


def dangers(actor: Actor, now: datetime, *, area: str = "", most: int = 12) -> list[Danger]:
    """Open major and high risks, supervised and escalated ones and those that came back, the gravest first. Two queries."""
    grave = (
        Q(level__in=list(RANK))
        | Q(supervised_by__isnull=False)
        | Q(escalated_to__isnull=False)
        | Q(relapse_count__gt=0)
    )
    rows = Risk.objects.seen_by(actor).open().in_area(area).filter(grave)
    risks = list(rows.select_related("agency", "holder", "supervised_by", "escalated_to").order_by("-id")[:500])
    late = set(
        Deadline.objects.filter(record_id__in=[risk.pk for risk in risks], due_at__lt=now).values_list(
            "record_id", flat=True
        )
    )
    risks.sort(key=lambda risk: (RANK.get(risk.level, 2), risk.pk not in late, not risk.supervised_by_id, risk.pk))
    return [Danger(risk, risk.pk in late) for risk in risks[:most]]


def longest_overdue(actor: Actor, now: datetime, *, area: str = "", most: int = 12) -> list[Todo]:
    """The duties of all kinds that are overdue longest, over what the actor may read. One query."""
    allowed = Q(pk__in=[])
    for kind in _readable(actor):
        allowed |= Q(kind=kind) & actor.scope(f"{kind}.view")
    rows: Any = Deadline.objects.filter(allowed, due_at__lt=now, area__startswith=area).order_by("due_at", "pk")
    return [Todo(row, duty_label(row), f"/{row.kind}/{row.number}/", "") for row in rows[:most]]


def _readable(actor: Actor) -> Iterator[str]:
    return (permission.removesuffix(".view") for permission in sorted(actor.rights) if permission.endswith(".view"))
