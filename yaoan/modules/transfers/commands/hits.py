"""What is done with a hit of the watchdog: a transfer, or a reason that a head signs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Open, Reassigning, Remarking, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.public import WHOLE, HitStand, NoteHit
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import queries
from yaoan.modules.transfers.choices import Direction, HitState
from yaoan.modules.transfers.lifecycle import HIT
from yaoan.modules.transfers.lifecycle import hits as lifecycle
from yaoan.modules.transfers.models import Hit, Transfer

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

    def consequences(self, record: Hit) -> Iterable[Step]:
        return _asked(record)


def _asked(record: Hit) -> Iterable[Step]:
    """The case is told that a hit waits for an answer, unless its own facts say so."""
    known = record.case.hit_answers.get(record.threshold, {}).get("stand")
    if known == HitStand.SIGNED or (not known and record.threshold not in record.case.reached_thresholds):
        yield _noted(record, HitStand.ASKED)


def _noted(record: Hit, stand: HitStand) -> Step:
    return Step(NoteHit(threshold=record.threshold, stand=stand), on=record.case_id)


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

    def consequences(self, record: Hit) -> Iterable[Step]:
        yield _noted(record, HitStand.SIGNED)


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
    """Flag a case again: on new or graver facts, or because its transfer came to nothing."""

    act: ClassVar[Act] = lifecycle.REOPEN
    model: ClassVar[type[Hit]] = Hit

    detail: str = ask(_("触发的事实"), lines=3, max_length=2000)

    def apply(self, record: Hit) -> None:
        record.detail = self.detail
        record.signed_by_id = record.signed_on = record.transfer_id = None

    def consequences(self, record: Hit) -> Iterable[Step]:
        return _asked(record)


@dataclass(frozen=True, kw_only=True)
class AnswerHit(Change[Hit]):
    """Note that the transfer has begun. Follows from proposing it."""

    act: ClassVar[Act] = lifecycle.ANSWER
    model: ClassVar[type[Hit]] = Hit

    transfer_id: int = ask(_("移送"), to="transfers")

    def apply(self, record: Hit) -> None:
        record.transfer_id = self.transfer_id


def asked_again(transfer: Transfer) -> Iterator[Step]:
    """A transfer that came to nothing answers no hit: its case is to be transferred again, or the reason signed."""
    if transfer.case is None or transfer.direction != Direction.OUT:
        return
    yield Step(NoteHit(stand=HitStand.GONE), on=transfer.case_id)
    why = _("移送 {number} 没有成立（{state}）：{facts}")
    detail = why.format(number=transfer.number, state=transfer.state_label, facts=queries.told_of(transfer.case))
    for hit in queries.sent_hits(transfer):
        yield Step(Reopen(detail=str(detail)), on=hit)


@dataclass(frozen=True, kw_only=True)
class Settle(Change[Hit]):
    """Tell the case of an answer that it does not know yet, because it was given before cases knew of answers."""

    act: ClassVar[Act] = lifecycle.SETTLE
    model: ClassVar[type[Hit]] = Hit

    def objections(self, record: Hit) -> Mapping[str, list[str]]:
        if {record.threshold, WHOLE} & set(record.case.hit_answers):
            return {"": [str(_("案件已经记有移送核查的情况，不需要再告知。"))]}
        return {}

    def apply(self, record: Hit) -> None:
        """What the case is told stands in its own history."""

    def consequences(self, record: Hit) -> Iterable[Step]:
        if record.state == HitState.SIGNED:
            yield _noted(record, HitStand.SIGNED)
        else:
            is_sent = bool(record.transfer and record.transfer.sent_on)
            yield Step(NoteHit(stand=HitStand.SENT if is_sent else HitStand.ASKED), on=record.case_id)


@dataclass(frozen=True, kw_only=True)
class Lapse(Change[Hit]):
    """Note that the facts of the case no longer reach the threshold."""

    act: ClassVar[Act] = lifecycle.LAPSE
    model: ClassVar[type[Hit]] = Hit

    reason: str = ask(_("不再符合的原因"), lines=2, max_length=1000)

    def apply(self, record: Hit) -> None:
        record.reason = self.reason

    def consequences(self, record: Hit) -> Iterable[Step]:
        if record.threshold in record.case.hit_answers:
            yield _noted(record, HitStand.GONE)


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
