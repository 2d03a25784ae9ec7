"""The life of one case in the simulation: most are handled in time, some late, suspended, tested, withdrawn or declined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Open, Step
from yaoan.kernel.records.models import Record
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import (
    Danger,
    DeclineKind,
    ExhibitKind,
    GoodFaith,
    Grade,
    LawChosen,
    MeasureKind,
    Outcome,
    Penalty,
    ServiceWay,
)
from yaoan.modules.cases.public import Case
from yaoan.modules.cases.rules.discretion import band_of, range_of
from yaoan.modules.subjects.public import ProductKind
from yaoan.simulation.agenda import Plan, Work
from yaoan.simulation.assistance import consider_assistance
from yaoan.simulation.transfers import TransferLife, consider_transfer

if TYPE_CHECKING:
    from yaoan.modules.risks.public import Risk
    from yaoan.simulation.county import County

BREACHES = {
    "channel": ("channel", "device_records", "cosmetic_records"),
    "unlicensed": ("unlicensed", "device_unregistered", "cosmetic_unregistered"),
    "counterfeit": ("substandard_sold", "device_substandard", "cosmetic_substandard"),
    "cold_chain": ("good_practice", "device_label", "cosmetic_records"),
    "storage": ("good_practice", "device_label", "cosmetic_records"),
    "expired": ("substandard_sold", "device_substandard", "cosmetic_substandard"),
    "unregistered": ("unapproved", "device_unregistered", "cosmetic_unregistered"),
    "label": ("label_unapproved", "device_label", "cosmetic_unfiled"),
    "licence_lending": ("licence_lending", "device_records", "cosmetic_records"),
}
"""Kind of risk -> the breach of a drug, a device and a cosmetic; all else is a matter of records."""
RECORDS = ("records", "device_records", "cosmetic_records")
ENDANGERING = {"unapproved", "licence_fraud", "device_unregistered", "device_substandard"}
"""Breaches that are crimes where they are enough to seriously endanger health."""
ZERO, TRIES = Decimal(0), 6


def breach_of(risk: Risk) -> str:
    """The breach that a risk of the ledger comes to before the law."""
    drug, device, cosmetic = BREACHES.get(risk.risk_kind, RECORDS)
    return {"drug": drug, "device": device, "cosmetic": cosmetic}[risk.product_kind]


class CaseLife:
    """What happens to one case next. Acts are done by those who may: two officers, the section chief, the head."""

    grade, reason = Grade.LIGHTER, "积极配合调查，主动改正"
    beside: tuple[Penalty, ...] = ()
    """Penalties beside warning and fine."""

    beside_words, is_elsewhere = "", False
    """How they are called in the decision; whether the party is of another province."""

    transfer: TransferLife | None = None
    """The transfer to the police that the case came to."""

    def __init__(self, county: County, risk: Risk) -> None:
        self.county, self.agenda, self.rng = county, county.agenda, county.rng
        self.risk, self.breach = risk, breach_of(risk)
        self.officer, self.second = self.rng.sample(county.officers, 2)
        self.chief, self.head = county.chief, county.leader
        self.value = Decimal(self.rng.randrange(200, 6000))
        self.case_id = 0

    def _after(self, days: float, work: Work) -> None:
        """Put work on the calendar; while the police have the case, it is put off."""

        def when_here() -> Plan | None:
            if self.transfer and self.transfer.is_away:
                self.agenda.after(14, when_here)
                return None
            return work()

        self.agenda.after(days, when_here)

    def _do(self, days: float, command: Change[Any], by: Actor, then: Callable[[], None] | None = None) -> None:
        step = Step(command, on=self.case_id, by=by)
        self._after(days, lambda: Plan(step, then and (lambda _record: then())))

    def _open(self, days: float, command: Open[Any], by: Actor, then: Callable[[Record], None] | None = None) -> None:
        self.agenda.after(days, lambda: Plan(Step(command, by=by), then))

    def _days(self, usual: tuple[int, int], late: int, share: float) -> int:
        """How long something takes; in a share of the cases it is `late`."""
        return late if self.rng.random() < share else self.rng.randrange(*usual)

    def begin(self) -> None:
        """A risk is taken up as a case."""
        risk = self.risk
        command = commands.Pursue(
            title=f"{risk.subject_name}涉嫌{law.document('catalogues/breaches')[self.breach]['label']['zh']}"[:200],
            description=risk.description, breach=self.breach, product_kind=ProductKind(risk.product_kind), area=risk.area,
            agency_id=risk.agency_id, subject_id=risk.subject_id, subject_name=risk.subject_name,
            product_name=risk.product_name, batch=risk.batch, campaign_id=risk.campaign_id, risk_id=risk.pk,
            acted_from=risk.found_on - timedelta(days=self.rng.randrange(5, 200)), acted_until=risk.found_on,
            found_on=risk.found_on,
        )  # fmt: skip
        self._open(self.rng.choice((0, 1, 2)), command, self.officer, self._begun)

    def _begun(self, case: Record) -> None:
        self.case_id = case.pk
        lot = self.rng.random()
        if lot < 0.12:
            kind, reason = DeclineKind.SLIGHT, "违法行为轻微，当场改正，没有造成危害后果。"
            self._judge_harm(1)
            self._do(self.rng.randrange(5, 14), commands.Decline(kind=kind, reason=reason), self.chief)
        elif lot < 0.22:
            self._do(8, commands.Prolong(reason="需向供货地核实票据"), self.chief, lambda: self._file(20))
        else:
            self._file(self._days((4, 15), 26, 0.05))

    def _file(self, days: int) -> None:
        command = commands.File(
            grounds="经核查，有现场笔录和票据初步证明存在违法行为。", has_evidence=True, is_punishable=True, is_ours=True,
            officers=(self.officer.user_id, self.second.user_id),
        )  # fmt: skip
        self._do(days, command, self.chief, self._filed)

    def _filed(self) -> None:
        consider_assistance(self.county, self.case_id)
        for kind, title, source in (
            (ExhibitKind.RECORD, "现场笔录", "执法人员制作"),
            (ExhibitKind.WRITTEN, "购销票据", "当事人提供"),
        ):
            exhibit = commands.Exhibit(
                kind=kind,
                title=title,
                source=source,
                fact="违法事实",
                custodian=self.officer.name,
                files=(self.county.file("record"),),
            )
            self._do(1, exhibit, self.officer)
        goods = commands.Value(
            name=self.risk.product_name or "涉案产品", batch=self.risk.batch, quantity=Decimal(self.rng.randrange(2, 90)), unit="盒",
            value=self.value, income=(self.value / 3).quantize(Decimal("0.01")),
        )  # fmt: skip
        self._do(2, goods, self.officer)
        self._judge_harm(3)
        self._paper(2, "filing_approval")
        if self.rng.random() < 0.3:
            self._hold_goods()
        self._inquire()

    def _judge_harm(self, days: int) -> None:
        """Some breaches are crimes where they endanger: that is judged before anything is decided."""
        if self.breach in ENDANGERING:
            judged = commands.AssessHarm(
                danger=Danger.UNLIKELY, grounds="按检验结论和专家意见，不足以严重危害人体健康。"
            )
            self._do(days, judged, self.officer)

    def _inquire(self) -> None:
        lot = self.rng.random()
        if lot < 0.05:
            self._do(30, commands.Withdraw(reason="当事人已注销，违法事实无法查清"), self.chief)
        elif lot < 0.20 or self.must_be_tested:
            self._send_to_test()
        elif lot < 0.26:
            suspend = commands.Suspend(reason="须以外省协查结果为依据")
            self._do(
                20,
                suspend,
                self.chief,
                lambda: self._do(45, commands.Resume(reason="协查已回复"), self.chief, self._conclude),
            )
        elif lot < 0.34:
            self._do(80, commands.Extend(reason="涉及多家供货单位，案情复杂"), self.chief, lambda: self._conclude(20))
        else:
            self._conclude()

    @property
    def must_be_tested(self) -> bool:
        """Whether the decision has to state what a laboratory found."""
        return bool(law.document("catalogues/breaches")[self.breach].get("tested"))

    def _send_to_test(self) -> None:
        test = commands.Test(tested_at="云河市药品检验所", item="性状、含量测定")
        self._do(6, test, self.officer, lambda: self._tested(self.rng.randrange(18, 40)))

    def _tested(self, days: int) -> None:
        self._do(days, commands.Tested(result="检验结果不符合规定"), self.officer, self._conclude)

    def _hold_goods(self) -> None:
        kind = MeasureKind.DRUG_SEIZURE if self.risk.product_kind == "drug" else MeasureKind.SEIZURE
        if self.rng.random() < 0.5:
            kind = MeasureKind.PRESERVATION
        take = commands.Take(
            case_id=self.case_id, kind=kind, title=f"{self.risk.subject_name}涉案产品", things=(f"{self.risk.product_name} {self.risk.batch}",),
            kept_at="县局涉案物品库", officers=(self.officer.user_id, self.second.user_id), reason="防止转移、销毁", area=self.risk.area,
            agency_id=self.risk.agency_id,
        )  # fmt: skip

        def then(measure: Record) -> None:
            def step(days: float, command: Change[Any], by: Actor) -> None:
                self.agenda.after(days, lambda: Plan(Step(command, on=measure.pk, by=by)))

            step(0, commands.Approve(opinion="同意"), self.head)
            step(self._days((3, 6), 12, 0.1), commands.Dispose(result="依法先行处理，随案移送"), self.head)

        self._open(1, take, self.officer, then)

    def _conclude(self, days: int = 0) -> None:
        self.agenda.after(days or self._days((15, 55), 100, 0.08), self._report)

    def _report(self) -> Plan:
        row, bands = law.document("catalogues/breaches")[self.breach], law.document("catalogues/case_rules")["bands"]
        case = Case.objects.get(pk=self.case_id)
        whole = range_of(row, goods=case.goods_value, income=case.income)
        band = band_of(whole, self.grade, lighter=bands["lighter"], heavier=bands["heavier"])
        self.fine = band.low
        self.penalties = (Penalty.WARNING, *((Penalty.FINE,) if self.fine else ()), *self.beside)
        self.penalty = "警告" + (f"，罚款{self.fine:.0f}元" if self.fine else "") + self.beside_words
        command = commands.Conclude(
            facts=self.risk.description, good_faith=GoodFaith.NOT_CLAIMED, law_chosen=LawChosen.UNCHANGED, grade=self.grade,
            penalties=self.penalties, fine=self.fine, proposed=self.penalty, discretion=self.reason,
            needs_discussion=self.fine >= 200_000, needs_legal_review=self.fine >= 100_000,
        )  # fmt: skip
        return Plan(Step(command, on=self.case_id, by=self.officer), lambda _case: self._reported())

    def _reported(self) -> None:
        self.transfer = consider_transfer(self.county, self.case_id, (self.officer, self.second))
        days = self._days((1, 9), 18, 0.05)
        self._do(days, commands.PassReview(opinion="事实清楚，程序合法", is_legal=True), self.head, self._reviewed)

    def _reviewed(self) -> None:
        self._paper(0, "prior_notice", then=self._told)

    def _told(self) -> None:
        if self.rng.random() < 0.25:
            defend = commands.Defend(text="系初次违法，已经改正，请求从轻。", answer="拟处罚已经考虑，予以维持。")
            self._do(3, defend, self.officer)
        if self.fine >= 100_000 and self.rng.random() < 0.3:
            self._after(3, self._convene)
        else:
            self._do(self.rng.randrange(8, 16), commands.CloseDefence(), self.officer, self._ready)

    def _convene(self) -> Plan:
        command = commands.Convene(
            hearing_on=self.agenda.today + timedelta(days=21), place="县局会议室", chair=self.head.name
        )

        def then(_case: Record) -> None:
            hear = commands.Hear(record_text="双方就事实和裁量质证。", opinion="建议维持。")
            self._do(22, hear, self.officer, self._review_again)

        return Plan(Step(command, on=self.case_id, by=self.chief), then)

    def _review_again(self) -> None:
        self._do(2, commands.ReviewLaw(opinion="听证意见已经考虑，程序合法"), self.head, self._ready)

    def _ready(self) -> None:
        if self.fine >= 200_000:
            people = (self.head.name, self.chief.name)
            self._do(1, commands.Discuss(people=people, text="同意办案机构意见"), self.head, self._decide)
        else:
            self._decide()

    def _decide(self) -> None:
        command = commands.Decide(
            outcome=Outcome.PENALTY, penalties=self.penalties, fine=self.fine, penalty=self.penalty,
            decision_number="", other_act="另一时段的违法行为", is_party_elsewhere=self.is_elsewhere,
        )  # fmt: skip
        self._try(self.rng.randrange(1, 6), command, TRIES)

    def _try(self, days: int, command: commands.Decide, tries: int) -> None:
        """Decide; while a hit of the watchdog waits for its answer, that is refused, and tried again."""
        step = Step(command, on=self.case_id, by=self.head)
        again = (lambda _refusal: self._try(10, command, tries - 1)) if tries > 1 else None
        self.agenda.after(days, lambda: Plan(step, lambda _case: self._decided(), again))

    def _decided(self) -> None:
        self._paper(0, "decision", then=self._served)
        if self.fine:
            self._published()

    def _published(self) -> None:
        text = f"{self.risk.subject_name}：{self.penalty}"
        self._do(self._days((4, 18), 40, 0.06), commands.Publish(text=text), self.head)

    def _served(self) -> None:
        lot = self.rng.random()
        if not self.fine:
            self._do(1, commands.Fulfil(note="警告已送达"), self.officer, self._carried_out)
        elif lot < 0.8:
            self._do(self.rng.randrange(2, 12), commands.Pay(sum=self.fine, note="电子缴款"), self.officer, self._paid)
        elif lot < 0.9:
            defer = commands.Defer(pay_by=self.agenda.today + timedelta(days=150), plan="经营困难，分两期缴纳")
            self._do(5, defer, self.head)
            half = (self.fine / 2).quantize(Decimal("0.01"))
            self._do(40, commands.Pay(sum=half, note="第一期"), self.officer)
            self._do(120, commands.Pay(sum=self.fine - half, note="第二期"), self.officer, self._paid)
        else:
            self._do(40, commands.Urge(), self.officer)
            self._do(
                215,
                commands.Compel(court=f"{self.county.world.name}人民法院"),
                self.officer,
                self._in_court,
            )

    def _in_court(self) -> None:
        self._do(4, commands.Admit(number=f"（{self.agenda.today.year}）行审1号"), self.officer, self._ruled)

    def _ruled(self) -> None:
        rule = commands.Rule(ruling="裁定准予强制执行")
        self._do(5, rule, self.officer, lambda: self._do(51, commands.End(ruling="裁定终结执行"), self.officer))

    def _paid(self) -> None:
        self._do(1, commands.Fulfil(note="罚款已全部缴清", late_reason="按期缴纳"), self.officer, self._carried_out)

    def _carried_out(self) -> None:
        close = commands.Close(conclusion="处罚决定已经执行完毕")
        self._do(self.rng.randrange(1, 8), close, self.head, self._closed)

    def _closed(self) -> None:
        self._paper(0, "closing_approval", body="处罚决定已经执行完毕")
        self._do(self.rng.randrange(10, 40), commands.Archive(place=f"{self.agenda.today.year}-行罚"), self.officer)

    def _paper(self, days: float, form: str, body: str = "", then: Callable[[], None] | None = None) -> None:
        """Draw up a document and have it signed; with `then` it is also served, and that goes on."""
        draw = commands.Draw(
            case_id=self.case_id, form=form, area=self.risk.area, agency_id=self.risk.agency_id, body=body
        )
        serve = commands.ServeDocument(way=ServiceWay.DIRECT, recipient="店内负责人")

        def step(days: float, document: Record, command: Change[Any], by: Actor, after: Callable[[], None]) -> None:
            plan = Plan(Step(command, on=document.pk, by=by), lambda _document: after())
            self._after(days, lambda: plan)

        def signed(document: Record) -> None:
            if then:
                step(self._days((1, 4), 15, 0.05), document, serve, self.officer, then)

        def drawn(document: Record) -> None:
            step(self.rng.choice((0, 1)), document, commands.Sign(opinion="同意"), self.head, lambda: signed(document))

        self._open(days, draw, self.officer, drawn)
