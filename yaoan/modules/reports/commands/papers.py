"""What officials may do to a report. Figures come from the journal alone: no command takes one from a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands import Change, Invalid, Open, Reassigning, Remarking, Reverting, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.campaigns.public import returns
from yaoan.modules.reports import lifecycle, queries
from yaoan.modules.reports.choices import Slot
from yaoan.modules.reports.commands import freezing
from yaoan.modules.reports.models import Report


def kinds_of_reports() -> list[tuple[str, Text]]:
    return [(key, template.label) for key, template in queries.templates().items()]


@dataclass(frozen=True, kw_only=True)
class Draft(Open[Report]):
    """Draft a report on a period: its figures are read from the rows at once."""

    act: ClassVar[Act] = lifecycle.DRAFT
    model: ClassVar[type[Report]] = Report

    template: str = ask(_("报表类别"), choices=kinds_of_reports)
    campaign_id: int | None = ask(_("专项行动"), to="campaigns", default=None)
    covers_from: date = ask(_("所属期起"))
    covers_until: date = ask(_("所属期止"))
    area: str = ask(_("统计范围"), to="division", default="", help=_("不选则为本单位辖区"))
    title: str = ask(_("名称"), default="", help=_("不填则按类别和所属期命名"))
    owed_id: int | None = ask(_("对应的报送"), to="returns", default=None)
    to_id: int | None = ask(_("报送到"), to="agency", default=None)
    due_on: date | None = ask(_("报送期限"), default=None)
    document_number: str = ask(_("文号"), default="", max_length=60)

    def faults(self) -> Mapping[str, list[str]]:
        found = {}
        if self.covers_until < self.covers_from:
            found["covers_until"] = [str(_("所属期止早于所属期起；请核对。"))]
        template = queries.templates().get(self.template)
        if template and template.is_of_campaign and self.campaign_id is None:
            found["campaign_id"] = [str(_("这类报表按专项行动统计；请选择专项行动。"))]
        return found

    def apply(self, record: Report) -> None:
        for name in (
            "template",
            "covers_from",
            "covers_until",
            "owed_id",
            "to_id",
            "due_on",
            "document_number",
            "area",
        ):
            setattr(record, name, getattr(self, name))
        template = queries.template_of(self.template)
        record.campaign_id = self.campaign_id if template.is_of_campaign else None
        record.title = self.title or freezing.title_of(template, self.covers_from, self.covers_until)
        record.drafted_by_id = record.holder_id = self.actor.user_id

    def consequences(self, record: Report) -> Iterable[Step]:
        yield _reckoned(record, self.actor)


@dataclass(frozen=True, kw_only=True)
class Reckon(Change[Report]):
    """Put the figures on the report as they were read. Follows from drafting and refreshing."""

    act: ClassVar[Act] = lifecycle.RECKON
    model: ClassVar[type[Report]] = Report

    figures: dict[str, Any] = ask(_("数字"))

    def apply(self, record: Report) -> None:
        record.figures = self.figures


def _reckoned(record: Report, actor: Actor) -> Step:
    try:
        figures = queries.reckon(queries.basis_of(record, actor))
    except queries.NothingToCount:
        text = _("您在这个范围内没有查看台账的权限，取不到数；请选择本单位辖区，或联系管理员授权。")
        raise Invalid({"area": [str(text)]}) from None
    return Step(Reckon(figures=figures), on=record)


@dataclass(frozen=True, kw_only=True)
class Refresh(Change[Report]):
    """Read the figures anew from the rows."""

    act: ClassVar[Act] = lifecycle.REFRESH
    model: ClassVar[type[Report]] = Report

    def apply(self, record: Report) -> None:
        """The figures follow as an act of their own."""

    def consequences(self, record: Report) -> Iterable[Step]:
        yield _reckoned(record, self.actor)


def _words(slot: Slot) -> Any:
    return lambda report, _actor: report.words.get(slot, "") if report else ""


@dataclass(frozen=True, kw_only=True)
class Write(Change[Report]):
    """Write the words that no figure tells. Numbers typed here are listed apart: they come from no row."""

    act: ClassVar[Act] = lifecycle.WRITE
    model: ClassVar[type[Report]] = Report

    overview: str = ask(Slot.OVERVIEW.label, default="", lines=4, max_length=8000, suggest=_words(Slot.OVERVIEW))
    work: str = ask(Slot.WORK.label, default="", lines=6, max_length=8000, suggest=_words(Slot.WORK))
    problems: str = ask(Slot.PROBLEMS.label, default="", lines=6, max_length=8000, suggest=_words(Slot.PROBLEMS))
    plans: str = ask(Slot.PLANS.label, default="", lines=6, max_length=8000, suggest=_words(Slot.PLANS))
    requests: str = ask(Slot.REQUESTS.label, default="", lines=4, max_length=8000, suggest=_words(Slot.REQUESTS))

    def apply(self, record: Report) -> None:
        record.words = {str(slot): getattr(self, slot) for slot in Slot if getattr(self, slot)}


def _so_far(name: str) -> Any:
    return lambda report, _actor: getattr(report, name) if report else None


@dataclass(frozen=True, kw_only=True)
class Address(Change[Report]):
    """Say to whom the report goes, by when, and under which number."""

    act: ClassVar[Act] = lifecycle.ADDRESS
    model: ClassVar[type[Report]] = Report

    to_id: int | None = ask(_("报送到"), to="agency", default=None, suggest=_so_far("to_id"))
    owed_id: int | None = ask(_("对应的报送"), to="returns", default=None, suggest=_so_far("owed_id"))
    due_on: date | None = ask(_("报送期限"), default=None, suggest=_so_far("due_on"))
    document_number: str = ask(_("文号"), default="", max_length=60, suggest=_so_far("document_number"))

    def apply(self, record: Report) -> None:
        for name in ("to_id", "owed_id", "due_on", "document_number"):
            setattr(record, name, getattr(self, name))


@dataclass(frozen=True, kw_only=True)
class Present(Change[Report]):
    """Present a report whose figures add up to the head who freezes it."""

    act: ClassVar[Act] = lifecycle.PRESENT
    model: ClassVar[type[Report]] = Report

    note: str = ask(_("报请说明"), default="", lines=2, max_length=1000)

    def apply(self, record: Report) -> None:
        record.presented_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Report]):
    """Send a report back to be worked on, with the reason. A snapshot that was signed stays in the history."""

    act: ClassVar[Act] = lifecycle.SEND_BACK
    model: ClassVar[type[Report]] = Report

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)

    def apply(self, record: Report) -> None:
        record.presented_by_id = record.frozen_by_id = record.frozen_on = None
        record.snapshot = record.signature = ""


@dataclass(frozen=True, kw_only=True)
class Freeze(Change[Report]):
    """Freeze a report as a second person: what it says is signed, and stays so."""

    act: ClassVar[Act] = lifecycle.FREEZE
    model: ClassVar[type[Report]] = Report

    opinion: str = ask(_("审定意见"), default="", lines=2, max_length=1000)

    def apply(self, record: Report) -> None:
        record.frozen_by_id = self.actor.user_id
        record.frozen_on = self.day

    def consequences(self, record: Report) -> Iterable[Step]:
        sealed = freezing.seal(record, self.actor)
        yield Step(Sign(snapshot=sealed.digest, signature=sealed.signature, files=(sealed.file,)), on=record)


@dataclass(frozen=True, kw_only=True)
class Sign(Change[Report]):
    """Keep the signed snapshot with the report. Follows from freezing."""

    act: ClassVar[Act] = lifecycle.SIGN
    model: ClassVar[type[Report]] = Report

    snapshot: str = ask(_("快照"), max_length=64)
    signature: str = ask(_("签名"), max_length=128)
    files: tuple[Evidence, ...] = ask(_("快照文件"), choices=lambda: [(freezing.SNAPSHOT, _("签名快照"))])

    def apply(self, record: Report) -> None:
        record.snapshot = self.snapshot
        record.signature = self.signature


def _sent(record: Report, note: str) -> Iterable[Step]:
    if record.owed_id:
        yield Step(returns.Send(text=note, report_id=record.pk), on=record.owed_id)


@dataclass(frozen=True, kw_only=True)
class Submit(Change[Report]):
    """Send a frozen report to the level above; the return it answers is sent with it."""

    act: ClassVar[Act] = lifecycle.SUBMIT
    model: ClassVar[type[Report]] = Report

    note: str = ask(_("报送说明"), default="", lines=3, max_length=4000)

    def apply(self, record: Report) -> None:
        record.submitted_on = self.day
        record.assisting = sorted({*record.assisting, *filter(None, [record.to_id])} - {record.agency_id})

    def consequences(self, record: Report) -> Iterable[Step]:
        return _sent(record, self.note)


@dataclass(frozen=True, kw_only=True)
class Resubmit(Change[Report]):
    """Send a report again after the level above sent its return back."""

    act: ClassVar[Act] = lifecycle.RESUBMIT
    model: ClassVar[type[Report]] = Report

    note: str = ask(_("报送说明"), lines=3, max_length=4000)

    def apply(self, record: Report) -> None:
        record.submitted_on = self.day

    def consequences(self, record: Report) -> Iterable[Step]:
        return _sent(record, self.note)


@dataclass(frozen=True, kw_only=True)
class Correct(Change[Report]):
    """Make a correction slip: every figure that is no longer what was reported, with the rows that changed it."""

    act: ClassVar[Act] = lifecycle.CORRECT
    model: ClassVar[type[Report]] = Report

    reason: str = ask(_("更正原因"), lines=3, max_length=2000)

    def apply(self, record: Report) -> None:
        """What was corrected follows as an act of its own."""

    def consequences(self, record: Report) -> Iterable[Step]:
        slip, figures = freezing.slip(record, self.actor, reason=self.reason, on=self.day)
        if not slip["cells"]:
            raise Invalid({"": [str(_("没有需要更正的数字：报表里的数字和现在的台账一致。"))]})
        yield Step(Slip(slip=slip, figures=figures), on=record)


@dataclass(frozen=True, kw_only=True)
class Slip(Change[Report]):
    """Put a correction slip on the report; its figures are from now on what the slip says. Follows from correcting."""

    act: ClassVar[Act] = lifecycle.SLIP
    model: ClassVar[type[Report]] = Report

    slip: dict[str, Any] = ask(_("更正单"))
    figures: dict[str, Any] = ask(_("数字"))

    def apply(self, record: Report) -> None:
        record.slips = [*record.slips, self.slip]
        record.figures = self.figures


@dataclass(frozen=True, kw_only=True)
class Withdraw(Change[Report]):
    """Give up a draft, with the reason."""

    act: ClassVar[Act] = lifecycle.WITHDRAW
    model: ClassVar[type[Report]] = Report

    reason: str = ask(_("作废理由"), lines=2, max_length=1000)

    def apply(self, record: Report) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Reassign(Reassigning[Report]):
    """Give a report to another person to see through; who drafted it stays as it was."""

    act: ClassVar[Act] = lifecycle.REPORT["reassign"]
    model: ClassVar[type[Report]] = Report


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Report]):
    """Add a remark or a file to a report."""

    act: ClassVar[Act] = lifecycle.REPORT["remark"]
    model: ClassVar[type[Report]] = Report


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Report]):
    """Take back the latest act on a report."""

    act: ClassVar[Act] = lifecycle.REPORT["revert"]
    model: ClassVar[type[Report]] = Report
