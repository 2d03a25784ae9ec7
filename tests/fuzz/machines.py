"""A machine that does whatever comes: random acts by random people on records of one kind, and what must hold after each.

After every step: the chain of each record that was written verifies, its columns are what its journal replays to, its
deadlines are what a rebuild would work out, its line in the docket is made from its columns, and its versions count up by
one. A refusal leaves no trace in any table. Who may do what is also worked out here, from areas alone.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar

from django.apps import apps
from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.conformance.builders import Office
from tests.conformance.test_acts import compared
from tests.fuzz import house
from tests.kernel.testapp.office import parcel_law
from yaoan.kernel import clock
from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import (
    Change,
    Command,
    Invalid,
    NotAllowed,
    NotThere,
    Refused,
    Stale,
    commands_of,
    open_record,
    perform,
)
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.commands.values import columns
from yaoan.kernel.commands.writing import deadlines_of, docket_row, nearest
from yaoan.kernel.journal.checks import verified_to
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline, Docket, Record, model_of

BEGINNING = datetime(2026, 3, 2, 9, tzinfo=clock.BEIJING)
PEOPLE = ("officer", "chief", "worker", "second", "city", "clerk", "other")
FAR = ("clerk", "other")
"""They work in another county: what was neither sent nor assigned there does not exist for them."""

UNANSWERED = (Refused, AssertionError, TypeError, AttributeError, LookupError)
"""How the office says that it has no answer for a command now: what it would answer from is not there yet."""

UNWATCHED = ("access_", "upkeep_")
"""Tables beside the work: accounts, and what the pages note about themselves."""


@dataclass(frozen=True)
class Done:
    """A command that was performed, by whom and on which record."""

    command: Command
    record: int
    by: Actor


class Life(RuleBasedStateMachine):
    """The life of records of one `kind` in an office. Everything is put back when a run ends."""

    kind: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        self.now = BEGINNING
        self.records: list[int] = []
        self.done: list[Done] = []
        self.newest = 0

    @initialize()
    def furnish(self) -> None:
        """An office with its first record."""
        self._open.enter_context(house.undone())
        if self.kind == "parcels":
            self._open.enter_context(parcel_law())
        with clock.told(self.now):
            self.office = _office(self.kind)
            self.records.append(self.office.build(self.kind).pk)
        self._look()

    @property
    def model(self) -> type[Record]:
        return model_of(self.kind)

    @property
    def births(self) -> list[type[Command]]:
        """How people open a record of this kind."""
        return [one for one in commands_of(self.model).values() if one.act.is_birth and not one.act.follows]

    @precondition(lambda self: self.births)
    @rule(data=st.data())
    def open(self, data: st.DataObject) -> None:
        """Somebody opens a record."""
        command, who = data.draw(st.sampled_from(self.births)), data.draw(st.sampled_from(PEOPLE))
        self._tried(command, None, who, None)

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        """Somebody does what the table allows now, having seen the record as it is or not said how."""
        record = self._some(data)
        fitting = [
            command
            for command in commands_of(self.model).values()
            if command.act.starts_from(record.state) and not command.act.is_birth and not command.act.follows
        ]
        if fitting:
            who = data.draw(st.sampled_from(PEOPLE))
            self._tried(
                data.draw(st.sampled_from(fitting)), record, who, data.draw(st.sampled_from((None, record.version)))
            )

    @rule(data=st.data())
    def act_out_of_turn(self, data: st.DataObject) -> None:
        """Somebody does anything at all, having seen whatever version."""
        record = self._some(data)
        acts = [command for command in commands_of(self.model).values() if not command.act.is_birth]
        who, seen = data.draw(st.sampled_from(PEOPLE)), data.draw(st.integers(0, record.version + 1))
        self._tried(data.draw(st.sampled_from(acts)), record, who, seen)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        """A command that was performed comes a second time: nothing is done, and the same record comes back."""
        done = data.draw(st.sampled_from(self.done))
        before = traces()
        with clock.told(self.now):
            assert _performed(done.command, done.record, done.by, None).pk == done.record
        assert traces() == before

    @precondition(lambda self: self.done and len(self.records) > 1)
    @rule(data=st.data())
    def send_elsewhere(self, data: st.DataObject) -> None:
        """The id of a command that was performed comes on another record: it is refused."""
        done = data.draw(st.sampled_from([one for one in self.done if isinstance(one.command, Change)] or self.done))
        other = data.draw(st.sampled_from([pk for pk in self.records if pk != done.record]))
        if isinstance(done.command, Change):
            before = traces()
            with clock.told(self.now):
                error = _refusal(done.command, other, done.by, None)
            assert isinstance(error, Invalid) and "command_id" in error.faults
            assert traces() == before

    @rule(days=st.integers(0, 40), hours=st.integers(0, 23))
    def wait(self, days: int, hours: int) -> None:
        """Time passes."""
        self.now += timedelta(days=days, hours=hours)

    def teardown(self) -> None:
        self._open.close()

    # What is done with a step, and what must hold after it.

    def _some(self, data: st.DataObject) -> Record:
        pk = data.draw(st.sampled_from(self.records))
        found: Record = self.model.objects.get(pk=pk)
        return found

    def _tried(self, kind: type[Command], record: Record | None, who: str, version: int | None) -> None:
        by = self.office.people[who]
        with clock.told(self.now):
            try:
                command = self.office.command(kind, record)
            except UNANSWERED:
                return
            before, pk = traces(), record.pk if record else None
            try:
                made = _performed(command, pk, by, version)
            except Refused as refusal:
                left = sorted(table for table, trace in traces().items() if trace != before[table])
                assert not left, f"{kind.__name__} was refused and left a trace in {left}"
                _is_explained(refusal, record, who, version)
                return
            assert record is None or version in (None, record.version), "performed on a version that was not seen"
            assert record is None or who not in FAR or not _is_home(record), (
                f"{who} acted on what does not exist for them"
            )
            written = Entry.objects.filter(pk__gt=self.newest, record=made.pk).count()
            assert made.version == (record.version if record else 0) + written, "a version without its line"
            self.done.append(Done(command, made.pk, by))
            if record is None:
                self.records.append(made.pk)
            self._look()

    def _look(self) -> None:
        """Everything that the step has written, on records of any kind."""
        lines = Entry.objects.filter(pk__gt=self.newest).order_by("pk").values_list("pk", "record", "kind")
        for pk, record, kind in lines:
            self.newest = pk
            holds(model_of(kind).objects.get(pk=record))


def machine(kind: str) -> type[Life]:
    """The machine of a kind of record."""
    return type(f"LifeOf{kind.title()}", (Life,), {"kind": kind})


def _office(kind: str) -> Office:
    office = house.open_office()
    if kind == "parcels":
        roles = {
            "officer": "keeper",
            "chief": "chief",
            "worker": "keeper",
            "second": "chief",
            "city": "reader",
            "other": "chief",
        }
        for who, role in roles.items():
            user = User.objects.get(pk=office.people[who].user_id)
            staffing.grant(user, role, user.grants.first().agency, since=house.SINCE)
            office.people[who] = Actor.of(user)  # type: ignore[index]
    return office


def _performed(command: Command, pk: int | None, by: Actor, version: int | None) -> Record:
    if isinstance(command, Change):
        assert pk is not None
        done: Record = perform(command, on=pk, by=by, version=version)
        return done
    return open_record(command, by=by)  # type: ignore[arg-type]


def _refusal(command: Command, pk: int, by: Actor, version: int | None) -> Refused | None:
    try:
        _performed(command, pk, by, version)
    except Refused as refusal:
        return refusal
    return None


def _is_home(record: Record) -> bool:
    """Whether a record is the first county's or the city's alone: nobody of the other county has to do with it."""
    far = {user.pk for user in User.objects.filter(username__in=[f"fuzz-{who}" for who in FAR])}
    strange = {grant.agency_id for grant in User.objects.get(username="fuzz-other").grants.all()}
    near = record.area.startswith("990121") and record.agency_id not in strange
    return near and record.holder_id not in far and strange.isdisjoint(record.assisting)


def _is_explained(refusal: Refused, record: Record | None, who: str, version: int | None) -> None:
    """A refusal is of the kind that its reason calls for, and says a sentence."""
    assert all(text.strip() for text in refusal.sentences) and refusal.sentences
    if record is not None and who in FAR and _is_home(record):
        assert isinstance(refusal, NotThere), f"{who} was told of what does not exist for them: {refusal}"
    elif isinstance(refusal, Stale):
        assert record is not None and version not in (None, record.version)
    else:
        assert isinstance(refusal, (NotThere, NotAllowed, Invalid))


def holds(record: Record) -> None:
    """What must hold of every record at every moment."""
    lines = list(Entry.objects.filter(record=record.pk).order_by("seq"))
    assert [line.seq for line in lines] == list(range(1, record.version + 1))
    assert all(before.to_state == after.from_state for before, after in pairwise(lines))
    assert lines[-1].to_state == record.state
    mark = verified_to(record.pk, head=bytes(record.head))
    assert (mark.fault, mark.entries) == ("", record.version)
    was, now = _plainly(columns(replayed(record.pk))), _plainly(columns(record))
    differing = {name: (was.get(name), now.get(name)) for name in was | now if was.get(name) != now.get(name)}
    assert not differing, str(differing)
    owed = deadlines_of(record)
    kept = Deadline.objects.filter(record_id=record.pk)
    assert {due.act: _plainly(_row(due)) for due in kept} == {due.act: _plainly(_row(due)) for due in owed}
    assert record.due_at == nearest(due.due_at for due in owed)
    (line,) = Docket.objects.filter(pk=record.pk).values(*docket_row(record))
    assert line == docket_row(record)


def _row(due: Deadline) -> dict[str, Any]:
    return {field.attname: getattr(due, field.attname) for field in due._meta.concrete_fields if field.name != "id"}


def _plainly(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as they compare after a round through the database."""
    return compared({name: bytes(value) if name == "head" else value for name, value in values.items()})


@cache
def _tables() -> tuple[str, ...]:
    """Every table in which work leaves traces."""
    names = (model._meta.db_table for model in apps.get_models() if model.__module__.startswith(("yaoan.", "tests.")))
    return tuple(sorted(name for name in names if not name.startswith(UNWATCHED)))


def traces() -> dict[str, tuple[int, Any]]:
    """How many rows each table has and a sum over what stands in them: any change shows."""
    sums = (f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)) FROM {name} t" for name in _tables())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sums))
        return {name: (count, total) for name, count, total in cursor.fetchall()}
