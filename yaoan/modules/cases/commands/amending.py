"""What is done to a decision that was made and stays: a slip of the pen is corrected, a penalty is made lighter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import Penalty, Remedy, ServiceWay, State, VariedBy
from yaoan.modules.cases.commands.asking import compel_until, evidence_kinds, fault, last_day, so_far, wrong_day
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import amending, halting, telling

TEXTS = ("penalty", "facts", "discretion")
"""The texts of a decision in which a slip is corrected; what was published of it is corrected with them."""
RESULTS = {VariedBy.RECONSIDERATION: Remedy.RECONSIDERATION, VariedBy.COURT: Remedy.LITIGATION}
"""What ends with a decision that others made."""


@dataclass(frozen=True, kw_only=True)
class Correct(Change[Case]):
    """Correct a slip of the pen in a decision. No sum, no kind of penalty and no clock changes; the party is told in writing."""

    act: ClassVar[Act] = lifecycle.CORRECT
    model: ClassVar[type[Case]] = Case

    wrong: str = ask(_("原来的文字"), lines=2, max_length=1000, help=_("照决定内容、违法事实或者裁量理由里的原文填写"))
    right: str = ask(_("更正为"), lines=2, max_length=1000)
    reason: str = ask(_("更正的原因"), lines=2, max_length=1000, help=_("已经推送外省公示的，同时通知对方更正"))
    files: tuple[Evidence, ...] = ask(_("更正通知书"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return {"right": [str(_("和原来的文字相同，没有更正。"))]} if self.right == self.wrong else {}

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if not any(self.wrong in getattr(record, name) for name in TEXTS):
            return fault("wrong", _("决定内容、违法事实和裁量理由里都没有“{wrong}”；请照原文填写。"), wrong=self.wrong)
        if not amending.keeps_substance(record.penalty, record.penalty.replace(self.wrong, self.right)):
            text = _("罚没数额、处罚种类不是笔误，不能更正；确有错误的，请“变更决定”减轻，或者撤销决定后重新调查。")
            return fault("right", text)
        return {}

    def apply(self, record: Case) -> None:
        for name in (*TEXTS, "publication"):
            setattr(record, name, getattr(record, name).replace(self.wrong, self.right))
        _note(record, "corrected", self.day, was=self.wrong, now=self.right, reason=self.reason)


@dataclass(frozen=True, kw_only=True)
class Vary(Change[Case]):
    """Make a penalty lighter that was decided: by oneself, on reconsideration or by a judgment; never heavier.

    Of the clocks: changed by oneself after it was served, the changed decision is served again within the days of service, and
    the time to pay, to complain and to ask the court runs from then on (`ServeAgain`); changed by others, what went on before them
    is over with the receipt, and at least the days of payment are given anew from it. The fine for late payment begins anew. Instalments and urging end, because they named another sum. What was paid beyond is
    given back (`Refund`). What was published is withdrawn in three working days and published anew from the day of the change.
    Penalties of persons stay: where they are wrong, the decision is annulled and made anew.
    """

    act: ClassVar[Act] = lifecycle.VARY
    model: ClassVar[type[Case]] = Case

    by_whom: VariedBy = ask(_("变更的依据"))
    number: str = ask(_("变更决定书、复议决定书或者判决书文号"), default="", max_length=100)
    penalties: tuple[Penalty, ...] = ask(_("处罚种类"), suggest=so_far("penalties"))
    fine: Decimal = ask(_("罚款"), default=Decimal(0), unit=_("元"), suggest=so_far("fine"))
    confiscated: Decimal = ask(_("没收违法所得"), default=Decimal(0), unit=_("元"), suggest=so_far("confiscated"))
    penalty: str = ask(_("变更后的决定内容"), lines=4, max_length=8000, suggest=so_far("penalty"))
    restricted_until: date | None = ask(_("限制期限至"), default=None, suggest=so_far("restricted_until"))
    received_on: date | None = ask(
        _("当事人收到复议决定或者判决的日期"),
        default=None,
        help=_("不填即为办理日期；本机关自行纠正的不填，送达变更决定时登记"),
    )
    reason: str = ask(_("变更理由"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("变更决定、复议决定或者判决"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        if not self.penalties:
            found["penalties"] = [str(_("请选择处罚种类；不再处罚的，请撤销决定。"))]
        if self.fine < 0 or (self.fine > 0) != (Penalty.FINE in self.penalties):
            found["fine"] = [str(_("罚款数额和处罚种类不一致。"))]
        if self.confiscated < 0 or (self.confiscated > 0 and Penalty.CONFISCATION not in self.penalties):
            found["confiscated"] = [str(_("没收数额和处罚种类不一致。"))]
        if self.by_whom != VariedBy.OURSELVES and not self.number:
            found["number"] = [str(_("请填写复议决定书或者判决书的文号。"))]
        if self.by_whom == VariedBy.OURSELVES and self.received_on:
            found["received_on"] = [str(_("本机关自行纠正的，收到日期在“送达变更决定”里登记。"))]
        return found

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        held = telling.Burden(record.penalties, record.fine, record.confiscated)
        decided = telling.Burden(self.penalties, self.fine, self.confiscated)
        found: dict[str, list[str]] = {}
        kinds = "、".join(str(kind.label) for kind in telling.untold(held, decided))
        heavier = _("变更不得加重，原来是 {was}；要加重的，请撤销决定，重新调查、告知后再作决定。")
        if kinds:
            found |= fault("penalties", heavier, was="、".join(str(Penalty(kind).label) for kind in record.penalties))
        if self.fine > record.fine:
            found |= fault("fine", heavier, was=_("{sum} 元").format(sum=record.fine))
        if self.confiscated > record.confiscated:
            found |= fault("confiscated", heavier, was=_("{sum} 元").format(sum=record.confiscated))
        if _restricted(self) > (was := _restricted(record)):
            names = {date.min: _("没有限制"), date.max: _("没有期限")}
            found |= fault("restricted_until", heavier, was=names.get(was, was))
        if not found and self._is_same(record):
            found |= fault("penalty", _("和原决定相同，没有变更；只是文字有误的，请“更正笔误”。"))
        if record.state == State.COMPELLING:
            found |= fault("", _("已经申请强制执行；请先登记“撤回申请或者不予受理”，再变更决定。"))
        return found | dict(wrong_day(self.received_on, self.day, not_before=record.decided_on))

    def _is_same(self, record: Case) -> bool:
        now = (set(map(str, self.penalties)), self.fine, self.confiscated, self.restricted_until)
        return now == (set(record.penalties), record.fine, record.confiscated, record.restricted_until)

    def apply(self, record: Case) -> None:
        _note(
            record, "varied", self.day, by=self.by_whom, number=self.number, was=record.penalty, now=self.penalty,
            reason=self.reason,
        )  # fmt: skip
        record.penalties = [str(kind) for kind in self.penalties]
        for name in ("fine", "confiscated", "penalty", "restricted_until"):
            setattr(record, name, getattr(self, name))
        record.varied_on = self.day
        record.withdraw_by = last_day("publicity.withdrawal", self.day, record.area) if record.is_public else None
        record.instalments, record.paid_before, record.urged_on = [], Decimal(0), None
        if not record.served_on:
            return
        if self.by_whom == VariedBy.OURSELVES:
            record.serve_again_by = last_day("cases.service", self.day, record.area)
        else:
            record.serve_again_by, received_on = None, self.received_on or self.day
            record.halts = halting.ended(record.halts, received_on, RESULTS[self.by_whom])
            _give_days(record, record.served_on, received_on)


@dataclass(frozen=True, kw_only=True)
class ServeAgain(Change[Case]):
    """Enter the service of a decision that was changed: the time to pay, to complain and to ask the court begins anew."""

    act: ClassVar[Act] = lifecycle.SERVE_AGAIN
    model: ClassVar[type[Case]] = Case

    way: ServiceWay = ask(_("送达方式"))
    received_on: date | None = ask(_("送达日期"), default=None, help=_("不填即为办理日期"))
    has_consent: bool = ask(_("当事人签有电子送达确认书"), default=False)
    recipient: str = ask(_("收件人"), default="", max_length=60)
    files: tuple[Evidence, ...] = ask(_("送达回证"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        if self.way == ServiceWay.ELECTRONIC and not self.has_consent:
            return {"has_consent": [str(_("电子送达须经当事人同意并签订确认书。"))]}
        return {}

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return wrong_day(self.received_on, self.day, not_before=record.varied_on)

    def apply(self, record: Case) -> None:
        record.served_on, record.serve_again_by = self.received_on or self.day, None
        record.service_way = self.way
        _give_days(record, record.served_on, record.served_on)


def _give_days(record: Case, known_on: date, received_on: date) -> None:
    """Days to pay from a receipt, never fewer than there were, and the last day to ask the court after the remedies of a day.

    Whether all is paid already makes no difference: the fine for late payment is that of the new days for everybody.
    """
    if record.money or record.persons_outstanding:
        again = last_day("cases.fine_payment", received_on, record.area)
        record.pay_by = max(record.pay_by or again, again)
        record.compel_by = compel_until(record, known_on, record.pay_by)


def _restricted(holder: Vary | Case) -> date:
    """The last day of a restriction: `date.min` where there is none, `date.max` where it has no end."""
    if Penalty.RESTRICTION in holder.penalties:
        return holder.restricted_until or date.max
    return holder.restricted_until or date.min


def _note(
    record: Case, kind: str, on: date, *, was: str, now: str, reason: str, by: str = "", number: str = ""
) -> None:
    line = {
        "kind": kind,
        "on": on.isoformat(),
        "by": str(by),
        "number": number,
        "was": was,
        "now": now,
        "reason": reason,
    }
    record.amendments = [*record.amendments, line]
