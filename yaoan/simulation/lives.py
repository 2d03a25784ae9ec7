"""The life of one risk in the simulation, from its report to its closing, and back when it relapses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Step
from yaoan.modules.risks import commands
from yaoan.modules.risks.public import Level, Risk
from yaoan.modules.risks.rules import is_drawn_for_recheck
from yaoan.simulation.agenda import Plan
from yaoan.simulation.letters import consider_letter
from yaoan.simulation.texts import Story

if TYPE_CHECKING:
    from yaoan.simulation.county import County

GROUNDS = {
    Level.LOW: "情节轻微，当场可改，影响范围小",
    Level.MODERATE: "存在质量安全隐患，需限期整改",
    Level.HIGH: "涉及重点品种或重点环节，影响面较大",
    Level.MAJOR: "可能危害公众用药安全，须立即控制",
}
LEVELS = ((Level.LOW, 25), (Level.MODERATE, 45), (Level.HIGH, 24), (Level.MAJOR, 6))
DAYS = {Level.LOW: 15, Level.MODERATE: 20, Level.HIGH: 14, Level.MAJOR: 7}


class RiskLife:
    """What happens to one risk next. People are late in some cases, careless in some, and some risks come back."""

    def __init__(self, county: County, risk_id: int, story: Story, area: str) -> None:
        self.county, self.agenda, self.rng = county, county.agenda, county.rng
        self.risk_id, self.story, self.area = risk_id, story, area
        self.level = Level.LOW
        self.inspector = self.rng.choice(county.world.at(area))
        self.officer = self.rng.choice(county.officers)

    def _do(self, days: float, command: Change[Any], by: Actor, then: Any = None) -> None:
        step = Step(command, on=self.risk_id, by=by)
        self.agenda.after(days, lambda: Plan(step, then and (lambda _risk: then())))

    def begin(self) -> None:
        """It was reported: it is assessed in time, late, after more material, or found to be nothing."""
        lot = self.rng.random()
        if lot < 0.04:
            self._do(2, commands.Dismiss(grounds="经核实，票据齐全，不构成隐患"), self.county.chief)
        elif lot < 0.10:
            self._do(1, commands.Suspend(wanted="请补充供货单位资质和随货同行单"), self.county.chief, self._supplement)
        else:
            self.assess(self.rng.choice((0, 1, 1, 2, 2)) if lot < 0.93 else self.rng.randrange(6, 10))

    def _supplement(self) -> None:
        self._do(
            self.rng.randrange(3, 10), commands.Resume(text="资质和票据已补齐"), self.officer, lambda: self.assess(1)
        )

    def assess(self, days: float) -> None:
        self.level = self.county.weigh(LEVELS)
        command = commands.Assess(level=self.level, grounds=GROUNDS[self.level])
        self._do(days, command, self.county.chief, self._assessed)

    def _assessed(self) -> None:
        self.order(self.rng.choice((0, 0, 1, 2, 3)) if self.rng.random() > 0.05 else 9)
        if self.level in (Level.HIGH, Level.MAJOR):
            self.county.consider_sweep(self.risk_id, self.story)
        if self.level is not Level.LOW:
            self.county.consider_case(self.risk_id, self.level)

    def order(self, days: float) -> None:
        def plan() -> Plan:
            day = self.agenda.today + timedelta(days=DAYS[self.level])
            command = commands.Order(measure=self.story.ordered, holder_id=self.inspector.user_id, rectify_by=day)
            return Plan(Step(command, on=self.risk_id, by=self.county.chief), lambda _risk: self._ordered())

        self.agenda.after(days, plan)

    def _ordered(self) -> None:
        if self.level is Level.MAJOR:
            self.county.supervise(self.risk_id)
        consider_letter(self.county, self.risk_id, self.level)
        lot, length = self.rng.random(), DAYS[self.level]
        if lot < 0.04:
            self._hand_over()
        elif lot < 0.08:
            self._do(1, self._more_time(), self.county.chief)
            length += 12
        late = self.rng.random() < 0.12
        self.prove(length + self.rng.randrange(2, 15) if late else self.rng.uniform(0.35, 0.95) * length)

    def _hand_over(self) -> None:
        self.inspector = self.rng.choice(self.county.world.at(self.area))
        command = commands.Reassign(holder_id=self.inspector.user_id, reason="原责任人外出培训")
        self._do(2, command, self.county.chief)

    def _more_time(self) -> commands.Extend:
        day = self.agenda.today + timedelta(days=DAYS[self.level] + 15)
        return commands.Extend(rectify_by=day, reason="更换设备需要采购周期")

    def prove(self, days: float) -> None:
        required = law.document("catalogues/risk_kinds")[self.story.kind]["evidence"]
        careless = self.rng.random() < 0.1
        files = tuple(self.county.file(purpose) for purpose in (required[:-1] if careless else required))
        command = commands.Prove(proof=self.story.done, files=files)
        after = self._incomplete if careless else self._proved
        self._do(max(0, days), command, self.inspector, after)

    def _incomplete(self) -> None:
        """Not all the evidence is there: it goes back."""

        def plan() -> Plan:
            day = self.agenda.today + timedelta(days=7)
            command = commands.SendBack(reason="整改证据不全，请补齐后再报", rectify_by=day)
            return Plan(
                Step(command, on=self.risk_id, by=self.officer), lambda _risk: self.prove(self.rng.randrange(1, 7))
            )

        self.agenda.after(self.rng.choice((1, 2, 3)), plan)

    def _proved(self) -> None:
        days = self.rng.choice((0, 1, 2, 3, 4)) if self.rng.random() > 0.06 else 12
        self._do(days, commands.Accept(conclusion="已现场复核，整改到位"), self.officer, self._accepted)

    def _accepted(self) -> None:
        self._do(self.rng.choice((0, 1, 2)), commands.Close(note="同意销号"), self.county.chief, self._closed)

    def _closed(self) -> None:
        if self.rng.random() < 0.07:
            days = self.rng.randrange(30, 200)
            self._do(
                days, commands.Reopen(grounds="回访发现同样问题再次出现"), self.county.chief, lambda: self.order(1)
            )
        elif self._is_drawn():
            late = self.rng.random() < 0.06
            self.agenda.after(self.rng.randrange(91, 110) if late else self.rng.randrange(20, 85), self._recheck)

    def _is_drawn(self) -> bool:
        """Whether the risk that was closed today is one of those visited again."""
        number = Risk.objects.values_list("number", flat=True).get(pk=self.risk_id)
        return is_drawn_for_recheck(number, self.agenda.today)

    def _recheck(self) -> Plan:
        command = commands.Recheck(finding="回访未发现复发")
        return Plan(Step(command, on=self.risk_id, by=self.officer))
