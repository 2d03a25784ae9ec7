"""What officials may do to a signal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Open, Reassigning, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.signals import lifecycle, queries
from yaoan.modules.signals.choices import Finding
from yaoan.modules.signals.models import Signal
from yaoan.modules.subjects.public import ProductKind

channels = partial(law.catalogue, "channels")
evidence_kinds = partial(law.catalogue, "evidence")
TEXT_IN_TITLE = 40
OPEN_FOR = timedelta(days=2)
"""How many days after the day of the consent an identity may still be opened."""


@dataclass(frozen=True, kw_only=True)
class Receive(Open[Signal]):
    """Enter a sign of danger into the queue. Who reported it is sealed at once."""

    act: ClassVar[Act] = lifecycle.RECEIVE
    model: ClassVar[type[Signal]] = Signal

    channel: str = ask(_("渠道"), choices=channels)
    text: str = ask(_("内容"), lines=6, max_length=8000, help=_("哪里、什么时候、什么问题"))
    title: str = ask(_("标题"), default="", help=_("不填则取内容开头"))
    area: str = ask(_("所在地"), to="division")
    product_kind: ProductKind | None = ask(_("产品类别"), default=None)
    subject_id: int | None = ask(_("对象"), to="subjects", default=None)
    subject_name: str = ask(_("对象名称"), default="", help=_("名录里没有的，写名称"))
    product_name: str = ask(_("产品名称"), default="")
    batch: str = ask(_("批号"), default="", max_length=60)
    place: str = ask(_("地点"), default="")
    occurred_on: date | None = ask(_("发生日期"), default=None)
    campaign_id: int | None = ask(_("专项行动"), to="campaigns", default=None)
    reporter: str = ask(_("反映人姓名、电话"), default="", sealed=True, help=_("只有经授权的人能看，每次查看都有记录"))
    wants_answer: bool = ask(_("要求答复"), default=False)
    files: tuple[Evidence, ...] = ask(_("照片和附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Signal) -> None:
        for name in (
            "channel", "text", "area", "subject_id", "subject_name", "product_name", "batch", "place", "occurred_on",
            "campaign_id", "reporter", "wants_answer",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.title = self.title or _beginning(self.text)
        record.product_kind = self.product_kind or ""
        record.is_real_name = bool(self.reporter)


@dataclass(frozen=True, kw_only=True)
class Report(Receive):
    """Report what one saw, in a few words and a photograph. Assistants and informants do no more than this."""

    act: ClassVar[Act] = lifecycle.REPORT

    channel: str = ask(_("渠道"), choices=channels, default="assistant")


@dataclass(frozen=True, kw_only=True)
class Read(Change[Signal]):
    """Sign for a signal: from now on it is known that somebody has read it."""

    act: ClassVar[Act] = lifecycle.READ
    model: ClassVar[type[Signal]] = Signal

    def apply(self, record: Signal) -> None:
        """That it was read, by whom and when, is in the history."""


@dataclass(frozen=True, kw_only=True)
class Verify(Change[Signal]):
    """Send a named person to find out what is true."""

    act: ClassVar[Act] = lifecycle.VERIFY
    model: ClassVar[type[Signal]] = Signal

    holder_id: int = ask(_("核查人"), to="user")
    instruction: str = ask(_("核查要求"), default="", lines=3, max_length=2000)

    def apply(self, record: Signal) -> None:
        record.holder_id = self.holder_id


@dataclass(frozen=True, kw_only=True)
class HandOver(Change[Signal]):
    """Hand a signal over to another unit, which accepts or refuses it. Until then the first stays responsible."""

    act: ClassVar[Act] = lifecycle.HAND_OVER
    model: ClassVar[type[Signal]] = Signal

    agency_id: int = ask(_("转给单位"), to="unit", help=_("可以转给其他地区的单位和上级单位"))
    reason: str = ask(_("转办理由"), lines=3, max_length=2000)

    def objections(self, record: Signal) -> Mapping[str, list[str]]:
        return {"agency_id": [str(_("线索已经在这个单位。"))]} if self.agency_id == record.agency_id else {}

    def apply(self, record: Signal) -> None:
        record.handed_to_id = self.agency_id
        record.handed_from_id = record.agency_id
        record.assisting = sorted({*record.assisting, self.agency_id})


@dataclass(frozen=True, kw_only=True)
class TakeOver(Change[Signal]):
    """Accept a signal that was handed over: it is this unit's from now on, and the sender can still read it."""

    act: ClassVar[Act] = lifecycle.TAKE_OVER
    model: ClassVar[type[Signal]] = Signal

    def apply(self, record: Signal) -> None:
        sender, taker = record.handed_from_id, record.handed_to_id
        record.assisting = sorted({*record.assisting, *filter(None, [sender])} - {taker})
        record.agency_id = taker or record.agency_id
        record.handed_to_id = record.holder_id = None


@dataclass(frozen=True, kw_only=True)
class Refuse(Change[Signal]):
    """Send a signal back that was handed over, with the reason."""

    act: ClassVar[Act] = lifecycle.REFUSE
    model: ClassVar[type[Signal]] = Signal

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)

    def apply(self, record: Signal) -> None:
        record.assisting = sorted(set(record.assisting) - {record.handed_to_id})
        record.handed_to_id = record.handed_from_id = None


@dataclass(frozen=True, kw_only=True)
class Merge(Change[Signal]):
    """Say that this signal is about the same as another, and why; it can be taken apart again."""

    act: ClassVar[Act] = lifecycle.MERGE
    model: ClassVar[type[Signal]] = Signal

    into_id: int = ask(_("并入线索"), to="signals")
    reason: str = ask(_("并入理由"), lines=2, max_length=1000)

    def objections(self, record: Signal) -> Mapping[str, list[str]]:
        """What others are merged into is another signal that is still being handled: so no circle can close."""
        if self.into_id == record.pk:
            return {"into_id": [str(_("不能并入它自己。"))]}
        other = queries.held(self.actor, self.into_id)
        if other is None or not other.is_closed:
            return {}
        if other.merged_into is None:
            return {"into_id": [_("{number}已经办结，不能再并入；请先对它重新核查。").format(number=other.number)]}
        into = other.merged_into.number
        return {"into_id": [_("{number}已经并入{into}；请并入那一条。").format(number=other.number, into=into)]}

    def apply(self, record: Signal) -> None:
        record.merged_into_id = self.into_id


@dataclass(frozen=True, kw_only=True)
class Unmerge(Change[Signal]):
    """Take a merged signal apart again."""

    act: ClassVar[Act] = lifecycle.UNMERGE
    model: ClassVar[type[Signal]] = Signal

    reason: str = ask(_("取消理由"), lines=2, max_length=1000)

    def apply(self, record: Signal) -> None:
        record.merged_into_id = None


@dataclass(frozen=True, kw_only=True)
class BecomeRisk(Change[Signal]):
    """Say that a signal is a risk in the ledger from now on. Follows from raising the risk."""

    act: ClassVar[Act] = lifecycle.BECOME
    model: ClassVar[type[Signal]] = Signal

    risk_id: int = ask(_("隐患"))

    def apply(self, record: Signal) -> None:
        record.risk_id = self.risk_id
        record.finding = Finding.TRUE


@dataclass(frozen=True, kw_only=True)
class BecomeCase(Change[Signal]):
    """Say that a signal is verified as a case from now on. Follows from beginning the case."""

    act: ClassVar[Act] = lifecycle.BECOME_CASE
    model: ClassVar[type[Signal]] = Signal

    case_id: int = ask(_("案件"))

    def apply(self, record: Signal) -> None:
        record.case_id = self.case_id


@dataclass(frozen=True, kw_only=True)
class Conclude(Change[Signal]):
    """Say what was found, with the evidence."""

    act: ClassVar[Act] = lifecycle.CONCLUDE
    model: ClassVar[type[Signal]] = Signal

    finding: Finding = ask(_("核查结论"))
    conclusion: str = ask(_("核查情况"), lines=5, max_length=8000)
    files: tuple[Evidence, ...] = ask(_("核查材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Signal) -> None:
        record.finding = self.finding
        record.conclusion = self.conclusion
        record.verified_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class AskIdentity(Change[Signal]):
    """Ask to open the identity of who reported, and say why. Another person decides; what was allowed before is over."""

    act: ClassVar[Act] = lifecycle.ASK_IDENTITY
    model: ClassVar[type[Signal]] = Signal

    reason: str = ask(_("查看理由"), lines=2, max_length=300, help=_("为什么必须知道反映人是谁；不要写反映人的姓名"))

    def apply(self, record: Signal) -> None:
        record.identity_asked_by_id = self.actor.user_id
        record.identity_allowed_by_id = record.identity_open_until = None


@dataclass(frozen=True, kw_only=True)
class AllowIdentity(Change[Signal]):
    """Allow the person who asked, and nobody else, to open the identity for three days."""

    act: ClassVar[Act] = lifecycle.ALLOW_IDENTITY
    model: ClassVar[type[Signal]] = Signal

    opinion: str = ask(_("意见"), lines=2, max_length=300, default="")

    def apply(self, record: Signal) -> None:
        record.identity_allowed_by_id = self.actor.user_id
        record.identity_open_until = self.day + OPEN_FOR


@dataclass(frozen=True, kw_only=True)
class Answer(Change[Signal]):
    """Tell the one who reported what came of it."""

    act: ClassVar[Act] = lifecycle.ANSWER
    model: ClassVar[type[Signal]] = Signal

    way: str = ask(_("答复方式"), choices=lambda: [(key, key) for key in ("电话", "书面", "短信", "当面", "网上")])
    text: str = ask(_("答复内容"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Signal) -> None:
        record.answered_on = self.day


@dataclass(frozen=True, kw_only=True)
class Close(Change[Signal]):
    """Close a signal that was decided, with the reason, as a second person."""

    act: ClassVar[Act] = lifecycle.CLOSE
    model: ClassVar[type[Signal]] = Signal

    reason: str = ask(_("办结理由"), lines=3, max_length=2000)

    def apply(self, record: Signal) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Reopen(Change[Signal]):
    """Take a closed signal up again."""

    act: ClassVar[Act] = lifecycle.REOPEN
    model: ClassVar[type[Signal]] = Signal

    reason: str = ask(_("重新核查的理由"), lines=3, max_length=2000)

    def apply(self, record: Signal) -> None:
        record.finding = record.conclusion = ""
        record.verified_by_id = record.answered_on = None


@dataclass(frozen=True, kw_only=True)
class Reassign(Reassigning[Signal]):
    """Give the verification of a signal to another person, with the reason."""

    act: ClassVar[Act] = lifecycle.SIGNAL["reassign"]
    model: ClassVar[type[Signal]] = Signal


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Signal]):
    """Add a remark or a file to a signal."""

    act: ClassVar[Act] = lifecycle.SIGNAL["remark"]
    model: ClassVar[type[Signal]] = Signal


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Signal]):
    """Take back the latest act on a signal."""

    act: ClassVar[Act] = lifecycle.SIGNAL["revert"]
    model: ClassVar[type[Signal]] = Signal


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TEXT_IN_TITLE else line[:TEXT_IN_TITLE] + "…"
