"""Make a transfer ready: team, report, the head's decision, the file, hand-over and the copy to the procurator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases.public import WHOLE, HitStand, NoteHit, Suspend, not_certified
from yaoan.modules.cases.public import State as CaseState
from yaoan.modules.transfers import queries
from yaoan.modules.transfers.choices import Piece
from yaoan.modules.transfers.commands.hits import asked_again
from yaoan.modules.transfers.commands.papers import Keep, drawn
from yaoan.modules.transfers.lifecycle import transfers as lifecycle
from yaoan.modules.transfers.models import Transfer

__all__ = ["Approve", "Copy", "Decline", "Enclose", "HandOver", "Keep", "Pause", "Report", "Rework", "Staff"]

evidence_kinds = partial(law.catalogue, "evidence")


def not_filed(record: Transfer) -> Mapping[str, list[str]]:
    """What is wrong with sending a case that was not filed: the time of a clue stands still for tests alone (penalty procedure
    art. 18), that of a filed case also while it is suspended (art. 64)."""
    if record.case is None or record.case.state != CaseState.CLUE:
        return {}
    return {"": [str(_("案件还在核查，核查期限不因移送而中止；请先立案，再移送，移送后案件中止等待。"))]}


@dataclass(frozen=True, kw_only=True)
class Staff(Change[Transfer]):
    """Name the team that verifies and reports: two or more officers."""

    act: ClassVar[Act] = lifecycle.STAFF
    model: ClassVar[type[Transfer]] = Transfer

    officers: tuple[int, ...] = ask(_("专案组"), to="officer", help=_("两名以上行政执法人员，第一名为承办人"))

    def faults(self) -> Mapping[str, list[str]]:
        return {"officers": [str(_("专案组不得少于两人。"))]} if len(set(self.officers)) < 2 else {}

    def objections(self, record: Transfer) -> Mapping[str, list[str]]:
        return not_certified(self.officers, record.agency_id, self.day)

    def apply(self, record: Transfer) -> None:
        record.officers = list(dict.fromkeys(self.officers))
        record.holder_id = record.officers[0]


@dataclass(frozen=True, kw_only=True)
class Report(Change[Transfer]):
    """Report what the team verified and propose the transfer; the head's three days begin."""

    act: ClassVar[Act] = lifecycle.REPORT
    model: ClassVar[type[Transfer]] = Transfer

    charge: str = ask(_("涉嫌罪名"), max_length=120, suggest=lambda transfer, _actor: transfer.charge)
    facts: str = ask(
        _("涉嫌犯罪事实"),
        lines=6,
        max_length=8000,
        suggest=lambda transfer, _actor: transfer.facts or transfer.description,
    )
    evidence: str = ask(
        _("主要证据"), lines=4, max_length=4000, suggest=lambda transfer, _actor: queries.evidence_of(transfer)
    )
    goods: str = ask(
        _("涉案物品"),
        lines=4,
        max_length=4000,
        help=_("每行一件：名称、批号、数量、存放地点"),
        suggest=lambda transfer, _actor: queries.goods_of(transfer),
    )
    opinion: str = ask(_("专案组意见"), lines=3, max_length=4000)  # fmt: skip

    def apply(self, record: Transfer) -> None:
        record.charge, record.facts, record.goods = self.charge, self.facts, self.goods
        record.evidence_told, record.opinion = self.evidence, self.opinion

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield drawn(record, "report", self.day)
        yield drawn(record, "goods", self.day)


@dataclass(frozen=True, kw_only=True)
class Rework(Change[Transfer]):
    """Send the report back to the team for more verification."""

    act: ClassVar[Act] = lifecycle.REWORK
    model: ClassVar[type[Transfer]] = Transfer

    reason: str = ask(_("补充核实的要求"), lines=3, max_length=2000)

    def apply(self, record: Transfer) -> None:
        record.decision = self.reason


@dataclass(frozen=True, kw_only=True)
class Approve(Change[Transfer]):
    """Approve the transfer as head; the letter gets its number, and twenty-four hours begin."""

    act: ClassVar[Act] = lifecycle.APPROVE
    model: ClassVar[type[Transfer]] = Transfer

    opinion: str = ask(_("批准意见"), lines=2, max_length=2000)

    def objections(self, record: Transfer) -> Mapping[str, list[str]]:
        return not_filed(record)

    def apply(self, record: Transfer) -> None:
        record.decision, record.decided_on = self.opinion, self.day

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield drawn(record, "letter", self.day)


@dataclass(frozen=True, kw_only=True)
class Decline(Change[Transfer]):
    """Decide as head not to transfer; the reason stands in the file."""

    act: ClassVar[Act] = lifecycle.DECLINE
    model: ClassVar[type[Transfer]] = Transfer

    reason: str = ask(_("不移送的理由"), lines=4, max_length=4000)

    def apply(self, record: Transfer) -> None:
        record.decision, record.decided_on, record.closed_on = self.reason, self.day, self.day

    def consequences(self, record: Transfer) -> Iterable[Step]:
        return asked_again(record)


@dataclass(frozen=True, kw_only=True)
class Enclose(Change[Transfer]):
    """Put a part into the file, or say why there is none."""

    act: ClassVar[Act] = lifecycle.ENCLOSE
    model: ClassVar[type[Transfer]] = Transfer

    piece: Piece = ask(_("材料种类"))
    title: str = ask(_("材料名称"), default="", max_length=200)
    reason: str = ask(
        _("没有这种材料的理由"),
        default="",
        lines=2,
        max_length=1000,
        help=_("只有检验报告、鉴定意见和其他材料可以没有"),
    )
    files: tuple[Evidence, ...] = ask(_("材料"), default=(), choices=evidence_kinds)  # fmt: skip

    def faults(self) -> Mapping[str, list[str]]:
        if not self.files and not self.reason:
            return {"files": [str(_("请附上材料，或者写明没有的理由。"))]}
        if not self.files and self.piece not in (Piece.OPINION, Piece.OTHER):
            return {"files": [str(_("这种材料必须有，不能以理由代替。"))]}
        return {}

    def apply(self, record: Transfer) -> None:
        digests = [file.sha256 for file in self.files]
        row = {"piece": str(self.piece), "title": self.title, "sha256": digests, "reason": self.reason}
        record.pieces = [*record.pieces, row]


@dataclass(frozen=True, kw_only=True)
class HandOver(Change[Transfer]):
    """Hand the complete file over to the police of the same level; the administrative case waits meanwhile."""

    act: ClassVar[Act] = lifecycle.HAND_OVER
    model: ClassVar[type[Transfer]] = Transfer

    with_goods: bool = ask(_("涉案物品随案移交"), default=True, suggest=lambda *_: True)
    note: str = ask(_("交接情况"), default="", lines=2, max_length=1000)
    files: tuple[Evidence, ...] = ask(_("交接材料"), default=(), choices=evidence_kinds)

    def objections(self, record: Transfer) -> Mapping[str, list[str]]:
        return not_filed(record)

    def apply(self, record: Transfer) -> None:
        record.sent_on = self.day
        record.goods_on = self.day if self.with_goods else record.goods_on

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield drawn(record, "enclosures", self.day)
        if record.case and record.case.hit_answers.get(WHOLE, {}).get("stand") != HitStand.SENT:
            yield Step(NoteHit(stand=HitStand.SENT, effective_on=self.day), on=record.case_id)
        if record.case and Suspend.act.starts_from(record.case.state):
            reason = _("涉嫌犯罪，已移送公安机关（{number}），等待刑事处理").format(number=record.number)
            yield Step(Suspend(reason=str(reason), effective_on=self.day), on=record.case_id)
            yield Step(Pause(effective_on=self.day), on=record)


@dataclass(frozen=True, kw_only=True)
class Pause(Change[Transfer]):
    """Note that the administrative case waits for the police. Follows from handing over."""

    act: ClassVar[Act] = lifecycle.PAUSE
    model: ClassVar[type[Transfer]] = Transfer

    def apply(self, record: Transfer) -> None:
        record.has_paused = True


@dataclass(frozen=True, kw_only=True)
class Copy(Change[Transfer]):
    """Send the copy of the transfer to the procurator of the same level."""

    act: ClassVar[Act] = lifecycle.COPY
    model: ClassVar[type[Transfer]] = Transfer

    note: str = ask(_("抄送情况"), default="", lines=2, max_length=1000)

    def apply(self, record: Transfer) -> None:
        record.copied_on = self.day

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield drawn(record, "copy", self.day)
