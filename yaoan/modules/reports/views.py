"""Pages of reports that no declaration makes: the paper with its figures open, files, proof, where to begin."""

from collections.abc import Iterator
from typing import Any, cast

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.attachments import storage
from yaoan.kernel.commands import why_not
from yaoan.kernel.documents import BadTemplate, fragment, spark
from yaoan.kernel.documents import page as printed
from yaoan.kernel.figures.reading import Withheld
from yaoan.kernel.ledger import looks
from yaoan.kernel.ledger.pages import Visit, find, is_fragment, page
from yaoan.kernel.ledger.views import items
from yaoan.modules.reports import commands, lifecycle, queries, rules
from yaoan.modules.reports.choices import P
from yaoan.modules.reports.ledger import REPORTS
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.rules import AFTER, BEFORE, TOTAL, Kept

DRAWER = "drawer"
"""The part of the page in which a figure opens its rows."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _report(request: Visit, number: str) -> Report:
    return cast("Report", find(REPORTS, request.actor, number))


@page
def show(request: Visit, number: str) -> HttpResponse:
    """A report as it will look on paper, each figure a link to its rows; beside it who, when and what next."""
    report = _report(request, number)
    if is_fragment(request, f"row-{report.pk}"):
        return cast("HttpResponse", items.show(request, ledger=REPORTS, number=number))
    changed = _changed(request, report)
    paper = commands.paper(
        report,
        address=f"{report.get_absolute_url()}figures/",
        changed=[cell.place for cell in changed],
        actor=request.actor,
    )
    context = items.facts(request, REPORTS, report) | items.details(request, REPORTS, report)
    context |= {
        "around": items.around(request, REPORTS, report),
        "paper": fragment(paper, opens=DRAWER),
        "changed": changed,
        "typed": _typed(report),
        "compared": _compared(request, report),
        "trends": list(_trends(request, report)),
        "has_words": why_not(lifecycle.WRITE, report, request.actor) is None,
        "own_template": commands.own_template(report) is not None,
        "as_of": rules.kept.instant(report.figures),
    }
    return render(request, "reports/item.html", context)


def _changed(request: Visit, report: Report) -> list[rules.Difference]:
    """The cells that say something else by now, as far as the reader may count."""
    try:
        return list(rules.differences(Kept(report.figures), queries.kept_now(report, request.actor)))
    except queries.NothingToCount:
        return []


def _typed(report: Report) -> list[tuple[Any, list[str]]]:
    """(slot, numbers) that a person typed: they come from no row."""
    template = queries.template_of(report.template)
    found = [(slot.label, rules.numbers_in(report.words.get(slot, ""))) for slot in template.slots]
    return [(label, numbers) for label, numbers in found if numbers]


def _compared(request: Visit, report: Report) -> dict[str, Any] | None:
    """The figures of the last report of this kind beside those of this one, and what that period says when counted now."""
    last = queries.report_before(request.actor, report)
    if last is None or not report.figures:
        return None
    now, then = Kept(report.figures), Kept(last.figures)
    adjoins = report.period.before() == last.period
    rows = []
    for key in now.names:
        if key not in then.names:
            continue
        old, new, again = then.value(key), now.value(key), now.value(key, BEFORE) if adjoins else None
        gap = None if old is None or new is None else new - old
        is_other = again is not None and again != old
        rows.append({"label": now.item(key)["label"], "unit": now.item(key)["unit"], "old": then.text(key),
                     "new": now.text(key), "gap": gap, "again": again if is_other else None})  # fmt: skip
    return {"report": last, "rows": rows}


def _trends(request: Visit, report: Report) -> Iterator[dict[str, Any]]:
    kept = Kept(report.figures)
    for key, points in queries.trends(request.actor, report).items():
        label, unit = kept.item(key)["label"], kept.item(key)["unit"]
        told = "、".join(f"{rules.period_words(period)} {'—' if value is None else value}" for period, value in points)
        drawn = spark([value for _period, value in points], label=f"{label}：{told}")
        url = f"{report.get_absolute_url()}figures/{key}/"
        yield {"label": label, "unit": unit, "value": kept.text(key), "url": url, "drawn": drawn, "told": told}


@page
def figure(request: Visit, number: str, key: str) -> HttpResponse:
    """One figure of a report with the rows it counted, in the drawer or as a page of its own."""
    report = _report(request, number)
    variant = request.GET.get("of", AFTER)
    place = request.GET.get("count", "0")
    if variant not in (AFTER, BEFORE, TOTAL) or not place.isdecimal():
        raise Http404
    context: dict[str, Any] = {"report": report, "ledger": REPORTS, "of": variant, "part": request.GET.get("part", "")}
    try:
        opened = queries.open_figure(request.actor, report, key, variant=variant, part=context["part"], atom=int(place))
    except Withheld:
        opened = None
    except LookupError:
        raise Http404 from None
    context |= {"opened": opened, "title": Kept(report.figures).item(key)["label"], "variants": _variants(report, key)}
    if opened and not context["part"]:
        context["explained"] = queries.explained(report, request.actor, key, variant)
    name = "reports/_figure.html" if is_fragment(request, DRAWER) else "reports/figure.html"
    return render(request, name, context)


def _variants(report: Report, key: str) -> list[tuple[str, str, str]]:
    """(variant, what it is called, value) of a figure over the periods of the report."""
    kept = Kept(report.figures)
    words = {AFTER: gettext("本期"), BEFORE: gettext("上期"), TOTAL: gettext("累计")}
    return [
        (variant, word, kept.text(key, variant))
        for variant, word in words.items()
        if kept.value(key, variant) is not None
    ]


@page
def on_paper(request: Visit, number: str) -> HttpResponse:
    """The report to print, as it is on paper."""
    report = _report(request, number)
    return HttpResponse(printed(commands.paper(report), back=report.get_absolute_url()))


@page
def docx(request: Visit, number: str) -> HttpResponse:
    """The Word file; with `?layout=official` in the official layout even where the office has a template of its own."""
    report = _report(request, number)
    looks.note(request.actor, "export", record=report.pk, reason="docx")
    try:
        content = commands.write_docx(report, official=request.GET.get("layout") == "official")
    except BadTemplate as fault:
        context = {"title": report.title, "ledger": REPORTS, "report": report, "sentence": str(fault)}
        return render(request, "reports/template_fault.html", context, status=409)
    return _file(content, f"{report.title}-{report.number}.docx", DOCX)


@page
def xlsx(request: Visit, number: str) -> HttpResponse:
    """The tables as an Excel file."""
    report = _report(request, number)
    looks.note(request.actor, "export", record=report.pk, reason="xlsx")
    return _file(commands.write_xlsx(report), f"{report.title}-{report.number}.xlsx", XLSX)


def _file(content: bytes, name: str, sort: str) -> HttpResponse:
    response = HttpResponse(content, content_type=sort)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page
def snapshot(request: Visit, number: str) -> HttpResponseBase:
    """What was signed, with its signature, for anybody to check."""
    report = _report(request, number)
    if not report.snapshot:
        raise Http404
    looks.note(request.actor, "export", record=report.pk, reason="snapshot")
    file = storage.path_of(report.snapshot).open("rb")
    response = FileResponse(file, content_type="application/json", as_attachment=True, filename=f"{report.number}.json")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page
def proof(request: Visit, number: str) -> HttpResponse:
    """Whether the snapshot is what was signed, and with `?rows=1` whether its rows are still those that were counted."""
    report = _report(request, number)
    if not report.snapshot:
        raise Http404
    with_rows = request.GET.get("rows") == "1"
    context = {
        "title": gettext("核验快照"), "ledger": REPORTS, "report": report, "found": queries.proven(report, request.actor, rows=with_rows),
        "with_rows": with_rows, "at": clock.now(),
    }  # fmt: skip
    return render(request, "reports/proof.html", context)


@page
def start(request: Visit) -> HttpResponse:
    """Where a report begins: the returns that are owed, and the kinds of reports."""
    if not request.actor.may(P.DRAFT):
        raise Http404
    owed = [(item, queries.kind_for(item)) for item in queries.owed_returns(request.actor)]
    context = {
        "title": gettext("起草报表"), "ledger": REPORTS, "owed": owed, "today": clock.today(),
        "kinds": [(template, queries.period_for(template)) for template in queries.templates().values()],
    }  # fmt: skip
    return render(request, "reports/start.html", context)


@page
def placeholders(request: Visit, kind: str) -> HttpResponse:
    """The names an office's own Word template may use for one kind of report."""
    try:
        template = queries.template_of(kind)
    except LookupError:
        raise Http404 from None
    context = {
        "title": gettext("自用模板可用的名称"), "ledger": REPORTS, "template": template,
        "figures": [(key, asked.label or queries.label_of(asked)) for key, asked in template.figures.items()],
        "slots": template.slots,
    }  # fmt: skip
    return render(request, "reports/placeholders.html", context)
