"""The health page for people, the probe for load balancers, the metrics for Prometheus."""

from hmac import compare_digest

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yaoan.kernel import secrets
from yaoan.kernel.access.choices import P
from yaoan.kernel.commands import NotThere
from yaoan.kernel.ledger.pages import Visit, page
from yaoan.kernel.ledger.registry import ledgers
from yaoan.kernel.upkeep import judging, metrics
from yaoan.kernel.upkeep.facts import Facts, answers, facts
from yaoan.kernel.upkeep.timing import Pace
from yaoan.kernel.words import _

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
SLOWEST = 25
PARTS = {
    "list": _("列表"), "item": _("详情页"), "act": _("办理"), "new": _("选择新建方式"), "open": _("新建"), "bulk": _("批量办理"),
    "csv": _("导出 CSV"), "xlsx": _("导出 Excel"), "print": _("打印页"), "columns": _("选择列"), "save_view": _("保存视图"),
    "delete_view": _("删除视图"),
}  # fmt: skip
"""The pages that every ledger has, by their names."""


@page
def health(request: Visit) -> HttpResponse:
    """How the installation does, and what to do where it does not do well."""
    if not request.actor.may(P.HEALTH):
        raise NotThere(str(_("您没有查看运行状况的授权。")))
    found = facts()
    checks = judging.checks(found)
    context = {
        "title": _("运行状况"),
        "at": found.at,
        "checks": checks,
        "worst": judging.worst(checks),
        "paces": _paces(found),
        "rows": _rows(found),
        "database": found.database_size >> 20,
    }
    return render(request, "upkeep/health.html", context)


def _paces(found: Facts) -> list[tuple[str, Pace | None, Pace | None]]:
    """(page in words, within the hour, within the day), the slowest of the day first."""
    hour = {pace.page: pace for pace in found.hour}
    return [(_spelled(pace.page), hour.get(pace.page), pace) for pace in found.day[:SLOWEST]]


def _spelled(name: str) -> str:
    """A page of a ledger in words, as `隐患：列表`; any other by its name."""
    kind, _dot, part = name.partition(".")
    label = next((ledger.label for ledger in ledgers() if ledger.kind == kind), None)
    return str(_("{ledger}：{page}").format(ledger=label, page=PARTS[part])) if label and part in PARTS else name


def _rows(found: Facts) -> list[tuple[object, int]]:
    labels = {ledger.kind: ledger.label for ledger in ledgers()}
    return [(labels.get(kind, kind), count) for kind, count in found.rows.items()]


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Whether this server can answer people: 200, or 503 where its database does not answer. Says nothing else."""
    try:
        is_well = answers()
    except DatabaseError:
        is_well = False
    answer = JsonResponse({"status": "ok" if is_well else "unavailable"}, status=200 if is_well else 503)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def prometheus(request: HttpRequest) -> HttpResponse:
    """The metrics, for this machine itself or with the token of the installation; for others there is no such page."""
    if not (_is_here(request) or _has_token(request)):
        return HttpResponse("not found\n", status=404, content_type="text/plain")
    return HttpResponse(metrics.text(facts()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_here(request: HttpRequest) -> bool:
    """Asked from this very machine. What a proxy hands on comes from elsewhere, wherever the proxy stands."""
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not any(name in request.META for name in FORWARDED)


def _has_token(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    wanted = secrets.secret("metrics").hex()
    return scheme.lower() == "bearer" and compare_digest(token.strip().encode(), wanted.encode())
