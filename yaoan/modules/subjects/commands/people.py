"""What officials may do to the entry of a person."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from yaoan.kernel import secrets
from yaoan.kernel.commands import Change, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.subjects import lifecycle, queries
from yaoan.modules.subjects.choices import PostKind
from yaoan.modules.subjects.commands.checks import faults_of, kept
from yaoan.modules.subjects.commands.suggestions import own_agency, own_place, so_far
from yaoan.modules.subjects.models import Person
from yaoan.modules.subjects.rules.masking import masked


def mark_of(identity: str) -> str:
    """A keyed hash by which the same identity number is recognised without being read; "" for none."""
    if not identity:
        return ""
    return hmac.new(secrets.secret("identity"), kept("id_card", identity).encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, kw_only=True)
class _Identified:
    """An identity number that is checked, then sealed; beside it stay its hint and its mark.

    Both are worked out when the command is made, because the performer seals the number before anything is applied.
    """

    identity: str = ask(
        _("身份号码"), default="", max_length=60, sealed=True, help=_("密封保存；查看需要专门授权并留痕")
    )
    hint: str = ""
    mark: str = ""

    def __post_init__(self) -> None:
        if self.identity and not self.mark:
            object.__setattr__(self, "hint", masked(kept("id_card", self.identity)))
            object.__setattr__(self, "mark", mark_of(self.identity))


@dataclass(frozen=True, kw_only=True)
class Enrol(_Identified, Open[Person]):
    """Enter a person with the first post."""

    act: ClassVar[Act] = lifecycle.ENROL
    model: ClassVar[type[Person]] = Person

    title: str = ask(_("姓名"), max_length=60)
    pharmacist_code: str = ask(_("执业药师注册证编号"), default="", max_length=40)
    subject_id: int = ask(_("任职企业"), to="subjects")
    post: PostKind = ask(_("职务"))
    since: date | None = ask(_("任职日期"), default=None, help=_("不填即为生效日期"))
    area: str = ask(_("所在地"), to="division", suggest=own_place)
    agency_id: int | None = ask(_("监管单位"), to="agency", default=None, suggest=own_agency)

    def faults(self) -> Mapping[str, list[str]]:
        return faults_of(
            identity=("id_card", self.identity), pharmacist_code=("pharmacist_registration", self.pharmacist_code)
        )

    def objections(self, _record: Person) -> Mapping[str, list[str]]:
        ban = queries.ban_of(self.mark, self.since or self.day) if self.mark else None
        return {"identity": [_barred(ban)]} if ban else {}

    def apply(self, record: Person) -> None:
        record.title, record.pharmacist_code = self.title.strip(), self.pharmacist_code
        record.identity, record.identity_hint, record.identity_mark = self.identity, self.hint, self.mark
        record.area, record.agency_id = self.area, self.agency_id or self.actor.agency_id
        record.subject_id = self.subject_id
        record.posts = [_post(self.subject_id, self.post, self.since or self.day)]


@dataclass(frozen=True, kw_only=True)
class AmendPerson(_Identified, Change[Person]):
    """Put name and numbers right. An identity number that is left empty stays as it is sealed."""

    act: ClassVar[Act] = lifecycle.AMEND_PERSON
    model: ClassVar[type[Person]] = Person

    title: str = ask(_("姓名"), max_length=60, suggest=so_far("title"))
    pharmacist_code: str = ask(_("执业药师注册证编号"), default="", max_length=40, suggest=so_far("pharmacist_code"))

    def faults(self) -> Mapping[str, list[str]]:
        return faults_of(
            identity=("id_card", self.identity), pharmacist_code=("pharmacist_registration", self.pharmacist_code)
        )

    def apply(self, record: Person) -> None:
        record.title, record.pharmacist_code = self.title.strip(), self.pharmacist_code
        if self.identity:
            record.identity, record.identity_hint, record.identity_mark = self.identity, self.hint, self.mark


@dataclass(frozen=True, kw_only=True)
class Appoint(Change[Person]):
    """Record a further post, in this firm or another."""

    act: ClassVar[Act] = lifecycle.APPOINT
    model: ClassVar[type[Person]] = Person

    subject_id: int = ask(_("任职企业"), to="subjects")
    post: PostKind = ask(_("职务"))
    since: date | None = ask(_("任职日期"), default=None, help=_("不填即为生效日期"))

    def objections(self, record: Person) -> Mapping[str, list[str]]:
        day, mark = self.since or self.day, record.identity_mark
        ban = record.ban_on(day) or (queries.ban_of(mark, day) if mark else None)
        faults: dict[str, list[str]] = {"": [_barred(ban)]} if ban else {}
        if _held(record, self.subject_id, self.post) is not None:
            faults["post"] = [str(_("已经在这家企业担任这一职务。"))]
        return faults

    def apply(self, record: Person) -> None:
        record.subject_id = self.subject_id
        record.posts = [*record.posts, _post(self.subject_id, self.post, self.since or self.day)]


@dataclass(frozen=True, kw_only=True)
class Dismiss(Change[Person]):
    """Record the end of a post."""

    act: ClassVar[Act] = lifecycle.DISMISS
    model: ClassVar[type[Person]] = Person

    subject_id: int = ask(_("任职企业"), to="subjects")
    post: PostKind = ask(_("职务"))
    until: date | None = ask(_("离任日期"), default=None, help=_("不填即为生效日期"))

    def objections(self, record: Person) -> Mapping[str, list[str]]:
        held, until = _held(record, self.subject_id, self.post), self.until or self.day
        if held is None:
            return {"post": [str(_("没有在这家企业担任这一职务的记录。"))]}
        if until.isoformat() < held["since"]:
            text = _("离任日期 {end} 早于任职日期 {start}，请核对。").format(end=until, start=held["since"])
            return {"until": [text]}
        return {}

    def apply(self, record: Person) -> None:
        held, until = _held(record, self.subject_id, self.post), self.until or self.day
        record.posts = [_ended(post, until) if post is held else post for post in record.posts]
        record.subject_id = record.present_posts[-1]["subject"] if record.present_posts else None


@dataclass(frozen=True, kw_only=True)
class Leave(Change[Person]):
    """Record that a person works in no firm any more; all posts end."""

    act: ClassVar[Act] = lifecycle.LEAVE
    model: ClassVar[type[Person]] = Person

    reason: str = ask(_("原因"), lines=2, max_length=1000)

    def apply(self, record: Person) -> None:
        record.posts = [post if post["until"] else _ended(post, self.day) for post in record.posts]
        record.subject_id = None


@dataclass(frozen=True, kw_only=True)
class Bar(Change[Person]):
    """Keep a ban with the person it was imposed on. Follows from the service of a decision on a penalty."""

    act: ClassVar[Act] = lifecycle.BAR
    model: ClassVar[type[Person]] = Person

    since: date = ask(_("自"))
    until: date | None = ask(_("至"), default=None, help=_("终身禁业不填"))
    basis: str = ask(_("依据"))
    case_id: int = ask(_("案件"))

    def apply(self, record: Person) -> None:
        until = self.until.isoformat() if self.until else None
        ban = {"since": self.since.isoformat(), "until": until, "basis": self.basis, "case": self.case_id}
        record.bans = [*record.bans, ban]


@dataclass(frozen=True, kw_only=True)
class Unbar(Change[Person]):
    """Take back the bans of a case whose decision was annulled. Follows from the annulment."""

    act: ClassVar[Act] = lifecycle.UNBAR
    model: ClassVar[type[Person]] = Person

    case_id: int = ask(_("案件"))

    def apply(self, record: Person) -> None:
        record.bans = [ban for ban in record.bans if ban["case"] != self.case_id]


@dataclass(frozen=True, kw_only=True)
class RemarkPerson(Remarking[Person]):
    """Add a remark to the entry of a person, with files if there are any."""

    act: ClassVar[Act] = lifecycle.PEOPLE["remark"]
    model: ClassVar[type[Person]] = Person


@dataclass(frozen=True, kw_only=True)
class RevertPerson(Reverting[Person]):
    """Take back the latest act on the entry of a person."""

    act: ClassVar[Act] = lifecycle.PEOPLE["revert"]
    model: ClassVar[type[Person]] = Person


def _barred(ban: Mapping[str, Any]) -> str:
    """Why a person may not take a post, and what helps (drug law art. 140)."""
    if ban["until"] is None:
        return str(
            _("此人被终身禁止从业（{basis}），不能任职；企业聘用的，依法责令解聘并处罚。").format(basis=ban["basis"])
        )
    text = _("此人在 {until} 前被禁止从业（{basis}），不能任职；企业聘用的，依法责令解聘并处罚。")
    return str(text.format(until=ban["until"], basis=ban["basis"]))


def _post(subject_id: int, post: PostKind, since: date) -> dict[str, Any]:
    return {"subject": subject_id, "post": str(post), "since": since.isoformat(), "until": None}


def _ended(post: dict[str, Any], until: date) -> dict[str, Any]:
    return {**post, "until": until.isoformat()}


def _held(record: Person, subject_id: int, post: PostKind) -> dict[str, Any] | None:
    """The post of that sort in that firm which has not ended."""
    same = (item for item in record.posts if item["subject"] == subject_id and item["post"] == post)
    return next((item for item in same if not item["until"]), None)
