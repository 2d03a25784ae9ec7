"""The life of one transfer in the simulation: most are filed, some refused, objected to, reversed, supervised or returned."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Step
from yaoan.kernel.records.models import Record
from yaoan.modules.cases.commands import Withdraw
from yaoan.modules.cases.public import Case
from yaoan.modules.risks.public import Risk
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import commands
from yaoan.modules.transfers.choices import Opinion, Piece, Result
from yaoan.simulation.agenda import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaoan.simulation.county import County

CHARGES = {"drug": "妨害药品管理罪", "device": "生产、销售不符合标准的医用器材罪", "cosmetic": "生产、销售伪劣产品罪"}
THRESHOLDS = {"drug": "drug_administration", "device": "device_harm", "cosmetic": "cosmetic_harm"}


class Course(StrEnum):
    """What the police answer, and what follows from a refusal."""

    FILED = "filed"
    ABIDED = "abided"
    """Refused; the head accepts that."""
    REVERSED = "reversed"
    """Refused, and filed after reconsideration."""
    SUPERVISED = "supervised"
    """Refused twice, and filed because the procurator said so."""
    ENDORSED = "endorsed"
    """Refused; the procurator finds the refusal justified."""


COURSES = {Course.FILED: 75, Course.REVERSED: 12, Course.ABIDED: 7, Course.SUPERVISED: 4, Course.ENDORSED: 2}
"""How often each is taken, of a hundred."""


def consider_transfer(county: County, case_id: int, pair: tuple[Actor, Actor]) -> TransferLife | None:
    """Some cases under review turn out to be crimes, some only look so. The lot is drawn from the case's own number."""
    rng = county.agenda.lot("transfer", case_id)
    lot = rng.random()
    if lot < 0.09:
        life = TransferLife(county, case_id, pair, rng)
        life.begin()
        return life
    if lot < 0.16:
        HitLife(county, case_id, pair[0], rng).begin()
    return None


class HitLife:
    """A head flags a case; the officer gives a reason, some of them late, and it is signed."""

    def __init__(self, county: County, case_id: int, officer: Actor, rng: Random) -> None:
        self.county, self.agenda, self.rng, self.case_id, self.officer = county, county.agenda, rng, case_id, officer

    def begin(self) -> None:
        self.agenda.after(1, self._flag)

    def _flag(self) -> Plan:
        case = Case.objects.get(pk=self.case_id)
        command = commands.Flag(
            case_id=case.pk, title=case.title, threshold=THRESHOLDS[case.product_kind], product_kind=ProductKind(case.product_kind),
            detail="产品可能危害人体健康，请核查是否达到移送标准。", area=case.area, agency_id=case.agency_id,
            holder_id=self.officer.user_id, campaign_id=case.campaign_id,
        )  # fmt: skip
        return Plan(Step(command, by=self.county.leader), self._flagged)

    def _flagged(self, hit: Record) -> None:
        is_late = self.rng.random() < 0.2
        explain = commands.Explain(reason="经检验和专家论证，没有危害人体健康的证据，未达到移送标准。")

        def signed(_hit: Record) -> None:
            sign = commands.Sign(opinion="同意，继续行政处理")
            self.agenda.after(1, lambda: Plan(Step(sign, on=hit.pk, by=self.county.leader)))

        days = 40 if is_late else self.rng.choice((1, 2, 6))
        self.agenda.after(days, lambda: Plan(Step(explain, on=hit.pk, by=self.officer), signed))


class TransferLife:
    """What happens to one transfer next. A `course` that is given is taken; else the lot decides."""

    is_away = False
    """Whether the police have the case, so that nothing is decided on it."""

    def __init__(
        self, county: County, case_id: int, pair: tuple[Actor, Actor], rng: Random, course: Course | None = None
    ) -> None:
        self.county, self.agenda, self.rng, self.case_id = county, county.agenda, rng, case_id
        self.officer, self.second = pair
        self.head, self.transfer_id, self.course = county.leader, 0, course

    def _do(self, days: float, command: Change[Any], by: Actor, then: Callable[[], None] | None = None) -> None:
        step = Step(command, on=self.transfer_id, by=by)
        self.agenda.after(days, lambda: Plan(step, then and (lambda _transfer: then())))

    def begin(self) -> None:
        self.agenda.after(1, self._propose)

    def _propose(self) -> Plan:
        case = Case.objects.get(pk=self.case_id)
        self.charge = CHARGES[case.product_kind]
        command = commands.Propose(
            case_id=case.pk, title=case.title, description=case.facts or case.description,
            product_kind=ProductKind(case.product_kind), area=case.area, agency_id=case.agency_id, subject_id=case.subject_id,
            subject_name=case.party_name, campaign_id=case.campaign_id, organ=f"{self.county.world.name}公安局",
            procurator=f"{self.county.world.name}人民检察院",
            charge=self.charge,
        )  # fmt: skip
        return Plan(Step(command, by=self.officer), self._proposed)

    def _proposed(self, transfer: Record) -> None:
        self.transfer_id = transfer.pk
        self._do(0, commands.Staff(officers=(self.officer.user_id, self.second.user_id)), self.head)
        report = commands.Report(
            charge=self.charge, facts="现场检查和检验证明，当事人明知产品不符合规定仍然销售。", evidence="现场笔录、检验报告、销售记录",
            goods="涉案产品一批，封存于县局涉案物品库", opinion="事实清楚，建议移送公安机关",
        )  # fmt: skip
        self._do(self.rng.choice((1, 2, 3)), report, self.officer, self._reported)

    def _reported(self) -> None:
        if self.course is None and self.rng.random() < 0.15:
            self._do(2, commands.Decline(reason="现有证据不足以证明主观明知，继续行政处理"), self.head)
            return
        self._do(self.rng.choice((1, 2)), commands.Approve(opinion="同意移送"), self.head, self._approved)

    def _approved(self) -> None:
        opinion = commands.Enclose(piece=Piece.OPINION, title="检验报告", files=(self.county.file("record"),))
        self._do(0, opinion, self.officer)
        self._do(0, commands.Enclose(piece=Piece.OTHER, reason="没有其他材料"), self.officer)
        late = 3 if self.rng.random() < 0.1 else 0
        step = Step(commands.HandOver(note="当面交接"), on=self.transfer_id, by=self.officer)

        def hand_over() -> Plan:
            self.is_away = True
            return Plan(step, lambda _transfer: self._sent())

        self.agenda.after(late, hand_over)

    def _sent(self) -> None:
        self._do(0, commands.Copy(), self.officer)
        self._do(1, commands.Accept(receipt="公安机关签收"), self.officer, self._accepted)

    def _accepted(self) -> None:
        self.course = self.course or self.rng.choices(list(COURSES), list(COURSES.values()))[0]
        if self.course is Course.FILED:
            self._do(self.rng.choice((2, 3, 3, 5)), commands.File(number="立案决定书"), self.officer, self._filed)
        else:
            refuse = commands.Refuse(number="不予立案通知书", reason="认为情节显著轻微，不需要追究刑事责任。")
            self._do(3, refuse, self.officer, self._refused)

    def _refused(self) -> None:
        if self.course is Course.ABIDED:
            abide = commands.Abide(reason="同意公安机关意见", materials="全部案卷和物品")
            self._do(2, abide, self.head, self._returned)
        elif self.course is Course.ENDORSED:
            self._do(2, self._advice(), self.officer, self._questioned)
        else:
            objecting = commands.Object(reason="事实清楚，证据充分，达到追诉标准。")
            self._do(2, objecting, self.officer, self._objected)

    def _objected(self) -> None:
        if self.course is Course.REVERSED:
            self._do(3, commands.Overturn(number="立案决定书"), self.officer, self._filed)
            return
        uphold = commands.Uphold(number="复议决定书", reason="维持不予立案决定。")
        self._do(3, uphold, self.officer, lambda: self._do(2, self._advice(), self.officer, self._questioned))

    def _advice(self) -> commands.Advise:
        return commands.Advise(reason="公安机关不予立案的理由不能成立，建议依法进行立案监督。")

    def _questioned(self) -> None:
        """The procurator asks the police for their reasons, and finds them wanting or not."""
        question = commands.Question(number="要求说明不立案理由通知书")
        justify = commands.Justify(reason="经审查，认为犯罪事实显著轻微，不需要追究刑事责任。")
        self._do(4, question, self.officer, lambda: self._do(5, justify, self.officer, self._reasoned))

    def _reasoned(self) -> None:
        if self.course is Course.SUPERVISED:
            instruct = commands.Instruct(number="通知立案书", reason="不立案理由不能成立")
            comply = commands.Comply(number="立案决定书")
            self._do(2, instruct, self.officer, lambda: self._do(9, comply, self.officer, self._filed))
            return
        endorse = commands.Endorse(reason="检察机关认为不立案理由成立", materials="全部案卷和物品")
        self._do(3, endorse, self.officer, self._returned)

    def _returned(self) -> None:
        self.is_away = False
        if not self.case_id:
            self._do(6, commands.Spare(reason="当事人已经停业注销，不再立案。"), self.head)
        self._do(10, commands.Close(aftermath="继续行政处理。"), self.head)

    def _filed(self) -> None:
        if self.rng.random() < 0.5:
            arrested = self.rng.choice((1, 1, 2, 3))
            self._do(6, commands.Join(text="与公安机关联合查处窝点。", arrested=arrested), self.officer)
        if self.rng.random() < 0.4:
            by = self.agenda.today + timedelta(days=20)
            asking = commands.AskOpinion(kind=Opinion.RECOGNITION, question="涉案产品的性质", opinion_by=by)
            giving = commands.GiveOpinion(code="认定意见", answer="涉案产品不符合规定")
            self._do(4, asking, self.officer, lambda: self._do(12, giving, self.officer))
        again = self.agenda.today + timedelta(days=85)
        self._do(25, commands.Trace(text="案件正在侦查", trace_on=again), self.officer)
        self._do(80, commands.Trace(text="案件已移送审查起诉", trace_on=None), self.officer)
        result = self.rng.choice((*[Result.CONVICTED] * 4, Result.NOT_PROSECUTED))
        judge = commands.Judge(result=result, judgment="裁判文书已收到")
        self._do(self.rng.randrange(150, 260), judge, self.officer, lambda: self._judged(result))

    def _judged(self, result: Result) -> None:
        """Who was convicted is not fined again (Penalty Law art. 35); who was not prosecuted is punished by us."""
        if result is Result.CONVICTED and self.case_id:
            withdraw = Step(
                Withdraw(reason="已由人民法院判处刑罚，不再给予罚款。"), on=self.case_id, by=self.county.chief
            )
            self.agenda.after(4, lambda: Plan(withdraw))
        else:
            self.is_away = False
        if not self.case_id:
            self._do(6, commands.Spare(reason="当事人已经停业注销，不再立案。"), self.head)
        self._do(8, commands.Close(aftermath="依法作出仍应由行政机关作出的处理。"), self.head)


class RiskTransferLife(TransferLife):
    """A transfer that begins from a risk of the ledger, before there is a case."""

    def __init__(self, county: County, risk: Risk, course: Course, rng: Random) -> None:
        super().__init__(county, 0, (county.officers[0], county.officers[1]), rng, course)
        self.risk = risk

    def _propose(self) -> Plan:
        risk = self.risk
        self.charge = CHARGES[risk.product_kind]
        command = commands.Pursue(
            risk_id=risk.pk, title=f"{risk.subject_name}涉嫌{self.charge}", description=risk.description,
            product_kind=ProductKind(risk.product_kind), area=risk.area, agency_id=risk.agency_id, subject_id=risk.subject_id,
            subject_name=risk.subject_name, campaign_id=risk.campaign_id, organ=f"{self.county.world.name}公安局",
            procurator=f"{self.county.world.name}人民检察院",
            charge=self.charge,
        )  # fmt: skip
        return Plan(Step(command, by=self.officer), self._proposed)
