"""Licences run out: firms are reminded, most renew in time, some late, a few never."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from yaoan.kernel.commands import Step
from yaoan.kernel.records.models import Record
from yaoan.modules.subjects.public import Licence, Remind, Renew, Urge
from yaoan.simulation.agenda import Agenda, Plan
from yaoan.simulation.world import World

YEARS = 5
IN_TIME, LATE = 0.88, 0.07
"""Shares of firms that renew before the last day, and after it; the others never do."""


class Renewals:
    """The licences of the home county that run out while the story is told."""

    def __init__(self, world: World, agenda: Agenda) -> None:
        self.agenda, self.rng, self.officers = agenda, world.rng, world.of("officer")

    def begin(self, licences: Iterable[Licence]) -> None:
        """Put on the agenda what becomes of each licence."""
        for held in licences:
            if held.expires_on and held.remind_by:
                self._plan(held.pk, held.remind_by, held.expires_on)

    def _plan(self, licence: int, remind_by: date, expires_on: date) -> None:
        officer = self.rng.choice(self.officers)
        told = self.rng.choice(("电话", "短信", "上门")) + "告知负责人按期申请延续"
        slip = self.rng.randrange(1, 9) if self.rng.random() < 0.08 else -self.rng.randrange(1, 15)
        remind = Step(Remind(how=told), on=licence, by=officer)
        self.agenda.on(remind_by + timedelta(days=slip), lambda: Plan(remind, partial(self._urge, licence)))
        lot = self.rng.random()
        if lot < IN_TIME + LATE:
            days = -self.rng.randrange(3, 50) if lot < IN_TIME else self.rng.randrange(3, 40)
            renew = Renew(issued_on=expires_on, expires_on=_later(expires_on, YEARS))
            step = Step(renew, on=licence, by=self.rng.choice(self.officers))
            self.agenda.on(expires_on + timedelta(days=days), lambda: Plan(step))

    def _urge(self, licence: int, record: Record) -> None:
        """A last word before the end, unless it was renewed by then."""
        assert isinstance(record, Licence)
        urge_by = record.urge_by
        if urge_by is None:
            return
        urge = Step(Urge(how="再次电话催办"), on=licence, by=self.rng.choice(self.officers))
        day = urge_by - timedelta(days=self.rng.randrange(0, 6))
        self.agenda.on(day, lambda: Plan(urge) if _is_reminded(licence) else None)


def _is_reminded(licence: int) -> bool:
    return Licence.objects.filter(pk=licence, state="reminded").exists()


def _later(day: date, years: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)
