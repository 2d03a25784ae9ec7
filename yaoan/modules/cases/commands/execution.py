"""What officials may do to see a decision carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import Remedy
from yaoan.modules.cases.commands.asking import compel_until, evidence_kinds, fault, last_day, wrong_day
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import halting, instalments, persons


@dataclass(frozen=True, kw_only=True)
class Pay(Change[Case]):
    """Enter a payment; what was confiscated is paid first, then the fine."""

    act: ClassVar[Act] = lifecycle.PAY
    model: ClassVar[type[Case]] = Case

    sum: Decimal = ask(_("缴罚没款"), unit=_("元"), suggest=lambda case, _actor: case.outstanding)
    late: Decimal = ask(_("另缴加处罚款"), default=Decimal(0), unit=_("元"))
    paid_on: date | None = ask(_("缴款日期"), default=None, help=_("不填即为办理日期"))
    note: str = ask(_("票据号"), default="", max_length=100)
    files: tuple[Evidence, ...] = ask(_("缴款凭证"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if self.sum >= 0 and self.sum + self.late > 0 else {"sum": [str(_("缴款金额必须大于零。"))]}

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if self.sum > record.outstanding:
            return fault("sum", _("超过了应缴的 {sum} 元；加处罚款请另填。"), sum=record.outstanding)
        return wrong_day(self.paid_on, self.day, not_before=record.decided_on, name="paid_on")

    def apply(self, record: Case) -> None:
        on = self.paid_on or self.day
        record.payments = [*record.payments, {"on": on.isoformat(), "sum": str(self.sum), "note": self.note}]
        record.late_paid += self.late


@dataclass(frozen=True, kw_only=True)
class PayPerson(Change[Case]):
    """Enter what a person punished beside the firm has paid."""

    act: ClassVar[Act] = lifecycle.PAY_PERSON
    model: ClassVar[type[Case]] = Case

    name: str = ask(_("姓名"), max_length=60)
    sum: Decimal = ask(_("缴罚没款"), unit=_("元"))
    paid_on: date | None = ask(_("缴款日期"), default=None, help=_("不填即为办理日期"))
    note: str = ask(_("票据号"), default="", max_length=100)
    files: tuple[Evidence, ...] = ask(_("缴款凭证"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if self.sum > 0 else {"sum": [str(_("缴款金额必须大于零。"))]}

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        line = next((item for item in record.persons if item["name"] == self.name), None)
        if line is None:
            return fault("name", _("责任人员中没有“{name}”。"), name=self.name)
        left = persons.left_of(line, record.person_payments)
        if self.sum > left:
            return fault("sum", _("超过了{name}应缴的 {sum} 元。"), name=self.name, sum=left)
        return wrong_day(self.paid_on, self.day, not_before=record.decided_on, name="paid_on")

    def apply(self, record: Case) -> None:
        on = (self.paid_on or self.day).isoformat()
        line = {"name": self.name, "on": on, "sum": str(self.sum), "note": self.note}
        record.person_payments = [*record.person_payments, line]


@dataclass(frozen=True, kw_only=True)
class HandIn(Change[Case]):
    """Hand in a fine that was collected on the spot."""

    act: ClassVar[Act] = lifecycle.HAND_IN
    model: ClassVar[type[Case]] = Case

    note: str = ask(_("交款凭证号"), max_length=100)

    def apply(self, record: Case) -> None:
        record.handed_in_on = self.day


@dataclass(frozen=True, kw_only=True)
class Defer(Change[Case]):
    """Let a party in difficulty pay later or by instalments; it is urged, and the court asked, only once that time is over."""

    act: ClassVar[Act] = lifecycle.DEFER
    model: ClassVar[type[Case]] = Case

    pay_by: date = ask(_("缴清期限"))
    parts: tuple[str, ...] = ask(
        _("分期安排"), default=(), help=_("一行一期，如 2026-05-31 50000；最后一期即缴清期限。仅暂缓的不填")
    )
    plan: str = ask(_("当事人的困难和批准理由"), lines=3, max_length=2000)

    def faults(self) -> Mapping[str, list[str]]:
        try:
            plan = [instalments.read(line) for line in self.parts]
        except ValueError as error:
            return fault("parts", _("“{line}”应当写成日期和金额，如 2026-05-31 50000。"), line=str(error))
        if plan and (not instalments.is_rising(plan) or plan[-1].on != self.pay_by):
            return fault("parts", _("各期日期应当先后排列，最后一期为缴清期限。"))
        return {}

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if record.pay_by and self.pay_by <= record.pay_by:
            return fault("pay_by", _("新的期限应当晚于原定的 {day}。"), day=record.pay_by)
        if self.faults():
            return {}
        total = sum((instalments.read(line).sum for line in self.parts), Decimal(0))
        if self.parts and total != record.outstanding:
            return fault("parts", _("各期合计 {sum} 元，与未缴的 {owed} 元不符。"), sum=total, owed=record.outstanding)
        return {}

    def apply(self, record: Case) -> None:
        plan = [instalments.read(line) for line in self.parts]
        assert record.served_on  # the state sees to it
        record.pay_by, record.paid_before, record.urged_on = self.pay_by, record.paid, None
        record.compel_by = compel_until(record, record.served_on, self.pay_by)
        record.instalments = [{"on": part.on.isoformat(), "sum": str(part.sum)} for part in plan]


@dataclass(frozen=True, kw_only=True)
class Halt(Change[Case]):
    """Enter that the party is in reconsideration or litigation: no fine for late payment runs, and the time to ask the court
    begins when it is over. What was entered from the same first day is replaced."""

    act: ClassVar[Act] = lifecycle.HALT
    model: ClassVar[type[Case]] = Case

    first: date = ask(_("复议或者诉讼开始日期"))
    last: date | None = ask(
        _("结束日期"),
        default=None,
        help=_("当事人收到复议决定、裁判生效或者撤回之日；还没有结束的不填，结束后以同一开始日期再填一次"),
    )
    kind: Remedy = ask(
        _("程序"), help=_("决定申请强制执行的期限：复议决定后还有15日可以起诉，裁判生效后没有，撤回的仍按原来的期限")
    )
    note: str = ask(_("复议或者诉讼案号"), max_length=100)

    def faults(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        if self.last and self.last < self.first:
            found["last"] = [str(_("结束日期不能早于开始日期。"))]
        if self.kind is Remedy.DROPPED and not self.last:
            found["last"] = [str(_("已撤回或者没有受理的，请填写结束日期。"))]
        return found

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return {
            **wrong_day(self.first, self.day, not_before=record.decided_on, name="first"),
            **wrong_day(self.last, self.day, not_before=None, name="last"),
        }

    def apply(self, record: Case) -> None:
        line = halting.written(self.first, self.last, self.kind)
        record.halts = [*(item for item in record.halts if item[0] != line[0]), line]


@dataclass(frozen=True, kw_only=True)
class Urge(Change[Case]):
    """Urge a party that has not paid; ten working days later the court may be asked."""

    act: ClassVar[Act] = lifecycle.URGE
    model: ClassVar[type[Case]] = Case

    received_on: date | None = ask(_("催告书送达日期"), default=None, help=_("不填即为办理日期"))
    files: tuple[Evidence, ...] = ask(_("送达回证"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if record.pay_by and self.day <= record.pay_by:
            return fault("", _("缴款期限到 {day} 才届满，还不能催告。"), day=record.pay_by)
        return wrong_day(self.received_on, self.day, not_before=record.served_on)

    def apply(self, record: Case) -> None:
        record.urged_on = self.received_on or self.day


@dataclass(frozen=True, kw_only=True)
class Compel(Change[Case]):
    """Ask the court to compel: after the remedies are over, ten working days after urging, within three months."""

    act: ClassVar[Act] = lifecycle.COMPEL
    model: ClassVar[type[Case]] = Case

    court: str = ask(_("人民法院"), max_length=100)
    files: tuple[Evidence, ...] = ask(_("申请书"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        assert record.served_on and record.urged_on  # the guard and the state see to it
        remedies = record.remedies_over
        if not remedies:
            return fault(
                "", _("复议或者诉讼还没有结束，不能申请强制执行；结束的，请先在“停止加处罚款”里填写结束日期。")
            )
        if self.day <= remedies:
            return fault("", _("复议和诉讼期限到 {day} 才届满，还不能申请强制执行。"), day=remedies)
        urged = last_day("cases.enforcement_urging", record.urged_on, record.area)
        if self.day <= urged:
            return fault("", _("催告书送达十个工作日后（{day} 以后）才能申请强制执行。"), day=urged)
        if record.court_by and self.day > record.court_by:
            return fault("", _("申请强制执行的期限 {day} 已过。"), day=record.court_by)
        return {}

    def apply(self, record: Case) -> None:
        record.admitted_on = record.ruling_by = None


@dataclass(frozen=True, kw_only=True)
class TakeBack(Change[Case]):
    """Enter that the application is before the court no more, withdrawn or not taken: the debt stands, and it can be made anew."""

    act: ClassVar[Act] = lifecycle.TAKE_BACK
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("撤回的原因，或者法院不予受理的理由"), lines=3, max_length=1000)
    files: tuple[Evidence, ...] = ask(_("裁定书"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.admitted_on = record.ruling_by = None


@dataclass(frozen=True, kw_only=True)
class Admit(Change[Case]):
    """Enter that the court took the application; its ruling is expected in the time of the law."""

    act: ClassVar[Act] = lifecycle.ADMIT
    model: ClassVar[type[Case]] = Case

    number: str = ask(_("法院案号"), max_length=60)
    admitted_on: date | None = ask(_("受理日期"), default=None, help=_("不填即为办理日期"))
    is_examined: bool = ask(
        _("法院认为明显缺乏根据或者损害合法权益，另行审查"),
        default=False,
        help=_("审查的三十日内裁定，否则七个工作日内"),
    )
    files: tuple[Evidence, ...] = ask(_("受理通知书"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return wrong_day(self.admitted_on, self.day, not_before=record.served_on, name="admitted_on")

    def apply(self, record: Case) -> None:
        record.admitted_on = self.admitted_on or self.day
        term = "cases.court_ruling_flawed" if self.is_examined else "cases.court_ruling"
        record.ruling_by = last_day(term, record.admitted_on, record.area)


@dataclass(frozen=True, kw_only=True)
class Rule(Change[Case]):
    """Enter that the court ruled the decision be carried out; where it refuses, its end is entered instead."""

    act: ClassVar[Act] = lifecycle.RULE
    model: ClassVar[type[Case]] = Case

    ruling: str = ask(
        _("准予执行的裁定文号和内容"), lines=3, max_length=2000, help=_("裁定不予执行的，请登记“法院终结执行”")
    )
    files: tuple[Evidence, ...] = ask(_("裁定书"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.ruling_by = None


@dataclass(frozen=True, kw_only=True)
class Refund(Change[Case]):
    """Enter that money was given back which is not owed any more, because the decision was changed or annulled."""

    act: ClassVar[Act] = lifecycle.REFUND
    model: ClassVar[type[Case]] = Case

    sum: Decimal = ask(_("退还金额"), unit=_("元"), suggest=lambda case, _actor: case.overpaid)
    note: str = ask(_("退付凭证号"), max_length=100)
    files: tuple[Evidence, ...] = ask(_("退付凭证"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if self.sum > 0 else {"sum": [str(_("退还金额必须大于零。"))]}

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if self.sum <= record.overpaid:
            return {}
        return fault("sum", _("超过了应当退还的 {sum} 元。"), sum=record.overpaid)

    def apply(self, record: Case) -> None:
        record.refunded += self.sum


@dataclass(frozen=True, kw_only=True)
class Fulfil(Change[Case]):
    """Say that a decision was carried out in full."""

    act: ClassVar[Act] = lifecycle.FULFIL
    model: ClassVar[type[Case]] = Case

    note: str = ask(_("执行情况"), lines=3, max_length=2000)
    late_reason: str = ask(
        _("减免加处罚款的理由"),
        default="",
        lines=2,
        max_length=2000,
        help=_("《行政强制法》第四十二条：执行协议履行后可以减免"),
    )

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        owed = record.late_fine(self.day) - record.late_paid
        if owed > 0 and not self.late_reason:
            return fault("late_reason", _("加处罚款还有 {sum} 元没有缴；减免的请写明理由。"), sum=owed)
        return {}

    def apply(self, record: Case) -> None:
        """How stands in the history."""


@dataclass(frozen=True, kw_only=True)
class End(Change[Case]):
    """Enter that the court ended the compulsory execution, or refused it."""

    act: ClassVar[Act] = lifecycle.END
    model: ClassVar[type[Case]] = Case

    ruling: str = ask(_("裁定文号和内容"), lines=3, max_length=2000)
    files: tuple[Evidence, ...] = ask(_("裁定书"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.conclusion = self.ruling
