"""An agenda that can be taken up again: what was done before is read from the journal, and nothing is done twice.

Every step has a command id made from the name of the play, the hour and the place of the step in it. A round is one
transaction, so it is in the journal as a whole or not at all. Playing again from the first day therefore draws the same lots,
finds the same outcomes without performing anything, and goes on with the first round that is not there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yaoan.kernel import clock
from yaoan.kernel.commands import Outcome, Refused, Step, perform_many
from yaoan.kernel.commands.base import filled
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Docket, Record, model_of
from yaoan.simulation.agenda import Agenda, Plan

AT_ONCE = 50_000
"""More than any round has steps: a round is one batch."""


def command_id(*words: object) -> UUID:
    """The id of a step by what it is in the play, the same whenever it is played."""
    return uuid5(NAMESPACE_URL, "yaoan simulate " + " ".join(map(str, words)))


def journalled_until() -> datetime | None:
    """The instant of the newest line of the journal; None while it is empty. A simulation writes in the order of time."""
    return Entry.objects.order_by("-pk").values_list("recorded_at", flat=True).first()


def records_of(ids: Iterable[UUID]) -> dict[UUID, tuple[str, int]]:
    """The commands that were performed: id -> (kind, record)."""
    rows = Entry.objects.filter(command_id__in=list(ids)).values_list("command_id", "kind", "record")
    return {given: (kind, record) for given, kind, record in rows}


class Journalled(Agenda):
    """An agenda whose outcomes are read from the journal up to `until`, and performed from there on."""

    def __init__(self, rng: Random, start: date, *, play: str, until: datetime | None) -> None:
        super().__init__(rng, start)
        self.name, self.until = play, until
        self.repeated = 0
        """How many of the steps done were found in the journal."""

    def is_live(self, hour: datetime) -> bool:
        """Whether what happens now has not happened yet."""
        return self.until is None or hour > self.until

    def lot(self, what: str, record_id: int) -> Random:
        """Drawn from the record's number: ids have gaps where a play was broken off, numbers have none."""
        return Random(f"{self.name} {what} {Docket.objects.values_list('number', flat=True).get(pk=record_id)}")

    def perform(self, plans: Sequence[Plan]) -> None:
        now = clock.now()
        steps = [_named(plan.step, command_id(self.name, now.isoformat(), place)) for place, plan in enumerate(plans)]
        if not self.is_live(now):
            outcomes = _outcomes_of(steps)
            self.repeated += sum(outcome.refusal is None for outcome in outcomes)
        else:
            with transaction.atomic():
                outcomes = list(perform_many(steps, size=AT_ONCE))
        for plan, outcome in zip(plans, outcomes, strict=True):
            self.follow(plan, outcome)


def _named(step: Step, given: UUID) -> Step:
    return replace(step, command=filled(step.command, command_id=given))


def _outcomes_of(steps: Sequence[Step]) -> list[Outcome]:
    """What became of steps that were taken before. The records are as they are now."""
    ids = [step.command.command_id for step in steps]
    known = records_of(given for given in ids if given)
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, record_id in known.values():
        wanted[kind].add(record_id)
    rows: dict[int, Record] = {}
    for kind, found in wanted.items():
        rows |= model_of(kind).objects.in_bulk(list(found))
    return [
        Outcome(step, record=rows[known[given][1]])
        if given in known
        else Outcome(step, refusal=Refused("refused when it was played"))
        for step, given in zip(steps, ids, strict=True)
    ]
