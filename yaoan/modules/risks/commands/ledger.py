"""What officials may do to a risk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.risks import lifecycle, rules
from yaoan.modules.risks.choices import Level
from yaoan.modules.risks.commands.linking import Link
from yaoan.modules.risks.models import Risk
from yaoan.modules.signals.public import BecomeRisk
from yaoan.modules.subjects.public import ProductKind

risk_kinds = partial(law.catalogue, "risk_kinds")
evidence_kinds = partial(law.catalogue, "evidence")
channels = partial(law.catalogue, "channels")


@dataclass(frozen=True, kw_only=True)
class _Describe(Open[Risk]):
    """What is asked whenever a risk enters the ledger."""

    title: str = ask(_("隐患名称"), help=_("一句话说清哪里、什么问题"))
    description: str = ask(_("隐患情况"), lines=5, max_length=8000)
    risk_kind: str = ask(_("隐患类别"), choices=risk_kinds)
    product_kind: ProductKind = ask(_("产品类别"))
    channel: str = ask(_("发现渠道"), choices=channels)
    area: str = ask(_("所在地"), to="division")
    agency_id: int | None = ask(_("责任单位"), to="agency", default=None)
    subject_id: int | None = ask(_("对象"), to="subjects", default=None)
    subject_name: str = ask(_("对象名称"), default="", help=_("名录里没有的，写名称"))
    product_id: int | None = ask(_("产品"), to="products", default=None)
    product_name: str = ask(_("产品名称"), default="")
    batch: str = ask(_("批号"), default="", max_length=60)
    supplier: str = ask(_("供货单位"), default="")
    clause: str = ask(_("检查条款"), default="", max_length=120)
    campaign_id: int | None = ask(_("专项行动"), to="campaigns", default=None)
    visit_id: int | None = ask(_("排查对象"), to="visits", default=None)
    found_on: date | None = ask(_("发现日期"), default=None)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Risk) -> None:
        for name in (
            "title", "description", "risk_kind", "product_kind", "channel", "area", "subject_id", "subject_name",
            "product_id", "product_name", "batch", "supplier", "clause", "campaign_id", "visit_id",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.found_on = self.found_on or self.day

    def consequences(self, record: Risk) -> Iterable[Step]:
        if self.visit_id:
            yield Step(Link(risk_id=record.pk), on=self.visit_id)


@dataclass(frozen=True, kw_only=True)
class Report(_Describe):
    """Enter a risk into the ledger."""

    act: ClassVar[Act] = lifecycle.REPORT
    model: ClassVar[type[Risk]] = Risk


@dataclass(frozen=True, kw_only=True)
class Raise(_Describe):
    """Enter a risk that a signal points to; the signal is closed as handled by it."""

    act: ClassVar[Act] = lifecycle.RAISE
    model: ClassVar[type[Risk]] = Risk

    signal_id: int = ask(_("线索"), to="signals")

    def apply(self, record: Risk) -> None:
        super().apply(record)
        record.signal_id = self.signal_id

    def consequences(self, record: Risk) -> Iterable[Step]:
        yield Step(BecomeRisk(risk_id=record.pk), on=self.signal_id)
        yield from super().consequences(record)


@dataclass(frozen=True, kw_only=True)
class Assess(Change[Risk]):
    """Fix the level of a risk, with grounds."""

    act: ClassVar[Act] = lifecycle.ASSESS
    model: ClassVar[type[Risk]] = Risk

    level: Level = ask(_("风险等级"))
    grounds: str = ask(_("研判依据"), lines=4, max_length=4000)

    def apply(self, record: Risk) -> None:
        record.level = self.level
        record.grounds = self.grounds


@dataclass(frozen=True, kw_only=True)
class Suspend(Change[Risk]):
    """Ask for more material; the clock of the assessment stands still until it is there."""

    act: ClassVar[Act] = lifecycle.SUSPEND
    model: ClassVar[type[Risk]] = Risk

    wanted: str = ask(_("需要补充的材料"), lines=3, max_length=2000)

    def apply(self, record: Risk) -> None:
        """The request stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Resume(Change[Risk]):
    """Say that the material is there; the clock goes on."""

    act: ClassVar[Act] = lifecycle.RESUME
    model: ClassVar[type[Risk]] = Risk

    text: str = ask(_("补充情况"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Risk) -> None:
        """What came stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Dismiss(Change[Risk]):
    """Find that there is no risk, with reasons; the record stays."""

    act: ClassVar[Act] = lifecycle.DISMISS
    model: ClassVar[type[Risk]] = Risk

    grounds: str = ask(_("不成立的理由"), lines=4, max_length=4000)

    def apply(self, record: Risk) -> None:
        record.grounds = self.grounds


@dataclass(frozen=True, kw_only=True)
class Order(Change[Risk]):
    """Set one measure, one named person and one date."""

    act: ClassVar[Act] = lifecycle.ORDER
    model: ClassVar[type[Risk]] = Risk

    measure: str = ask(_("化解措施"), lines=4, max_length=4000)
    holder_id: int = ask(_("责任人"), to="user")
    rectify_by: date = ask(_("整改期限"))

    def faults(self) -> Mapping[str, list[str]]:
        if self.effective_on and self.rectify_by < self.effective_on:
            return {"rectify_by": [str(_("整改期限不能早于下达措施的日期。"))]}
        return {}

    def apply(self, record: Risk) -> None:
        record.measure = self.measure
        record.holder_id = self.holder_id
        record.rectify_by = self.rectify_by
        record.ordered_seq = record.version


@dataclass(frozen=True, kw_only=True)
class Reassign(Change[Risk]):
    """Hand a risk over to another person, with the reason."""

    act: ClassVar[Act] = lifecycle.REASSIGN
    model: ClassVar[type[Risk]] = Risk

    holder_id: int = ask(_("新责任人"), to="user")
    reason: str = ask(_("移交原因"), lines=2, max_length=1000)

    def apply(self, record: Risk) -> None:
        record.holder_id = self.holder_id


@dataclass(frozen=True, kw_only=True)
class Extend(Change[Risk]):
    """Give more time to put a risk right, with the reason."""

    act: ClassVar[Act] = lifecycle.EXTEND
    model: ClassVar[type[Risk]] = Risk

    rectify_by: date = ask(_("新的整改期限"))
    reason: str = ask(_("延长原因"), lines=2, max_length=1000)

    def objections(self, record: Risk) -> Mapping[str, list[str]]:
        if record.rectify_by and self.rectify_by <= record.rectify_by:
            return {"rectify_by": [_("新的期限要晚于现在的期限 {day}。").format(day=record.rectify_by)]}
        return {}

    def apply(self, record: Risk) -> None:
        record.rectify_by = self.rectify_by


@dataclass(frozen=True, kw_only=True)
class Prove(Change[Risk]):
    """Enter what was done to put a risk right, with the evidence."""

    act: ClassVar[Act] = lifecycle.PROVE
    model: ClassVar[type[Risk]] = Risk

    proof: str = ask(_("整改情况"), lines=5, max_length=8000)
    files: tuple[Evidence, ...] = ask(_("整改证据"), default=(), choices=evidence_kinds)

    def apply(self, record: Risk) -> None:
        record.proof = self.proof
        record.proved_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Risk]):
    """Find the rectification insufficient; it goes on to a new date."""

    act: ClassVar[Act] = lifecycle.SEND_BACK
    model: ClassVar[type[Risk]] = Risk

    reason: str = ask(_("退回原因"), lines=3, max_length=2000)
    rectify_by: date = ask(_("新的整改期限"))

    def apply(self, record: Risk) -> None:
        record.conclusion = self.reason
        record.rectify_by = self.rectify_by


@dataclass(frozen=True, kw_only=True)
class Accept(Change[Risk]):
    """Accept a rectification as a second person who has seen the evidence."""

    act: ClassVar[Act] = lifecycle.ACCEPT
    model: ClassVar[type[Risk]] = Risk

    conclusion: str = ask(_("验收意见"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("验收附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Risk) -> None:
        record.conclusion = self.conclusion
        record.accepted_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Close(Change[Risk]):
    """Strike an accepted risk off the ledger. Some are drawn for a visit later on."""

    act: ClassVar[Act] = lifecycle.CLOSE
    model: ClassVar[type[Risk]] = Risk

    note: str = ask(_("销号意见"), default="", lines=2, max_length=2000)

    def apply(self, record: Risk) -> None:
        record.closed_on = self.day
        record.is_drawn = rules.is_drawn_for_recheck(record.number, self.day)


@dataclass(frozen=True, kw_only=True)
class Recheck(Change[Risk]):
    """Say that a closed risk was visited again and has not come back."""

    act: ClassVar[Act] = lifecycle.RECHECK
    model: ClassVar[type[Risk]] = Risk

    finding: str = ask(_("回访情况"), lines=3, max_length=2000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Risk) -> None:
        record.is_drawn = False


@dataclass(frozen=True, kw_only=True)
class Reopen(Change[Risk]):
    """Open a risk again because it came back; its history stays with it, and it goes up the line from below again."""

    act: ClassVar[Act] = lifecycle.REOPEN
    model: ClassVar[type[Risk]] = Risk

    grounds: str = ask(_("复发情况"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Risk) -> None:
        record.relapse_count += bool(record.closed_on)
        record.grounds = self.grounds
        record.closed_on = record.rectify_by = None
        record.is_drawn = False
        record.escalated_to_id = record.escalated_on = None
        record.accepted_by_id = record.proved_by_id = None
        record.proof = record.conclusion = ""


@dataclass(frozen=True, kw_only=True)
class Escalate(Change[Risk]):
    """Report a risk up the line: the agency above reads it from now on."""

    act: ClassVar[Act] = lifecycle.ESCALATE
    model: ClassVar[type[Risk]] = Risk

    agency_id: int = ask(_("上报到"), to="agency")
    reason: str = ask(_("上报原因"), lines=3, max_length=2000)

    def apply(self, record: Risk) -> None:
        record.escalated_to_id = self.agency_id
        record.escalated_on = self.day
        record.assisting = sorted({*record.assisting, self.agency_id})


@dataclass(frozen=True, kw_only=True)
class Supervise(Change[Risk]):
    """Put a risk under listed supervision until a day."""

    act: ClassVar[Act] = lifecycle.SUPERVISE
    model: ClassVar[type[Risk]] = Risk

    agency_id: int = ask(_("督办单位"), to="agency")
    requirement: str = ask(_("督办要求"), lines=3, max_length=2000)
    until: date = ask(_("督办期限"))

    def apply(self, record: Risk) -> None:
        record.supervised_by_id = self.agency_id
        record.supervised_until = self.until
        record.assisting = sorted({*record.assisting, self.agency_id})


@dataclass(frozen=True, kw_only=True)
class Lift(Change[Risk]):
    """Lift the listed supervision, with the reason."""

    act: ClassVar[Act] = lifecycle.LIFT
    model: ClassVar[type[Risk]] = Risk

    reason: str = ask(_("解除原因"), lines=3, max_length=2000)

    def apply(self, record: Risk) -> None:
        record.supervised_by_id = None
        record.supervised_until = None


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Risk]):
    """Add a remark or a file to a risk."""

    act: ClassVar[Act] = lifecycle.RISK["remark"]
    model: ClassVar[type[Risk]] = Risk


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Risk]):
    """Take back the latest act on a risk."""

    act: ClassVar[Act] = lifecycle.RISK["revert"]
    model: ClassVar[type[Risk]] = Risk
