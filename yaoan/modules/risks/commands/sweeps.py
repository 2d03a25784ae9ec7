"""What officials may do to a sweep of a class of risks, and to its visits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import transaction

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import (
    Change,
    Evidence,
    Open,
    Reassigning,
    Remarking,
    Reverting,
    Step,
    ask,
    open_record,
    perform_many,
)
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.risks import lifecycle
from yaoan.modules.risks.choices import Level
from yaoan.modules.risks.commands.ledger import Report, evidence_kinds, risk_kinds
from yaoan.modules.risks.models import Risk, Sweep, Visit
from yaoan.modules.subjects.public import ProductKind, Subject

COUNTY = 6
"""A sweep goes through the county of its risk: so many digits of the division code."""


@dataclass(frozen=True, kw_only=True)
class OpenSweep(Open[Sweep]):
    """Look for the same wherever it may be: open a sweep from a risk, with the places ticked."""

    act: ClassVar[Act] = lifecycle.OPEN_SWEEP
    model: ClassVar[type[Sweep]] = Sweep

    risk_id: int = ask(_("起因隐患"), to="risks")
    title: str = ask(_("排查名称"))
    area: str = ask(_("排查范围"), to="division")
    criteria: tuple[str, ...] = ask(_("同类依据"), help=_("一行一条"))
    campaign_id: int | None = ask(_("专项行动"), to="campaigns", default=None)
    holder_id: int = ask(_("负责人"), to="user")
    finish_by: date = ask(_("完成期限"))

    def apply(self, record: Sweep) -> None:
        record.risk_id = self.risk_id
        record.title = self.title
        record.area = self.area
        record.criteria = list(self.criteria)
        record.campaign_id = self.campaign_id
        record.holder_id = self.holder_id
        record.finish_by = self.finish_by


@dataclass(frozen=True, kw_only=True)
class Add(Change[Sweep]):
    """Count places that were put on the list of a sweep. Follows from putting them there."""

    act: ClassVar[Act] = lifecycle.ADD
    model: ClassVar[type[Sweep]] = Sweep

    count: int = ask(_("增加数"))

    def apply(self, record: Sweep) -> None:
        record.total_count += self.count


@dataclass(frozen=True, kw_only=True)
class Tally(Change[Sweep]):
    """Count a visit that was done. Follows from what the visit came to."""

    act: ClassVar[Act] = lifecycle.TALLY
    model: ClassVar[type[Sweep]] = Sweep

    found: bool = ask(_("发现同类问题"), default=False)

    def apply(self, record: Sweep) -> None:
        record.done_count += 1
        record.found_count += self.found


@dataclass(frozen=True, kw_only=True)
class Finish(Change[Sweep]):
    """Finish a sweep whose every place was visited or left out with a reason."""

    act: ClassVar[Act] = lifecycle.FINISH
    model: ClassVar[type[Sweep]] = Sweep

    summary: str = ask(_("排查小结"), lines=4, max_length=4000)

    def apply(self, record: Sweep) -> None:
        record.summary = self.summary


@dataclass(frozen=True, kw_only=True)
class Cancel(Change[Sweep]):
    """Call a sweep off, with the reason."""

    act: ClassVar[Act] = lifecycle.CANCEL
    model: ClassVar[type[Sweep]] = Sweep

    reason: str = ask(_("取消原因"), lines=3, max_length=2000)

    def apply(self, record: Sweep) -> None:
        record.summary = self.reason


@dataclass(frozen=True, kw_only=True)
class Propose(Open[Visit]):
    """Put a place on the list of a sweep, with the reasons why it may have the same fault."""

    act: ClassVar[Act] = lifecycle.PROPOSE
    model: ClassVar[type[Visit]] = Visit

    sweep_id: int = ask(_("同类排查"), to="sweeps")
    subject_id: int = ask(_("对象"), to="subjects")
    title: str = ask(_("对象名称"))
    area: str = ask(_("所在地"), to="division")
    agency_id: int | None = ask(_("责任单位"), to="agency", default=None)
    reasons: tuple[str, ...] = ask(_("列入理由"), help=_("一行一条"))
    holder_id: int | None = ask(_("排查人"), to="user", default=None)
    visit_by: date = ask(_("排查期限"))

    def apply(self, record: Visit) -> None:
        for name in ("sweep_id", "subject_id", "title", "area", "holder_id", "visit_by"):
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.reasons = list(self.reasons)

    def consequences(self, record: Visit) -> Iterable[Step]:
        yield Step(Add(count=1), on=self.sweep_id)


@dataclass(frozen=True, kw_only=True)
class Assign(Change[Visit]):
    """Say who visits, and until when."""

    act: ClassVar[Act] = lifecycle.ASSIGN
    model: ClassVar[type[Visit]] = Visit

    holder_id: int = ask(_("排查人"), to="user")
    visit_by: date = ask(_("排查期限"))

    def apply(self, record: Visit) -> None:
        record.holder_id = self.holder_id
        record.visit_by = self.visit_by


@dataclass(frozen=True, kw_only=True)
class Clear(Change[Visit]):
    """Say that the place was visited and the same fault was not found."""

    act: ClassVar[Act] = lifecycle.CLEAR
    model: ClassVar[type[Visit]] = Visit

    result: str = ask(_("排查情况"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Visit) -> None:
        record.result = self.result

    def consequences(self, record: Visit) -> Iterable[Step]:
        yield Step(Tally(), on=record.sweep_id)


def _of_the_class(name: str) -> Any:
    """What the risk says whose class is treated."""
    return lambda visit, _actor: getattr(visit.sweep.risk, name)


@dataclass(frozen=True, kw_only=True)
class Find(Change[Visit]):
    """Say that the same fault was found; it goes into the ledger as a risk of its own."""

    act: ClassVar[Act] = lifecycle.FIND
    model: ClassVar[type[Visit]] = Visit

    result: str = ask(_("发现情况"), lines=4, max_length=4000)
    risk_kind: str = ask(_("隐患类别"), choices=risk_kinds, suggest=_of_the_class("risk_kind"))
    product_kind: ProductKind = ask(_("产品类别"), suggest=_of_the_class("product_kind"))
    level: Level | None = ask(_("初步等级"), default=None)
    product_id: int | None = ask(_("产品"), to="products", default=None, suggest=_of_the_class("product_id"))
    product_name: str = ask(_("产品名称"), default="", suggest=_of_the_class("product_name"))
    batch: str = ask(_("批号"), default="", max_length=60, suggest=_of_the_class("batch"))
    supplier: str = ask(_("供货单位"), default="", suggest=_of_the_class("supplier"))
    clause: str = ask(_("检查条款"), default="", max_length=120, suggest=_of_the_class("clause"))
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Visit) -> None:
        record.result = self.result

    def consequences(self, record: Visit) -> Iterable[Step]:
        yield Step(Tally(found=True), on=record.sweep_id)
        yield Step(
            Report(
                title=_("{name}：同类排查发现的隐患").format(name=record.title),
                description=self.result,
                risk_kind=self.risk_kind,
                product_kind=self.product_kind,
                channel="inspection",
                area=record.area,
                agency_id=record.agency_id,
                subject_id=record.subject_id,
                subject_name=record.title,
                product_id=self.product_id,
                product_name=self.product_name,
                batch=self.batch,
                supplier=self.supplier,
                clause=self.clause,
                campaign_id=record.sweep.campaign_id or record.sweep.risk.campaign_id,
                visit_id=record.pk,
            )
        )


@dataclass(frozen=True, kw_only=True)
class Skip(Change[Visit]):
    """Leave a place out, with the reason (closed down, not the same goods)."""

    act: ClassVar[Act] = lifecycle.SKIP
    model: ClassVar[type[Visit]] = Visit

    reason: str = ask(_("不需排查的理由"), lines=2, max_length=1000)

    def apply(self, record: Visit) -> None:
        record.result = self.reason

    def consequences(self, record: Visit) -> Iterable[Step]:
        yield Step(Tally(), on=record.sweep_id)


@dataclass(frozen=True, kw_only=True)
class ReassignSweep(Reassigning[Sweep]):
    """Give a sweep to another person to see through, with the reason."""

    act: ClassVar[Act] = lifecycle.SWEEP["reassign"]
    model: ClassVar[type[Sweep]] = Sweep


@dataclass(frozen=True, kw_only=True)
class RemarkSweep(Remarking[Sweep]):
    """Add a remark or a file to a sweep."""

    act: ClassVar[Act] = lifecycle.SWEEP["remark"]
    model: ClassVar[type[Sweep]] = Sweep


@dataclass(frozen=True, kw_only=True)
class RevertSweep(Reverting[Sweep]):
    """Take back the latest act on a sweep."""

    act: ClassVar[Act] = lifecycle.SWEEP["revert"]
    model: ClassVar[type[Sweep]] = Sweep


@dataclass(frozen=True, kw_only=True)
class ReassignVisit(Reassigning[Visit]):
    """Give a visit to another person, with the reason; its day stays."""

    act: ClassVar[Act] = lifecycle.VISIT["reassign"]
    model: ClassVar[type[Visit]] = Visit


@dataclass(frozen=True, kw_only=True)
class RemarkVisit(Remarking[Visit]):
    """Add a remark or a file to a visit."""

    act: ClassVar[Act] = lifecycle.VISIT["remark"]
    model: ClassVar[type[Visit]] = Visit


@dataclass(frozen=True, kw_only=True)
class RevertVisit(Reverting[Visit]):
    """Take back the latest act on a visit."""

    act: ClassVar[Act] = lifecycle.VISIT["revert"]
    model: ClassVar[type[Visit]] = Visit


@transaction.atomic
def treat_class(
    risk: Risk,
    places: Sequence[tuple[Subject, Sequence[str]]],
    *,
    by: Actor,
    title: str,
    holder_id: int,
    visit_by: date,
    finish_by: date,
) -> Sweep:
    """Put places on the running sweep of a risk, or on a new one; each with its reasons, one person and one day.

    All or nothing. Raises Refused.
    """
    sweep = Sweep.objects.seen_by(by).open().filter(risk_id=risk.pk).first()
    if sweep is None:
        reasons = tuple(dict.fromkeys(reason for _subject, given in places for reason in given))
        area = risk.area[:COUNTY]
        opening = OpenSweep(
            risk_id=risk.pk, title=title, area=area, criteria=reasons[:20] or (title,), campaign_id=risk.campaign_id,
            holder_id=holder_id, finish_by=finish_by,
        )  # fmt: skip
        sweep = open_record(opening, by=by)
    steps = (
        Step(
            Propose(
                sweep_id=sweep.pk, subject_id=subject.pk, title=subject.title, area=subject.area,
                agency_id=sweep.agency_id, reasons=tuple(reasons), holder_id=holder_id, visit_by=visit_by,
            ),
            by=by,
        )
        for subject, reasons in places
    )  # fmt: skip
    for outcome in perform_many(steps):
        if outcome.refusal:
            raise outcome.refusal
    return Sweep.objects.get(pk=sweep.pk)
