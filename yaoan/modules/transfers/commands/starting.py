"""How a transfer begins: from a case, a signal or a risk; and what is done with what police and procurator send back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Open, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.public import HitStand, NoteHit, not_certified
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import queries
from yaoan.modules.transfers.choices import SENDERS, Direction, Origin
from yaoan.modules.transfers.commands.hits import AnswerHit
from yaoan.modules.transfers.commands.papers import drawn
from yaoan.modules.transfers.lifecycle import transfers as lifecycle
from yaoan.modules.transfers.models import Transfer

evidence_kinds = partial(law.catalogue, "evidence")


@dataclass(frozen=True, kw_only=True)
class _Describe(Open[Transfer]):
    """What is asked whenever a transfer begins."""

    title: str = ask(_("案由"), help=_("当事人和涉嫌的犯罪，一句话"))
    description: str = ask(_("基本情况"), lines=5, max_length=8000)
    product_kind: ProductKind = ask(_("产品类别"))
    area: str = ask(_("违法行为发生地"), to="division")
    agency_id: int | None = ask(_("移送单位"), to="agency", default=None)
    subject_id: int | None = ask(_("当事人"), to="subjects", default=None)
    subject_name: str = ask(_("当事人名称"), default="", max_length=200, help=_("名录里没有的，写名称"))
    campaign_id: int | None = ask(Text("专项行动", "Campaign"), to="campaigns", default=None)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        for name in ("title", "description", "product_kind", "area", "subject_id", "subject_name", "campaign_id"):
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.holder_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class _Start(_Describe):
    """What is asked whenever a transfer to the police begins."""

    organ: str = ask(_("同级公安机关"), max_length=120)
    procurator: str = ask(_("同级检察机关"), max_length=120)
    charge: str = ask(_("涉嫌罪名"), default="", max_length=120)

    def apply(self, record: Transfer) -> None:
        super().apply(record)
        record.organ, record.procurator, record.charge = self.organ, self.procurator, self.charge


@dataclass(frozen=True, kw_only=True)
class Propose(_Start):
    """Begin the transfer of a case of one's own; hits of the watchdog on it are answered by that."""

    act: ClassVar[Act] = lifecycle.PROPOSE
    model: ClassVar[type[Transfer]] = Transfer

    case_id: int = ask(Text("案件", "Case"), to="cases")

    def apply(self, record: Transfer) -> None:
        super().apply(record)
        record.case_id, record.origin = self.case_id, Origin.CASE

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield Step(NoteHit(stand=HitStand.ASKED), on=self.case_id)
        for hit in queries.waiting_hits(self.case_id):
            yield Step(AnswerHit(transfer_id=record.pk), on=hit)


@dataclass(frozen=True, kw_only=True)
class Raise(_Start):
    """Begin a transfer from a signal that shows a crime before any case was filed."""

    act: ClassVar[Act] = lifecycle.RAISE
    model: ClassVar[type[Transfer]] = Transfer

    signal_id: int = ask(_("线索"), to="signals")

    def apply(self, record: Transfer) -> None:
        super().apply(record)
        record.signal_id, record.origin = self.signal_id, Origin.SIGNAL


@dataclass(frozen=True, kw_only=True)
class Pursue(_Start):
    """Begin a transfer from a risk of the ledger that shows a crime before any case was filed."""

    act: ClassVar[Act] = lifecycle.PURSUE
    model: ClassVar[type[Transfer]] = Transfer

    risk_id: int = ask(_("隐患"), to="risks")

    def apply(self, record: Transfer) -> None:
        super().apply(record)
        record.risk_id, record.origin = self.risk_id, Origin.RISK


@dataclass(frozen=True, kw_only=True)
class Receive(_Describe):
    """Register what police, procurator or court send back because it is no crime but may be a breach."""

    act: ClassVar[Act] = lifecycle.RECEIVE
    model: ClassVar[type[Transfer]] = Transfer

    origin: Origin = ask(_("移送机关类别"), choices=lambda: [(one, one.label) for one in SENDERS])
    organ: str = ask(_("移送机关"), max_length=120)
    police_number: str = ask(_("来文文号"), default="", max_length=80)
    reason: str = ask(_("不追究刑事责任的理由"), lines=3, max_length=4000)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if self.origin in SENDERS else {"origin": [str(_("反向移送来自公安、检察机关或者法院。"))]}

    def apply(self, record: Transfer) -> None:
        super().apply(record)
        record.direction, record.origin, record.organ = Direction.BACK, self.origin, self.organ
        record.police_number, record.police_reason = self.police_number, self.reason


@dataclass(frozen=True, kw_only=True)
class Take(Change[Transfer]):
    """Accept what was sent back, with two or more officers; the sender gets a receipt."""

    act: ClassVar[Act] = lifecycle.TAKE
    model: ClassVar[type[Transfer]] = Transfer

    officers: tuple[int, ...] = ask(_("承办人员"), to="officer", help=_("两名以上行政执法人员，第一名为承办人"))

    def faults(self) -> Mapping[str, list[str]]:
        return {"officers": [str(_("承办人员不得少于两人。"))]} if len(set(self.officers)) < 2 else {}

    def objections(self, record: Transfer) -> Mapping[str, list[str]]:
        return not_certified(self.officers, record.agency_id, self.day)

    def apply(self, record: Transfer) -> None:
        record.officers, record.accepted_on = list(dict.fromkeys(self.officers)), self.day
        record.holder_id = record.officers[0]

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield drawn(record, "receipt", self.day)


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Transfer]):
    """Return to the sender what is not ours, with the reason."""

    act: ClassVar[Act] = lifecycle.SEND_BACK
    model: ClassVar[type[Transfer]] = Transfer

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)

    def apply(self, record: Transfer) -> None:
        record.decision, record.closed_on = self.reason, self.day


@dataclass(frozen=True, kw_only=True)
class Link(Change[Transfer]):
    """Link the case in which what was sent back, or came back from the police, is handled."""

    act: ClassVar[Act] = lifecycle.LINK
    model: ClassVar[type[Transfer]] = Transfer

    case_id: int = ask(Text("案件", "Case"), to="cases")

    def apply(self, record: Transfer) -> None:
        record.case_id = self.case_id


@dataclass(frozen=True, kw_only=True)
class Spare(Change[Transfer]):
    """Say why no case follows from what was sent back, or came back from the police."""

    act: ClassVar[Act] = lifecycle.SPARE
    model: ClassVar[type[Transfer]] = Transfer

    reason: str = ask(_("不立案理由"), lines=3, max_length=2000)

    def apply(self, record: Transfer) -> None:
        record.no_case_reason = self.reason


@dataclass(frozen=True, kw_only=True)
class Reply(Change[Transfer]):
    """Tell the sender how what was sent back ended."""

    act: ClassVar[Act] = lifecycle.REPLY
    model: ClassVar[type[Transfer]] = Transfer

    text: str = ask(_("处理结果"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("反馈材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.aftermath, record.closed_on = self.text, self.day
