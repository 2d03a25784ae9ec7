"""One transaction's worth of commands: run in memory on locked rows, then written in a few statements."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from yaoan.kernel import clock, sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import statements, writing
from yaoan.kernel.commands.base import Change, Command, Open, Step, filled
from yaoan.kernel.commands.errors import Invalid, NotAllowed, NotThere, Stale
from yaoan.kernel.commands.ids import command_id
from yaoan.kernel.commands.questions import why_not
from yaoan.kernel.commands.standard import Reverting, put_back
from yaoan.kernel.commands.values import (
    as_payload,
    changes,
    columns,
    fresh,
    reference_fields,
    references_in,
    sealed_fields,
)
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Docket, Record, model_of
from yaoan.kernel.words import _

Wanted = Mapping[tuple[str, Actor], set[int]]
"""Rows by permission and who means to use it on them."""


class Session:
    """Runs steps on rows that are locked once and written once. Made anew for each transaction."""

    def __init__(self) -> None:
        self.at(clock.now())
        self.records: dict[int, Record] = {}
        self.visible: set[tuple[int, int, str]] = set()
        self.referred: set[tuple[str, int, int]] = set()
        self.done: dict[UUID, int] = {}
        self.ids: list[int] = []
        self.drafts = writing.Drafts()
        self.undo: list[tuple[Record, dict[str, Any]]] = []

    def at(self, now: datetime) -> None:
        """From here on it is this instant."""
        self.now, self.day = now, clock.local_day(now)

    # Preparing: what the steps need, in as few queries as there are kinds and actors.

    def prepare(self, steps: Sequence[Step]) -> None:
        """Look up commands done before, take ids for new records, lock the rows the steps name, check references."""
        given = [step.command.command_id for step in steps if step.command.command_id]
        if given:
            with sight.whole():  # an id that was used is used, wherever that was
                self.done.update(Entry.objects.filter(command_id__in=given).values_list("command_id", "record"))
        opening = sum(isinstance(step.command, Open) for step in steps)
        if opening:
            self._take_ids(opening)
        wanted: dict[type[Record], Wanted] = defaultdict(lambda: defaultdict(set))
        for step in steps:
            if isinstance(step.command, Change):
                wanted[step.command.model][step.command.act.permission, _actor(step)].add(_id_of(step))
        for model in sorted(wanted, key=lambda model: model.lifecycle.kind):
            self.visible.update(self._lock_for(model, wanted[model]))
        self.look_up_references(steps)

    def _take_ids(self, count: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('record_id_seq') FROM generate_series(1, %s)", [count])
            self.ids += [row[0] for row in reversed(cursor.fetchall())]

    def _lock(self, model: type[Record], ids: set[int], within: Q) -> list[int]:
        found = statements.lock(model, ids, within)
        for record in found:
            self.records.setdefault(record.pk, record)
        return [record.pk for record in found]

    def _lock_for(self, model: type[Record], wanted: Wanted) -> Iterator[tuple[int, int, str]]:
        """Lock rows of a kind; yields (row, person, permission) where the person may use the permission on the row.

        One person's rows are asked for as that person; those of many by one query, and their scopes of the rows in hand.
        """
        if len(wanted) == 1:
            (((permission, actor), ids),) = wanted.items()
            with sight.seeing(actor.sight):
                found = self._lock(model, ids, actor.scope(permission))
            yield from ((pk, actor.user_id, permission) for pk in found)
            return
        with sight.whole():
            there = set(self._lock(model, set().union(*wanted.values()), Q()))
        for (permission, actor), ids in wanted.items():
            for pk in ids & there:
                if actor.reaches(permission, self.records[pk]):
                    yield pk, actor.user_id, permission

    def look_up_references(self, steps: Sequence[Step]) -> None:
        """Find which of the records that the steps name may be read by those who name them."""
        named: dict[str, dict[Actor, set[int]]] = defaultdict(lambda: defaultdict(set))
        for step in steps:
            for kind, record_id in references_in(step.command):
                named[kind][_actor(step)].add(record_id)
        for kind, asked in named.items():
            self.referred.update(self._seen_of(kind, asked))

    def _seen_of(self, kind: str, asked: Mapping[Actor, set[int]]) -> Iterator[tuple[str, int, int]]:
        """(kind, person, row) of the rows that the persons who name them may read."""
        if len(asked) == 1:
            ((actor, ids),) = asked.items()
            with sight.seeing(actor.sight):
                rows = model_of(kind).objects.seen_by(actor).filter(pk__in=ids)
                yield from ((kind, actor.user_id, pk) for pk in rows.values_list("pk", flat=True))
            return
        with sight.whole():
            there = Docket.objects.filter(kind=kind).in_bulk(list(set().union(*asked.values())))
        for actor, ids in asked.items():
            for pk in ids & there.keys():
                if actor.reaches(f"{kind}.view", there[pk]):
                    yield kind, actor.user_id, pk

    # Running: in memory; a refusal puts everything the step touched back as it was.

    def run(self, step: Step) -> Record:
        """Run a step and what follows from it. Raises Refused, leaving no trace of the step."""
        if step.command.command_id in self.done:
            return self._done_before(step)
        self.undo = []
        mark, known = self.drafts.mark(), len(self.records)
        try:
            return self._run(step, cause=None)
        except Exception:
            for record, values in reversed(self.undo):
                record.__dict__.update(values)
            for record_id in list(self.records)[known:]:
                del self.records[record_id]
            self.drafts.back_to(mark)
            raise

    def _done_before(self, step: Step) -> Record:
        """The record of a command sent again. Raises Invalid where its id was used for something else."""
        assert step.command.command_id is not None
        record_id = self.done[step.command.command_id]
        is_other = isinstance(step.command, Change) and _id_of(step) != record_id
        record: Record | None = None if is_other else step.command.model.objects.filter(pk=record_id).first()
        if record is None:
            raise Invalid({"command_id": [str(_("这个操作编号已用于另一条记录；请重新打开页面后再办理。"))]})
        return record

    def _run(self, step: Step, cause: UUID | None) -> Record:
        actor = _actor(step)
        record = self._record_for(step, actor, trusted=cause is not None)
        opens = isinstance(step.command, Open)
        before = {} if opens else columns(record)
        self.undo.append((record, before))
        command = filled(
            step.command,
            effective_on=step.command.effective_on or self.day,
            command_id=step.command.command_id or command_id(),
            by=actor,
        )
        faults = self._faults(command, record, actor, trusted=cause is not None)
        if faults:
            raise Invalid(faults)
        command = self._sealed(command, record.pk)
        command.apply(record)  # type: ignore[attr-defined]
        if isinstance(command, Reverting):
            put_back(record)
        if opens:
            self._open(record, command, actor, command.day, trusted=cause is not None)
        from_state = before.get("state", "")
        move(record, command.act.leads_to(record.stays), from_state, on=command.day, at=self.now)
        record.version += 1
        record.changed_at = self.now
        entry = fresh(
            Entry,
            record=record.pk,
            kind=record.kind,
            seq=record.version,
            act=command.act.name,
            command_id=command.command_id,
            cause=cause,
            actor=actor.user_id,
            agency=actor.agency_id,
            area=record.area,
            owner=record.agency_id,
            from_state=from_state,
            to_state=record.state,
            effective_on=command.day,
            recorded_at=self.now,
            payload={"fields": as_payload(command)},
            facets=record.facets(),
        )
        if not opens:
            entry.payload["changes"] = changes(before, record)
        self.drafts.add(record, entry, command, is_new=opens)
        self.done[entry.command_id] = record.pk
        for further in command.consequences(record):  # type: ignore[attr-defined]
            self._run(replace(further, by=further.by or actor), cause=entry.command_id)
        return record

    def _record_for(self, step: Step, actor: Actor, *, trusted: bool) -> Record:
        command = step.command
        if isinstance(command, Open):
            if not self.ids:
                self._take_ids(1)
            record = fresh(
                command.model,
                id=self.ids.pop(),
                opened_by_id=actor.user_id,
                opened_at=self.now,
                agency_id=actor.agency_id,
            )
            self.records[record.pk] = record
            return record
        record_id = _id_of(step)
        if trusted and record_id not in self.records:
            self._lock(command.model, {record_id}, Q())
        elif not trusted and (record_id, actor.user_id, command.act.permission) not in self.visible:
            raise self._absence(step, actor)
        record = self.records[record_id]
        if step.version is not None and step.version != record.version:
            raise Stale(
                _("{number}在您打开页面之后已被改动，现在是“{state}”。请核对后再提交，您填写的内容还在。").format(
                    number=record.number, state=record.state_label
                ),
                record,
            )
        reason = self._why_not(command, record, actor, trusted=trusted)
        if reason:
            raise NotAllowed(str(reason))
        return record

    def _absence(self, step: Step, actor: Actor) -> NotThere | NotAllowed:
        """A record the actor may read but not act on says so; any other does not exist."""
        record = step.command.model.objects.seen_by(actor).filter(pk=_id_of(step)).first()
        if record is None:
            return NotThere(str(_("没有这条记录，或者它不在您的管辖范围内。")))
        return NotAllowed(str(why_not(step.command.act, record, actor) or _("您不能办理这条记录。")))

    def _why_not(self, command: Command, record: Record, actor: Actor, *, trusted: bool) -> Any:
        if not trusted:
            return why_not(command.act, record, actor)
        if not command.act.starts_from(record.state):
            return why_not(command.act, record, actor)
        return command.act.guard(record, actor) if command.act.guard else None

    def _faults(self, command: Command, record: Record, actor: Actor, *, trusted: bool) -> dict[str, list[str]]:
        faults = {name: list(texts) for name, texts in command.faults().items()}
        for name, texts in command.objections(record).items():
            faults.setdefault(name, []).extend(texts)
        day = command.day
        if day > clock.local_day(self.now):
            faults.setdefault("effective_on", []).append(str(_("生效日期不能晚于今天。")))
        if isinstance(command, Change) and command.act.moves and day < record.last_effect_on():
            text = _("生效日期不能早于上一步的生效日期 {day}。").format(day=record.last_effect_on())
            faults.setdefault("effective_on", []).append(text)
        if not trusted:
            for name, (kind, label) in reference_fields(type(command)).items():
                value = getattr(command, name)
                for item in value if isinstance(value, tuple) else (value,):
                    if item is not None and (kind, actor.user_id, int(item)) not in self.referred:
                        text = _("“{label}”指的记录不存在，或者不在您的管辖范围内。").format(label=label)
                        faults.setdefault(name, []).append(text)
        return faults

    def _open(self, record: Record, command: Command, actor: Actor, day: date, *, trusted: bool) -> None:
        record.opened_on = day
        if record.agency_id is None:
            raise Invalid({"": [str(_("没有写明责任单位；请选择一个单位。"))]})
        if not record.area:
            record.area = record.agency.place
        reaches = actor.may_in(command.act.permission, record.area, record.agency_id) and not command.act.follows
        if not trusted and not reaches:
            raise NotAllowed(_("您没有在这里{act}的权限。").format(act=command.act.label))

    def _sealed(self, command: Command, record_id: int) -> Command:
        """The command with its sealed values replaced by the ids under which the vault will keep them."""
        given = {name: value for name in sealed_fields(type(command)) if (value := getattr(command, name))}
        if not given:
            return command
        sealed: dict[str, Any] = {name: self.drafts.seal(value, record_id) for name, value in given.items()}
        return replace(command, **sealed)

    def write(self) -> None:
        """Write all that was run."""
        self.drafts.write()


def move(record: Record, target: str | None, from_state: str, *, on: date, at: datetime) -> None:
    """Take a record to the state an act leads to: since the instant it was done, or the beginning of an earlier day."""
    if target is None or target == from_state:
        return
    since = at if on == clock.local_day(at) else datetime.combine(on, time(), clock.BEIJING)
    if record.stays:
        since = max(since, datetime.fromisoformat(record.stays[-1][1]))
    record.state = target
    record.stays = [*record.stays, [target, since.astimezone(clock.BEIJING).isoformat()]]


def _actor(step: Step) -> Actor:
    if step.by is None:
        raise TypeError("a step needs somebody who takes it: by=actor")
    return step.by


def _id_of(step: Step) -> int:
    if step.on is None:
        raise TypeError(f"{type(step.command).__name__} changes a record: say which, on=record")
    return step.on if isinstance(step.on, int) else step.on.pk
