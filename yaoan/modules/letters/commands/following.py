"""Serve a letter, hold the talk, take the answer, and check it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.statutes import due
from yaoan.kernel.words import _
from yaoan.modules.letters import lifecycle
from yaoan.modules.letters.choices import CLOCKS, Held, Kind, Result, Way
from yaoan.modules.letters.models import Letter

evidence_kinds = partial(law.catalogue, "evidence")


@dataclass(frozen=True, kw_only=True)
class Serve(Change[Letter]):
    """Say how and to whom a letter was served; the clock of the answer begins."""

    act: ClassVar[Act] = lifecycle.SERVE
    model: ClassVar[type[Letter]] = Letter

    way: Way = ask(_("送达方式"))
    receiver: str = ask(_("签收人"), default="", max_length=60)
    reply_by: date | None = ask(_("答复期限"), default=None, help=_("不填时按该种函件的期限计算"))
    files: tuple[Evidence, ...] = ask(_("送达回证"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        if self.effective_on and self.reply_by and self.reply_by < self.effective_on:
            return {"reply_by": [str(_("答复期限不能早于送达日期。"))]}
        return {}

    def apply(self, record: Letter) -> None:
        record.served_on = self.day
        record.served_way = self.way
        record.receiver = self.receiver
        record.reply_by = self.reply_by or _reply_day(record, self.day)


def _reply_day(letter: Letter, day: date) -> date:
    """The day by which a letter of this kind is answered when it was served on a day."""
    term = law.terms().at(CLOCKS[Kind(letter.letter_kind)], day, letter.area)
    found = due(term, day, calendar=law.calendar()).on
    assert found is not None
    return found


@dataclass(frozen=True, kw_only=True)
class Hold(Change[Letter]):
    """Enter what was said in a talk and who was there."""

    act: ClassVar[Act] = lifecycle.HOLD
    model: ClassVar[type[Letter]] = Letter

    attendees: str = ask(_("参加人员"), lines=2, max_length=1000, help=_("双方参加人员的岗位，执法人员不少于两人"))
    minutes: str = ask(_("约谈记录"), lines=6, max_length=8000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Letter) -> None:
        record.attendees = self.attendees
        record.minutes = self.minutes


@dataclass(frozen=True, kw_only=True)
class Extend(Change[Letter]):
    """Give the firm more time to answer, with the reason."""

    act: ClassVar[Act] = lifecycle.EXTEND
    model: ClassVar[type[Letter]] = Letter

    reply_by: date = ask(_("新的答复期限"))
    reason: str = ask(_("延长原因"), lines=2, max_length=1000)

    def apply(self, record: Letter) -> None:
        record.reply_by = self.reply_by


@dataclass(frozen=True, kw_only=True)
class Chase(Change[Letter]):
    """Remind the firm that its answer is due, and note how."""

    act: ClassVar[Act] = lifecycle.CHASE
    model: ClassVar[type[Letter]] = Letter

    text: str = ask(_("催办情况"), lines=2, max_length=1000)

    def apply(self, record: Letter) -> None:
        record.chased_count += 1


@dataclass(frozen=True, kw_only=True)
class Answer(Change[Letter]):
    """Enter the firm's answer with its evidence."""

    act: ClassVar[Act] = lifecycle.ANSWER
    model: ClassVar[type[Letter]] = Letter

    reply: str = ask(_("企业答复"), lines=5, max_length=8000)
    accountability: str = ask(
        _("企业问责说明"),
        default="",
        lines=3,
        max_length=2000,
        help=_("企业怎样追究内部责任；没有追究的写明理由。人员用“登记企业问责”逐人登记"),
    )
    files: tuple[Evidence, ...] = ask(_("答复材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Letter) -> None:
        record.reply = self.reply
        record.accountability = self.accountability or record.accountability
        record.answered_on = self.day
        record.answered_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class HoldToAccount(Change[Letter]):
    """Enter one person the firm held to account, by post, and how; a name only by the register of people."""

    act: ClassVar[Act] = lifecycle.HOLD_TO_ACCOUNT
    model: ClassVar[type[Letter]] = Letter

    post: str = ask(_("岗位或者职务"), max_length=60, help=_("不写姓名；名录里有的在下面选人"))
    how: Held = ask(_("问责方式"))
    held_on: date | None = ask(_("问责日期"), default=None)
    person_id: int | None = ask(_("人员"), to="people", default=None)
    files: tuple[Evidence, ...] = ask(_("企业问责文件"), default=(), choices=evidence_kinds)

    def apply(self, record: Letter) -> None:
        held = {"post": self.post, "how": str(self.how), "on": (self.held_on or self.day).isoformat()}
        held |= {"person": str(self.person_id)} if self.person_id else {}
        record.accountable = [*record.accountable, held]
        record.accountable_count = len(record.accountable)


@dataclass(frozen=True, kw_only=True)
class Lift(Change[Letter]):
    """End a suspension because the danger is gone, with the finding that shows it."""

    act: ClassVar[Act] = lifecycle.LIFT
    model: ClassVar[type[Letter]] = Letter

    finding: str = ask(_("核实情况"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("核实材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Letter) -> None:
        record.lifted_on = self.day


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Letter]):
    """Find an answer insufficient; the firm answers again by a new day."""

    act: ClassVar[Act] = lifecycle.SEND_BACK
    model: ClassVar[type[Letter]] = Letter

    reason: str = ask(_("退回原因"), lines=3, max_length=2000)
    reply_by: date = ask(_("新的答复期限"))

    def apply(self, record: Letter) -> None:
        record.conclusion = self.reason
        record.reply_by = self.reply_by


@dataclass(frozen=True, kw_only=True)
class Check(Change[Letter]):
    """Check as a second person what the firm did, and close the letter."""

    act: ClassVar[Act] = lifecycle.CHECK
    model: ClassVar[type[Letter]] = Letter

    result: Result = ask(_("核查结果"))
    conclusion: str = ask(_("核查意见"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("核查材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Letter) -> None:
        record.result = self.result
        record.conclusion = self.conclusion
        record.checked_by_id = self.actor.user_id
        record.closed_on = self.day


@dataclass(frozen=True, kw_only=True)
class Reassign(Change[Letter]):
    """Hand a letter over to another person, with the reason."""

    act: ClassVar[Act] = lifecycle.REASSIGN
    model: ClassVar[type[Letter]] = Letter

    holder_id: int = ask(_("新承办人"), to="user")
    reason: str = ask(_("移交原因"), lines=2, max_length=1000)

    def apply(self, record: Letter) -> None:
        record.holder_id = self.holder_id


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Letter]):
    """Add a remark or a file to a letter."""

    act: ClassVar[Act] = lifecycle.LETTER["remark"]
    model: ClassVar[type[Letter]] = Letter


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Letter]):
    """Take back the latest act on a letter."""

    act: ClassVar[Act] = lifecycle.LETTER["revert"]
    model: ClassVar[type[Letter]] = Letter
