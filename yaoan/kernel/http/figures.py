"""Figures: which there are, and what one of them is for a period and a place."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse

from yaoan.kernel import clock
from yaoan.kernel.commands import Invalid
from yaoan.kernel.figures import Metric, Period, registry
from yaoan.kernel.figures.reading import Figure, figure, may_see
from yaoan.kernel.figures.registry import metric_of
from yaoan.kernel.http.answers import absent, answer
from yaoan.kernel.http.records import actor_of
from yaoan.kernel.http.values import instant
from yaoan.kernel.ledger import pickers
from yaoan.kernel.records.models import model_of
from yaoan.kernel.words import _

PARAMETERS: list[dict[str, Any]] = [
    {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": told}
    for name, told in (
        ("period", "2025, 2025-Q4, 2025-11, 2025-11-03..2025-11-14; this month where it is left out."),
        ("area", "Division code: the place and all inside it."),
        ("agency", "Id of the responsible unit."),
        ("by", "area, agency, month, day or facet:NAME: the parts of the figure."),
    )
]
SIMPLE = ("", "area", "agency", "month", "day")
LONGEST_BY_DAY = 366


def listed(request: HttpRequest) -> HttpResponse:
    """The figures the person may see."""
    shown = [metric for metric in registry.metrics().values() if may_see(metric, actor_of(request))]
    return answer(
        [{"metric": one.name, "label": str(one.label), "unit": str(one.unit), "group": str(one.group)} for one in shown]
    )


def one(request: HttpRequest, metric: str) -> HttpResponse:
    """One figure, counted within the person's reach, with its parts where `by` is given."""
    try:
        found = metric_of(metric)
    except LookupError:
        raise absent() from None
    if not may_see(found, actor_of(request)):
        raise absent()
    asked = {name: request.GET.get(name, "") for name in ("period", "area", "agency", "by")}
    period = Period.read(asked["period"]) if asked["period"] else Period.month_of(clock.today())
    faults = _faults(found, asked, period)
    if faults or period is None:
        raise Invalid(faults)
    agency = int(asked["agency"]) if asked["agency"] else None
    return answer(_as_json(figure(found, actor_of(request), period, area=asked["area"], agency=agency, by=asked["by"])))


def _faults(metric: Metric, asked: dict[str, str], period: Period | None) -> dict[str, list[str]]:
    faults = {}
    if period is None:
        faults["period"] = [str(_("请写成 2025、2025-Q4 或 2025-11 这样的期间。"))]
    elif asked["by"] == "day" and (period.end - period.start).days > LONGEST_BY_DAY:
        faults["by"] = [str(_("按日分开的期间最长一年。"))]
    area = asked["area"]
    if area and not (area.isascii() and area.isdigit() and len(area) <= 12):
        faults["area"] = [str(_("请写区划代码。"))]
    if asked["agency"] and not pickers.is_id(asked["agency"]):
        faults["agency"] = [str(_("请写单位的编号。"))]
    facets = {f"facet:{name}" for kind in metric.kinds for name in model_of(kind).facet_fields}
    if asked["by"] not in SIMPLE and asked["by"] not in facets:
        faults["by"] = [str(_("不能这样分开。"))]
    return faults


def _as_json(found: Figure) -> dict[str, Any]:
    return {
        "metric": found.metric.name,
        "label": str(found.metric.label),
        "unit": str(found.metric.unit),
        "period": found.period.code,
        "value": _number(found.value),
        "as_of": instant(found.as_of),
        "parts": [{"key": part.key, "value": _number(part.value), "period": part.period.code} for part in found.parts],
        "page": found.address,
    }


def _number(value: Any) -> int | str | None:
    """A number without loss, as text where it is no whole one."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return None if value is None else int(value)
