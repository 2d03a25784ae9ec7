"""The life of one letter in the simulation: signed by another, served, answered in time or late, checked."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Step
from yaoan.kernel.records.models import Record
from yaoan.modules.letters import commands
from yaoan.modules.letters.choices import Held, Kind, Result, Way
from yaoan.modules.risks.public import Level, Risk
from yaoan.simulation.agenda import Plan

if TYPE_CHECKING:
    from yaoan.simulation.county import County

CHOSEN: dict[Level, tuple[tuple[Kind, float], ...]] = {
    Level.MAJOR: ((Kind.SUSPENSION, 0.5), (Kind.TALK, 0.4)),
    Level.HIGH: ((Kind.TALK, 0.18), (Kind.ADMONITION, 0.25), (Kind.RECTIFICATION, 0.2)),
    Level.MODERATE: ((Kind.RISK_LETTER, 0.06), (Kind.RECTIFICATION, 0.1)),
}
"""Which letter a risk of a level brings, with its chance; the rest brings none."""

LENGTHS = {Kind.TALK: 15, Kind.RECTIFICATION: 20, Kind.SUSPENSION: 5, Kind.ADMONITION: 10, Kind.RISK_LETTER: 10}
POSTS = ("质量负责人", "店长", "冷库管理员", "采购人员", "执业药师")


def consider_letter(county: County, risk_id: int, level: Level) -> None:
    """Some risks bring a letter. The lot is drawn from the risk's own number, so nothing else in the story moves."""
    rng = county.agenda.lot("letter", risk_id)
    lot = rng.random()
    for kind, chance in CHOSEN.get(level, ()):
        share = chance * county.rates.letters
        if lot < share:
            LetterLife(county, risk_id, kind, rng).begin()
            return
        lot -= share


class LetterLife:
    """What happens to one letter next. Some firms answer late, some not at all, some answers are too thin."""

    def __init__(self, county: County, risk_id: int, kind: Kind, rng: Random) -> None:
        self.county, self.agenda, self.rng = county, county.agenda, rng
        self.risk_id, self.kind, self.letter_id, self.talk_on = risk_id, kind, 0, county.agenda.today
        self.officer, self.checker = rng.sample(county.officers, 2) if len(county.officers) > 1 else county.officers * 2

    def _do(self, days: float, command: Change[Any], by: Actor, then: Any = None) -> None:
        step = Step(command, on=self.letter_id, by=by)
        self.agenda.after(days, lambda: Plan(step, then and (lambda _letter: then())))

    def begin(self) -> None:
        self.agenda.after(self.rng.choice((0, 1)), self._draft)

    def _draft(self) -> Plan:
        risk = Risk.objects.get(pk=self.risk_id)
        self.talk_on = self._working_day(7)
        command = commands.Raise(
            letter_kind=self.kind, title=risk.title, product_kind=risk.product_kind, area=risk.area,  # type: ignore[arg-type]
            agency_id=risk.agency_id, subject_id=risk.subject_id, subject_name=risk.subject_name, problems=risk.description,
            basis="" if risk.product_kind != "cosmetic" else "《化妆品监督管理条例》第五十四条",
            suspended=f"销售批号{risk.batch}的{risk.product_name}" if self.kind is Kind.SUSPENSION else "",
            talk_on=self.talk_on if self.kind is Kind.TALK else None,
            talk_place=f"{self.county.world.name}市场监督管理局三楼会议室" if self.kind is Kind.TALK else "", campaign_id=risk.campaign_id, risk_id=risk.pk,
        )  # fmt: skip
        return Plan(Step(command, by=self.officer), self._drafted)

    def _working_day(self, days: int) -> date:
        """The first working day so many days from today."""
        day = self.agenda.today + timedelta(days=days)
        while not law.calendar().is_working_day(day):
            day += timedelta(days=1)
        return day

    def _drafted(self, letter: Record) -> None:
        self.letter_id = letter.pk
        self._do(self.rng.choice((0, 1, 2)), commands.Issue(opinion="同意"), self.county.chief, self._issued)

    def _issued(self) -> None:
        serve = commands.Serve(way=self.rng.choice((Way.DIRECT, Way.DIRECT, Way.POST)), receiver="企业负责人")
        self._do(self.rng.choice((0, 1, 2)), serve, self.officer, self._served)

    def _served(self) -> None:
        if self.kind is Kind.TALK:
            hold = commands.Hold(
                attendees="企业主要负责人、质量负责人；执法人员两名", minutes="通报问题，企业认识到位，承诺限期整改。"
            )
            self._do(max(0, (self.talk_on - self.agenda.today).days), hold, self.officer)
        length, lot = LENGTHS[self.kind], self.rng.random()
        if lot < 0.05:  # the firm is silent: chased, and still open
            self._do(length + 8, commands.Chase(text="电话催办，企业称正在整理材料"), self.officer)
            return
        late = lot < 0.17
        if late:
            self._do(length + 6, commands.Chase(text="已过答复期限，电话催办"), self.officer)
        self._answer(length + self.rng.randrange(8, 20) if late else self.rng.uniform(0.4, 0.9) * length)

    def _answer(self, days: float) -> None:
        told = self.rng.random() < 0.7
        reply = commands.Answer(
            reply="已按要求整改，整改报告和照片附后。",
            accountability="" if told else "系设备故障，没有人员责任。",
            files=(self.county.file("photo"),),
        )
        self._do(days, reply, self.officer, self._accounted if told else self._answered)

    def _accounted(self) -> None:
        for _ in range(self.rng.choice((1, 1, 1, 2))):
            held = commands.HoldToAccount(post=self.rng.choice(POSTS), how=self.rng.choice(tuple(Held)))
            self._do(0, held, self.officer)
        self._answered()

    def _answered(self) -> None:
        if self.rng.random() < 0.1:
            self.agenda.after(self.rng.choice((1, 2)), self._send_back)
        else:
            self._check()

    def _send_back(self) -> Plan:
        day = self.agenda.today + timedelta(days=7)
        command = commands.SendBack(reason="没有写明原因和防止再发的措施，请补充", reply_by=day)
        return Plan(
            Step(command, on=self.letter_id, by=self.checker), lambda _letter: self._answer(self.rng.randrange(2, 7))
        )

    def _check(self) -> None:
        days = self.rng.choice((1, 2, 3)) if self.rng.random() > 0.06 else 9
        if self.kind is Kind.SUSPENSION:
            self._do(days, commands.Lift(finding="已消除隐患，复查合格，同意恢复。"), self.county.chief)
            days += 1
        result = Result.RIGHT if self.rng.random() < 0.88 else Result.PARTLY
        self._do(days, commands.Check(result=result, conclusion="已核查，整改情况属实。"), self.checker)
