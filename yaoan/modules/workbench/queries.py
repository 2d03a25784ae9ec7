"""What waits for a person: every open duty of every kind, in one query."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, Post
from yaoan.kernel.figures import Metric, Period
from yaoan.kernel.figures.reading import Board, board, may_see
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.records.models import Deadline, model_of
from yaoan.modules.workbench.rules import Reminding, Whom, next_reminder

SHOWN = 60
ACCEPTING = ("accept", "close", "receive", "take_over")
MONTHLY = (
    "signals.received", "signals.closed", "risks.found", "risks.closed", "risks.open", "risks.overdue", "risks.relapsed",
    "visits.done", "tasks.done", "returns.sent",
)  # fmt: skip
"""The figures of the month on the first page."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of a to-do list."""

    deadline: Deadline
    label: Any
    url: str
    is_mine: bool
    reminder: Reminding | None

    @property
    def holder_id(self) -> int | None:
        return self.deadline.holder_id


@dataclass(frozen=True, slots=True)
class Todos:
    """The to-dos of a person: `mine` in the person's own name, `unit` the unit's, `accepting` what waits for approval."""

    mine: list[Todo]
    accepting: list[Todo]
    unit: list[Todo]
    total: int


def todos(actor: Actor, *, area: str = "", now: datetime | None = None) -> Todos:
    """Everything that waits for the actor, the most urgent first. One query."""
    own = Q(holder_id=actor.user_id)
    unit = Q(holder_id=None, agency_id__in=sorted(actor.agencies), permission__in=sorted(actor.rights))
    rows = Deadline.objects.filter(own | unit)
    if area:
        rows = rows.filter(area__startswith=area)
    found = list(rows.order_by(F("due_at").asc(nulls_last=True), "record_id")[: 10 * SHOWN])
    lines = [_todo(row, actor, now or clock.now()) for row in found]
    mine = [line for line in lines if line.is_mine]
    rest = [line for line in lines if not line.is_mine]
    accepting = [line for line in rest if line.deadline.act in ACCEPTING]
    return Todos(mine[:SHOWN], accepting[:SHOWN], [line for line in rest if line not in accepting][:SHOWN], len(found))


def _todo(row: Deadline, actor: Actor, now: datetime) -> Todo:
    reminder = next_reminder(clock.local_day(row.due_at), now, law.calendar()) if row.due_at else None
    return Todo(row, duty_label(row), f"/{row.kind}/{row.number}/", row.holder_id == actor.user_id, reminder)


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of a month beside those of the month before."""

    period: Period
    before: Period
    board: Board
    metrics: tuple[Metric, ...]


def month_of(actor: Actor, day: date, *, area: str = "") -> Month | None:
    """The figures of the month of a day; None for those who may read none of them."""
    known = metrics()
    chosen = tuple(known[name] for name in MONTHLY if name in known and may_see(known[name], actor))
    if not chosen:
        return None
    period = Period.month_of(day)
    before = Period.month_of(period.start - timedelta(days=1))
    return Month(period, before, board(chosen, actor, [period, before], [area]), chosen)


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """What is open and overdue in a unit."""

    agency: Agency
    open: int
    overdue: int


def loads(actor: Actor, now: datetime, *, area: str = "") -> list[UnitLoad]:
    """Open and overdue duties by unit, over the kinds the actor may read, the most overdue first. Two queries."""
    kinds = sorted(permission.removesuffix(".view") for permission in actor.rights if permission.endswith(".view"))
    rows = Deadline.objects.filter(kind__in=kinds)
    allowed = Q(pk__in=[])
    for kind in kinds:
        allowed |= Q(kind=kind) & actor.scope(f"{kind}.view")
    rows = rows.filter(allowed)
    if area:
        rows = rows.filter(area__startswith=area)
    counted = (
        rows.order_by().values("agency_id").annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)))
    )
    counts = {row["agency_id"]: row for row in counted}
    agencies = Agency.objects.in_bulk(counts)
    found = [UnitLoad(agency, counts[pk]["open"], counts[pk]["overdue"]) for pk, agency in agencies.items()]
    return sorted(found, key=lambda load: (-load.overdue, -load.open, load.agency.pk))


def most_overdue(actor: Actor, now: datetime, *, area: str = "", most: int = 12) -> list[Todo]:
    """The duties longest overdue in the actor's scope."""
    allowed = Q(pk__in=[])
    for permission in actor.rights:
        if permission.endswith(".view"):
            allowed |= Q(kind=permission.removesuffix(".view")) & actor.scope(permission)
    rows = Deadline.objects.filter(allowed, due_at__lt=now, area__startswith=area).order_by("due_at")[:most]
    return [_todo(row, actor, now) for row in rows]


def duty_label(row: Deadline) -> Any:
    """What is owed, in words."""
    lifecycle = model_of(row.kind).lifecycle
    return next((duty.label for duty in lifecycle.duties if duty.act == row.act), lifecycle[row.act].label)


def dated_deadlines() -> Iterator[Deadline]:
    """Every open duty with a day, for the system, a few at a time."""
    return Deadline.objects.filter(due_at__isnull=False).order_by("pk").iterator(chunk_size=2000)


@dataclass(frozen=True)
class People:
    """Who answers for which agency on a day: heads, all members, and the agency above."""

    heads: Mapping[int, list[int]]
    members: Mapping[int, list[int]]
    above: Mapping[int, int | None]

    @classmethod
    def now(cls, day: date) -> "People":
        heads: dict[int, list[int]] = defaultdict(list)
        members: dict[int, list[int]] = defaultdict(list)
        for user_id, agency_id, is_head in Post.objects.in_force(day).values_list("user_id", "agency_id", "is_head"):
            members[agency_id].append(user_id)
            if is_head:
                heads[agency_id].append(user_id)
        return cls(heads, members, dict(Agency.objects.values_list("pk", "parent_id")))

    def concerned(self, row: Deadline, whom: Collection[Whom]) -> Iterator[tuple[int, Whom]]:
        """(user id, as whom) of those a reminder goes to; work in nobody's name concerns the head of its unit."""
        told: set[int] = set()
        above = self.above.get(row.agency_id)
        groups = {
            Whom.HOLDER: [row.holder_id] if row.holder_id else self.heads.get(row.agency_id, ()),
            Whom.HEAD: self.heads.get(row.agency_id, ()),
            Whom.ABOVE: self.heads.get(above, ()) if above else (),
        }
        for role in whom:
            for user_id in groups[role]:
                if user_id not in told:
                    told.add(user_id)
                    yield user_id, role
