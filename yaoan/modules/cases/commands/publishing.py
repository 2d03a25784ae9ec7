"""What officials may do to the publication of a penalty: publish, send to another province, end early, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import PartyKind
from yaoan.modules.cases.commands.asking import Faults, evidence_kinds, fault, last_day
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import publishing


@dataclass(frozen=True, kw_only=True)
class Publish(Change[Case]):
    """Publish a penalty in a version without personal data, for as long as the law says."""

    act: ClassVar[Act] = lifecycle.PUBLISH
    model: ClassVar[type[Case]] = Case

    text: str = ask(
        _("公示文本"), lines=6, max_length=8000, suggest=lambda case, _actor: queries.publication_of(case),
        help=_("身份证号、电话和责任人员姓名自动隐去；商业秘密和其他个人信息请自行删去"),
    )  # fmt: skip

    def apply(self, record: Case) -> None:
        record.published_on = self.day
        record.publication = publishing.redacted(self.text, [line["name"] for line in record.persons])
        record.public_until = publishing.public_until(
            self.day, brief=_is_brief(record), restricted_until=record.restricted_until, terms=law.terms(),
            calendar=law.calendar(),
        )  # fmt: skip


def _is_brief(record: Case) -> bool:
    rules = law.document("catalogues/case_rules")
    return publishing.is_brief(record.penalties, record.fine, PartyKind(record.party_kind), rules)


@dataclass(frozen=True, kw_only=True)
class Push(Change[Case]):
    """Send a penalty of a party of another province to the authority there, which publishes it."""

    act: ClassVar[Act] = lifecycle.PUSH
    model: ClassVar[type[Case]] = Case

    to: str = ask(_("推送到"), max_length=120, help=_("当事人所在地的省级部门"))
    files: tuple[Evidence, ...] = ask(_("推送材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.pushed_on, record.pushed_to = self.day, self.to


@dataclass(frozen=True, kw_only=True)
class AskStop(Change[Case]):
    """Accept an application to end publication early: after the least time, duties done, harm undone, no repetition."""

    act: ClassVar[Act] = lifecycle.ASK_STOP
    model: ClassVar[type[Case]] = Case

    is_fulfilled: bool = ask(_("已经自觉履行处罚决定中的义务"), default=False)
    is_undone: bool = ask(_("已经主动消除危害后果和不良影响"), default=False)
    is_clean: bool = ask(_("没有因同一类违法行为再次受到处罚"), default=False)
    is_unlisted: bool = ask(_("不在经营异常名录和严重违法失信名单中"), default=False)
    reason: str = ask(_("申请理由和守信承诺"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("申请书、承诺书和证明材料"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        names = ("is_fulfilled", "is_undone", "is_clean", "is_unlisted")
        return {
            name: [str(_("这是提前停止公示的条件；不具备的，不予受理。"))] for name in names if not getattr(self, name)
        }

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if not publishing.may_end_early(record.penalties):
            return fault("", _("停产停业、限制经营或者从业、降低资质、吊销许可等处罚，不得提前停止公示。"))
        assert record.published_on  # the guard sees to it
        earliest = last_day("publicity.early_stop", record.published_on, record.area)
        if self.day < earliest:
            return fault("", _("公示满一年（{day}）后才可以申请提前停止。"), day=earliest)
        return _undeserved(record, self.day)

    def apply(self, record: Case) -> None:
        record.stop_asked_on, record.stop_reason = self.day, self.reason
        record.stop_by = last_day("publicity.early_stop_decision", self.day, record.area)


def _undeserved(record: Case, day: date) -> Faults:
    """What the ledgers themselves know against an early end: sums not paid, the same breach again, the list."""
    if record.owes_payment:
        return fault("is_fulfilled", _("处罚决定还有 {sum} 元没有缴清。"), sum=record.outstanding)
    other = queries.punished_again(record, day)
    if other:
        return fault("is_clean", _("因同一类违法行为再次受到处罚：{number}。"), number=other.number)
    entry = queries.listed(record, day)
    if entry:
        return fault("is_unlisted", _("还在严重违法失信名单中：{number}。"), number=entry.number)
    return {}


@dataclass(frozen=True, kw_only=True)
class GrantStop(Change[Case]):
    """End the publication of a penalty early; from that day on it is not shown."""

    act: ClassVar[Act] = lifecycle.GRANT_STOP
    model: ClassVar[type[Case]] = Case

    opinion: str = ask(_("核实情况和决定理由"), lines=3, max_length=4000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if _undeserved(record, self.day):
            return fault("", _("不再具备提前停止公示的条件，请不予提前停止。"))
        return {}

    def apply(self, record: Case) -> None:
        record.stopped_on, record.stop_by = self.day, None
        record.stop_reason = f"{record.stop_reason}\n{self.opinion}".strip()


@dataclass(frozen=True, kw_only=True)
class RefuseStop(Change[Case]):
    """Refuse to end publication early, with the reason; it goes on."""

    act: ClassVar[Act] = lifecycle.REFUSE_STOP
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("不予提前停止公示的理由"), lines=3, max_length=4000)

    def apply(self, record: Case) -> None:
        record.stop_by = None
        record.stop_reason = f"{record.stop_reason}\n{self.reason}".strip()


@dataclass(frozen=True, kw_only=True)
class Unpublish(Change[Case]):
    """Withdraw the publication of a penalty, here or in the province it was sent to, with the reason."""

    act: ClassVar[Act] = lifecycle.UNPUBLISH
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("撤回原因"), lines=3, max_length=2000, help=_("推送外省的，同时通知对方撤回"))

    def apply(self, record: Case) -> None:
        record.published_on = record.public_until = record.pushed_on = None
        record.stop_by = record.stop_asked_on = record.stopped_on = record.withdraw_by = None
        record.publication = record.pushed_to = ""
