"""The frame around every page: navigation by work, scope bar, to-dos, language, account."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.views import LARGE_PRINT_COOKIE
from yaoan.kernel.ledger.registry import dimension_names, ledgers
from yaoan.kernel.ledger.scope import Dimension, Scope, area_options, period_options, whole
from yaoan.kernel.records.models import Deadline, Docket
from yaoan.kernel.words import Text, _

MOST_TODOS = 99
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the navigation, by the name of its address. Who lacks the permission does not see it."""

    name: str
    label: Text
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One heading of the navigation: the kinds of records it holds, and further pages."""

    label: Text
    kinds: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()


NAVIGATION = (
    Work(_("工作台"), pages=(Page("workbench", _("我的待办")), Page("overview", _("总览")))),
    Work(_("专项行动"), ("campaigns", "tasks", "returns")),
    Work(_("线索"), ("signals",)),
    Work(_("风险隐患"), ("risks", "sweeps", "visits")),
    Work(_("约谈和函件"), ("letters",)),
    Work(_("案件"), ("cases", "measures", "documents", "violators", "publications", "precedents")),
    Work(_("行刑衔接"), ("transfers", "hits", "referrals")),
    Work(_("协查与督办"), ("requests", "supervisions"), pages=(Page("handovers", _("转办与督办")),)),
    Work(_("报表"), ("reports",)),
    Work(_("数据交换"), ("packages", "foreigns", "correspondents", "subscriptions")),
    Work(_("对象"), ("subjects", "licences", "products", "people")),
    Work(
        _("系统"),
        pages=(Page("health", _("运行状况"), "health.view"), Page("access-log", _("查阅记录"), "journal.view")),
    ),
)
"""Navigation by work, in the order of work. What an installation lacks, or a person may not use, is left out."""


def product_kinds(_actor: Actor) -> list[tuple[str, Any]]:
    return [("drug", _("药品")), ("device", _("医疗器械")), ("cosmetic", _("化妆品"))]


def open_campaigns(actor: Actor) -> list[tuple[str, str]]:
    """The campaigns the actor may read, the newest first."""
    rows = Docket.objects.filter(actor.scope("campaigns.view"), kind="campaigns").order_by("-pk")
    return [(str(pk), title) for pk, title in rows.values_list("pk", "title")[:30]]


DIMENSIONS = (
    Dimension("product", _("产品类别"), product_kinds),
    Dimension("campaign", _("专项行动"), open_campaigns),
)
"""What the scope bar asks beside area and period, where some ledger follows it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation."""

    label: Any
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One question of the scope bar with what may be chosen."""

    name: str
    label: Any
    value: str
    empty: str
    options: list[tuple[str, str]]


class Frame:
    """What the frame shows for one request. Each part is worked out when the page asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @cached_property
    def scope(self) -> Scope:
        return Scope.of(self.request.GET, self.actor) if self.actor else Scope()

    @cached_property
    def navigation(self) -> list[tuple[Text, list[Entry]]]:
        """(heading, lines) of what this person may use."""
        if self.actor is None:
            return []
        found = [(work.label, list(self._entries(work))) for work in (*NAVIGATION, self._rest())]
        return [(label, entries) for label, entries in found if entries]

    def _rest(self) -> Work:
        placed = {kind for work in NAVIGATION for kind in work.kinds}
        return Work(_("其他"), tuple(ledger.kind for ledger in ledgers() if ledger.kind not in placed))

    def _entries(self, work: Work) -> Iterator[Entry]:
        assert self.actor is not None
        for page in work.pages:
            if not page.permission or self.actor.may(page.permission):
                with suppress(NoReverseMatch):
                    yield self._entry(page.label, reverse(page.name))
        known = {ledger.kind: ledger for ledger in ledgers()}
        for kind in work.kinds:
            if kind in known and self.actor.may(f"{kind}.view"):
                yield self._entry(known[kind].label, known[kind].url)

    def _entry(self, label: Any, url: str) -> Entry:
        here = self.request.path == url if url == "/" else self.request.path.startswith(url)
        return Entry(label, self.scope.carried_by(url), here)

    @cached_property
    def choices(self) -> list[Choice]:
        """The questions of the scope bar."""
        if self.actor is None:
            return []
        areas = [(code, "\u3000" * depth + name) for code, name, depth in area_options(self.actor, self.scope.area)]
        values = dict(self.scope.values)
        period = self.scope.period
        found = [
            Choice("area", _("区域"), self.scope.area, whole(self.actor), areas),
            Choice("period", _("期间"), period.code if period else "", str(_("全部时间")), period_options(period)),
        ]
        for one in DIMENSIONS:
            if one.name in dimension_names():
                options = [(value, str(label)) for value, label in one.options(self.actor)]
                found.append(Choice(one.name, one.label, values.get(one.name, ""), str(_("全部")), options))
        return found

    @property
    def beside_scope(self) -> list[tuple[str, str]]:
        """What the address says beside the scope, to be kept when the scope changes. A page number is not."""
        own = {"area", "period", "page", "list", "n", "kept", *dimension_names()}
        query = self.request.GET
        return [(name, value) for name in query if name not in own for value in query.getlist(name)]

    @cached_property
    def todo_count(self) -> str:
        """How many things wait for this person: those in the person's name, and those of the unit that are nobody's and
        overdue, due within a week, or without a day."""
        if self.actor is None:
            return "0"
        own = Q(holder_id=self.actor.user_id)
        unit = Q(holder_id=None, agency_id__in=sorted(self.actor.agencies), permission__in=sorted(self.actor.rights))
        unit &= Q(due_at=None) | Q(due_at__lt=clock.now() + SOON)
        count = Deadline.objects.filter(own | unit)[: MOST_TODOS + 1].count()
        return f"{MOST_TODOS}+" if count > MOST_TODOS else str(count)

    @property
    def languages(self) -> list[tuple[str, str]]:
        return list(settings.LANGUAGES)

    @property
    def large_print(self) -> bool:
        if self.request.user.is_authenticated:
            return self.request.user.large_print
        return self.request.COOKIES.get(LARGE_PRINT_COOKIE) == "1"

    @property
    def here(self) -> str:
        """The address to come back to after a switch of language or print."""
        return self.request.get_full_path()


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `frame` in every template."""
    return {"frame": Frame(request)}
