"""What may be asked about campaigns, their tasks and returns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.modules.campaigns.choices import ReturnState, TaskState
from yaoan.modules.campaigns.models import Campaign, Return, Task


@dataclass(frozen=True, slots=True)
class Branch:
    """A task with the tasks it was decomposed into."""

    task: Task
    below: "list[Branch]" = field(default_factory=list)


def task_tree(actor: Actor, campaign: Campaign) -> list[Branch]:
    """The tasks of a campaign and of the campaigns below it, each under the task it comes from. One query."""
    rows = Task.objects.seen_by(actor).filter(Q(campaign=campaign) | Q(campaign__above=campaign))
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
    within = Q(campaign=campaign) | Q(campaign__above=campaign)
    done = Q(state=TaskState.DONE)
    late = Q(due_on__lt=today) & ~Q(state__in=[TaskState.DONE, TaskState.WITHDRAWN])
    tasks = {
        row["agency_id"]: row
        for row in Task.objects.seen_by(actor)
        .filter(within)
        .order_by()
        .values("agency_id")
        .annotate(given=Count("pk"), done=Count("pk", filter=done), overdue=Count("pk", filter=late))
    }
    sent = ~Q(state=ReturnState.DUE)
    missed = Q(state=ReturnState.DUE, due_on__lt=today)
    returns = {
        row["agency_id"]: row
        for row in Return.objects.seen_by(actor)
        .filter(within, due_on__lte=today)
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


def campaigns_below(actor: Actor, campaign: Campaign) -> list[Campaign]:
    """The campaigns that units below made of this one."""
    return list(Campaign.objects.seen_by(actor).filter(above=campaign).select_related("agency").order_by("id"))


def tasks_below(actor: Actor, task: Task) -> list[Task]:
    return list(
        Task.objects.seen_by(actor).filter(parent=task).select_related("agency", "holder").order_by("path", "id")
    )


def agency_above(actor: Actor) -> int | None:
    """The agency right above the actor's own: where its returns go."""
    return Agency.objects.filter(pk=actor.agency_id or 0).values_list("parent_id", flat=True).first()
