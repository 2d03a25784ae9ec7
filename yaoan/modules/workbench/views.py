"""The first page, the leader's page, and putting notices away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from yaoan.kernel import clock
from yaoan.kernel.ledger import clocks
from yaoan.kernel.ledger.pages import Visit, go, page
from yaoan.kernel.ledger.scope import Scope
from yaoan.kernel.notices.telling import put_away, unread_by
from yaoan.modules.workbench import queries


@page
def workbench(request: Visit) -> HttpResponse:
    """What waits for me, what waits for my approval, what my unit owes, and how the month goes."""
    area = Scope.of(request.GET, request.actor).area
    waiting = queries.todos(request.actor, area=area)
    sections = [
        ("mine", gettext("我的待办"), waiting.mine),
        ("accepting", gettext("等我验收、销号、接收的"), waiting.accepting),
        ("unit", gettext("本单位还没有落实到人的"), waiting.unit),
    ]
    context = {
        "title": gettext("工作台"), "sections": [(key, label, [_line(todo) for todo in found]) for key, label, found in sections],
        "is_empty": not waiting.total, "notices": unread_by(request.actor), "month": _month(request, area),
    }  # fmt: skip
    return render(request, "workbench/workbench.html", context)


def _line(todo: queries.Todo) -> dict[str, Any]:
    return {"todo": todo, "clock": clocks.chip(clocks.reading(todo.deadline))}


def _month(request: Visit, area: str) -> list[dict[str, Any]]:
    """Each figure of the month with its change, and whether that is good."""
    month = queries.month_of(request.actor, clock.today(), area=area)
    if month is None:
        return []
    rows = []
    for metric in month.metrics:
        now, before = month.board[metric, month.period, area], month.board[metric, month.before, area]
        rows.append({"metric": metric, "figure": now, "before": before, "trend": now.against(before)})
    return rows


@page
def leader(request: Visit) -> HttpResponse:
    """One page for those who look for ten seconds: what is overdue, where, and whether it is getting better."""
    area, now = Scope.of(request.GET, request.actor).area, clock.now()
    context = {
        "title": gettext("总览"), "loads": queries.loads(request.actor, now, area=area), "month": _month(request, area),
        "overdue": [_line(todo) for todo in queries.most_overdue(request.actor, now, area=area)],
    }  # fmt: skip
    return render(request, "workbench/leader.html", context)


@require_POST
@page
def away(request: Visit) -> HttpResponse:
    """Put notices away."""
    chosen = [int(value) for value in request.POST.getlist("notice") if value.isdigit()]
    count = put_away(request.actor, chosen)
    return go(request, "/", say=gettext("已收起 {count} 条提醒。").format(count=count))
