"""The decision and what ends it: decide, serve, annul, reopen, withdraw, close, archive."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from yaoan.kernel.access.models import Agency
from yaoan.kernel.commands import Change, Evidence, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import Grade, Outcome, Penalty, ServiceWay
from yaoan.modules.cases.commands.asking import (
    compel_until,
    evidence_kinds,
    fault,
    is_time_barred,
    last_day,
    so_far,
    wrong_day,
)
from yaoan.modules.cases.commands.inquiry import LIFE, outside_band
from yaoan.modules.cases.commands.violators import Fall
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import persons, telling
from yaoan.modules.subjects.public import Bar, Unbar


@dataclass(frozen=True, kw_only=True)
class Decide(Change[Case]):
    """Decide: punish, not punish, not proved, or to the judiciary."""

    act: ClassVar[Act] = lifecycle.DECIDE
    model: ClassVar[type[Case]] = Case

    outcome: Outcome = ask(_("决定类型"))
    decision_number: str = ask(_("决定书文号"), default="", max_length=60)
    penalties: tuple[Penalty, ...] = ask(_("处罚种类"), default=(), suggest=so_far("proposed_penalties"))
    fine: Decimal = ask(_("罚款"), default=Decimal(0), unit=_("元"), suggest=so_far("proposed_fine"))
    confiscated: Decimal = ask(
        _("没收违法所得"), default=Decimal(0), unit=_("元"), suggest=so_far("proposed_confiscated")
    )
    penalty: str = ask(_("决定内容"), lines=4, max_length=8000, suggest=so_far("proposed"))
    restricted_until: date | None = ask(_("限制期限至"), default=None, help=_("限制经营、限制从业有期限的"))
    outside: str = ask(_("超出裁量幅度的理由"), default="", lines=2, max_length=4000)
    other_act: str = ask(_("与已处罚案件不是同一违法行为的理由"), default="", lines=2, max_length=4000)
    is_issuer: bool = ask(
        _("吊销的许可证由本机关核发"), default=False, help=_("吊销只能由原发证机关决定（药品管理法第一百三十九条）")
    )
    is_party_elsewhere: bool = ask(_("当事人在外省"), default=False)

    def faults(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        if self.outcome == Outcome.PENALTY and not self.penalties:
            found["penalties"] = [str(_("请选择处罚种类。"))]
        if self.outcome != Outcome.PENALTY and (self.penalties or self.fine):
            found["penalties"] = [str(_("不予处罚和移送的决定不能有处罚。"))]
        if (self.fine > 0) != (Penalty.FINE in self.penalties):
            found["fine"] = [str(_("罚款数额和处罚种类不一致。"))]
        if self.confiscated > 0 and Penalty.CONFISCATION not in self.penalties:
            found["confiscated"] = [str(_("没收数额和处罚种类不一致。"))]
        return found

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        """Nothing that was not told or is for another authority, not too late, no second fine for the same act, the band of the grade."""
        found = self._untold(record) | self._for_another(record)
        if self.outcome == Outcome.PENALTY and is_time_barred(record):
            text = _("违法行为 {day} 终了，发现时已过追责时效，不得给予处罚；请不予处罚。")
            found |= fault("outcome", text, day=record.acted_until)
        other = queries.fined_for_the_same(record) if self.fine > 0 and not self.other_act else None
        if other:
            text = _("同一当事人的同一违法行为已在 {number} 中罚款，不得再次罚款；不是同一行为的，请写明理由。")
            found |= fault("other_act", text, number=other.number)
        as_proposed = self.fine == record.proposed_fine
        if Penalty.FINE in self.penalties and record.grade and not (self.outside or as_proposed):
            found |= outside_band(record, self.fine, Grade(record.grade), serious=record.is_serious)
        return found

    def _for_another(self, record: Case) -> dict[str, list[str]]:
        """What of the penalty only another authority may impose: the issuer of the licence (drug law art. 139), the province."""
        found: dict[str, list[str]] = {}
        if Penalty.REVOCATION in self.penalties and not self.is_issuer:
            text = _("吊销许可证由原发证机关决定；由本机关核发的请注明，不是的请退回补充调查，移送原发证机关。")
            found |= fault("is_issuer", text)
        is_provincial = record.agency.kind in (Agency.Kind.PROVINCE, Agency.Kind.NMPA)
        if self.penalties and record.breach_row.get("provincial") and not is_provincial:
            text = _("这类违法行为由省级以上药品监督管理部门处罚（{basis}）；请退回补充调查，移送省级部门。")
            found |= fault("outcome", text, basis=record.breach_basis)
        return found

    def _untold(self, record: Case) -> dict[str, list[str]]:
        """What of the penalty is heavier than what the party was told, or was not told at all."""
        found: dict[str, list[str]] = {}
        told, decided = record.told, telling.Burden(self.penalties, self.fine, self.confiscated)
        kinds = "、".join(str(kind.label) for kind in telling.untold(told, decided))
        if kinds:
            text = _("没有告知当事人拟给予{kinds}，不得决定；确需给予的，请退回补充调查，审核后重新告知。")
            found |= fault("penalties", text, kinds=kinds)
        if decided.fine > told.fine:
            text = _(
                "告知的罚款是 {sum} 元，不得因当事人陈述、申辩或者听证加重；查明新的事实的，请退回补充调查，审核后重新告知。"
            )
            found |= fault("fine", text, sum=told.fine)
        if decided.confiscated > told.confiscated:
            text = _("告知的没收违法所得是 {sum} 元，没有告知的不得没收；确需没收的，请退回补充调查，审核后重新告知。")
            found |= fault("confiscated", text, sum=told.confiscated)
        return found

    def apply(self, record: Case) -> None:
        record.outcome, record.decided_on = self.outcome, self.day
        record.penalties = [str(item) for item in self.penalties]
        for name in ("decision_number", "fine", "confiscated", "penalty", "restricted_until", "is_party_elsewhere"):
            setattr(record, name, getattr(self, name))


def _person_bans(record: Case, day: date) -> Iterator[tuple[int, date | None, str]]:
    """(person, until, basis) of the bans a decision imposes on people of the register."""
    for line in record.persons:
        if line["person"] and line["ban"]:
            until = None if line["ban"] == LIFE else last_day(line["ban"], day, record.area)
            if line.get("ban_years"):
                until = persons.years_later(day, line["ban_years"])
            yield line["person"], until, f"{record.decision_number or record.number} {record.breach_basis}".strip()


@dataclass(frozen=True, kw_only=True)
class Serve(Change[Case]):
    """Enter the service of a decision: time to pay, to complain and to ask the court begins, and bans take effect."""

    act: ClassVar[Act] = lifecycle.SERVE
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
        return wrong_day(self.received_on, self.day, not_before=record.decided_on)

    def apply(self, record: Case) -> None:
        served_on = self.received_on or self.day
        record.served_on, record.service_way = served_on, self.way
        if record.money or record.persons_outstanding:
            record.pay_by = last_day("cases.fine_payment", served_on, record.area)
            record.compel_by = compel_until(record, served_on, record.pay_by)

    def consequences(self, record: Case) -> Iterable[Step]:
        if record.outcome == Outcome.PENALTY and record.served_on:
            for person, until, basis in _person_bans(record, record.served_on):
                yield Step(Bar(since=record.served_on, until=until, basis=basis, case_id=record.pk), on=person)


@dataclass(frozen=True, kw_only=True)
class Cite(Change[Case]):
    """Enter the number under which the decision was signed. Follows from signing it."""

    act: ClassVar[Act] = lifecycle.CITE
    model: ClassVar[type[Case]] = Case

    code: str = ask(_("决定书文号"), max_length=60)

    def apply(self, record: Case) -> None:
        record.decision_number = self.code


@dataclass(frozen=True, kw_only=True)
class Close(Change[Case]):
    """Close a case that was carried out."""

    act: ClassVar[Act] = lifecycle.CLOSE
    model: ClassVar[type[Case]] = Case

    conclusion: str = ask(_("结案理由"), lines=3, max_length=4000)

    def apply(self, record: Case) -> None:
        record.closed_on, record.conclusion = self.day, self.conclusion


@dataclass(frozen=True, kw_only=True)
class Feature(Change[Case]):
    """Name a case a typical one, with what it teaches; officers find it first among similar cases."""

    act: ClassVar[Act] = lifecycle.FEATURE
    model: ClassVar[type[Case]] = Case

    note: str = ask(_("典型意义"), lines=4, max_length=4000, help=_("事实认定、裁量和办案方法上可供参考之处"))

    def apply(self, record: Case) -> None:
        record.is_typical, record.typical_note = True, self.note


@dataclass(frozen=True, kw_only=True)
class Unfeature(Change[Case]):
    """Take a case from among the typical ones, with the reason."""

    act: ClassVar[Act] = lifecycle.UNFEATURE
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("理由"), lines=2, max_length=1000)

    def apply(self, record: Case) -> None:
        record.is_typical, record.typical_note = False, ""


@dataclass(frozen=True, kw_only=True)
class Archive(Change[Case]):
    """Put the file of a closed case into the archive."""

    act: ClassVar[Act] = lifecycle.ARCHIVE
    model: ClassVar[type[Case]] = Case

    place: str = ask(_("档案号或者存放处"), max_length=100)

    def apply(self, record: Case) -> None:
        """Where it is stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Annul(Change[Case]):
    """Annul a decision: by oneself, on reconsideration or by a judgment. Bans and listings fall, and publication is to be withdrawn."""

    act: ClassVar[Act] = lifecycle.ANNUL
    model: ClassVar[type[Case]] = Case

    by_whom: str = ask(_("由谁撤销"), max_length=100, help=_("本机关、复议机关或者人民法院"))
    reason: str = ask(_("撤销理由"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("复议决定或者判决"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.conclusion = f"{self.by_whom}：{self.reason}"
        record.pay_by = record.compel_by = record.closed_on = record.withdraw_by = record.serve_again_by = None

    def consequences(self, record: Case) -> Iterable[Step]:
        return fallen(record, f"{self.by_whom}：{self.reason}")


def fallen(record: Case, reason: str) -> Iterator[Step]:
    """What falls with a decision: the bans it imposed, and the entries on the list of serious violators that rest on it."""
    for person in {line["person"] for line in record.persons if line["person"] and line["ban"]}:
        yield Step(Unbar(case_id=record.pk), on=person)
    for entry in queries.entries_of_case(record):
        yield Step(Fall(reason=reason), on=entry)


@dataclass(frozen=True, kw_only=True)
class Reopen(Change[Case]):
    """Investigate a closed or annulled case anew; its time begins again and nothing of the old decision holds."""

    act: ClassVar[Act] = lifecycle.REOPEN
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("重新调查的原因"), lines=3, max_length=4000)

    def apply(self, record: Case) -> None:
        blank: dict[str, Any] = {
            "outcome": "", "decided_on": None, "decision_number": "", "penalties": [], "penalty": "", "fine": Decimal(0),
            "confiscated": Decimal(0), "served_on": None, "service_way": "", "pay_by": None, "compel_by": None, "payments": [],
            "late_paid": Decimal(0), "person_payments": [],
            "instalments": [], "paid_before": Decimal(0), "halts": [], "urged_on": None, "told_on": None, "defence_until": None, "hearing_on": None,
            "is_waived": False, "discussed_on": None,
            "stop_asked_on": None, "stop_reason": "", "stop_by": None, "stopped_on": None,
            "law_reviewed_on": None, "is_typical": False, "typical_note": "",
            "varied_on": None, "withdraw_by": None, "serve_again_by": None, "refunded": Decimal(0), "admitted_on": None, "ruling_by": None,
            "closed_on": None, "restricted_until": None, "extensions": {}, "is_simple": False, "is_collected": False,
        }  # fmt: skip
        for name, value in blank.items():
            setattr(record, name, value)

    def consequences(self, record: Case) -> Iterable[Step]:
        return fallen(record, self.reason)


@dataclass(frozen=True, kw_only=True)
class Withdraw(Change[Case]):
    """Withdraw a filed case that cannot or need not go on, with the reason."""

    act: ClassVar[Act] = lifecycle.WITHDRAW
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("销案理由"), lines=4, max_length=4000)

    def apply(self, record: Case) -> None:
        record.conclusion = self.reason
