"""The pages of figures: all of them at a glance, and each with the rows it counts."""

import csv
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.figures import registry, wording
from yaoan.kernel.figures.asking import Asked, area_of, last_months, period_of, ways
from yaoan.kernel.figures.choices import P
from yaoan.kernel.figures.formulas import Measure
from yaoan.kernel.figures.labels import Names, labelled, valued
from yaoan.kernel.figures.listing import Row, every_row, page_of
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.reading import Board, Figure, board, figure, may_see
from yaoan.kernel.figures.rollup import far_behind
from yaoan.kernel.records.models import model_of

MARK = "\ufeff"
"""The byte order mark without which Excel takes UTF-8 for GBK."""


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for people who signed in and may open figures; for others it does not exist."""

    @login_required
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.may(P.VIEW):
            raise Http404
        response = _not_yet(request) or view(request, actor, **given)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response

    return guarded


def _not_yet(request: HttpRequest) -> HttpResponse | None:
    """While the rollup is far behind, a page that says so: counting all that from the journal would take minutes."""
    waiting = far_behind()
    if not waiting:
        return None
    context = {"title": gettext("数字"), "waiting": f"{waiting:,}"}
    response = render(request, "figures/behind.html", context, status=503)
    response["Retry-After"] = "300"
    return response


@page
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every figure the reader may see: of a period, of the one before and of a year ago."""
    period, area = period_of(request.GET), area_of(request.GET)
    shown = [metric for metric in registry.metrics().values() if may_see(metric, actor)]
    found = board(shown, actor, _compared(period), [area])
    groups: dict[str, list[dict[str, Any]]] = {}
    for metric in found.metrics:
        groups.setdefault(str(metric.group), []).append(_line(found, metric, period, area))
    context = {"title": gettext("数字"), "period": period, "groups": list(groups.items()), "as_of": found.as_of}
    return render(request, "figures/index.html", context)


@page
def opened(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """One figure: its value and how it moved, its parts, the rows counted, and how it is counted."""
    asked = Asked.read(_metric(name, actor), request.GET)
    shown = page_of(asked, actor)
    listed = {
        "asked": asked, "page": shown, "turns": _turns(asked, shown.number, shown.last),
        "has_amounts": asked.atom.measure is Measure.AMOUNTS, "is_due": asked.atom.measure is Measure.OVERDUE,
    }  # fmt: skip
    if _asks_for(request, "rows"):
        return render(request, "figures/_rows.html", listed)
    months = last_months(asked.period.end)
    periods = list(dict.fromkeys([*_compared(asked.period), *months]))
    found = board([asked.metric], actor, periods, [asked.area], agency=asked.agency)
    context = {
        "title": str(asked.metric.label),
        "months": [found[asked.metric, month, asked.area] for month in months],
        "parts": _parts(asked, actor),
        "ways": [(_way(asked.metric, by), asked.turned(by=by), by == asked.by) for by in ways(asked.metric)],
        "counts": [(letter, wording.sentence(atom), asked.turned(count=number, facet=None), number == asked.count)
                   for number, (letter, atom) in enumerate(wording.lettered(asked.metric.formula))],
        "expression": wording.expression(asked.metric.formula),
        "rules": list(wording.rules(asked.metric.formula)),
        "wider": _wider(asked, actor),
    }  # fmt: skip
    line = _line(found, asked.metric, asked.period, asked.area)
    return render(request, "figures/figure.html", {**context, **listed, **line})


@page
def rows_file(request: HttpRequest, actor: Actor, name: str) -> StreamingHttpResponse:
    """The rows of a figure as a CSV file, sent while they are read."""
    asked = Asked.read(_metric(name, actor), request.GET)
    lines = (line.encode() for line in _csv_lines(every_row(asked, actor)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{asked.period.code}.csv"'
    return response


def _metric(name: str, actor: Actor) -> Metric:
    try:
        metric = registry.metric_of(name)
    except LookupError:
        raise Http404 from None
    if not may_see(metric, actor):
        raise Http404
    return metric


def _asks_for(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for a part of the page. Boosted and history requests get the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request and htmx.target == target


def _compared(period: Period) -> list[Period]:
    return list(dict.fromkeys([period, period.before(), period.year_before()]))


def _line(found: Board, metric: Metric, period: Period, area: str) -> dict[str, Any]:
    """A figure beside those it is compared with."""
    now: Figure = found[metric, period, area]
    before, year_before = found[metric, period.before(), area], found[metric, period.year_before(), area]
    return {
        "metric": metric, "figure": now, "before": before, "year_before": year_before,
        "trend": now.against(before), "year_trend": now.against(year_before),
    }  # fmt: skip


def _parts(asked: Asked, actor: Actor) -> list[tuple[str, Any, str]]:
    """(label, value, address) of the parts of a figure; the address is empty where there is nothing more to open."""
    metric, by = asked.metric, asked.by
    whole = figure(metric, actor, asked.period, area=asked.area, agency=asked.agency, by=by)
    kind, names = metric.kinds[0], Names()
    found = labelled(whole.parts, by, kind, area=asked.area, actor=actor, names=names)
    return [(label, part.value, _inside(asked, part.key)) for part, label in found]


def _inside(asked: Asked, key: str) -> str:
    if asked.by == "area":
        return asked.turned(area=key).address if len(key) > len(asked.area) else ""
    if asked.by == "agency":
        return asked.turned(agency=int(key), by="area").address
    facet = asked.by.removeprefix("facet:")
    is_single = len(asked.metric.formula.atoms()) == 1
    return asked.turned(facet=(facet, key)).address if is_single and key else ""


def _way(metric: Metric, by: str) -> str:
    usual = {"area": gettext("地区"), "agency": gettext("责任单位")}
    return usual.get(by) or wording.facet_label(model_of(metric.kinds[0]), by.removeprefix("facet:"))


def _wider(asked: Asked, actor: Actor) -> list[tuple[str, str]]:
    """(label, address): what a figure was narrowed to, and the page without it."""
    names, found = Names(), []
    names.read(places=[asked.area], units=[asked.agency])
    if asked.area:
        found.append((names.place(asked.area), asked.turned(area="").address))
    if asked.agency is not None:
        found.append((names.unit(asked.agency), asked.turned(agency=None).address))
    if asked.metric.within:
        found.append((valued(asked.metric.kinds[0], *asked.metric.within, actor), asked.whole.address))
    if asked.facet:
        found.append((valued(asked.atom.kind, *asked.facet, actor), asked.turned(facet=None).address))
    return found


def _turns(asked: Asked, number: int, last: int) -> list[tuple[int, str]]:
    """(number, address) of the pages of rows to turn to; number 0 stands for those left out."""
    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    found: list[tuple[int, str]] = []
    for one in near:
        if found and one > found[-1][0] + 1:
            found.append((0, ""))
        found.append((one, asked.turned(page=one).address))
    return found


class _Echo:
    """A file whose `write` gives back what was written."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(rows: Iterator[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield MARK + str(
        writer.writerow([
            gettext("编号"), gettext("办理"), gettext("生效或到期日期"), gettext("记录时间"), gettext("所在地"),
            gettext("责任单位"), gettext("数额"),
        ])
    )  # fmt: skip
    for row in rows:
        recorded = f"{row.recorded_at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M:%S}" if row.recorded_at else ""
        amount = "" if row.amount is None else f"{row.amount}"
        yield str(writer.writerow([row.number, row.act, row.day, recorded, row.place, row.unit, amount]))
