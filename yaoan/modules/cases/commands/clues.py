"""What officials may do before a case is filed: register, verify, file or decline; and the simple procedure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Open, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import DeclineKind, Outcome, PartyKind, Penalty, Source
from yaoan.modules.cases.commands.asking import (
    BASIS,
    BASIS_HELP,
    OFFICERS,
    allowance,
    breaches,
    evidence_kinds,
    fault,
    is_time_barred,
    last_day,
    no_basis,
    not_certified,
    not_extensible,
    two_officers,
    wrong_period,
)
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.lifecycle import guards
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import discretion, thresholds
from yaoan.modules.signals.public import BecomeCase
from yaoan.modules.subjects.public import ProductKind


@dataclass(frozen=True, kw_only=True)
class _Describe(Open[Case]):
    """What is asked whenever a case begins."""

    title: str = ask(_("案由"), help=_("当事人和涉嫌的违法行为，一句话"))
    description: str = ask(_("线索情况"), lines=5, max_length=8000)
    breach: str = ask(_("涉嫌的违法行为"), choices=breaches)
    basis: str = ask(BASIS, default="", max_length=300, help=BASIS_HELP)
    product_kind: ProductKind = ask(_("产品类别"))
    party_kind: PartyKind = ask(_("当事人类别"), default=PartyKind.FIRM, suggest=lambda *_given: PartyKind.FIRM)
    area: str = ask(_("违法行为发生地"), to="division")
    agency_id: int | None = ask(_("办案单位"), to="agency", default=None)
    subject_id: int | None = ask(_("当事人"), to="subjects", default=None)
    subject_name: str = ask(_("当事人名称"), default="", max_length=200, help=_("名录里没有的，写名称"))
    subject_code: str = ask(_("统一社会信用代码"), default="", max_length=18)
    product_name: str = ask(_("产品名称"), default="", max_length=200)
    batch: str = ask(_("批号"), default="", max_length=60)
    campaign_id: int | None = ask(Text("专项行动", "Campaign"), to="campaigns", default=None)
    acted_from: date | None = ask(_("违法行为开始日期"), default=None)
    acted_until: date | None = ask(_("违法行为终了日期"), default=None, help=_("仍在继续的不填"))
    is_harmful: bool = ask(_("涉及公民生命健康安全且有危害后果"), default=False)
    found_on: date | None = ask(_("发现日期"), default=None)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return {**wrong_period(self.acted_from, self.acted_until), **no_basis(self.breach, self.basis)}

    def apply(self, record: Case) -> None:
        for name in (
            "title", "description", "breach", "basis", "product_kind", "party_kind", "area", "subject_id",
            "subject_name", "subject_code", "product_name", "batch", "campaign_id", "acted_from", "acted_until", "is_harmful",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.found_on = self.found_on or self.day


@dataclass(frozen=True, kw_only=True)
class Receive(_Describe):
    """Register where a case may come from; its verification begins."""

    act: ClassVar[Act] = lifecycle.RECEIVE
    model: ClassVar[type[Case]] = Case

    source: Source = ask(_("案件来源"))

    def apply(self, record: Case) -> None:
        super().apply(record)
        record.source = self.source


@dataclass(frozen=True, kw_only=True)
class Raise(_Describe):
    """Begin a case from a signal; the signal is closed as handled by it."""

    act: ClassVar[Act] = lifecycle.RAISE
    model: ClassVar[type[Case]] = Case

    signal_id: int = ask(_("线索"), to="signals")

    def apply(self, record: Case) -> None:
        super().apply(record)
        record.source, record.signal_id = Source.SIGNAL, self.signal_id

    def consequences(self, record: Case) -> Iterable[Step]:
        yield Step(BecomeCase(case_id=record.pk), on=self.signal_id)


@dataclass(frozen=True, kw_only=True)
class Pursue(_Describe):
    """Begin a case from a risk of the ledger; the risk goes on until it is put right."""

    act: ClassVar[Act] = lifecycle.PURSUE
    model: ClassVar[type[Case]] = Case

    risk_id: int = ask(_("隐患"), to="risks")

    def apply(self, record: Case) -> None:
        super().apply(record)
        record.source, record.risk_id = Source.RISK, self.risk_id


@dataclass(frozen=True, kw_only=True)
class Punish(_Describe):
    """Punish on the spot: a warning or a small fine, by two officers, decision handed over at once."""

    act: ClassVar[Act] = lifecycle.PUNISH
    model: ClassVar[type[Case]] = Case

    officers: tuple[int, ...] = ask(OFFICERS, to="officer")
    facts: str = ask(_("违法事实"), lines=4, max_length=8000)
    fine: Decimal = ask(_("罚款"), default=Decimal(0), unit=_("元"))
    is_warned: bool = ask(_("警告"), default=False)
    is_collected: bool = ask(_("当场收缴"), default=False, help=_("一百元以下，或者不当场收缴事后难以执行的"))
    collected_why: str = ask(
        _("当场收缴的理由"), default="", max_length=200, help=_("罚款超过当场收缴限额的，写明为什么事后难以执行")
    )

    def faults(self) -> Mapping[str, list[str]]:
        rules = law.document("catalogues/case_rules")
        found = {**super().faults(), **two_officers(self.officers)}
        if self.fine < 0 or not discretion.is_simple(self.fine, self.party_kind, rules):
            most = rules["simple_fine"][str(self.party_kind)]
            text = _("当场处罚的罚款不能超过 {most} 元；超过的请按普通程序立案。").format(most=most)
            found["fine"] = [text]
        if not self.fine and not self.is_warned:
            found["is_warned"] = [str(_("没有写处罚：请选择警告，或者填写罚款。"))]
        if self.is_collected and not self.fine:
            found["is_collected"] = [str(_("没有罚款，无从收缴。"))]
        most = rules["collected_on_spot"]["most"]
        if self.is_collected and self.fine > most and not self.collected_why:
            text = _("罚款超过 {most} 元的，只有不当场收缴事后难以执行时才能当场收缴；请写明理由，或者不当场收缴。")
            found["collected_why"] = [text.format(most=most)]
        return found

    def objections(self, _record: Case) -> Mapping[str, list[str]]:
        """Officers without a certificate, and what is or may be a crime: a penalty does not take the place of a transfer."""
        return {**not_certified(self.officers, self.agency_id or self.actor.agency_id, self.day), **self._crime()}

    def _crime(self) -> Mapping[str, list[str]]:
        deed = thresholds.Deed(self.breach, self.acted_until or self.found_on or self.day, is_harmful=self.is_harmful)
        catalogue = law.document("catalogues/transfer_thresholds")
        keys = list(thresholds.reached(deed, catalogue))
        if keys:
            text = _(
                "达到移送标准“{thresholds}”，不能当场处罚；请登记案源，按普通程序立案，移送公安机关或者由负责人签批不移送的理由。"
            )
            labels = "”“".join(law.label("transfer_thresholds", key) for key in keys)
            return fault("breach", text, thresholds=labels)
        if thresholds.unjudged(deed, catalogue):
            text = _(
                "这种违法行为足以严重危害人体健康的即涉嫌犯罪，不能当场处罚；请登记案源，立案后“认定危害”再作决定。"
            )
            return fault("breach", text)
        return {}

    def apply(self, record: Case) -> None:
        super().apply(record)
        record.source, record.is_simple = Source.INSPECTION, True
        record.officers, record.facts = list(self.officers), self.facts
        record.outcome, record.fine = Outcome.PENALTY, self.fine
        record.penalties = [*([Penalty.WARNING] if self.is_warned else []), *([Penalty.FINE] if self.fine else [])]
        record.penalty = "；".join(
            f"{Penalty(item).label.read('zh')}{f'{self.fine}元' if item == Penalty.FINE else ''}"
            for item in record.penalties
        )
        record.filed_on = record.decided_on = record.served_on = self.day
        record.pay_by = last_day("cases.fine_payment", self.day, record.area)
        record.is_collected = self.is_collected
        if self.is_collected:
            record.payments = [
                {
                    "on": self.day.isoformat(),
                    "sum": str(self.fine),
                    "note": "：".join(filter(None, ("当场收缴", self.collected_why))),
                }
            ]


@dataclass(frozen=True, kw_only=True)
class Prolong(Change[Case]):
    """Give a clue the further time of the law register, once, in special circumstances."""

    act: ClassVar[Act] = lifecycle.PROLONG
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("延长原因"), lines=3, max_length=2000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return not_extensible("cases.clue_verification", self.day, record.area)

    def apply(self, record: Case) -> None:
        count = allowance("cases.clue_verification", self.day, record.area)
        record.extensions = {**record.extensions, "file": [{"count": count, "reason": self.reason}]}


@dataclass(frozen=True, kw_only=True)
class TestClue(Change[Case]):
    """Send something to a test while a clue is verified; its time does not count."""

    act: ClassVar[Act] = lifecycle.TEST_CLUE
    model: ClassVar[type[Case]] = Case

    tested_at: str = ask(_("检验机构"), max_length=200)
    item: str = ask(_("检验项目"), lines=2, max_length=1000)

    def apply(self, record: Case) -> None:
        """The request stands in the history."""


@dataclass(frozen=True, kw_only=True)
class ClueTested(Change[Case]):
    """Enter the result of a test; the verification goes on."""

    act: ClassVar[Act] = lifecycle.CLUE_TESTED
    model: ClassVar[type[Case]] = Case

    result: str = ask(_("检验结论"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("检验报告"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.test_conclusion = self.result


@dataclass(frozen=True, kw_only=True)
class File(Change[Case]):
    """File a case: all four conditions of the law are met, and two officers are named."""

    act: ClassVar[Act] = lifecycle.FILE
    model: ClassVar[type[Case]] = Case

    grounds: str = ask(_("核查情况和立案理由"), lines=5, max_length=8000)
    has_evidence: bool = ask(_("有证据初步证明存在违法行为"), default=False)
    is_punishable: bool = ask(_("依法应当给予行政处罚"), default=False)
    is_ours: bool = ask(_("属于本机关管辖"), default=False)
    officers: tuple[int, ...] = ask(OFFICERS, to="officer", help=_("至少两人"))
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        found = dict(two_officers(self.officers))
        for name in ("has_evidence", "is_punishable", "is_ours"):
            if not getattr(self, name):
                found[name] = [str(_("这是立案的条件；不具备的，请不予立案或者移送。"))]
        return found

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        found = not_certified(self.officers, record.agency_id, self.day)
        if is_time_barred(record):
            text = _("违法行为 {day} 终了，发现时已过追责时效，不能立案。请不予立案。")
            found |= fault("", text, day=record.acted_until)
        return found

    def apply(self, record: Case) -> None:
        record.filing_grounds, record.filed_on = self.grounds, self.day
        record.officers = list(dict.fromkeys(self.officers))
        record.holder_id = record.officers[0]


@dataclass(frozen=True, kw_only=True)
class Decline(Change[Case]):
    """Decide not to file a case, with the ground of the law and the reasons."""

    act: ClassVar[Act] = lifecycle.DECLINE
    model: ClassVar[type[Case]] = Case

    kind: DeclineKind = ask(_("情形"))
    reason: str = ask(_("不予立案的理由"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        """Where there is a breach that may be a crime, declining does not take the place of a transfer."""
        obstacle = None if self.kind == DeclineKind.NO_BREACH else guards.crime_judged(record, self.actor)
        return {"": [str(obstacle)]} if obstacle else {}

    def apply(self, record: Case) -> None:
        record.decline_kind, record.decline_reason = self.kind, self.reason


@dataclass(frozen=True, kw_only=True)
class Revive(Change[Case]):
    """Verify again a clue that was declined, or a case that was withdrawn, because something new is known."""

    act: ClassVar[Act] = lifecycle.REVIVE
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("新的情况"), lines=3, max_length=4000)

    def apply(self, record: Case) -> None:
        record.decline_kind = record.decline_reason = record.conclusion = ""
        record.filed_on = record.holder_id = None
        record.extensions = {}
