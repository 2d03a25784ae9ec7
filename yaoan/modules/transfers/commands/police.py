"""What police and procurator do with a transfer, and what is done about a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases.public import Resume
from yaoan.modules.cases.public import State as CaseState
from yaoan.modules.transfers.choices import Complexity
from yaoan.modules.transfers.commands.hits import asked_again
from yaoan.modules.transfers.commands.papers import drawn
from yaoan.modules.transfers.lifecycle import transfers as lifecycle
from yaoan.modules.transfers.models import Transfer

evidence_kinds = partial(law.catalogue, "evidence")
NUMBER = _("文书文号")


@dataclass(frozen=True, kw_only=True)
class Accept(Change[Transfer]):
    """Enter that the police signed the receipt; their time to decide begins."""

    act: ClassVar[Act] = lifecycle.ACCEPT
    model: ClassVar[type[Transfer]] = Transfer

    receipt: str = ask(_("回执文号、签收人"), max_length=120)
    complexity: Complexity = ask(_("案情"), default=Complexity.ORDINARY, suggest=lambda *_: Complexity.ORDINARY)
    files: tuple[Evidence, ...] = ask(_("回执"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.receipt, record.complexity, record.accepted_on = self.receipt, self.complexity, self.day


@dataclass(frozen=True, kw_only=True)
class Lack(Change[Transfer]):
    """Enter that the police returned the file because something is missing."""

    act: ClassVar[Act] = lifecycle.LACK
    model: ClassVar[type[Transfer]] = Transfer

    missing: str = ask(_("需要补充的材料"), lines=3, max_length=2000)

    def apply(self, record: Transfer) -> None:
        record.police_reason = self.missing


@dataclass(frozen=True, kw_only=True)
class Misdirect(Change[Transfer]):
    """Enter that the case is not within the competence of this police body; it must forward it in 24 hours."""

    act: ClassVar[Act] = lifecycle.MISDIRECT
    model: ClassVar[type[Transfer]] = Transfer

    reason: str = ask(_("公安机关的说明"), lines=2, max_length=2000)

    def apply(self, record: Transfer) -> None:
        record.police_reason = self.reason


@dataclass(frozen=True, kw_only=True)
class Forward(Change[Transfer]):
    """Enter to which competent body the police forwarded the case."""

    act: ClassVar[Act] = lifecycle.FORWARD
    model: ClassVar[type[Transfer]] = Transfer

    organ: str = ask(_("有管辖权的机关"), max_length=120)

    def apply(self, record: Transfer) -> None:
        record.organ = self.organ


@dataclass(frozen=True, kw_only=True)
class Lengthen(Change[Transfer]):
    """Enter that the police take the longer time of a complex case to decide."""

    act: ClassVar[Act] = lifecycle.LENGTHEN
    model: ClassVar[type[Transfer]] = Transfer

    complexity: Complexity = ask(_("案情"))
    reason: str = ask(_("公安机关的说明"), lines=2, max_length=2000)

    def apply(self, record: Transfer) -> None:
        record.complexity = self.complexity


@dataclass(frozen=True, kw_only=True)
class _Filed(Change[Transfer]):
    """What is entered when the police file a case."""

    number: str = ask(_("立案决定书文号"), max_length=80)
    files: tuple[Evidence, ...] = ask(_("立案通知"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.police_number, record.filed_on = self.number, self.day


@dataclass(frozen=True, kw_only=True)
class File(_Filed):
    """Enter that the police filed the case."""

    act: ClassVar[Act] = lifecycle.FILE
    model: ClassVar[type[Transfer]] = Transfer


@dataclass(frozen=True, kw_only=True)
class Overturn(_Filed):
    """Enter that the police filed the case after reconsidering their refusal."""

    act: ClassVar[Act] = lifecycle.OVERTURN
    model: ClassVar[type[Transfer]] = Transfer


@dataclass(frozen=True, kw_only=True)
class Comply(_Filed):
    """Enter that the police filed the case under the procurator's supervision."""

    act: ClassVar[Act] = lifecycle.COMPLY
    model: ClassVar[type[Transfer]] = Transfer


@dataclass(frozen=True, kw_only=True)
class Refuse(Change[Transfer]):
    """Enter the notice by which the police refuse to file; three days to object begin."""

    act: ClassVar[Act] = lifecycle.REFUSE
    model: ClassVar[type[Transfer]] = Transfer

    number: str = ask(_("不予立案通知书文号"), max_length=80)
    reason: str = ask(_("不予立案理由"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("通知书"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.police_number, record.police_reason = self.number, self.reason


@dataclass(frozen=True, kw_only=True)
class Object(Change[Transfer]):
    """Ask the police to reconsider their refusal, with reasons."""

    act: ClassVar[Act] = lifecycle.OBJECT
    model: ClassVar[type[Transfer]] = Transfer

    reason: str = ask(_("复议理由"), lines=5, max_length=4000)

    def apply(self, record: Transfer) -> None:
        record.objection = self.reason

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield drawn(record, "objection", self.day)


@dataclass(frozen=True, kw_only=True)
class Uphold(Change[Transfer]):
    """Enter that the police reconsidered and still refuse."""

    act: ClassVar[Act] = lifecycle.UPHOLD
    model: ClassVar[type[Transfer]] = Transfer

    number: str = ask(_("复议决定书文号"), max_length=80)
    reason: str = ask(_("维持的理由"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("复议决定"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.police_number, record.police_reason = self.number, self.reason


@dataclass(frozen=True, kw_only=True)
class Advise(Change[Transfer]):
    """Advise the procurator to supervise that the police file."""

    act: ClassVar[Act] = lifecycle.ADVISE
    model: ClassVar[type[Transfer]] = Transfer

    reason: str = ask(_("建议立案监督的理由"), lines=5, max_length=4000)

    def apply(self, record: Transfer) -> None:
        record.advice = self.reason

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield drawn(record, "advice", self.day)


@dataclass(frozen=True, kw_only=True)
class Question(Change[Transfer]):
    """Enter that the procurator asked the police for the reasons of their refusal."""

    act: ClassVar[Act] = lifecycle.QUESTION
    model: ClassVar[type[Transfer]] = Transfer

    number: str = ask(NUMBER, max_length=80)

    def apply(self, record: Transfer) -> None:
        record.procurator_view = self.number


@dataclass(frozen=True, kw_only=True)
class Justify(Change[Transfer]):
    """Enter the reasons that the police gave the procurator for not filing."""

    act: ClassVar[Act] = lifecycle.JUSTIFY
    model: ClassVar[type[Transfer]] = Transfer

    reason: str = ask(_("不予立案理由"), lines=4, max_length=4000)
    number: str = ask(NUMBER, default="", max_length=80)
    files: tuple[Evidence, ...] = ask(_("说明"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.police_reason = self.reason
        record.police_number = self.number or record.police_number


@dataclass(frozen=True, kw_only=True)
class Instruct(Change[Transfer]):
    """Enter that the procurator told the police to file."""

    act: ClassVar[Act] = lifecycle.INSTRUCT
    model: ClassVar[type[Transfer]] = Transfer

    number: str = ask(_("通知立案书文号"), max_length=80)
    reason: str = ask(_("检察机关意见"), lines=3, max_length=4000)

    def apply(self, record: Transfer) -> None:
        record.procurator_view = f"{self.number}：{self.reason}"


@dataclass(frozen=True, kw_only=True)
class _Back(Change[Transfer]):
    """The case comes back: its materials are here again, and the administrative clock goes on."""

    reason: str = ask(_("退回的理由"), lines=3, max_length=4000)
    materials: str = ask(_("退回的材料和物品"), lines=2, max_length=2000)
    files: tuple[Evidence, ...] = ask(_("退回材料清单"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.returned_on, record.police_reason = self.day, self.reason

    def consequences(self, record: Transfer) -> Iterable[Step]:
        yield from resumed(record, self.day)
        yield from asked_again(record)


def resumed(record: Transfer, day: date) -> Iterable[Step]:
    """The step by which the administrative case goes on, if it waited for this transfer."""
    if record.has_paused and record.case and record.case.state == CaseState.SUSPENDED:
        reason = _("移送 {number} 已有结果，恢复行政处理").format(number=record.number)
        yield Step(Resume(reason=str(reason), effective_on=day), on=record.case_id)


@dataclass(frozen=True, kw_only=True)
class Endorse(_Back):
    """Enter that the procurator found the refusal justified; the case comes back."""

    act: ClassVar[Act] = lifecycle.ENDORSE
    model: ClassVar[type[Transfer]] = Transfer


@dataclass(frozen=True, kw_only=True)
class Abide(_Back):
    """Accept the refusal; the case comes back."""

    act: ClassVar[Act] = lifecycle.ABIDE
    model: ClassVar[type[Transfer]] = Transfer


@dataclass(frozen=True, kw_only=True)
class GiveBack(_Back):
    """Enter that police or procurator dropped the case after filing; it comes back for administrative handling."""

    act: ClassVar[Act] = lifecycle.GIVE_BACK
    model: ClassVar[type[Transfer]] = Transfer
