"""Where a case goes: to another unit, into another case, apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, Open, Reassigning, Remarking, Reverting, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import Source
from yaoan.modules.cases.commands.asking import (
    BASIS,
    BASIS_HELP,
    Faults,
    breaches,
    evidence_kinds,
    fault,
    holds_hearing,
    no_basis,
    not_certified,
)
from yaoan.modules.cases.lifecycle import CASE
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case

DONE = lifecycle.DECIDED
"""Where the officers of a case are those who investigated it, whoever sees it through."""


@dataclass(frozen=True, kw_only=True)
class HandOver(Change[Case]):
    """Hand a case over to the unit that has jurisdiction: up, down or across. Until it takes over, the first one answers."""

    act: ClassVar[Act] = lifecycle.HAND_OVER
    model: ClassVar[type[Case]] = Case

    agency_id: int = ask(_("移送到"), to="unit", help=_("可以移送其他地区的单位和上级单位"))
    reason: str = ask(_("移送理由和依据"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("移送函和材料"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return fault("agency_id", _("案件已经由这个单位办理。")) if self.agency_id == record.agency_id else {}

    def apply(self, record: Case) -> None:
        record.handed_to_id, record.handed_from_id = self.agency_id, record.agency_id
        record.assisting = sorted({*record.assisting, self.agency_id})


@dataclass(frozen=True, kw_only=True)
class TakeOver(Change[Case]):
    """Take over a case that was handed over; it is verified and filed here anew, and the sender can still read it."""

    act: ClassVar[Act] = lifecycle.TAKE_OVER
    model: ClassVar[type[Case]] = Case

    def apply(self, record: Case) -> None:
        taker = record.handed_to_id
        assert taker is not None  # the guard sees to it
        _move_to(record, taker)


@dataclass(frozen=True, kw_only=True)
class Refuse(Change[Case]):
    """Send a case back that was handed over, with the reason."""

    act: ClassVar[Act] = lifecycle.REFUSE
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)

    def apply(self, record: Case) -> None:
        record.assisting = sorted(set(record.assisting) - {record.handed_to_id})
        record.handed_to_id = record.handed_from_id = None


@dataclass(frozen=True, kw_only=True)
class TakeUp(Change[Case]):
    """Take a case of a lower unit up to one's own; it is verified and filed here anew."""

    act: ClassVar[Act] = lifecycle.TAKE_UP
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("提级理由"), lines=3, max_length=2000)

    def objections(self, _record: Case) -> Mapping[str, list[str]]:
        return {} if self.actor.agency_id else fault("", _("您没有所在单位，不能提级管辖。"))

    def apply(self, record: Case) -> None:
        assert self.actor.agency_id is not None
        _move_to(record, self.actor.agency_id)


def _move_to(record: Case, agency_id: int) -> None:
    record.handed_from_id, record.agency_id = record.agency_id, agency_id
    record.assisting = sorted({*record.assisting, record.handed_from_id} - {agency_id})
    record.handed_to_id = record.holder_id = record.filed_on = None
    record.officers, record.extensions = [], {}


@dataclass(frozen=True, kw_only=True)
class Merge(Change[Case]):
    """Put a case into another about the same act or the same party, which goes on for both."""

    act: ClassVar[Act] = lifecycle.MERGE
    model: ClassVar[type[Case]] = Case

    into_id: int = ask(_("并入案件"), to="cases")
    reason: str = ask(_("并案理由"), lines=3, max_length=2000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return fault("into_id", _("不能并入它自己。")) if self.into_id == record.pk else {}

    def apply(self, record: Case) -> None:
        record.merged_into_id, record.conclusion = self.into_id, self.reason

    def consequences(self, record: Case) -> Iterable[Step]:
        yield Step(Absorb(number=record.number, description=record.description), on=self.into_id)


@dataclass(frozen=True, kw_only=True)
class Absorb(Change[Case]):
    """Take another case in. Follows from merging it."""

    act: ClassVar[Act] = lifecycle.ABSORB
    model: ClassVar[type[Case]] = Case

    number: str = ask(_("并入的案件"), max_length=40)
    description: str = ask(_("线索情况"), default="", max_length=8000)

    def apply(self, record: Case) -> None:
        record.description = f"{record.description}\n并入 {self.number}：{self.description}".strip()


@dataclass(frozen=True, kw_only=True)
class Split(Change[Case]):
    """Take a part out of a filed case into one of its own, whose time runs from the same filing."""

    act: ClassVar[Act] = lifecycle.SPLIT
    model: ClassVar[type[Case]] = Case

    title: str = ask(_("分出案件的案由"))
    breach: str = ask(_("涉嫌的违法行为"), choices=breaches)
    subject_id: int | None = ask(_("当事人"), to="subjects", default=None)
    subject_name: str = ask(_("当事人名称"), default="", max_length=200)
    basis: str = ask(BASIS, default="", max_length=300, help=BASIS_HELP)
    description: str = ask(_("分案理由和情况"), lines=4, max_length=8000)

    def faults(self) -> Faults:
        return no_basis(self.breach, self.basis)

    def apply(self, record: Case) -> None:
        """What was taken out stands in the history and in the new case."""

    def consequences(self, record: Case) -> Iterable[Step]:
        yield Step(
            SplitOff(
                case_id=record.pk, title=self.title, breach=self.breach, basis=self.basis, subject_id=self.subject_id,
                subject_name=self.subject_name, description=self.description, product_kind=record.product_kind,
                party_kind=record.party_kind, area=record.area, agency_id=record.agency_id, found_on=record.found_on,
                officers=tuple(record.officers), campaign_id=record.campaign_id, acted_from=record.acted_from,
                acted_until=record.acted_until, is_harmful=record.is_harmful, danger=record.danger,
                danger_grounds=record.danger_grounds, effective_on=record.filed_on,
            )
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SplitOff(Open[Case]):
    """Begin a case that was taken out of another, filed with it. Follows from the splitting."""

    act: ClassVar[Act] = lifecycle.SPLIT_OFF
    model: ClassVar[type[Case]] = Case

    case_id: int = ask(_("分自"), to="cases")
    title: str = ask(_("案由"))
    breach: str = ask(_("涉嫌的违法行为"), choices=breaches)
    subject_id: int | None = ask(_("当事人"), to="subjects", default=None)
    subject_name: str = ask(_("当事人名称"), default="", max_length=200)
    description: str = ask(_("情况"), max_length=8000)
    basis: str = ask(BASIS, default="", max_length=300)
    product_kind: str = ask(_("产品类别"))
    party_kind: str = ask(_("当事人类别"))
    area: str = ask(_("违法行为发生地"), to="division")
    agency_id: int = ask(_("办案单位"), to="agency")
    found_on: date = ask(_("发现日期"))
    officers: tuple[int, ...] = ask(_("办案人员"), to="officer")
    campaign_id: int | None = ask(Text("专项行动", "Campaign"), to="campaigns", default=None)
    acted_from: date | None = ask(_("违法行为开始日期"), default=None)
    acted_until: date | None = ask(_("违法行为终了日期"), default=None)
    is_harmful: bool = ask(_("涉及公民生命健康安全且有危害后果"), default=False)
    danger: str = ask(_("危害程度"), default="")
    danger_grounds: str = ask(_("认定依据"), default="", max_length=4000)

    def apply(self, record: Case) -> None:
        for name in (
            "title", "breach", "basis", "subject_id", "subject_name", "description", "product_kind", "party_kind", "area",
            "agency_id", "found_on", "campaign_id", "acted_from", "acted_until", "is_harmful", "danger", "danger_grounds",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.split_from_id, record.source = self.case_id, Source.SPLIT
        record.officers, record.filed_on = list(self.officers), self.day
        record.holder_id = record.officers[0] if record.officers else None


@dataclass(frozen=True, kw_only=True)
class Reassign(Reassigning[Case]):
    """Give a case to another person to work on, who takes the place of the first among its officers."""

    act: ClassVar[Act] = CASE["reassign"]
    model: ClassVar[type[Case]] = Case

    holder_id: int = ask(_("新承办人"), to="officer")

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        """Two officers are left when one takes the place of another, while it matters."""
        if record.state in DONE:
            return {}
        if record.holder_id in record.officers:
            lacking = {
                **not_certified((self.holder_id,), record.agency_id, self.day, "holder_id"),
                **holds_hearing(record, (self.holder_id,), "holder_id"),
            }
            if lacking:
                return lacking
        left = {self.holder_id if one == record.holder_id else one for one in record.officers}
        if len(left) < min(len(record.officers), 2):
            return {"holder_id": [str(_("新承办人已经是办案人员；请先用“指定办案人员”补足两人。"))]}
        return {}

    def apply(self, record: Case) -> None:
        if record.state not in DONE:
            named = [self.holder_id if one == record.holder_id else one for one in record.officers]
            record.officers = list(dict.fromkeys(named))
        super().apply(record)


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Case]):
    """Add a remark or a file to a case."""

    act: ClassVar[Act] = CASE["remark"]
    model: ClassVar[type[Case]] = Case


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Case]):
    """Take back the latest act on a case."""

    act: ClassVar[Act] = CASE["revert"]
    model: ClassVar[type[Case]] = Case
