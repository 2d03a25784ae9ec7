"""What officials may do to an entry on the list of serious violators."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import Heavier, Outcome, WayOut
from yaoan.modules.cases.commands.asking import Faults, evidence_kinds, fault, last_day, so_far, wrong_day
from yaoan.modules.cases.lifecycle import VIOLATOR
from yaoan.modules.cases.lifecycle import violators as lifecycle
from yaoan.modules.cases.models import Violator
from yaoan.modules.cases.rules import listing, publishing

grounds = partial(law.catalogue, "list_grounds")


def _of_case(name: str) -> Callable[[Any, Actor], Any]:
    """A form starts with what the case of the entry says."""
    return lambda violator, _actor: getattr(violator.case, name)


@dataclass(frozen=True, kw_only=True)
class Propose(Open[Violator]):
    """Propose to list the party of a case that drew, or is to draw, a heavier penalty for a vile, serious, harmful breach."""

    act: ClassVar[Act] = lifecycle.PROPOSE
    model: ClassVar[type[Violator]] = Violator

    case_id: int = ask(Text("案件", "Case"), to="cases")
    subject_id: int | None = ask(_("当事人"), to="subjects", default=None)
    subject_name: str = ask(_("当事人名称"), max_length=200)
    subject_code: str = ask(_("统一社会信用代码"), default="", max_length=18)
    ground: str = ask(_("列入情形"), choices=grounds)
    heavier: Heavier = ask(_("较重行政处罚"))
    is_vile: bool = ask(_("性质恶劣"), default=False, help=_("主观恶意、违法频次、持续时间"))
    is_serious: bool = ask(_("情节严重"), default=False)
    is_harmful: bool = ask(_("社会危害较大"), default=False)
    reason: str = ask(_("性质恶劣、情节严重、社会危害较大的理由"), lines=5, max_length=8000)
    area: str = ask(_("所在地"), to="division")
    agency_id: int | None = ask(_("列入单位"), to="agency", default=None)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        lacking = [name for name in ("is_vile", "is_serious", "is_harmful") if not getattr(self, name)]
        return {name: [str(_("三项条件须同时具备；缺少的不得列入。"))] for name in lacking}

    def objections(self, _record: Violator) -> Mapping[str, list[str]]:
        """A case of the ordinary procedure with a heavier penalty, decided or proposed; not the party of another; not twice."""
        case = queries.case(self.case_id)
        found: dict[str, list[str]] = {}
        if case.is_simple or (case.outcome and case.outcome != Outcome.PENALTY):
            found |= fault("case_id", _("只有普通程序中给予处罚的当事人可以列入。"))
        elif not listing.is_heavier(self.heavier, case.penalties or case.proposed_penalties, case.grade):
            found |= fault("heavier", _("案件的处罚（拟处罚）种类和裁量等级与所选的较重处罚不符。"))
        if self.subject_id and case.subject_id and self.subject_id != case.subject_id:
            found |= fault("subject_id", _("不是这个案件的当事人。"))
        kind = law.document("catalogues/list_grounds")[self.ground]["product"]
        if kind and kind != case.product_kind:
            found |= fault("ground", _("这一情形不适用于本案的产品类别。"))
        other = queries.entry_of(case, self.subject_name)
        if other:
            found |= fault("case_id", _("这个当事人已因本案列入或者拟列入：{number}。"), number=other.number)
        return found

    def apply(self, record: Violator) -> None:
        for name in (
            "case_id", "subject_id", "subject_name", "subject_code", "ground", "heavier", "reason", "area",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.title, record.proposed_by = self.subject_name, self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class NotifyListing(Change[Violator]):
    """Tell the party that it is to be listed, why, and that it may defend itself."""

    act: ClassVar[Act] = lifecycle.NOTIFY
    model: ClassVar[type[Violator]] = Violator

    received_on: date | None = ask(_("当事人收到告知书日期"), default=None, help=_("不填即为办理日期"))
    files: tuple[Evidence, ...] = ask(_("送达回证"), default=(), choices=evidence_kinds)

    def objections(self, record: Violator) -> Mapping[str, list[str]]:
        return wrong_day(self.received_on, self.day, not_before=record.opened_on)

    def apply(self, record: Violator) -> None:
        record.told_on = self.received_on or self.day
        record.defence_until = last_day("credit.list_defence", record.told_on, record.area)


@dataclass(frozen=True, kw_only=True)
class DefendListing(Change[Violator]):
    """Enter what the party said against being listed, and the answer."""

    act: ClassVar[Act] = lifecycle.DEFEND
    model: ClassVar[type[Violator]] = Violator

    text: str = ask(_("陈述、申辩内容"), lines=4, max_length=8000)
    answer: str = ask(_("复核意见"), lines=3, max_length=8000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Violator) -> None:
        record.defence = f"{record.defence}\n{self.text}".strip()
        record.defence_answer = f"{record.defence_answer}\n{self.answer}".strip()


@dataclass(frozen=True, kw_only=True)
class Agree(Change[Violator]):
    """Agree, as the unit above, that a party is listed."""

    act: ClassVar[Act] = lifecycle.AGREE
    model: ClassVar[type[Violator]] = Violator

    opinion: str = ask(_("意见"), lines=2, max_length=2000)
    files: tuple[Evidence, ...] = ask(_("批复"), default=(), choices=evidence_kinds)

    def apply(self, record: Violator) -> None:
        record.agreed_on, record.agreement = self.day, self.opinion


@dataclass(frozen=True, kw_only=True)
class Enlist(Change[Violator]):
    """Put a party on the list; three years begin, or longer where it is restricted for longer."""

    act: ClassVar[Act] = lifecycle.ENLIST
    model: ClassVar[type[Violator]] = Violator

    restricted_until: date | None = ask(
        _("限制期限至"), default=None, suggest=_of_case("restricted_until"),
        help=_("限制经营、限制从业超过三年的，列入到限制期满"),
    )  # fmt: skip
    is_waived: bool = ask(_("当事人书面放弃陈述、申辩"), default=False)
    note: str = ask(_("说明"), default="", lines=2, max_length=2000)

    def objections(self, record: Violator) -> Mapping[str, list[str]]:
        if record.case.outcome != Outcome.PENALTY:
            return fault("", _("处罚决定还没有作出；列入以处罚决定为依据。"))
        if not self.is_waived and record.defence_until and self.day <= record.defence_until:
            text = _("陈述、申辩期到 {day} 才届满；当事人书面放弃的，请注明。")
            return fault("is_waived", text, day=record.defence_until)
        return {}

    def apply(self, record: Violator) -> None:
        record.listed_on, record.restricted_until = self.day, self.restricted_until
        usual = last_day("credit.list_removal", self.day, record.area)
        record.remove_on = max(usual, self.restricted_until) if self.restricted_until else usual
        record.early_from = last_day("credit.list_early_removal", self.day, record.area)


@dataclass(frozen=True, kw_only=True)
class Spare(Change[Violator]):
    """Decide not to list a party that was proposed, with the reason."""

    act: ClassVar[Act] = lifecycle.SPARE
    model: ClassVar[type[Violator]] = Violator

    reason: str = ask(_("不予列入的理由"), lines=3, max_length=4000)

    def apply(self, record: Violator) -> None:
        record.conclusion = self.reason


@dataclass(frozen=True, kw_only=True)
class PublishListing(Change[Violator]):
    """Publish an entry in a version without personal data."""

    act: ClassVar[Act] = lifecycle.PUBLISH
    model: ClassVar[type[Violator]] = Violator

    text: str = ask(
        _("公示文本"), lines=6, max_length=8000, suggest=lambda violator, _actor: queries.listing_text(violator)
    )

    def apply(self, record: Violator) -> None:
        record.published_on, record.publication = self.day, publishing.redacted(self.text, [])


@dataclass(frozen=True, kw_only=True)
class Object(Change[Violator]):
    """Enter an objection of the party; its answer is owed by a day."""

    act: ClassVar[Act] = lifecycle.OBJECT
    model: ClassVar[type[Violator]] = Violator

    text: str = ask(_("异议内容"), lines=4, max_length=8000)
    received_on: date | None = ask(_("收到异议日期"), default=None, help=_("不填即为办理日期"))
    files: tuple[Evidence, ...] = ask(_("异议材料"), default=(), choices=evidence_kinds)

    def objections(self, record: Violator) -> Mapping[str, list[str]]:
        return wrong_day(self.received_on, self.day, not_before=record.listed_on)

    def apply(self, record: Violator) -> None:
        record.objected_on, record.objection = self.received_on or self.day, self.text
        record.objection_answer = ""
        record.answer_by = last_day("credit.list_objection", record.objected_on, record.area)


@dataclass(frozen=True, kw_only=True)
class Answer(Change[Violator]):
    """Answer an objection that is not well founded, with the reason. One that is leads to revoking the entry."""

    act: ClassVar[Act] = lifecycle.ANSWER
    model: ClassVar[type[Violator]] = Violator

    text: str = ask(_("核实情况和不成立的理由"), lines=4, max_length=8000, help=_("异议成立的，请撤销列入"))

    def apply(self, record: Violator) -> None:
        record.objection_answer, record.answer_by = self.text, None


@dataclass(frozen=True, kw_only=True)
class AskEarly(Change[Violator]):
    """Accept an application for early removal: after a year, duties done, harm undone, no heavier penalty since."""

    act: ClassVar[Act] = lifecycle.ASK_EARLY
    model: ClassVar[type[Violator]] = Violator

    is_fulfilled: bool = ask(_("已经自觉履行处罚决定中的义务"), default=False)
    is_undone: bool = ask(_("已经主动消除危害后果和不良影响"), default=False)
    is_clean: bool = ask(_("没有再受到较重行政处罚"), default=False)
    text: str = ask(_("申请理由和守信承诺"), lines=4, max_length=8000)
    files: tuple[Evidence, ...] = ask(_("申请书、承诺书和证明材料"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        lacking = [name for name in ("is_fulfilled", "is_undone", "is_clean") if not getattr(self, name)]
        return {name: [str(_("这是提前移出的条件；不具备的，不予受理。"))] for name in lacking}

    def objections(self, record: Violator) -> Mapping[str, list[str]]:
        return {**self._too_early(record), **_not_deserved(record, self.day)}

    def _too_early(self, record: Violator) -> Faults:
        if record.early_from and self.day < record.early_from:
            return fault("", _("列入满一年（{day}）后才可以申请提前移出。"), day=record.early_from)
        if record.restricted_until and self.day <= record.restricted_until:
            return fault("", _("限制期限到 {day} 才届满，期满前不能提前移出。"), day=record.restricted_until)
        return {}

    def apply(self, record: Violator) -> None:
        record.wish = self.text


def _not_deserved(record: Violator, day: date) -> Faults:
    """What the ledger itself knows against an early removal: sums not paid, and a heavier penalty since the listing."""
    if record.case.owes_payment:
        return fault("is_fulfilled", _("处罚决定还有 {sum} 元没有缴清。"), sum=record.case.outstanding)
    other = queries.heavier_since(record, day)
    if other:
        return fault("is_clean", _("列入以后又受到处罚：{number}。"), number=other.number)
    return {}


@dataclass(frozen=True, kw_only=True)
class GrantEarly(Change[Violator]):
    """Remove a party from the list early; publication ends and the measures that came with the list fall."""

    act: ClassVar[Act] = lifecycle.GRANT_EARLY
    model: ClassVar[type[Violator]] = Violator

    opinion: str = ask(_("核实情况和决定理由"), lines=4, max_length=4000)

    def objections(self, record: Violator) -> Mapping[str, list[str]]:
        if _not_deserved(record, self.day):
            return fault("", _("不再具备提前移出的条件，请不予提前移出。"))
        return {}

    def apply(self, record: Violator) -> None:
        _leave(record, self.day, WayOut.EARLY, self.opinion)


@dataclass(frozen=True, kw_only=True)
class RefuseEarly(Change[Violator]):
    """Refuse an early removal, with the reason; the party stays on the list."""

    act: ClassVar[Act] = lifecycle.REFUSE_EARLY
    model: ClassVar[type[Violator]] = Violator

    reason: str = ask(_("不予提前移出的理由"), lines=3, max_length=4000)

    def apply(self, record: Violator) -> None:
        record.conclusion = self.reason


@dataclass(frozen=True, kw_only=True)
class Remove(Change[Violator]):
    """Remove a party from the list when its time is over."""

    act: ClassVar[Act] = lifecycle.REMOVE
    model: ClassVar[type[Violator]] = Violator

    note: str = ask(_("说明"), default="", lines=2, max_length=2000)

    def objections(self, record: Violator) -> Mapping[str, list[str]]:
        if record.remove_on and self.day < record.remove_on:
            return fault("", _("列入到 {day} 才期满；提前移出的，请受理申请。"), day=record.remove_on)
        return {}

    def apply(self, record: Violator) -> None:
        _leave(record, self.day, WayOut.EXPIRED, self.note)


@dataclass(frozen=True, kw_only=True)
class Revoke(Change[Violator]):
    """Revoke an entry that was wrong: on an objection, by reconsideration or by a judgment."""

    act: ClassVar[Act] = lifecycle.REVOKE
    model: ClassVar[type[Violator]] = Violator

    reason: str = ask(_("撤销理由"), lines=4, max_length=4000, suggest=so_far("objection"))
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Violator) -> None:
        _leave(record, self.day, WayOut.REVOKED, self.reason)


@dataclass(frozen=True, kw_only=True)
class Fall(Change[Violator]):
    """Revoke an entry whose penalty was annulled. Follows from annulling the decision."""

    act: ClassVar[Act] = lifecycle.FALL
    model: ClassVar[type[Violator]] = Violator

    reason: str = ask(_("撤销理由"), max_length=4000)

    def apply(self, record: Violator) -> None:
        _leave(record, self.day, WayOut.REVOKED, self.reason)


def _leave(record: Violator, day: date, way: WayOut, reason: str) -> None:
    record.left_on, record.way_out, record.conclusion = day, str(way), reason
    record.answer_by = None


@dataclass(frozen=True, kw_only=True)
class RemarkViolator(Remarking[Violator]):
    """Add a remark or a file to an entry."""

    act: ClassVar[Act] = VIOLATOR["remark"]
    model: ClassVar[type[Violator]] = Violator


@dataclass(frozen=True, kw_only=True)
class RevertViolator(Reverting[Violator]):
    """Take back the latest act on an entry."""

    act: ClassVar[Act] = VIOLATOR["revert"]
    model: ClassVar[type[Violator]] = Violator
