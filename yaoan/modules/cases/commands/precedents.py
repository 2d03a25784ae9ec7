"""What officials may do to a past decision of the collection."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import Penalty
from yaoan.modules.cases.commands.asking import Faults, breaches, fault, so_far
from yaoan.modules.cases.lifecycle import PRECEDENT
from yaoan.modules.cases.lifecycle import precedents as lifecycle
from yaoan.modules.cases.models import Precedent
from yaoan.modules.subjects.public import ProductKind

SAID = (
    "authority", "decision_number", "decided_on", "subject_id", "subject_name", "subject_code", "product_kind", "breach",
    "violation", "goods_value", "income", "fine", "confiscated", "penalty", "facts", "is_typical",
)  # fmt: skip
LISTS = ("products", "penalties", "law")
EACH = _("每行一项")


def _wrong(command: Any, record: Precedent) -> Faults:
    """What stands against keeping a decision: a day that has not come, or the same decision again."""
    if command.decided_on and command.decided_on > command.day:
        return fault("decided_on", _("不能晚于办理日期 {day}。"), day=command.day)
    other = queries.same_decision(command.decision_number, command.subject_name, but=record.pk)
    if other:
        return fault("decision_number", _("这份决定已经在系统里：{number}。"), number=other.number)
    return {}


def _set(command: Any, record: Precedent) -> None:
    for name in SAID:
        setattr(record, name, getattr(command, name))
    for name in LISTS:
        setattr(record, name, [str(item) for item in getattr(command, name)])
    record.title = f"{command.subject_name} {command.violation or record.words}".strip()[:300]


@dataclass(frozen=True, kw_only=True)
class Enter(Open[Precedent]):
    """Keep a decision that was made elsewhere, or before this system, as it was read and corrected; similar cases find it."""

    act: ClassVar[Act] = lifecycle.ENTER
    model: ClassVar[type[Precedent]] = Precedent

    authority: str = ask(_("处罚机关"), default="", max_length=120)
    decision_number: str = ask(_("决定书文号"), default="", max_length=60)
    decided_on: date | None = ask(_("决定日期"), default=None)
    subject_id: int | None = ask(_("名录中的当事人"), to="subjects", default=None)
    subject_name: str = ask(_("当事人名称"), max_length=200)
    subject_code: str = ask(_("统一社会信用代码"), default="", max_length=18)
    product_kind: ProductKind = ask(_("产品类别"))
    breach: str = ask(_("违法行为"), choices=breaches)
    violation: str = ask(_("决定书的说法"), default="", max_length=200)
    products: tuple[str, ...] = ask(_("涉案产品"), default=(), max_length=200, help=EACH)
    goods_value: Decimal | None = ask(_("货值金额"), default=None, unit=_("元"))
    income: Decimal | None = ask(_("违法所得"), default=None, unit=_("元"))
    fine: Decimal | None = ask(_("罚款"), default=None, unit=_("元"))
    confiscated: Decimal | None = ask(_("没收违法所得"), default=None, unit=_("元"))
    penalties: tuple[Penalty, ...] = ask(_("处罚种类"), default=())
    penalty: str = ask(_("处罚内容"), lines=3, max_length=8000)
    facts: str = ask(_("违法事实"), default="", lines=6, max_length=20000)
    law: tuple[str, ...] = ask(_("引用的法条"), default=(), max_length=80, help=EACH)
    is_typical: bool = ask(_("上级发布的典型案例"), default=False)
    area: str = ask(_("所在地"), to="division")
    agency_id: int | None = ask(_("入库单位"), to="agency", default=None)
    conducts: tuple[str, ...] = ask(_("读出的违法行为"), default=(), max_length=40)
    text: str = ask(_("原文"), default="", lines=8, max_length=200_000)
    marks: list[Any] | None = ask(_("标注"), default=None)
    doubts: tuple[str, ...] = ask(_("存疑"), default=(), max_length=1000)
    files: tuple[Evidence, ...] = ask(_("决定书原文"), default=())

    def objections(self, record: Precedent) -> Mapping[str, list[str]]:
        return _wrong(self, record)

    def apply(self, record: Precedent) -> None:
        _set(self, record)
        record.area, record.text = self.area, self.text
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.conducts, record.doubts, record.marks = list(self.conducts), list(self.doubts), self.marks or []


@dataclass(frozen=True, kw_only=True)
class Amend(Change[Precedent]):
    """Correct what was kept of a decision; the paper itself stays as it was read."""

    act: ClassVar[Act] = lifecycle.AMEND
    model: ClassVar[type[Precedent]] = Precedent

    authority: str = ask(_("处罚机关"), default="", max_length=120, suggest=so_far("authority"))
    decision_number: str = ask(_("决定书文号"), default="", max_length=60, suggest=so_far("decision_number"))
    decided_on: date | None = ask(_("决定日期"), default=None, suggest=so_far("decided_on"))
    subject_id: int | None = ask(_("名录中的当事人"), to="subjects", default=None, suggest=so_far("subject_id"))
    subject_name: str = ask(_("当事人名称"), max_length=200, suggest=so_far("subject_name"))
    subject_code: str = ask(_("统一社会信用代码"), default="", max_length=18, suggest=so_far("subject_code"))
    product_kind: ProductKind = ask(_("产品类别"), suggest=so_far("product_kind"))
    breach: str = ask(_("违法行为"), choices=breaches, suggest=so_far("breach"))
    violation: str = ask(_("决定书的说法"), default="", max_length=200, suggest=so_far("violation"))
    products: tuple[str, ...] = ask(_("涉案产品"), default=(), max_length=200, help=EACH, suggest=so_far("products"))
    goods_value: Decimal | None = ask(_("货值金额"), default=None, unit=_("元"), suggest=so_far("goods_value"))
    income: Decimal | None = ask(_("违法所得"), default=None, unit=_("元"), suggest=so_far("income"))
    fine: Decimal | None = ask(_("罚款"), default=None, unit=_("元"), suggest=so_far("fine"))
    confiscated: Decimal | None = ask(_("没收违法所得"), default=None, unit=_("元"), suggest=so_far("confiscated"))
    penalties: tuple[Penalty, ...] = ask(_("处罚种类"), default=(), suggest=so_far("penalties"))
    penalty: str = ask(_("处罚内容"), lines=3, max_length=8000, suggest=so_far("penalty"))
    facts: str = ask(_("违法事实"), default="", lines=6, max_length=20000, suggest=so_far("facts"))
    law: tuple[str, ...] = ask(_("引用的法条"), default=(), max_length=80, help=EACH, suggest=so_far("law"))
    is_typical: bool = ask(_("上级发布的典型案例"), default=False, suggest=so_far("is_typical"))

    def objections(self, record: Precedent) -> Mapping[str, list[str]]:
        return _wrong(self, record)

    def apply(self, record: Precedent) -> None:
        _set(self, record)


@dataclass(frozen=True, kw_only=True)
class Strike(Change[Precedent]):
    """Strike a decision from the collection, because it was annulled, corrected or never fit; nobody is shown it as similar."""

    act: ClassVar[Act] = lifecycle.STRIKE
    model: ClassVar[type[Precedent]] = Precedent

    reason: str = ask(_("剔除原因"), lines=2, max_length=2000, help=_("如决定已被撤销、变更，或者与本辖区监管无关"))

    def apply(self, record: Precedent) -> None:
        record.conclusion = self.reason


@dataclass(frozen=True, kw_only=True)
class Restore(Change[Precedent]):
    """Put a decision back that was struck, with the reason."""

    act: ClassVar[Act] = lifecycle.RESTORE
    model: ClassVar[type[Precedent]] = Precedent

    reason: str = ask(_("恢复原因"), lines=2, max_length=2000)

    def apply(self, record: Precedent) -> None:
        record.conclusion = ""


@dataclass(frozen=True, kw_only=True)
class RemarkPrecedent(Remarking[Precedent]):
    """Add a remark or a file to a past decision."""

    act: ClassVar[Act] = PRECEDENT["remark"]
    model: ClassVar[type[Precedent]] = Precedent


@dataclass(frozen=True, kw_only=True)
class RevertPrecedent(Reverting[Precedent]):
    """Take back the latest act on a past decision."""

    act: ClassVar[Act] = PRECEDENT["revert"]
    model: ClassVar[type[Precedent]] = Precedent
