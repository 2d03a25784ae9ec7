"""A calendar of things people will do: each day's work is done in rounds through `perform_many`."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from yaoan.kernel import clock, law
from yaoan.kernel.commands import Outcome, Refused, Step, perform_many
from yaoan.kernel.records.models import Record

OPENING_HOUR = 9
ROUNDS = 8

Work = Callable[[], "Plan | None"]
"""What somebody sets out to do on a day: asked when the day has come, it gives a plan or nothing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A step, and what follows from it when it was done (or was refused)."""

    step: Step
    then: Callable[[Record], None] | None = None
    refused: Callable[[Refused], None] | None = None


class Agenda:
    """Work by day. Times are told to the clock, so that the journal says when things happened in the simulation."""

    def __init__(self, rng: Random, start: date) -> None:
        self.rng = rng
        self.start = self.today = start
        self.work: dict[date, list[Work]] = defaultdict(list)
        self.done = 0
        self.refusals: dict[str, int] = defaultdict(int)

    def on(self, day: date, work: Work) -> None:
        """Put work on a day; days that are past, or off, move it to the next working day."""
        day = max(day, self.today)
        while not law.calendar().is_working_day(day):
            day += timedelta(days=1)
        self.work[day].append(work)

    def after(self, days: float, work: Work) -> None:
        """Put work `days` from today (0 is today, in the next round)."""
        self.on(self.today + timedelta(days=round(days)), work)

    def lot(self, what: str, record_id: int) -> Random:
        """The lots of one record in one matter: drawn from the record itself, so that nothing else in the story moves."""
        return Random(f"{what} {record_id}")

    def play(self, day: date) -> None:
        """Do all the work of a day, in rounds an hour apart, as what is done leads to more the same day."""
        self.today = day
        for round_number in range(ROUNDS):
            waiting = self.work.pop(day, [])
            if not waiting:
                return
            hour = datetime.combine(day, time(OPENING_HOUR + round_number, self.rng.randrange(60)), clock.BEIJING)
            with clock.told(hour):
                plans = [plan for work in waiting if (plan := work())]
                self.perform(plans)
        for work in self.work.pop(day, []):
            self.on(day + timedelta(days=1), work)

    def perform(self, plans: Sequence[Plan]) -> None:
        """Do the work of a round, and set down what follows from it."""
        for plan, outcome in zip(plans, perform_many(plan.step for plan in plans), strict=True):
            self.follow(plan, outcome)

    def follow(self, plan: Plan, outcome: Outcome) -> None:
        """Go on from what became of a step."""
        if outcome.refusal is not None:
            self.refusals[f"{type(plan.step.command).__name__}: {outcome.refusal}"] += 1
            if plan.refused:
                plan.refused(outcome.refusal)
            return
        self.done += 1
        if plan.then and outcome.record is not None:
            plan.then(outcome.record)
