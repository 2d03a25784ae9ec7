"""What is done with a hit of the watchdog: a transfer, or a reason that a head signs."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Open, Reassigning, Remarking, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers.lifecycle import HIT
from yaoan.modules.transfers.lifecycle import hits as lifecycle
from yaoan.modules.transfers.models import Hit

thresholds = partial(law.catalogue, "transfer_thresholds")


@dataclass(frozen=True, kw_only=True)
class Flag(Open[Hit]):
    """Flag a case that reached a threshold; the watchdog does it by itself, a head may do it by hand."""

    act: ClassVar[Act] = lifecycle.FLAG
    model: ClassVar[type[Hit]] = Hit

    case_id: int = ask(Text("案件", "Case"), to="cases")
    title: str = ask(_("案由"))
    threshold: str = ask(_("标准"), choices=thresholds)
    detail: str = ask(_("触发的事实"), lines=3, max_length=2000)
    product_kind: ProductKind = ask(_("产品类别"))
    area: str = ask(_("所在地"), to="division")
    agency_id: int | None = ask(_("办案单位"), to="agency", default=None)
    holder_id: int | None = ask(_("主办人员"), to="user", default=None)
    campaign_id: int | None = ask(Text("专项行动", "Campaign"), to="campaigns", default=None)

    def apply(self, record: Hit) -> None:
        for name in ("case_id", "title", "threshold", "detail", "product_kind", "area", "holder_id", "campaign_id"):
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening


@dataclass(frozen=True, kw_only=True)
class Explain(Change[Hit]):
    """Give the reason why the case is not transferred, for a head to sign."""

    act: ClassVar[Act] = lifecycle.EXPLAIN
    model: ClassVar[type[Hit]] = Hit

    reason: str = ask(_("不移送理由"), lines=4, max_length=4000, help=_("事实、证据和法律依据"))

    def apply(self, record: Hit) -> None:
        record.reason, record.explained_by_id = self.reason, self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Sign(Change[Hit]):
    """Sign as head the reason why the case is not transferred."""

    act: ClassVar[Act] = lifecycle.SIGN
    model: ClassVar[type[Hit]] = Hit

    opinion: str = ask(_("签批意见"), lines=2, max_length=1000)

    def apply(self, record: Hit) -> None:
        record.opinion, record.signed_by_id, record.signed_on = self.opinion, self.actor.user_id, self.day


@dataclass(frozen=True, kw_only=True)
class Reject(Change[Hit]):
    """Refuse the reason: the case is transferred, or a better reason is given."""

    act: ClassVar[Act] = lifecycle.REJECT
    model: ClassVar[type[Hit]] = Hit

    opinion: str = ask(_("不同意的原因"), lines=2, max_length=1000)

    def apply(self, record: Hit) -> None:
        record.opinion = self.opinion


@dataclass(frozen=True, kw_only=True)
class Reopen(Change[Hit]):
    """Flag a case again on new facts."""

    act: ClassVar[Act] = lifecycle.REOPEN
    model: ClassVar[type[Hit]] = Hit

    detail: str = ask(_("触发的事实"), lines=3, max_length=2000)

    def apply(self, record: Hit) -> None:
        record.detail = self.detail
        record.signed_by_id = record.signed_on = None


@dataclass(frozen=True, kw_only=True)
class AnswerHit(Change[Hit]):
    """Note that the transfer has begun. Follows from proposing it."""

    act: ClassVar[Act] = lifecycle.ANSWER
    model: ClassVar[type[Hit]] = Hit

    transfer_id: int = ask(_("移送"), to="transfers")

    def apply(self, record: Hit) -> None:
        record.transfer_id = self.transfer_id


@dataclass(frozen=True, kw_only=True)
class Lapse(Change[Hit]):
    """Note that the facts of the case no longer reach the threshold."""

    act: ClassVar[Act] = lifecycle.LAPSE
    model: ClassVar[type[Hit]] = Hit

    reason: str = ask(_("不再符合的原因"), lines=2, max_length=1000)

    def apply(self, record: Hit) -> None:
        record.reason = self.reason


@dataclass(frozen=True, kw_only=True)
class ReassignHit(Reassigning[Hit]):
    """Give a hit to another person to answer."""

    act: ClassVar[Act] = HIT["reassign"]
    model: ClassVar[type[Hit]] = Hit


@dataclass(frozen=True, kw_only=True)
class RemarkHit(Remarking[Hit]):
    """Add a remark or a file to a hit."""

    act: ClassVar[Act] = HIT["remark"]
    model: ClassVar[type[Hit]] = Hit
