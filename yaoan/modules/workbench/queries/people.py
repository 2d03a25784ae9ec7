"""Who hears of a duty: the one in whose name it is, the head of the unit, the heads up the line."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yaoan.kernel.access.models import Agency, Post
from yaoan.kernel.records.models import Deadline
from yaoan.modules.workbench.rules import Reminding, Whom

CHUNK = 2000


def dated_deadlines() -> Iterator[Deadline]:
    """Every open duty whose clock runs, for the system, a few at a time."""
    return Deadline.objects.filter(due_at__isnull=False, paused=False).order_by("pk").iterator(chunk_size=CHUNK)


@dataclass(frozen=True)
class People:
    """The heads of agencies on a day, and the agencies above each, the nearest first."""

    heads: Mapping[int, list[int]]
    above: Mapping[int, list[int]]

    @classmethod
    def on(cls, day: date) -> "People":
        """As they are on a day. Two queries."""
        heads: dict[int, list[int]] = defaultdict(list)
        posts = Post.objects.in_force(day).filter(is_head=True).order_by("pk")
        for user_id, agency_id in posts.values_list("user_id", "agency_id"):
            heads[agency_id].append(user_id)
        lines = {pk: list(reversed(line)) for pk, line in Agency.objects.values_list("pk", "line")}
        return cls(heads, lines)

    def by_role(self, row: Deadline, reminding: Reminding) -> dict[Whom, list[int]]:
        """Whom a reminder goes to. Work in nobody's name concerns the head of its unit; nobody is named twice."""
        head = self.heads.get(row.agency_id, [])
        above = [
            user
            for agency in self.above.get(row.agency_id, ())[: reminding.levels]
            for user in self.heads.get(agency, ())
        ]
        groups = {Whom.HOLDER: [row.holder_id] if row.holder_id else head, Whom.HEAD: head, Whom.ABOVE: above}
        told: set[int] = set()
        found: dict[Whom, list[int]] = {}
        for role in reminding.whom:
            fresh = [user for user in dict.fromkeys(groups[role]) if user not in told]
            told.update(fresh)
            if fresh:
                found[role] = fresh
        return found
