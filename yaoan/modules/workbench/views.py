"""The first page, the leader's page, and what people were told."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from yaoan.kernel import clock
from yaoan.kernel.commands import NotThere
from yaoan.kernel.documents import spark
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.rollup import far_behind
from yaoan.kernel.ledger import clocks, looks, names
from yaoan.kernel.ledger.pages import Visit, go, page
from yaoan.kernel.ledger.scope import Scope
from yaoan.kernel.notices import telling
from yaoan.kernel.words import Text, _
from yaoan.modules.workbench import queries

SHOWN_AT_ONCE = 12
"""Lines of a list that stand open; the rest unfolds."""
NEXT_STEPS: tuple[tuple[str, Text, str], ...] = (
    ("signals.receive", _("登记一条线索"), "/signals/new/receive/"),
    ("risks.report", _("登记一项隐患"), "/risks/new/report/"),
    ("campaigns.draft", _("读取一份上级通知"), "/campaigns/read/"),
    ("reports.draft", _("起草一份报表"), "/reports/start/"),
    ("risks.view", _("看看在办的隐患"), "/risks/?sort=due"),
)
"""What somebody who has nothing to do may do: permission, words, address."""


@page
def workbench(request: Visit) -> HttpResponse:
    """What waits for me, what waits for my decision, what came back, what my unit owes, and how the month goes."""
    scope = Scope.of(request.GET, request.actor)
    waiting = queries.todos(request.actor, area=scope.area)
    sections = [
        ("mine", gettext("我的待办"), waiting.mine, "mine"),
        ("deciding", gettext("等我验收、审定、接收的"), waiting.deciding, ""),
        ("unit", gettext("本单位还没有落实到人的"), waiting.unit, "unit"),
        ("reach", gettext("辖区其他单位还没有落实到人的"), waiting.reach, "reach"),
    ]
    actor = request.actor
    context = {
        "title": gettext("工作台"),
        "sections": [
            (key, label, _lines(found), part in waiting.more) for key, label, found, part in sections if found
        ],
        "returned": queries.came_back(actor, waiting.own),
        "is_empty": not waiting,
        "next_steps": [(label, url) for permission, label, url in NEXT_STEPS if actor.may(permission)],
        "notices": telling.unread_by(actor, most=5),
        "month": _month(request, scope),
        "is_head": actor.is_head,
    }
    return render(request, "workbench/workbench.html", context)


def _lines(found: Iterable[queries.Todo]) -> list[dict[str, Any]]:
    return [{"todo": todo, "clock": clocks.chip(clocks.reading(todo.deadline))} for todo in found]


def _month(request: Visit, scope: Scope) -> dict[str, Any]:
    """The figures of the scope's period, by default of this month, each with a small line of where it comes from."""
    period = Period(scope.period.first, scope.period.last) if scope.period else None
    shown: dict[str, Any] = {"is_month": period is None, "period": period}
    if waiting := far_behind():
        return {**shown, "rows": [], "waiting": f"{waiting:,}"}
    found = queries.month_of(request.actor, clock.today(), period=period, area=scope.area)
    return {**shown, "rows": [_drawn(told) for told in found]}


def _drawn(told: queries.Told) -> dict[str, Any]:
    way = "、".join("—" if value is None else f"{value}" for value in told.way)
    label = _("{label}，从早到近：{way}").format(label=told.metric.label, way=way)
    return {"told": told, "spark": spark(told.way, label=label)}


@page
def leader(request: Visit) -> HttpResponse:
    """One page for those who look for ten seconds: what is overdue, what is dangerous, better or worse, and where."""
    scope, now = Scope.of(request.GET, request.actor), clock.now()
    month = _month(request, scope)
    period = month["period"] or Period.month_of(clock.today())
    dangers = queries.dangers(request.actor, now, area=scope.area)
    names.read_places([danger.risk.area for danger in dangers])
    context = {
        "title": gettext("总览"),
        "month": month,
        "better": [row for row in month["rows"] if row["told"].trend.verdict == "better"],
        "worse": [row for row in month["rows"] if row["told"].trend.verdict == "worse"],
        "stations": [] if "waiting" in month else queries.stations(request.actor, period, area=scope.area),
        "dangers": dangers,
        "overdue": _lines(queries.longest_overdue(request.actor, now, area=scope.area)),
    }
    return render(request, "workbench/leader.html", context)


@page
def notices(request: Visit) -> HttpResponse:
    """What I was told and have not put away."""
    context = {"title": gettext("提醒"), "notices": telling.unread_by(request.actor, most=200)}
    return render(request, "workbench/notices.html", context)


@page
def told_of(request: Visit, number: str) -> HttpResponse:
    """Who was told of a record, and when; for those who may read the record."""
    record = queries.readable(request.actor, number)
    if record is None:
        raise NotThere(gettext("没有这条记录，或者它不在您的管辖范围内。"))
    looks.note(request.actor, "notices", record=record.pk)
    context = {"title": gettext("提醒记录"), "record": record, "told": telling.told_of(record.pk)}
    return render(request, "workbench/told.html", context)


@require_POST
@page
def away(request: Visit) -> HttpResponse:
    """Put notices away: those named, or the one whose button was pressed."""
    chosen = request.POST.getlist("one") or request.POST.getlist("notice")
    count = telling.put_away(request.actor, [int(value) for value in chosen if value.isdecimal()])
    back = "/notices/" if request.POST.get("from") == "notices" else "/"
    return go(request, back, say=gettext("已收起 {count} 条提醒。").format(count=count))
