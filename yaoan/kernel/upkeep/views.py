"""The health page for people, the probe for load balancers, the metrics for Prometheus; who looked at what."""

from collections.abc import Iterable, Iterator
from hmac import compare_digest

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yaoan.kernel import clock, secrets
from yaoan.kernel.access.choices import P
from yaoan.kernel.commands import NotThere
from yaoan.kernel.ledger import looks, sheets
from yaoan.kernel.ledger.pages import Visit, page
from yaoan.kernel.ledger.registry import ledgers
from yaoan.kernel.upkeep import access_log as log
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
@page
def access_log(request: Visit) -> HttpResponse:
    """Who looked at which record, took what out, signed in and changed rights: as far as the reader's right reaches."""
    asked = _asked(request)
    if not asked.faults:
        looks.note(request.actor, "access log", reason=asked.query)
    lines, before = log.page_of(request.actor, asked)
    url = reverse("access-log")
    context = {
        "title": gettext("查阅记录"),
        "asked": asked,
        "lines": lines,
        "log_url": url,
        "newest_url": f"{url}?{asked.query}",
        "older_url": f"{url}?{'&'.join(filter(None, (asked.query, f'before={before}')))}" if before else "",
        "groups": [(name, label) for name, (label, _what) in log.GROUPS.items()],
    }
    return render(request, "upkeep/access_log.html", context, status=422 if asked.faults else 200)


@require_safe
@page
def access_log_file(request: Visit) -> HttpResponseBase:
    """The lines asked for as a CSV file, sent while they are read; the page again where the question has faults."""
    asked = _asked(request)
    if asked.faults:
        return access_log(request)
    looks.note(request.actor, "export", reason=f"access-log.csv?{asked.query}")
    lines = (line.encode() for line in _csv_lines(log.every(request.actor, asked)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{gettext('查阅记录')}-{clock.today():%Y%m%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _asked(request: Visit) -> log.Asked:
    if not request.actor.may(P.JOURNAL):
        raise NotThere(gettext("您没有查看查阅记录的授权。"))
    return log.Asked.of(request.GET)


def _csv_lines(lines: Iterable[log.Look]) -> Iterator[str]:
    head = (gettext("时间"), gettext("人员"), gettext("单位"), gettext("做了什么"), gettext("记录"), gettext("说明"))
    yield sheets.MARK + sheets.csv_line(head)
    for line in lines:
        at = f"{line.at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M:%S}"
        number = gettext("您无权查看的记录") if line.is_elsewhere else line.number
        yield sheets.csv_line((at, line.person, line.unit, line.label, number, line.detail))


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
