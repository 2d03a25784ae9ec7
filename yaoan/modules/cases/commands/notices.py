"""What officials may do between the report and the decision: review, notice, defence, hearing, discussion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Evidence, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases import queries
from yaoan.modules.cases.commands.asking import evidence_kinds, fault, last_day, so_far, wrong_day
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case


def _investigated_by(actor: Actor, record: Case) -> dict[str, list[str]]:
    """What is wrong with a reviewer who investigated the case before, though no longer named (Penalty Law art. 58)."""
    if actor.user_id not in queries.investigators_of(record):
        return {}
    return dict(fault("", _("您办理过这个案件的调查，不能审核；请由没有参与调查的审核人员审核。")))


@dataclass(frozen=True, kw_only=True)
class PassReview(Change[Case]):
    """Pass a case as a reviewer who has not investigated it; legally where the law asks for it."""

    act: ClassVar[Act] = lifecycle.PASS_REVIEW
    model: ClassVar[type[Case]] = Case

    opinion: str = ask(_("审核意见"), lines=4, max_length=4000)
    is_legal: bool = ask(_("已经法制审核"), default=False, help=_("由取得法律职业资格的人员进行"))
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        found = _investigated_by(self.actor, record)
        if record.needs_legal_review and not self.is_legal:
            found |= fault("is_legal", _("这个案件须经法制审核；未经审核或者审核未通过的，不得作出决定。"))
        return found

    def apply(self, record: Case) -> None:
        record.review_opinion, record.reviewed_by_id = self.opinion, self.actor.user_id
        record.law_reviewed_on = self.day if self.is_legal else None


@dataclass(frozen=True, kw_only=True)
class ReviewLaw(Change[Case]):
    """Review a case legally after its hearing, as one who has not investigated it; without it nothing is decided."""

    act: ClassVar[Act] = lifecycle.REVIEW_LAW
    model: ClassVar[type[Case]] = Case

    opinion: str = ask(
        _("法制审核意见"), lines=4, max_length=4000, help=_("由取得法律职业资格的人员进行；不同意的，请退回补充调查")
    )
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return _investigated_by(self.actor, record)

    def apply(self, record: Case) -> None:
        record.review_opinion = f"{record.review_opinion}\n{self.opinion}".strip()
        record.reviewed_by_id, record.law_reviewed_on = self.actor.user_id, self.day


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Case]):
    """Send a case back for further investigation, with what is wanting; what was told to the party has to be told anew."""

    act: ClassVar[Act] = lifecycle.SEND_BACK
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("退回原因和补充要求"), lines=4, max_length=4000)

    def apply(self, record: Case) -> None:
        record.review_opinion = self.reason
        record.reviewed_by_id = record.told_on = record.defence_until = record.law_reviewed_on = None
        record.is_waived = False
        record.hearing_on = record.discussed_on = None


@dataclass(frozen=True, kw_only=True)
class Notify(Change[Case]):
    """Tell the party what penalty is meant and why, and that it may defend itself and ask for a hearing."""

    act: ClassVar[Act] = lifecycle.NOTIFY
    model: ClassVar[type[Case]] = Case

    received_on: date | None = ask(_("当事人收到告知书日期"), default=None, help=_("不填即为办理日期"))
    note: str = ask(_("送达情况"), default="", lines=2, max_length=1000)
    files: tuple[Evidence, ...] = ask(_("送达回证"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return wrong_day(self.received_on, self.day, not_before=record.filed_on)

    def apply(self, record: Case) -> None:
        record.told_on = self.received_on or self.day
        record.defence_until = last_day("cases.defence", record.told_on, record.area)


@dataclass(frozen=True, kw_only=True)
class Announce(Change[Case]):
    """Tell a party that cannot be found by public announcement; its time does not count."""

    act: ClassVar[Act] = lifecycle.ANNOUNCE
    model: ClassVar[type[Case]] = Case

    days: int = ask(_("公告天数"), default=30, unit=_("日"))
    text: str = ask(_("公告方式和原因"), lines=3, max_length=2000)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if 1 <= self.days <= 180 else {"days": [str(_("请写1至180之间的天数。"))]}

    def apply(self, record: Case) -> None:
        record.announced_until = self.day + timedelta(days=self.days)


@dataclass(frozen=True, kw_only=True)
class Announced(Change[Case]):
    """Say that the time of the announcement is over: the party counts as told."""

    act: ClassVar[Act] = lifecycle.ANNOUNCED
    model: ClassVar[type[Case]] = Case

    note: str = ask(_("说明"), default="", lines=2, max_length=1000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if record.announced_until and self.day <= record.announced_until:
            return fault("", _("公告到 {day} 才期满。"), day=record.announced_until)
        return {}

    def apply(self, record: Case) -> None:
        record.told_on = self.day
        record.defence_until = last_day("cases.defence", self.day, record.area)


@dataclass(frozen=True, kw_only=True)
class Defend(Change[Case]):
    """Enter what the party said in its defence, and the answer; it never makes a penalty heavier."""

    act: ClassVar[Act] = lifecycle.DEFEND
    model: ClassVar[type[Case]] = Case

    text: str = ask(_("陈述、申辩内容"), lines=4, max_length=8000)
    answer: str = ask(_("复核意见"), lines=3, max_length=8000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.defence = f"{record.defence}\n{self.text}".strip()
        record.defence_answer = f"{record.defence_answer}\n{self.answer}".strip()


@dataclass(frozen=True, kw_only=True)
class Convene(Change[Case]):
    """Set the day of a hearing the party asked for, told at least seven working days before; the clock stands still."""

    act: ClassVar[Act] = lifecycle.CONVENE
    model: ClassVar[type[Case]] = Case

    requested_on: date | None = ask(_("要求听证日期"), default=None, help=_("不填即为办理日期"))
    noticed_on: date | None = ask(_("听证通知送达日期"), default=None, help=_("不填即为办理日期"))
    hearing_on: date = ask(_("听证日期"))
    place: str = ask(_("听证地点"), max_length=200)
    chair: str = ask(_("听证主持人"), max_length=60, help=_("由非本案调查人员主持"))

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        told_on = record.told_on or self.day
        requested, noticed = self.requested_on or self.day, self.noticed_on or self.day
        found = {
            **wrong_day(requested, self.day, not_before=told_on, name="requested_on"),
            **wrong_day(noticed, self.day, not_before=requested, name="noticed_on"),
        }
        last = last_day("cases.hearing_request", told_on, record.area)
        if requested > last:
            text = _("要求听证应当在 {day} 前提出，已经超过；确有正当理由的，请退回审核后重新告知。")
            found |= fault("requested_on", text, day=last)
        earliest = last_day("cases.hearing_notice", noticed, record.area)
        if self.hearing_on < earliest:
            found |= fault("hearing_on", _("听证的七个工作日前应当通知；最早可以在 {day} 举行。"), day=earliest)
        own = queries.investigating_among(record, self.chair)
        if own:
            text = _(
                "{names}参与了本案调查，不能主持听证；请指定非本案调查人员。只是同名的，请在姓名后用括号注明单位。"
            )
            found |= fault("chair", text, names="、".join(own))
        return found

    def apply(self, record: Case) -> None:
        record.hearing_on = self.hearing_on


@dataclass(frozen=True, kw_only=True)
class Hear(Change[Case]):
    """Enter how a hearing went and what its chair thinks; the record of it is the ground of the decision."""

    act: ClassVar[Act] = lifecycle.HEAR
    model: ClassVar[type[Case]] = Case

    record_text: str = ask(_("听证情况"), lines=5, max_length=8000)
    opinion: str = ask(_("听证主持人意见"), lines=3, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("听证笔录"), default=(), choices=evidence_kinds)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if record.hearing_on and self.day < record.hearing_on:
            return fault("", _("听证定在 {day} 举行，还没有到。"), day=record.hearing_on)
        return {}

    def apply(self, record: Case) -> None:
        record.hearing_record = f"{self.record_text}\n{self.opinion}"
        record.needs_legal_review, record.law_reviewed_on = True, None


@dataclass(frozen=True, kw_only=True)
class CloseDefence(Change[Case]):
    """Say that the time for defence is over, or that the party gave it up in writing."""

    act: ClassVar[Act] = lifecycle.CLOSE_DEFENCE
    model: ClassVar[type[Case]] = Case

    is_waived: bool = ask(_("当事人书面放弃陈述、申辩和听证"), default=False)
    note: str = ask(_("说明"), default="", lines=2, max_length=1000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        if not self.is_waived and record.defence_until and self.day <= record.defence_until:
            text = _("陈述、申辩期到 {day} 才届满；当事人书面放弃的，请注明。")
            return fault("is_waived", text, day=record.defence_until)
        return {}

    def apply(self, record: Case) -> None:
        record.is_waived = self.is_waived


@dataclass(frozen=True, kw_only=True)
class Discuss(Change[Case]):
    """Enter the collective discussion of the heads and what they came to."""

    act: ClassVar[Act] = lifecycle.DISCUSS
    model: ClassVar[type[Case]] = Case

    people: tuple[str, ...] = ask(_("参加人员"), help=_("一行一人"))
    text: str = ask(_("讨论意见"), lines=5, max_length=8000, suggest=so_far("discussion"))
    files: tuple[Evidence, ...] = ask(_("讨论记录"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if len(self.people) > 1 else {"people": [str(_("集体讨论不能只有一人参加。"))]}

    def apply(self, record: Case) -> None:
        record.discussed_on = self.day
        record.discussion = f"{'、'.join(self.people)}：{self.text}"
