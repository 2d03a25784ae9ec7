"""Who looked at what, as somebody may read it: the access log, asked for and put into words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from yaoan.kernel import clock
from yaoan.kernel.access import trail
from yaoan.kernel.access.actor import NOWHERE, Actor, Reach
from yaoan.kernel.access.choices import P
from yaoan.kernel.access.models import Agency, Post, User
from yaoan.kernel.journal.models import OPERATOR, AccessLog
from yaoan.kernel.ledger.registry import ledgers
from yaoan.kernel.records.models import Docket, record_models
from yaoan.kernel.words import Text, _

PAGE = 50
BATCH = 500
WORDS = 60

LOOKED: Mapping[str, Text] = {
    "item": _("查看记录"), "brief": _("展开记录"), "list": _("程序读取列表"), "notices": _("查看提醒记录"), "file": _("下载附件"),
    "export": _("导出"), "print": _("打印"), "access log": _("查看查阅记录"),
}  # fmt: skip
SEALED: Mapping[str, Text] = {
    "unseal": _("打开封存的身份"),
    "unseal refused": _("打开封存的身份，未获准"),
    "destroy key": _("销毁身份密钥"),
}
STAFFED: Mapping[str, Text] = {
    "add agency": _("增加机构"), "set word": _("设定机关代字"), "add person": _("增加人员"), "set password": _("重设密码"),
    "take factors": _("取消验证方式"), "close account": _("停用账号"), "appoint": _("任职"), "grant": _("授予角色"),
    "end grant": _("结束授权"), "certify": _("登记执法证件"), "issue token": _("发放令牌"), "revoke token": _("收回令牌"),
}  # fmt: skip
"""What is done to accounts and rights."""
GROUPS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "look": (_("查看"), ("item", "brief", "list", "notices", "access log")),
    "take": (_("导出、打印、下载"), ("export", "print", "file")),
    "sealed": (_("封存的身份"), tuple(SEALED)),
    "sign": (_("登录和账号安全"), tuple(trail.LABELS)),
    "staff": (_("人员、授权和令牌"), tuple(STAFFED)),
}
"""The kinds of access that may be asked for: label, and what stands in the log."""
LABELS: Mapping[str, Text] = {**LOOKED, **SEALED, **trail.LABELS, **STAFFED}
"""How everything that stands in the log is called."""


PARAMETERS: Mapping[str, str] = {"person": "person", "number": "number", "kind": "kind", "first": "from", "last": "to"}
"""How the questions are called in an address."""
QUESTIONS: Mapping[str, Text] = {
    "q": _("关键词"), "area": _("区域"), "period": _("期间"), "product": _("产品类别"), "state": _("状态"), "person": _("人员"),
    "number": _("编号"), "kind": _("做了什么"), "from": _("从"), "to": _("到"),
}  # fmt: skip
UNTOLD = frozenset({"sort", "rows", "page"})
"""What an address says of the order and the size of a page."""
FORMS: Mapping[str, str | Text] = {
    "csv": "CSV", "xlsx": "Excel", "docx": "Word", "lists": _("三张清单"), "snapshot": _("数据快照"), "api": _("程序接口"),
}  # fmt: skip
"""How what was taken out is called."""
SIGNED: Mapping[str, Text] = {
    "password": _("密码"), "totp": _("动态验证码"), "webauthn": _("通行密钥"), "passkey": _("通行密钥"), "recovery_codes": _("恢复码"),
    "second factor": _("第二种验证"), "sso": _("统一身份认证"), "sso unknown": _("统一身份认证，没有对应账号"), "locked": _("账号暂时锁定"),
}  # fmt: skip
"""How people prove who they are, and why they were refused."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the log. `faults` says, by question, what cannot be read; then nothing is found."""

    person: str = ""
    number: str = ""
    kind: str = ""
    first: str = ""
    last: str = ""
    before: int | None = None
    faults: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        words = {name: query.get(key, "").replace("\0", "").strip()[:WORDS] for name, key in PARAMETERS.items()}
        before = query.get("before", "")
        is_id = before.isascii() and before.isdecimal() and len(before) < 19
        return cls(**words, before=int(before) if is_id else None, faults=dict(_faults(words)))

    @property
    def query(self) -> str:
        """The questions as they stand in an address, without the place in the log."""
        return urlencode([(key, value) for name, key in PARAMETERS.items() if (value := getattr(self, name))])


def _faults(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("first", "last"):
        if words[name] and _day(words[name]) is None:
            yield name, str(_("“{day}”不是日期，请写成 2026-03-01 这样。")).format(day=words[name])
    first, last = _day(words["first"]), _day(words["last"])
    if first and last and last < first:
        yield "last", str(_("“到”早于“从”，请对调。"))
    if words["kind"] and words["kind"] not in GROUPS:
        yield "kind", str(_("没有“{kind}”这一种，请从列表里选。")).format(kind=words["kind"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def seen_by(actor: Actor) -> QuerySet[AccessLog]:
    """The lines the actor may read. One query, for the agencies within reach.

    They are the actor's own; those about records that the actor may read and the right to read the log reaches; and those
    of people who were, on the day, in a post of an agency whose areas the right reaches; and, where it reaches every
    agency there is, what was done to accounts and rights from the command line. The policy of the table (`policies.py`)
    says the same.
    """
    reach = actor.rights.get(P.JOURNAL, Reach())
    offices, is_every = _offices(reach)
    records = readable(actor).filter(_within(reach))
    lines = AccessLog.objects.annotate(day=TruncDate("at", tzinfo=clock.BEIJING))
    posts = Post.objects.filter(
        Q(until=None) | Q(until__gte=OuterRef("day")),
        user_id=OuterRef("actor"),
        since__lte=OuterRef("day"),
        agency_id__in=offices,
    )
    about = Exists(records.filter(pk=OuterRef("record")))
    operators = Q(actor=OPERATOR, what__in=STAFFED) if is_every else NOWHERE
    return lines.filter(Q(actor=actor.user_id) | about | Exists(posts) | operators)


def readable(actor: Actor) -> QuerySet[Docket]:
    """The records of all kinds that the actor may read; kinds that are read equally far are asked together."""
    alike: dict[Reach | None, list[str]] = {}
    for model in record_models():
        alike.setdefault(actor.rights.get(f"{model.lifecycle.kind}.view"), []).append(model.lifecycle.kind)
    return Docket.objects.filter(
        reduce(or_, (Q(actor.scope(f"{kinds[0]}.view"), kind__in=kinds) for kinds in alike.values()))
    )


def _within(reach: Reach) -> Q:
    if "" in reach.areas:
        return Q()
    return reduce(or_, (Q(area__startswith=area) for area in reach.areas), Q(agency_id__in=sorted(reach.agencies)))


def _offices(reach: Reach) -> tuple[list[int], bool]:
    """The agencies of a reach, those named and those all of whose areas lie in it; and whether they are all there are."""
    there = list(Agency.objects.values_list("pk", "areas"))
    reached = [
        pk
        for pk, areas in there
        if pk in reach.agencies or (areas and all(area.startswith(reach.areas) for area in areas))
    ]
    return reached, len(reached) == len(there) > 0


def lines_of(actor: Actor, asked: Asked) -> QuerySet[AccessLog]:
    """The lines asked for, the newest first."""
    rows = seen_by(actor)
    if asked.faults:
        return rows.none()
    if asked.person:
        named = User.objects.filter(Q(name__contains=asked.person) | Q(username=asked.person))
        rows = rows.filter(actor__in=named.values("pk"))
    if asked.number:
        found = readable(actor).filter(number=asked.number.upper())
        rows = rows.filter(record__in=list(found.values_list("pk", flat=True)))
    if asked.kind:
        rows = rows.filter(what__in=GROUPS[asked.kind][1])
    if first := _day(asked.first):
        rows = rows.filter(at__gte=datetime.combine(first, time(), clock.BEIJING))
    if (last := _day(asked.last)) and last < date.max:
        rows = rows.filter(at__lt=datetime.combine(last + timedelta(days=1), time(), clock.BEIJING))
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    return rows.order_by("-pk")


@dataclass(frozen=True, slots=True)
class Look:
    """One line in words. `number` and `url` are empty where it is about no record, or about one out of sight."""

    pk: int
    at: datetime
    person: str
    unit: str
    label: str
    detail: str
    number: str = ""
    url: str = ""
    title: str = ""
    is_elsewhere: bool = False
    """It is about a record that the reader may not read: neither its number nor what was looked at in it is told."""


def page_of(actor: Actor, asked: Asked) -> tuple[list[Look], int | None]:
    """One page of the log, and the id before which the next one begins; None where it is the last."""
    rows = list(lines_of(actor, asked)[: PAGE + 1])
    looks = told(actor, rows[:PAGE])
    return looks, rows[PAGE - 1].pk if len(rows) > PAGE else None


def every(actor: Actor, asked: Asked) -> Iterator[Look]:
    """All the lines asked for, read piece by piece."""
    rows, before = lines_of(actor, asked), asked.before
    while True:
        batch = list((rows if before is None else rows.filter(pk__lt=before))[:BATCH])
        yield from told(actor, batch)
        if len(batch) < BATCH:
            return
        before = batch[-1].pk


def told(actor: Actor, rows: Iterable[AccessLog]) -> list[Look]:
    """Lines in words. Three queries however many there are."""
    rows = list(rows)
    people = {row.actor for row in rows}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    posts = list(Post.objects.filter(user_id__in=people).select_related("agency").order_by("-is_head", "pk"))
    records = readable(actor).in_bulk({row.record for row in rows if row.record is not None})
    return [_told(row, names, posts, records) for row in rows]


def _told(row: AccessLog, names: Mapping[int, str], posts: Iterable[Post], records: Mapping[int, Docket]) -> Look:
    day, record = clock.local_day(row.at), records.get(row.record or 0)
    units = (post.agency.short for post in posts if post.user_id == row.actor and _holds(post, day))
    look: dict[str, Any] = {
        "pk": row.pk,
        "at": row.at,
        "person": str(_("命令行")) if row.actor == OPERATOR else names.get(row.actor, ""),
        "unit": next(units, ""),
        "label": str(LABELS.get(row.what, row.what)),
    }
    if row.record is not None and record is None:
        return Look(**look, detail="", is_elsewhere=True)
    if record is not None:
        look |= {"number": record.number, "url": record.get_absolute_url(), "title": record.title}
    return Look(**look, detail=_detail(row))


def _holds(post: Post, day: date) -> bool:
    return post.since <= day and (post.until is None or post.until >= day)


def _detail(row: AccessLog) -> str:
    """What else the line says: the list and its conditions, the name of the file, the reason given, place and device."""
    if row.what == "export" and "?" in row.reason:
        name, _mark, query = row.reason.partition("?")
        kind, _dot, form = name.partition(".")
        ledger = next((ledger for ledger in ledgers() if ledger.kind == kind), None)
        conditions = _conditions(query, {one.name: one.label for one in ledger.filters} if ledger else {})
        return f"{ledger.label if ledger else kind} {FORMS.get(form, form)}{conditions and f'（{conditions}）'}"
    if row.what == "access log":
        return _conditions(row.reason, {})
    if row.what == "file":
        return row.reason.partition(" ")[2]
    if row.what in trail.LABELS:
        return " · ".join(_sign_in(part) for part in row.reason.split(" | ") if part.strip("- "))
    return str(FORMS.get(row.reason, row.reason))


def _conditions(query: str, labels: Mapping[str, Any]) -> str:
    """The conditions of a list as they stood in its address, by their labels where they have one."""
    known = {**QUESTIONS, **labels}
    given = ((name, value) for name, value in parse_qsl(query) if name not in UNTOLD)
    return "；".join(f"{known.get(name, name)}：{_answer(name, value)}" for name, value in given)


def _answer(name: str, value: str) -> str:
    return str(GROUPS[value][0]) if name == "kind" and value in GROUPS else value


def _sign_in(part: str) -> str:
    return " + ".join(str(SIGNED.get(word, word)) for word in part.split(" + "))
