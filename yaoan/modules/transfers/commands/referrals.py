"""Refer a clue on officials to the discipline body. What it says is sealed as it is entered."""

from dataclasses import dataclass
from typing import ClassVar

from yaoan.kernel.commands import Change, Open, Remarking, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.transfers.lifecycle import REFERRAL
from yaoan.modules.transfers.lifecycle import referrals as lifecycle
from yaoan.modules.transfers.models import Referral


@dataclass(frozen=True, kw_only=True)
class Prepare(Open[Referral]):
    """Enter a clue on officials that a case or a transfer brought up; its text is sealed at once."""

    act: ClassVar[Act] = lifecycle.PREPARE
    model: ClassVar[type[Referral]] = Referral

    title: str = ask(_("事由"), help=_("不写姓名、单位和问题内容"))
    organ: str = ask(_("接收机关"), max_length=120, help=_("纪检监察机关或者检察机关"))
    clue: str = ask(_("问题线索"), lines=6, max_length=8000, sealed=True, help=_("单独加密保存，每次查看都有记录"))
    area: str = ask(_("所在地"), to="division")
    agency_id: int | None = ask(_("移送单位"), to="agency", default=None)
    case_id: int | None = ask(Text("案件", "Case"), to="cases", default=None)
    transfer_id: int | None = ask(_("移送"), to="transfers", default=None)

    def apply(self, record: Referral) -> None:
        for name in ("title", "organ", "clue", "area", "case_id", "transfer_id"):
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening


@dataclass(frozen=True, kw_only=True)
class ApproveReferral(Change[Referral]):
    """Approve that a clue is referred."""

    act: ClassVar[Act] = lifecycle.APPROVE
    model: ClassVar[type[Referral]] = Referral

    opinion: str = ask(_("批准意见"), lines=2, max_length=1000)

    def apply(self, record: Referral) -> None:
        record.decision = self.opinion


@dataclass(frozen=True, kw_only=True)
class DeclineReferral(Change[Referral]):
    """Decide that a clue is not referred, with the reason."""

    act: ClassVar[Act] = lifecycle.DECLINE
    model: ClassVar[type[Referral]] = Referral

    reason: str = ask(_("不予移送的理由"), lines=3, max_length=2000)

    def apply(self, record: Referral) -> None:
        record.decision = self.reason


@dataclass(frozen=True, kw_only=True)
class Send(Change[Referral]):
    """Enter that the clue was handed to the discipline body, and who signed for it."""

    act: ClassVar[Act] = lifecycle.SEND
    model: ClassVar[type[Referral]] = Referral

    receiver: str = ask(_("签收"), max_length=120)

    def apply(self, record: Referral) -> None:
        record.receiver, record.sent_on = self.receiver, self.day


@dataclass(frozen=True, kw_only=True)
class AnswerReferral(Change[Referral]):
    """Enter what the discipline body answered."""

    act: ClassVar[Act] = lifecycle.ANSWER
    model: ClassVar[type[Referral]] = Referral

    answer: str = ask(_("反馈情况"), lines=3, max_length=2000, help=_("不写姓名"))

    def apply(self, record: Referral) -> None:
        record.answer, record.answered_on = self.answer, self.day


@dataclass(frozen=True, kw_only=True)
class RemarkReferral(Remarking[Referral]):
    """Add a remark or a file to a referral."""

    act: ClassVar[Act] = REFERRAL["remark"]
    model: ClassVar[type[Referral]] = Referral
