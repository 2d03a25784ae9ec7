"""What the people of the county do day by day: sometimes late, sometimes wrong, sometimes away."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import Change, Step
from yaoan.kernel.records.models import Record
from yaoan.modules.risks import commands as risks
from yaoan.modules.risks.public import Level, Risk
from yaoan.modules.signals import commands as signals
from yaoan.modules.signals.public import Finding, Signal
from yaoan.modules.subjects.public import ProductKind, Subject
from yaoan.simulation.agenda import Agenda, Plan
from yaoan.simulation.lives import RiskLife
from yaoan.simulation.prosecutions import CaseLife
from yaoan.simulation.scale import WORKING_DAYS, Rates
from yaoan.simulation.texts import COSMETICS, DEVICES, DRUGS, REPORTED, STORIES, Story
from yaoan.simulation.world import World

CHANNELS = (
    ("complaint", 26), ("report", 10), ("assistant", 22), ("online", 10), ("opinion", 6), ("other_unit", 5), ("superior", 5),
    ("self_inspection", 8), ("sampling", 8),
)  # fmt: skip
CASES = {Level.MODERATE: 0.06, Level.HIGH: 0.22, Level.MAJOR: 0.7}
"""The share of risks of a level that become a case."""
DEMO = Rates(signals=1.7 * WORKING_DAYS, findings=0.8 * WORKING_DAYS, cases=1.0, letters=1.0)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class County:
    """A county at work. Every method plans one thing somebody does; the agenda performs it."""

    def __init__(
        self, world: World, agenda: Agenda, firms: list[Subject], *, campaign: int | None = None, rates: Rates = DEMO
    ) -> None:
        self.world, self.agenda, self.rng, self.firms, self.campaign = world, agenda, world.rng, firms, campaign
        self.rates = rates
        self.chief, self.leader = world.actors["chief"], world.actors["leader"]
        self.officers = world.of("officer")
        self.by_area = {area: [firm for firm in firms if firm.area == area] for area in {firm.area for firm in firms}}
        self.troubled = self.rng.sample(firms, max(1, len(firms) // 8))
        self.recent: list[tuple[int, Story, int]] = []
        self.files: dict[str, Evidence] = {}
        self.swept: dict[str, date] = {}

    # What comes in on a day.

    def morning(self, day: date) -> None:
        """Put on the agenda what a day brings; more before holidays, less at weekends and in the Spring Festival."""
        if not law.calendar().is_working_day(day):
            return
        for _ in range(_poisson(self.rng, self.rates.signals / WORKING_DAYS)):
            self.agenda.on(day, self.signal)
        for _ in range(_poisson(self.rng, self.rates.findings / WORKING_DAYS)):
            self.agenda.on(day, self.inspection)

    def _story(self) -> tuple[Subject, Story, dict[str, str]]:
        pool = self.troubled if self.rng.random() < 0.45 else self.firms
        firm, story = self.rng.choice(pool), self.rng.choice(STORIES)
        goods = {"drug": DRUGS, "device": DEVICES, "cosmetic": COSMETICS}[story.product_kind]
        product = self.rng.choice(goods)
        batch = f"{self.agenda.today.year % 100}{self.rng.randrange(1, 13):02}{self.rng.randrange(1, 40):02}"
        supplier = firm.suppliers[0] if firm.suppliers else "流动药贩"
        return (
            firm,
            story,
            {"firm": firm.title, "product": product, "batch": batch, "supplier": supplier, "name": "群众"},
        )

    # Signals.

    def signal(self) -> Plan:
        """Something is reported."""
        firm, story, words = self._story()
        channel = weighted(self.rng, CHANNELS)
        seen = self.rng.choice(story.seen).format(**words)
        text = REPORTED[channel].format(**words, seen=f"{firm.title}，{seen}")
        named = channel in ("complaint", "report") and self.rng.random() < 0.6
        fields = {
            "channel": channel, "text": text, "area": firm.area, "product_kind": ProductKind(story.product_kind),
            "subject_id": firm.pk, "subject_name": firm.title, "product_name": words["product"], "batch": words["batch"],
            "campaign_id": self.campaign, "occurred_on": self.agenda.today - timedelta(days=self.rng.randrange(5)),
            "reporter": f"来电人{self.rng.randrange(1000)} 1990000{self.rng.randrange(1000, 9999)}" if named else "",
            "wants_answer": named,
        }  # fmt: skip
        if channel == "assistant":
            by = self._assistant(firm.area)
            return Plan(
                Step(signals.Report(**{**fields, "campaign_id": None, "subject_id": None}), by=by),
                self._arrived(firm, story, words, by.agency_id),
            )
        by = self.rng.choice(self.officers)
        return Plan(Step(signals.Receive(**fields), by=by), self._arrived(firm, story, words, by.agency_id))

    def _assistant(self, area: str) -> Actor:
        station = next((a.agency_id for a in self.world.at(area)), None)
        near = [actor for actor in self.world.of("assistant") if actor.agency_id == station]
        return self.rng.choice(near or self.world.of("assistant"))

    def _arrived(
        self, firm: Subject, story: Story, words: dict[str, str], agency_id: int | None
    ) -> Callable[[Record], None]:
        """What becomes of a signal that reached an agency."""

        def then(signal: Record) -> None:
            delay = self.rng.choice((0, 0, 0, 1, 1, 2, 3)) if self.rng.random() > 0.03 else self.rng.randrange(8, 15)
            officer = self.rng.choice(self.officers)
            self.agenda.after(delay, lambda: Plan(Step(signals.Read(), on=signal.pk, by=officer), decide))

        def decide(signal: Record) -> None:
            lot = self.rng.random()
            officer = self.rng.choice(self.officers)
            days = self.rng.choice((0, 0, 1, 1, 2, 4))
            if lot < 0.42:
                self.agenda.after(days, lambda: self._raise(signal.pk, firm, story, words, officer))
            elif lot < 0.52 and agency_id != self.world.at(firm.area)[0].agency_id:
                self.agenda.after(days, lambda: self._hand_over(signal.pk, firm, officer))
            elif lot < 0.60 and self._earlier(firm, signal.pk):
                into = self._earlier(firm, signal.pk)
                merge = signals.Merge(into_id=into or 0, reason="同一对象、同一问题，已有线索在办")
                self.agenda.after(days, lambda: Plan(Step(merge, on=signal.pk, by=officer)))
            else:
                self.agenda.after(days, lambda: self._verify(signal.pk, firm))
            self.recent.append((signal.pk, story, firm.pk))
            del self.recent[:-200]

        return then

    def _earlier(self, firm: Subject, signal_id: int) -> int | None:
        found = [pk for pk, _story, firm_id in self.recent if firm_id == firm.pk and pk != signal_id]
        return found[-1] if found else None

    def _hand_over(self, signal_id: int, firm: Subject, officer: Actor) -> Plan:
        inspectors = self.world.at(firm.area)
        command = signals.HandOver(agency_id=inspectors[0].agency_id or 0, reason="属辖区分局日常监管范围，请核查")

        def then(_signal: Record) -> None:
            if self.rng.random() < 0.1:
                refuse = signals.Refuse(reason="对象不在本分局辖区")
                self.agenda.after(
                    2,
                    lambda: Plan(
                        Step(refuse, on=signal_id, by=inspectors[0]), lambda _s: self._verify_later(signal_id, firm)
                    ),
                )
            else:
                days = self.rng.choice((0, 1, 1, 2, 5))
                take = Step(signals.TakeOver(), on=signal_id, by=inspectors[0])
                self.agenda.after(days, lambda: Plan(take, lambda _s: self._verify_later(signal_id, firm)))

        return Plan(Step(command, on=signal_id, by=officer), then)

    def _verify_later(self, signal_id: int, firm: Subject) -> None:
        self.agenda.after(self.rng.choice((0, 1, 2)), lambda: self._verify(signal_id, firm))

    def _verify(self, signal_id: int, firm: Subject) -> Plan:
        inspector = self.rng.choice(self.world.at(firm.area))

        def then(_signal: Record) -> None:
            days = self.rng.gauss(8, 4) if self.rng.random() > 0.06 else 30
            self.agenda.after(max(1, days), lambda: self._conclude(signal_id, inspector))

        by = self.rng.choice(self.officers)
        return Plan(
            Step(signals.Verify(holder_id=inspector.user_id, instruction="尽快现场核实"), on=signal_id, by=by),
            then,
            lambda _refusal: None,
        )

    def _conclude(self, signal_id: int, inspector: Actor) -> Plan:
        finding = weighted(
            self.rng, ((Finding.FALSE, 45), (Finding.PARTLY, 25), (Finding.TRUE, 15), (Finding.UNKNOWN, 15))
        )
        text = {
            Finding.FALSE: "现场核查未发现所反映的问题。", Finding.PARTLY: "部分情况存在，已当场指导改正。",
            Finding.TRUE: "情况属实，当场改正，不构成隐患。", Finding.UNKNOWN: "线索过少，无法查实，已列入日常检查重点。",
        }[finding]  # fmt: skip

        def then(signal: Record) -> None:
            if getattr(signal, "wants_answer", False):
                days = self.rng.choice((1, 2, 3, 4)) if self.rng.random() > 0.05 else 9
                self.agenda.after(days, lambda: self._answer(signal_id, text))
            else:
                self._close_later(signal_id)

        return Plan(Step(signals.Conclude(finding=finding, conclusion=text), on=signal_id, by=inspector), then)

    def _answer(self, signal_id: int, text: str) -> Plan:
        command = signals.Answer(way=self.rng.choice(("电话", "短信", "书面")), text=text)
        step = Step(command, on=signal_id, by=self.rng.choice(self.officers))
        return Plan(step, lambda _signal: self._close_later(signal_id))

    def _close_later(self, signal_id: int) -> None:
        close = Step(signals.Close(reason="已核查处理完毕"), on=signal_id, by=self.chief)
        self.agenda.after(self.rng.choice((0, 1, 3)), lambda: Plan(close))

    # Risks.

    def inspection(self) -> Plan:
        """Inspectors find something on a visit."""
        firm, story, words = self._story()
        inspector = self.rng.choice(self.world.at(firm.area))
        fields = self._described(firm, story, words) | {"channel": "inspection", "found_on": self.agenda.today}
        return Plan(Step(risks.Report(**fields), by=inspector), self._lives(story))

    def _raise(self, signal_id: int, firm: Subject, story: Story, words: dict[str, str], officer: Actor) -> Plan:
        channel = Signal.objects.values_list("channel", flat=True).get(pk=signal_id)
        fields = self._described(firm, story, words) | {"channel": channel, "signal_id": signal_id}

        def then(risk: Record) -> None:
            self._lives(story)(risk)
            signal = Signal.objects.get(pk=signal_id)
            if signal.wants_answer:
                self.agenda.after(
                    self.rng.choice((1, 2, 3, 4)), lambda: self._answer(signal_id, "已列入隐患台账，责令整改。")
                )
            else:
                self.agenda.after(
                    self.rng.choice((5, 20)),
                    lambda: Plan(Step(signals.Close(reason="已转隐患跟踪"), on=signal_id, by=self.chief)),
                )

        return Plan(Step(risks.Raise(**fields), by=officer), then)

    def _described(self, firm: Subject, story: Story, words: dict[str, str]) -> dict[str, Any]:
        return {
            "title": story.title.format(**words), "description": self.rng.choice(story.seen).format(**words),
            "risk_kind": story.kind, "product_kind": ProductKind(story.product_kind), "area": firm.area,
            "subject_id": firm.pk, "subject_name": firm.title, "product_name": words["product"], "batch": words["batch"],
            "supplier": words["supplier"] if story.kind in ("channel", "counterfeit", "records") else "",
            "clause": story.clause, "campaign_id": self.campaign, "agency_id": self.chief.agency_id,
        }  # fmt: skip

    def _lives(self, story: Story) -> Callable[[Record], None]:
        return lambda risk: RiskLife(self, risk.pk, story, risk.area).begin()

    def weigh(self, choices: Sequence[tuple[Any, int]]) -> Any:
        return weighted(self.rng, choices)

    def supervise(self, risk_id: int) -> None:
        """A grave risk is put under listed supervision until it is under control."""
        until = self.agenda.today + timedelta(days=30)
        command = risks.Supervise(
            agency_id=self.leader.agency_id or 0, requirement="每周报告进展，控制到位前不得恢复营业", until=until
        )
        self.agenda.after(1, lambda: Plan(Step(command, on=risk_id, by=self.leader)))

    def consider_case(self, risk_id: int, level: Level) -> None:
        """Many grave findings, and a few moderate ones, are punished."""
        if self.rng.random() < CASES[level] * self.rates.cases:
            CaseLife(self, Risk.objects.get(pk=risk_id)).begin()

    # Find one, treat the class.

    def consider_sweep(self, risk_id: int, story: Story) -> None:
        """Some grave findings are looked for everywhere; not the same kind twice within half a year."""
        last = self.swept.get(story.kind)
        if self.rng.random() < 0.3 and (last is None or (self.agenda.today - last).days > 180):
            self.swept[story.kind] = self.agenda.today
            self.agenda.after(1, lambda: self._sweep(risk_id, story))

    def _sweep(self, risk_id: int, story: Story) -> Plan:
        risk = Risk.objects.get(pk=risk_id)
        command = risks.OpenSweep(
            risk_id=risk_id, title=f"全县“{law.label('risk_kinds', story.kind)}”同类排查（起因 {risk.number}）", area=self.world.home,
            criteria=("同一类别的对象", "同一供货单位", "同一连锁"), campaign_id=self.campaign, holder_id=self.chief.user_id,
            finish_by=self.agenda.today + timedelta(days=45),
        )  # fmt: skip
        return Plan(Step(command, by=self.chief), lambda sweep: self._propose(sweep.pk, risk, story))

    def _propose(self, sweep_id: int, risk: Risk, story: Story) -> None:
        here = next((firm for firm in self.firms if firm.pk == risk.subject_id), None)
        alike = [firm for firm in self.firms if here and firm.subject_kind == here.subject_kind and firm.pk != here.pk]
        chosen = self.rng.sample(alike, min(len(alike), self.rng.randrange(12, 26)))
        left = [len(chosen)]
        for firm in chosen:
            self.agenda.after(0, partial(self._visit, sweep_id, firm, story, left))

    def _visit(self, sweep_id: int, firm: Subject, story: Story, left: list[int]) -> Plan:
        inspector = self.rng.choice(self.world.at(firm.area))
        command = risks.Propose(
            sweep_id=sweep_id, subject_id=firm.pk, title=firm.title, area=firm.area, agency_id=self.chief.agency_id,
            reasons=("同一类别的对象",), holder_id=inspector.user_id, visit_by=self.agenda.today + timedelta(days=30),
        )  # fmt: skip

        def then(visit: Record) -> None:
            self.agenda.after(
                self.rng.randrange(2, 28), lambda: self._result(visit.pk, sweep_id, firm, story, inspector, left)
            )

        return Plan(Step(command, by=self.chief), then)

    def _result(
        self, visit_id: int, sweep_id: int, firm: Subject, story: Story, inspector: Actor, left: list[int]
    ) -> Plan:
        lot = self.rng.random()
        command: Change[Any] = risks.Clear(result="现场检查未发现同类问题")
        if lot < 0.13:
            command = risks.Find(
                result=f"{firm.title}存在同类问题，已责令改正",
                risk_kind=story.kind,
                product_kind=ProductKind(story.product_kind),
            )
        elif lot < 0.17:
            command = risks.Skip(reason="已停业")

        def then(_visit: Record) -> None:
            left[0] -= 1
            if lot < 0.13:
                found = Risk.objects.get(visit_id=visit_id)
                RiskLife(self, found.pk, story, firm.area).begin()
            if left[0] == 0:
                finish = Step(
                    risks.Finish(summary="逐户排查完毕，发现的问题均已列入隐患台账。"), on=sweep_id, by=self.chief
                )
                self.agenda.after(2, lambda: Plan(finish))

        return Plan(Step(command, on=visit_id, by=inspector), then)

    def file(self, purpose: str) -> Evidence:
        """A small picture that stands for a proof; stored once a purpose."""
        return stored(self.files, purpose)


def stored(files: dict[str, Evidence], purpose: str) -> Evidence:
    """A small picture that stands for a proof of a purpose; stored once and kept in `files`."""
    if purpose not in files:
        name = f"{law.label('evidence', purpose)}.png"
        files[purpose] = store([PIXEL + purpose.encode()], name=name, purpose=purpose)
    return files[purpose]


def _poisson(rng: Random, mean: float) -> int:
    """How many come on a day when `mean` come on average."""
    count, left = 0, rng.expovariate(1.0)
    while left < mean:
        count, left = count + 1, left + rng.expovariate(1.0)
    return count


def weighted(rng: Random, choices: Sequence[tuple[Any, int]]) -> Any:
    """One of (value, weight) pairs."""
    return rng.choices([value for value, _weight in choices], [weight for _value, weight in choices])[0]
