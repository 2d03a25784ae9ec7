"""How an episode is told: one turn after the other, each by somebody, each some days after the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Open, Step
from yaoan.kernel.records.models import Record
from yaoan.modules.cases import commands as cases
from yaoan.modules.cases.choices import Source
from yaoan.modules.risks.public import Risk
from yaoan.modules.subjects.public import ProductKind, Subject
from yaoan.simulation.agenda import Plan
from yaoan.simulation.county import County
from yaoan.simulation.prosecutions import breach_of

Given = Callable[[], Change[Any]]
"""A command made when its day has come."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody does to a record, so many days after the turn before."""

    days: float
    by: Actor
    command: Given


class Telling:
    """Who is there, and how an episode goes on."""

    def __init__(self, county: County, start: date) -> None:
        self.county, self.agenda, self.start = county, county.agenda, start
        actors = county.world.actors
        self.officer, self.second = actors["officer1"], actors["officer2"]
        self.chief, self.leader, self.city = county.chief, county.leader, actors["city-head"]
        self.far, self.far_worker = actors["head-990122"], actors["far-officer-990122"]
        self.third, self.third_worker = actors["head-990123"], actors["far-officer-990123"]

    def _open(self, by: Actor, command: Open[Any], then: Callable[[Record], None]) -> Plan:
        return Plan(Step(command, by=by), then)

    def _turns(self, record_id: int, *turns: Turn, then: Callable[[], None] | None = None) -> None:
        """One turn after the other; then what comes last."""
        if not turns:
            if then:
                then()
            return
        turn, *rest = turns

        def plan() -> Plan:
            step = Step(turn.command(), on=record_id, by=turn.by)
            return Plan(step, lambda _record: self._turns(record_id, *rest, then=then))

        self.agenda.after(turn.days, plan)

    def _firm(self, index: int) -> Subject:
        return self.county.firms[index % len(self.county.firms)]

    def _about(self, firm: Subject, title: str, kind: str = "channel") -> Risk:
        """What a case is about, as a risk that nobody writes down."""
        return Risk(
            title=title, description=title, risk_kind=kind, product_kind="drug", product_name="阿胶", batch="250301",
            subject_id=firm.pk, subject_name=firm.title, area=firm.area, agency_id=self.chief.agency_id or 0,
            found_on=self.agenda.today,
        )  # fmt: skip

    def _case(self, about: Risk, source: Source, by: Actor, then: Callable[[Record], None]) -> Plan:
        command = cases.Receive(
            title=about.title, description=about.description, breach=breach_of(about), product_kind=ProductKind.DRUG, area=about.area,
            agency_id=about.agency_id, subject_id=about.subject_id, subject_name=about.subject_name,
            product_name=about.product_name, batch=about.batch, found_on=about.found_on, source=source,
            acted_from=about.found_on - timedelta(days=40), acted_until=about.found_on,
        )  # fmt: skip
        return self._open(by, command, then)
