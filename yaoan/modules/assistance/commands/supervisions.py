"""Supervision: report a major matter up, put one on the list, report progress, lift, take up a level."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from yaoan.kernel import numbering
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import Change, Open, Remarking, Reverting, Step, ask
from yaoan.kernel.documents import document_number, word
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.assistance import lifecycle, queries, rules
from yaoan.modules.assistance.choices import Level
from yaoan.modules.assistance.commands.asking import SIGNED, evidence_kinds, fault
from yaoan.modules.assistance.models import Supervision
from yaoan.modules.cases.public import TakeUp as TakeCaseUp

NO_ORIGIN = _("请选择一个案件或者一条风险隐患。")
NOT_ABOVE = _("督办单位应当是被督办单位的上级。")
UNTIL_PAST = _("督办期限应当晚于今天。")
SELDOM = 90
"""The longest time between two reports on progress, in days."""


@dataclass(frozen=True, kw_only=True)
class ReportUp(Open[Supervision]):
    """Report a major case or risk to the unit above, which lists it, leaves it or takes it up."""

    act: ClassVar[Act] = lifecycle.REPORT_MAJOR
    model: ClassVar[type[Supervision]] = Supervision

    title: str = ask(_("上报事项"))
    matter: str = ask(_("情况和已采取的措施"), lines=5, max_length=8000)
    area: str = ask(_("所在地"), to="division")
    agency_id: int = ask(_("上报到"), to="agency")
    case_id: int | None = ask(Text("案件", "Case"), to="cases", default=None)
    risk_id: int | None = ask(_("风险隐患"), to="risks", default=None)
    files: tuple[Evidence, ...] = ask(_("材料"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if self.case_id or self.risk_id else fault("case_id", NO_ORIGIN)

    def objections(self, _record: Supervision) -> Mapping[str, list[str]]:
        own = self.actor.agency_id
        return {} if own and queries.is_above(self.agency_id, own) else fault("agency_id", _("请选择上级单位。"))

    def apply(self, record: Supervision) -> None:
        for name in ("title", "matter", "area", "agency_id", "case_id", "risk_id"):
            setattr(record, name, getattr(self, name))
        assert self.actor.agency_id is not None  # refused above
        record.supervised_id = self.actor.agency_id
        record.assisting = [self.actor.agency_id]


def _requirements(command: Any, record: Supervision) -> None:
    """Set what a supervision demands, and when the first report is due."""
    record.requirement, record.until, record.level = command.requirement, command.until, command.level
    record.partner, record.report_every, record.listed_on = command.partner, command.report_every, command.day
    record.report_by = rules.next_report(command.day, every=command.report_every, until=command.until)


def _wrong_requirements(command: Any, today: date) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if command.until <= today:
        faults |= fault("until", UNTIL_PAST)
    if not 1 <= command.report_every <= SELDOM:
        faults |= fault("report_every", _("报告间隔为1至90日。"))
    if (command.level == Level.JOINT) != bool(command.partner):
        faults |= fault("partner", _("联合督办的写明公安机关；挂牌督办的不填。"))
    return faults


def _notice(record: Supervision, day: date) -> Step:
    """The notice gets its number, and its words are kept."""
    head = f"{record.agency.paper_word}督办"
    code = document_number(head, day.year, numbering.reserve(f"{head}-{day.year}"))
    file = store([word(queries.notice_of(record, code=code))], name=f"{code}.docx", purpose=SIGNED)
    return Step(Keep(code=code, parts=queries.notice_parts_of(record), files=(file,)), on=record)


@dataclass(frozen=True, kw_only=True)
class Enlist(Open[Supervision]):
    """Put a case or risk of a lower unit on the list: what is required, by when, and how often it reports."""

    act: ClassVar[Act] = lifecycle.ENLIST
    model: ClassVar[type[Supervision]] = Supervision

    title: str = ask(_("督办名称"))
    matter: str = ask(_("督办事项"), lines=3, max_length=4000)
    area: str = ask(_("所在地"), to="division")
    supervised_id: int = ask(_("被督办单位"), to="agency")
    requirement: str = ask(_("督办要求"), lines=4, max_length=4000, help=_("每行一项"))
    until: date = ask(_("督办期限"))
    report_every: int = ask(_("报告间隔"), default=7, unit=_("日"), suggest=lambda *_: 7)
    level: Level = ask(_("督办方式"), default=Level.LISTED, suggest=lambda *_: Level.LISTED)
    partner: str = ask(_("联合督办的公安机关"), default="", max_length=120)
    case_id: int | None = ask(Text("案件", "Case"), to="cases", default=None)
    risk_id: int | None = ask(_("风险隐患"), to="risks", default=None)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if self.case_id or self.risk_id else fault("case_id", NO_ORIGIN)

    def objections(self, _record: Supervision) -> Mapping[str, list[str]]:
        own = self.actor.agency_id
        found = _wrong_requirements(self, self.day)
        return found if own and queries.is_above(own, self.supervised_id) else found | fault("supervised_id", NOT_ABOVE)

    def apply(self, record: Supervision) -> None:
        for name in ("title", "matter", "area", "supervised_id", "case_id", "risk_id"):
            setattr(record, name, getattr(self, name))
        record.agency_id = self.actor.agency_id  # type: ignore[assignment]  # none is refused above
        record.assisting = [self.supervised_id]
        _requirements(self, record)

    def consequences(self, record: Supervision) -> Iterable[Step]:
        yield _notice(record, self.day)


@dataclass(frozen=True, kw_only=True)
class Place(Change[Supervision]):
    """Put a matter that was reported up on the list."""

    act: ClassVar[Act] = lifecycle.LIST_REPORTED
    model: ClassVar[type[Supervision]] = Supervision

    requirement: str = ask(_("督办要求"), lines=4, max_length=4000, help=_("每行一项"))
    until: date = ask(_("督办期限"))
    report_every: int = ask(_("报告间隔"), default=7, unit=_("日"), suggest=lambda *_: 7)
    level: Level = ask(_("督办方式"), default=Level.LISTED, suggest=lambda *_: Level.LISTED)
    partner: str = ask(_("联合督办的公安机关"), default="", max_length=120)

    def objections(self, _record: Supervision) -> Mapping[str, list[str]]:
        return _wrong_requirements(self, self.day)

    def apply(self, record: Supervision) -> None:
        _requirements(self, record)

    def consequences(self, record: Supervision) -> Iterable[Step]:
        yield _notice(record, self.day)


@dataclass(frozen=True, kw_only=True)
class Keep(Change[Supervision]):
    """Keep the number, the words and the signed file of a notice. Follows from the listing."""

    act: ClassVar[Act] = lifecycle.KEEP_NOTICE
    model: ClassVar[type[Supervision]] = Supervision

    code: str = ask(_("督办通知书文号"), max_length=60)
    parts: list[Any] = ask(_("签发的文字"))
    files: tuple[Evidence, ...] = ask(_("签发件"), choices=lambda: [(SIGNED, _("签发件"))])

    def apply(self, record: Supervision) -> None:
        record.document_number, record.parts = self.code, self.parts


@dataclass(frozen=True, kw_only=True)
class Leave(Change[Supervision]):
    """Leave a matter that was reported up to the unit that has it, with advice."""

    act: ClassVar[Act] = lifecycle.LEAVE
    model: ClassVar[type[Supervision]] = Supervision

    opinion: str = ask(_("意见"), lines=3, max_length=2000)

    def apply(self, record: Supervision) -> None:
        record.opinion, record.closed_on = self.opinion, self.day


@dataclass(frozen=True, kw_only=True)
class TakeUp(Change[Supervision]):
    """Take the case up to the unit above, which goes on with it; the lower unit reads on."""

    act: ClassVar[Act] = lifecycle.TAKE_UP
    model: ClassVar[type[Supervision]] = Supervision

    reason: str = ask(_("提级理由"), lines=3, max_length=2000)

    def apply(self, record: Supervision) -> None:
        record.opinion, record.closed_on, record.report_by = self.reason, self.day, None

    def consequences(self, record: Supervision) -> Iterable[Step]:
        yield Step(TakeCaseUp(reason=self.reason), on=record.case_id)


@dataclass(frozen=True, kw_only=True)
class Report(Change[Supervision]):
    """Report on progress; the next report is due after the interval, at the latest on the day of the supervision."""

    act: ClassVar[Act] = lifecycle.REPORT
    model: ClassVar[type[Supervision]] = Supervision

    text: str = ask(_("进展情况"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Supervision) -> None:
        told = {"on": self.day.isoformat(), "by": self.actor.user_id, "text": self.text}
        record.progress = [*record.progress, told]
        assert record.until is not None  # what is listed has a day
        record.report_by = rules.next_report(self.day, every=record.report_every, until=record.until)


@dataclass(frozen=True, kw_only=True)
class Extend(Change[Supervision]):
    """Give the supervised unit more time, with the reason."""

    act: ClassVar[Act] = lifecycle.PROLONG
    model: ClassVar[type[Supervision]] = Supervision

    until: date = ask(
        _("新的督办期限"), suggest=lambda one, _actor: one.until + timedelta(days=30) if one.until else None
    )
    reason: str = ask(_("延长原因"), lines=3, max_length=2000)

    def objections(self, record: Supervision) -> Mapping[str, list[str]]:
        later = record.until is None or self.until > record.until
        return {} if later else fault("until", _("新的期限应当晚于原来的期限。"))

    def apply(self, record: Supervision) -> None:
        record.until = self.until
        record.report_by = record.report_by or rules.next_report(self.day, every=record.report_every, until=self.until)


@dataclass(frozen=True, kw_only=True)
class Chase(Change[Supervision]):
    """Remind the supervised unit, and note how."""

    act: ClassVar[Act] = lifecycle.URGE
    model: ClassVar[type[Supervision]] = Supervision

    text: str = ask(_("催办情况"), lines=2, max_length=1000)

    def apply(self, record: Supervision) -> None:
        record.chased_count += 1


@dataclass(frozen=True, kw_only=True)
class Conclude(Change[Supervision]):
    """Report the result; the supervising unit reviews it."""

    act: ClassVar[Act] = lifecycle.CONCLUDE
    model: ClassVar[type[Supervision]] = Supervision

    result: str = ask(_("办理结果"), lines=5, max_length=8000)
    files: tuple[Evidence, ...] = ask(_("材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Supervision) -> None:
        record.result, record.concluded_on, record.report_by = self.result, self.day, None
        record.punctuality = queries.punctuality(record, "conclude", self.day)


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Supervision]):
    """Find the result insufficient; the supervised unit goes on until a new day."""

    act: ClassVar[Act] = lifecycle.RETURN
    model: ClassVar[type[Supervision]] = Supervision

    reason: str = ask(_("退回原因"), lines=3, max_length=2000)
    until: date = ask(_("新的督办期限"))

    def objections(self, _record: Supervision) -> Mapping[str, list[str]]:
        return {} if self.until > self.day else fault("until", UNTIL_PAST)

    def apply(self, record: Supervision) -> None:
        record.opinion, record.until, record.punctuality = self.reason, self.until, ""
        record.report_by = rules.next_report(self.day, every=record.report_every, until=self.until)


@dataclass(frozen=True, kw_only=True)
class Lift(Change[Supervision]):
    """Take a matter off the list, with the result."""

    act: ClassVar[Act] = lifecycle.LIFT
    model: ClassVar[type[Supervision]] = Supervision

    opinion: str = ask(_("解除意见"), lines=3, max_length=4000)

    def apply(self, record: Supervision) -> None:
        record.opinion, record.closed_on, record.report_by = self.opinion, self.day, None


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Supervision]):
    """Add a remark or a file to a supervision."""

    act: ClassVar[Act] = lifecycle.SUPERVISION["remark"]
    model: ClassVar[type[Supervision]] = Supervision


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Supervision]):
    """Take back the latest act on a supervision."""

    act: ClassVar[Act] = lifecycle.SUPERVISION["revert"]
    model: ClassVar[type[Supervision]] = Supervision
