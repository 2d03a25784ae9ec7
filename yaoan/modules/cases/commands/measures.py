"""What officials may do to a coercive measure, or to evidence preserved in advance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, Open, Reassigning, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import LiftReason, MeasureKind
from yaoan.modules.cases.commands.asking import allowance, evidence_kinds, not_certified, not_extensible, two_officers
from yaoan.modules.cases.lifecycle import MEASURE
from yaoan.modules.cases.lifecycle import measures as lifecycle
from yaoan.modules.cases.models import Measure


@dataclass(frozen=True, kw_only=True)
class Take(Open[Measure]):
    """Preserve evidence, or seal or seize things, by two officers; approved beforehand, or within 24 hours."""

    act: ClassVar[Act] = lifecycle.TAKE
    model: ClassVar[type[Measure]] = Measure

    case_id: int = ask(Text("案件", "Case"), to="cases")
    kind: MeasureKind = ask(_("措施种类"), help=_("各类的期限不同：先行登记保存7个工作日，查封扣押30日，药品7日"))
    title: str = ask(_("措施名称"), help=_("对哪家的什么"))
    things: tuple[str, ...] = ask(_("物品或者场所清单"), help=_("一行一件，写明名称、批号、数量"))
    kept_at: str = ask(_("存放地点"), max_length=200)
    officers: tuple[int, ...] = ask(_("实施人员"), to="officer", help=_("至少两人，并出示执法证件"))
    reason: str = ask(_("理由"), lines=3, max_length=4000)
    is_approved: bool = ask(_("已经负责人批准"), default=False, help=_("情况紧急当场实施的，二十四小时内补办"))
    area: str = ask(_("地点"), to="division")
    agency_id: int | None = ask(_("实施单位"), to="agency", default=None)
    files: tuple[Evidence, ...] = ask(_("决定书、清单、照片"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return two_officers(self.officers)

    def objections(self, _record: Measure) -> Mapping[str, list[str]]:
        return not_certified(self.officers, self.agency_id or self.actor.agency_id, self.day)

    def apply(self, record: Measure) -> None:
        for name in ("case_id", "title", "kept_at", "reason", "is_approved", "area"):
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.measure_kind, record.things = self.kind, list(self.things)
        record.officers = list(dict.fromkeys(self.officers))
        record.holder_id = record.officers[0]
        record.approved_on = self.day if self.is_approved else None


@dataclass(frozen=True, kw_only=True)
class Approve(Change[Measure]):
    """Approve, as head, a measure that was taken on the spot."""

    act: ClassVar[Act] = lifecycle.APPROVE
    model: ClassVar[type[Measure]] = Measure

    opinion: str = ask(_("批准意见"), lines=2, max_length=1000)

    def apply(self, record: Measure) -> None:
        record.is_approved, record.approved_on = True, self.day


@dataclass(frozen=True, kw_only=True)
class ExtendMeasure(Change[Measure]):
    """Give a general seizure the further time of the law register, once; the party is told in writing, with the reasons."""

    act: ClassVar[Act] = lifecycle.EXTEND
    model: ClassVar[type[Measure]] = Measure

    reason: str = ask(_("延长理由"), lines=3, max_length=2000)

    def objections(self, record: Measure) -> Mapping[str, list[str]]:
        return not_extensible("cases.seizure", self.day, record.area)

    def apply(self, record: Measure) -> None:
        count = allowance("cases.seizure", self.day, record.area)
        record.extensions = {**record.extensions, "dispose": [{"count": count, "reason": self.reason}]}


@dataclass(frozen=True, kw_only=True)
class SendToTest(Change[Measure]):
    """Send what was seized to a test; the party is told in writing how long it takes."""

    act: ClassVar[Act] = lifecycle.TEST
    model: ClassVar[type[Measure]] = Measure

    tested_at: str = ask(_("检验机构"), max_length=200)
    expected_on: date | None = ask(_("预计完成日期"), default=None)

    def apply(self, record: Measure) -> None:
        record.tested_at, record.sent_on, record.test_until = self.tested_at, self.day, self.expected_on


@dataclass(frozen=True, kw_only=True)
class EnterTest(Change[Measure]):
    """Enter the report of a test; for drugs the decision is due fifteen days after it was issued."""

    act: ClassVar[Act] = lifecycle.TESTED
    model: ClassVar[type[Measure]] = Measure

    result: str = ask(_("检验结论"), lines=3, max_length=4000, help=_("报告书发出之日写为实际发生日期"))
    files: tuple[Evidence, ...] = ask(_("检验报告"), default=(), choices=evidence_kinds)

    def apply(self, record: Measure) -> None:
        record.test_result = self.result


@dataclass(frozen=True, kw_only=True)
class Dispose(Change[Measure]):
    """Decide what becomes of the things: confiscate, destroy, sell, hand over with the case."""

    act: ClassVar[Act] = lifecycle.DISPOSE
    model: ClassVar[type[Measure]] = Measure

    result: str = ask(_("处理决定"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Measure) -> None:
        record.result = self.result


@dataclass(frozen=True, kw_only=True)
class LiftMeasure(Change[Measure]):
    """Lift a measure and give the things back, on one of the grounds of the law."""

    act: ClassVar[Act] = lifecycle.LIFT
    model: ClassVar[type[Measure]] = Measure

    kind: LiftReason = ask(_("解除的情形"))
    note: str = ask(_("退还情况"), lines=2, max_length=2000)
    files: tuple[Evidence, ...] = ask(_("解除决定书"), default=(), choices=evidence_kinds)

    def apply(self, record: Measure) -> None:
        record.result = f"{self.kind.label.read('zh')}：{self.note}"


@dataclass(frozen=True, kw_only=True)
class ReassignMeasure(Reassigning[Measure]):
    """Give a measure to another person to see to; who took it stays as it was."""

    act: ClassVar[Act] = MEASURE["reassign"]
    model: ClassVar[type[Measure]] = Measure


@dataclass(frozen=True, kw_only=True)
class RemarkMeasure(Remarking[Measure]):
    """Add a remark or a file to a measure."""

    act: ClassVar[Act] = MEASURE["remark"]
    model: ClassVar[type[Measure]] = Measure


@dataclass(frozen=True, kw_only=True)
class RevertMeasure(Reverting[Measure]):
    """Take back the latest act on a measure."""

    act: ClassVar[Act] = MEASURE["revert"]
    model: ClassVar[type[Measure]] = Measure
