"""What waits for a person, over all kinds, in one query; and what of it came back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor, Reach
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import why_not
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline, Docket, model_of
from yaoan.modules.workbench.queries.people import People
from yaoan.modules.workbench.rules import Reminding, next_reminder

SHOWN = 60
"""Lines of each of the three lists that are read."""

MINE, UNIT, REACH = WHOSE = "mine", "unit", "reach"
REMARK = "remark"
"""The act that changes nothing."""

COUNTY = 6
"""Digits of the code of a county."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of a to-do list. `told` says when who is reminded next; `obstacle` why this person cannot do it now."""

    deadline: Deadline
    label: Any
    url: str
    whose: str
    reminder: Reminding | None = None
    told: str = ""
    obstacle: str = ""

    @property
    def is_decision(self) -> bool:
        """Whether it is a yes or no to what others did or handed on."""
        return self.deadline.act in model_of(self.deadline.kind).lifecycle.decisions


@dataclass(frozen=True, slots=True)
class Returned:
    """Work that came back: the to-do, by which act, from whom, when and why."""

    todo: Todo
    act: Any
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Todos:
    """The to-dos of a person, each list by due date.

    `mine` are in the person's own name, `deciding` wait for a yes or no, `unit` are the unit's and nobody's,
    `reach` are nobody's in other units, and this person may do them. `more` are the lists that go on.
    """

    mine: list[Todo]
    deciding: list[Todo]
    unit: list[Todo]
    reach: list[Todo]
    more: frozenset[str]

    @property
    def own(self) -> list[Todo]:
        """What waits for this person or this person's unit."""
        return [*self.mine, *self.deciding, *self.unit]

    def __bool__(self) -> bool:
        return bool(self.mine or self.deciding or self.unit or self.reach)


def todos(actor: Actor, *, area: str = "", now: datetime | None = None) -> Todos:
    """Everything that waits for the actor, the most urgent first: one query over the open duties of all kinds.

    Three more name whom reminders go to and look at what a decision rests on.
    """
    is_far = _reaches_far(actor)
    elsewhere = [(REACH, _reach(actor) & others) for others in _others(actor.agencies, is_far)]
    rows = list(_joined([(MINE, _mine(actor)), (UNIT, _unit(actor)), *elsewhere], area, is_far))
    more = {whose for whose in WHOSE if sum(row.whose == whose for row in rows) > SHOWN}
    lines = [_todo(row, now or clock.now()) for whose in WHOSE for row in _first(rows, whose)]
    lines = list(_with_names(lines, now or clock.now()))
    deciding = [line for line in lines if line.whose == UNIT and line.is_decision]
    return Todos(
        mine=[line for line in lines if line.whose == MINE],
        deciding=list(_with_obstacles(deciding, actor)),
        unit=[line for line in lines if line.whose == UNIT and not line.is_decision],
        reach=[line for line in lines if line.whose == REACH],
        more=frozenset(more),
    )


def _mine(actor: Actor) -> Q:
    return Q(holder_id=actor.user_id)


def _unit(actor: Actor) -> Q:
    """What is nobody's in the units of the actor, and the actor has the permission for."""
    return Q(holder_id=None, agency_id__in=sorted(actor.agencies), permission__in=sorted(actor.rights))


def _reach(actor: Actor) -> Q:
    """What is nobody's within the reach of the permission it needs."""
    by_reach: dict[Reach, list[str]] = defaultdict(list)
    for permission, reach in actor.rights.items():
        by_reach[reach].append(permission)
    found = Q(pk__in=[])
    for reach, permissions in by_reach.items():
        places = Q(agency_id__in=sorted(reach.agencies))
        for prefix in reach.areas:
            places |= Q(area__startswith=prefix)
        found |= Q(permission__in=sorted(permissions)) & places
    return Q(holder_id=None) & found


def _others(agencies: Iterable[int], is_far: bool) -> Iterator[Q]:
    """All agencies but these. Within a county range by range: the index over place and agency then leaves out what is the
    unit's own, and may be nearly all, before it reads a row.
    """
    if is_far:
        yield ~Q(agency_id__in=sorted(agencies))
        return
    low = 0
    for agency in sorted(agencies):
        yield Q(agency_id__gt=low, agency_id__lt=agency)
        low = agency
    yield Q(agency_id__gt=low)


def _reaches_far(actor: Actor) -> bool:
    """Whether some right reaches further than a county."""
    return any(len(prefix) < COUNTY for reach in {*actor.rights.values()} for prefix in reach.areas)


def _joined(parts: Iterable[tuple[str, Q]], area: str, is_far: bool) -> "QuerySet[Deadline]":
    """The first rows of each part in one statement.

    Those of a city or a province are read off the index of dates. Within a county all may be the unit's own, and that index
    would be read to its end in vain: a sum instead of the column keeps the database from it.
    """
    limited = []
    for whose, condition in parts:
        due = F("due_at") if is_far or whose != REACH else F("due_at") + Value(timedelta())
        rows = Deadline.objects.filter(condition)
        if area:
            rows = rows.filter(area__startswith=area)
        limited.append(rows.annotate(whose=Value(whose)).order_by(due.asc(nulls_last=True), "pk")[: SHOWN + 1])
    return reduce(lambda one, other: one.union(other, all=True), limited)


def _first(rows: Sequence[Any], whose: str) -> list[Any]:
    """The rows of one part by due date; those without a date come last."""
    found = [row for row in rows if row.whose == whose]
    return sorted(found, key=lambda row: (row.due_at is None, row.due_at or row.started_at, row.pk))[:SHOWN]


def _todo(row: Any, now: datetime) -> Todo:
    reminder = None
    if row.due_at and not row.paused:
        reminder = next_reminder(clock.local_day(row.due_at), now, law.calendar())
    return Todo(row, duty_label(row), f"/{row.kind}/{row.number}/", getattr(row, "whose", ""), reminder)


def _with_names(lines: Iterable[Todo], now: datetime) -> Iterator[Todo]:
    """The lines with the people whom their next reminder goes to."""
    known = list(lines)
    people = People.on(clock.local_day(now))
    concerned = {id(line): people.by_role(line.deadline, line.reminder) for line in known if line.reminder is not None}
    ids = {user for roles in concerned.values() for users in roles.values() for user in users}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    for line in known:
        if line.reminder is None:
            yield line
            continue
        roles = concerned[id(line)]
        called = {role: "、".join(names.get(user, "") for user in users[:3]) for role, users in roles.items()}
        yield replace(line, told=line.reminder.told(called))


def _with_obstacles(lines: Iterable[Todo], actor: Actor) -> Iterator[Todo]:
    """The lines with the reason why this very person cannot decide now; those that can be decided come first."""
    known = list(lines)
    ids: dict[str, list[int]] = defaultdict(list)
    for line in known:
        ids[line.deadline.kind].append(line.deadline.record_id)
    records = {kind: model_of(kind).objects.select_related("agency").in_bulk(wanted) for kind, wanted in ids.items()}
    judged = []
    for line in known:
        record = records[line.deadline.kind].get(line.deadline.record_id)
        reason = why_not(record.lifecycle[line.deadline.act], record, actor) if record else None
        judged.append(replace(line, obstacle=str(reason or "")))
    yield from (line for line in judged if not line.obstacle)
    yield from (line for line in judged if line.obstacle)


def duty_label(row: Deadline) -> Any:
    """What is owed, in words."""
    lifecycle = model_of(row.kind).lifecycle
    return next((duty.label for duty in lifecycle.duties if duty.act == row.act), lifecycle[row.act].label)


def came_back(actor: Actor, lines: Iterable[Todo]) -> list[Returned]:
    """Which of some to-dos are there because somebody sent them back, the latest first. At most two queries."""
    by_record = {line.deadline.record_id: line for line in lines if model_of(line.deadline.kind).lifecycle.sent_back}
    if not by_record:
        return []
    done = Entry.objects.filter(record__in=by_record).exclude(act=REMARK)
    kept = done.annotate(keeps=Q(from_state=F("to_state"))).order_by("record", "keeps", "-seq")
    found = [entry for entry in _decisive(kept.distinct("record", "keeps")) if entry.actor != actor.user_id]
    names = dict(User.objects.filter(pk__in={entry.actor for entry in found}).values_list("pk", "name"))
    rows = [
        Returned(
            todo=by_record[entry.record],
            act=model_of(entry.kind).lifecycle[entry.act].label,
            by=names.get(entry.actor, ""),
            at=entry.recorded_at,
            reason=_reason(entry),
        )
        for entry in found
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _decisive(latest: Iterable[Entry]) -> Iterator[Entry]:
    """The acts that sent records back, of the latest move of each and of the latest act after it that keeps the state."""
    by_record: dict[int, list[Entry]] = defaultdict(list)
    for entry in latest:
        by_record[entry.record].append(entry)
    for entries in by_record.values():
        *_, newest = sorted(entries, key=lambda entry: entry.seq)
        move = next((entry for entry in entries if entry.from_state != entry.to_state), newest)
        found = (entry for entry in (newest, move) if entry.act in model_of(entry.kind).lifecycle.sent_back)
        yield from islice(found, 1)


def _reason(entry: Entry) -> str:
    fields = entry.payload.get("fields", {})
    return str(fields.get("reason") or fields.get("grounds") or "")


def readable(actor: Actor, number: str) -> Docket | None:
    """The record of a number, of whatever kind, if the actor may read it. Two queries."""
    found = Docket.objects.filter(number=number).first()
    if found is None or not Docket.objects.filter(actor.scope(f"{found.kind}.view"), pk=found.pk).exists():
        return None
    return found
