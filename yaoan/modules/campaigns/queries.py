"""What may be asked about campaigns, their tasks and returns."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.figures import Period, narrowing
from yaoan.kernel.figures.narrowing import may_narrow, within
from yaoan.kernel.figures.reading import Figure, board
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.records.models import Docket
from yaoan.modules.campaigns.choices import ReturnState, State, TaskState
from yaoan.modules.campaigns.models import Campaign, Return, Task
from yaoan.modules.campaigns.rules.goals import is_reached
from yaoan.modules.campaigns.rules.plans import plan_key


@dataclass(frozen=True, slots=True)
class Branch:
    """A task with the tasks it was decomposed into."""

    task: Task
    below: "list[Branch]" = field(default_factory=list)


def family(campaign: Campaign) -> QuerySet[Campaign]:
    """A campaign and all that came of it at the levels below."""
    return Campaign.objects.filter(Q(pk=campaign.pk) | Q(line__contains=[campaign.pk]))


def line_below(above_id: int) -> list[int]:
    """The line of a campaign that comes from another: all above that, and itself. One query."""
    above = Campaign.objects.filter(pk=above_id).values_list("line", flat=True).first()
    return [*(above or ()), above_id]


def task_tree(actor: Actor, campaign: Campaign) -> list[Branch]:
    """The tasks of a campaign and of the campaigns below it, each under the task it comes from. One query."""
    rows = Task.objects.seen_by(actor).filter(campaign__in=family(campaign))
    branches = {task.pk: Branch(task) for task in rows.select_related("agency", "holder").order_by("path", "id")}
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.task.parent_id or 0)
        (above.below if above else roots).append(branch)
    return roots


def in_tree_order(branches: Iterable[Branch], depth: int = 0) -> Iterator[tuple[int, Task]]:
    """(depth, task) from the top down, each decomposed task right under the one it comes from."""
    for branch in branches:
        yield depth, branch.task
        yield from in_tree_order(branch.below, depth + 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one unit stands in a campaign: counts of its tasks and returns."""

    agency: Agency
    given: int
    done: int
    overdue: int
    returns_due: int
    returns_sent: int
    returns_late: int


def standings(actor: Actor, campaign: Campaign, *, today: date) -> list[Standing]:
    """The board: units with tasks or returns in a campaign or in those below it. Three queries."""
    inside = Q(campaign__in=family(campaign))
    done = Q(state=TaskState.DONE)
    late = Q(due_on__lt=today) & ~Q(state__in=[TaskState.DONE, TaskState.WITHDRAWN])
    tasks = {
        row["agency_id"]: row
        for row in Task.objects.seen_by(actor)
        .filter(inside)
        .order_by()
        .values("agency_id")
        .annotate(given=Count("pk"), done=Count("pk", filter=done), overdue=Count("pk", filter=late))
    }
    sent = ~Q(state=ReturnState.DUE)
    missed = Q(state=ReturnState.DUE, due_on__lt=today)
    returns = {
        row["agency_id"]: row
        for row in Return.objects.seen_by(actor)
        .filter(inside, due_on__lte=today)
        .order_by()
        .values("agency_id")
        .annotate(due=Count("pk"), sent=Count("pk", filter=sent), late=Count("pk", filter=missed))
    }
    agencies = Agency.objects.in_bulk(tasks.keys() | returns.keys())
    rows = [_standing(agency, tasks.get(pk, {}), returns.get(pk, {})) for pk, agency in agencies.items()]
    return sorted(rows, key=lambda row: (len(row.agency.line), row.agency.pk))


def _standing(agency: Agency, tasks: dict[str, int], returns: dict[str, int]) -> Standing:
    return Standing(
        agency, tasks.get("given", 0), tasks.get("done", 0), tasks.get("overdue", 0), returns.get("due", 0),
        returns.get("sent", 0), returns.get("late", 0),
    )  # fmt: skip


def returns_of(actor: Actor, campaign: Campaign) -> Sequence[Return]:
    """The reporting calendar of a campaign, by date."""
    return list(
        Return.objects.seen_by(actor).filter(campaign=campaign).select_related("agency", "to").order_by("due_on", "id")
    )


def report_of(actor: Actor, row: Return) -> Docket | None:
    """The report a return carries, as far as the actor may read it."""
    if not row.report_id:
        return None
    return Docket.objects.filter(actor.scope("reports.view"), pk=row.report_id).first()


def campaigns_below(actor: Actor, campaign: Campaign) -> list[Campaign]:
    """The campaigns that units below made of this one."""
    return list(Campaign.objects.seen_by(actor).filter(above=campaign).select_related("agency").order_by("id"))


def tasks_below(actor: Actor, task: Task) -> list[Task]:
    return list(
        Task.objects.seen_by(actor).filter(parent=task).select_related("agency", "holder").order_by("path", "id")
    )


FACET = "campaign_id"


def measurable() -> list[tuple[str, Any]]:
    """The figures that can be told for one campaign: name and label, as choices."""
    return [(metric.name, metric.label) for metric in metrics().values() if may_narrow(metric, FACET)]


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of the notice with the figure it is measured by."""

    what: str
    raw: str
    figure: Figure
    number: Decimal
    ceiling: bool

    @property
    def is_reached(self) -> bool:
        return is_reached(self.figure.value, self.number, ceiling=self.ceiling)

    @property
    def percent(self) -> int:
        """How much of the target is reached, rounded down, 0 to 100."""
        if self.is_reached:
            return 100
        return min(99, int((self.figure.value or 0) * 100 / self.number)) if self.number and not self.ceiling else 0


@dataclass(frozen=True, slots=True)
class Results:
    """What a campaign has come to since it began: figures over its own records, and its targets held against them."""

    figures: list[Figure]
    goals: list[Goal]
    as_of: datetime


def results_of(actor: Actor, campaign: Campaign, *, today: date) -> Results:
    """The results of a campaign in its area, from its first day to its last or today. Three queries.

    Counted are the records that name this campaign or one that came of it below. What the actor may not read is left out.
    """
    start = campaign.starts_on or campaign.opened_on
    period = Period(start, max(start, min(today, campaign.ends_on or today)))
    aims = [target for target in campaign.targets if target.get("metric")]
    wanted = [*law.document("catalogues/campaign_board")["results"], *(aim["metric"] for aim in aims)]
    known, whole = metrics(), str(campaign.pk)
    named = narrowing.family(Task, FACET, whole)
    narrowed = {
        name: within(known[name], FACET, whole, named)
        for name in dict.fromkeys(wanted)
        if name in known and may_narrow(known[name], FACET)
    }
    found = board(list(narrowed.values()), actor, [period], [campaign.area])
    told = {metric.name: found[metric, period, campaign.area] for metric in found.metrics}
    goals = [
        Goal(aim["what"] or "", aim["raw"], told[aim["metric"]], Decimal(aim["number"]), bool(aim.get("ceiling")))
        for aim in aims
        if aim["metric"] in told
    ]
    shown = [told[name] for name in law.document("catalogues/campaign_board")["results"] if name in told]
    return Results(shown, goals, found.as_of)


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit has reached of a target."""

    agency: Agency
    target: int
    reached: int

    @property
    def percent(self) -> int:
        """How much is reached, rounded down, at most 100: nobody is "done" at 99.6 %."""
        return min(100, self.reached * 100 // self.target) if self.target else 100


@dataclass(frozen=True, slots=True)
class Target:
    """A task with a number to reach, rolled up over the units that have a share in it."""

    path: str
    title: str
    shares: list[Share]

    @property
    def target(self) -> int:
        return sum(share.target for share in self.shares)

    @property
    def reached(self) -> int:
        return sum(share.reached for share in self.shares)

    @property
    def percent(self) -> int:
        return min(100, self.reached * 100 // self.target) if self.target else 100


def targets_of(actor: Actor, campaign: Campaign) -> list[Target]:
    """The tasks with numbers to reach in a campaign and those below it. Two queries.

    A task whose parts have numbers of their own is counted through its parts, so nothing is counted twice; parts are
    shown under the name of the task that was given first.
    """
    inside = Q(campaign__in=family(campaign))
    tasks = {
        task.pk: task
        for task in Task.objects.seen_by(actor)
        .filter(inside, target__isnull=False)
        .exclude(state=TaskState.WITHDRAWN)
        .select_related("agency")
        .order_by("path", "id")
    }
    decomposed = {task.parent_id for task in tasks.values()}
    found: dict[tuple[str, str], list[Share]] = {}
    for task in tasks.values():
        if task.pk in decomposed:
            continue
        first = task
        while first.parent_id in tasks:
            first = tasks[first.parent_id]
        found.setdefault((first.path, first.title), []).append(Share(task.agency, task.target or 0, task.reached))
    return [Target(path, title, shares) for (path, title), shares in found.items()]


def units_below(actor: Actor) -> list[Agency]:
    """The actor's own agency, all below it, and other departments of the same place: those it may give work to.

    Two queries; none for somebody without an agency.
    """
    own = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if own is None:
        return []
    beside = Q(kind=Agency.Kind.OTHER, areas__overlap=own.areas)
    rows = Agency.objects.filter(Q(pk=own.pk) | Q(line__contains=[own.pk]) | beside)
    return sorted(rows, key=lambda agency: (len(agency.line), agency.pk))


def agencies_below(agency_id: int, among: Collection[int]) -> list[Agency]:
    """Those of some agencies that stand below an agency. One query."""
    return list(Agency.objects.filter(pk__in=among, line__contains=[agency_id]))


def units_that_have(campaign: Campaign, units: Collection[int]) -> list[int]:
    """Those of some units that a campaign was sent down to already. One query."""
    rows = Campaign.objects.filter(above=campaign, agency__in=units).exclude(state=State.CANCELLED)
    return sorted(set(rows.values_list("agency_id", flat=True)))


def given_already(campaign: Campaign, units: Iterable[Agency]) -> dict[str, set[int]]:
    """Which of some units have which task of a campaign's plan already: by `rules.plans.plan_key`. One query."""
    rows = Task.objects.filter(campaign=campaign, parent=None, agency__in=list(units)).exclude(
        state=TaskState.WITHDRAWN
    )
    found: dict[str, set[int]] = {}
    for path, title, agency in rows.values_list("path", "title", "agency_id"):
        found.setdefault(plan_key(path, title), set()).add(agency)
    return found


def agencies_above(actor: Actor) -> list[Agency]:
    """The agencies up the line from the actor's own, the nearest first: where its returns go. Two queries."""
    own = Agency.objects.filter(pk=actor.agency_id or 0).first()
    line = list(reversed(own.line)) if own else []
    found = Agency.objects.in_bulk(line)
    return [found[pk] for pk in line if pk in found]
