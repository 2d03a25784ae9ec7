"""The papers on screen and as Word files, the list of what was handed over and what is supervised, and the page that gives
the whole work of somebody to another person."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from yaoan.kernel.access import kept
from yaoan.kernel.commands import Invalid
from yaoan.kernel.documents import Paper, word
from yaoan.kernel.documents import page as printed
from yaoan.kernel.ledger import clocks, looks
from yaoan.kernel.ledger.forms import ActForm
from yaoan.kernel.ledger.pages import Visit, find, page
from yaoan.kernel.ledger.views.bulk import pin
from yaoan.kernel.records.models import Record, model_of
from yaoan.modules.assistance import queries
from yaoan.modules.assistance.commands import whole_work
from yaoan.modules.assistance.forms import WholeWork
from yaoan.modules.assistance.ledger import REQUESTS, SUPERVISIONS
from yaoan.modules.assistance.models import Request, Supervision

MOST = 2_000
"""How many records one form may give away."""
SHOWN = 10
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _request(request: Visit, number: str) -> Request:
    found = find(REQUESTS, request.actor, number)
    assert isinstance(found, Request)
    return found


def _file(request: Visit, record: Request | Supervision, paper: Paper) -> HttpResponse:
    looks.note(request.actor, "export", record=record.pk, reason="docx")
    response = HttpResponse(word(paper), content_type=DOCX)
    name = f"{paper.title}-{paper.number or record.number}.docx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page
def on_paper(request: Visit, number: str) -> HttpResponse:
    """The request to print, as it is on paper."""
    found = _request(request, number)
    return HttpResponse(printed(queries.paper_of(found), back=found.get_absolute_url()))


@page
def docx(request: Visit, number: str) -> HttpResponse:
    """The request as a Word file."""
    found = _request(request, number)
    return _file(request, found, queries.paper_of(found))


@page
def answer_docx(request: Visit, number: str) -> HttpResponse:
    """The signed answer as a Word file; before it is signed there is none."""
    found = _request(request, number)
    if not found.is_answered:
        return HttpResponse(gettext("还没有签发复函。"), status=404)
    return _file(request, found, queries.answer_of(found))


@page
def notice_docx(request: Visit, number: str) -> HttpResponse:
    """The notice of supervision as a Word file; a matter that was only reported up has none."""
    found = find(SUPERVISIONS, request.actor, number)
    assert isinstance(found, Supervision)
    if not found.document_number:
        return HttpResponse(gettext("还没有列入督办。"), status=404)
    return _file(request, found, queries.notice_of(found))


@page
def handovers(request: Visit) -> HttpResponse:
    """What was handed over and not yet taken, and all that is supervised, each with its clock."""
    waiting = queries.handed_over(request.actor)
    units = queries.agencies_by_id({deadline.agency_id for deadline in waiting})
    context = {
        "title": gettext("转办与督办"),
        "waiting": [
            {
                "deadline": deadline,
                "url": f"/{deadline.kind}/{deadline.number}/",
                "label": model_of(deadline.kind).lifecycle.label,
                "unit": units.get(deadline.agency_id),
                "clock": clocks.chip(clocks.reading(deadline)),
            }
            for deadline in waiting
        ],
        "supervisions": queries.open_supervisions(request.actor),
        "risks": queries.supervised_risks(request.actor),
    }
    return render(request, "assistance/handovers.html", context)


@page
def whole(request: Visit) -> HttpResponse:
    """Give all the work of a person, or of a place, to another person: what is asked, what it would be, what became of it."""
    data = request.POST if request.method == "POST" else None
    given = {name: str(value) for name, value in request.GET.items()}
    form = ActForm(WholeWork, request.actor, data=data, given=given, find=request.POST.get("_find", ""))
    if data is None or "_find" in data or "_back" in data:
        return _asked(request, form)
    try:
        asked = _ready(form)
        work = _work(request, asked)
    except Invalid as refusal:
        form.take_faults(refusal)
        return _asked(request, form, status=422)
    if request.POST.get("confirmed") != "1" or request.POST.get("pin") != pin(work):
        return _previewed(request, form, work, to_id=asked.to_id)
    outcomes = whole_work.give_all(
        work, to_id=asked.to_id, reason=asked.reason, by=request.actor, command_id=asked.command_id
    )
    context = {
        "title": gettext("整体移交工作"), "done": [one.record for one in outcomes if one.record],
        "refused": [(one.step.on, one.refusal) for one in outcomes if one.refusal],
    }  # fmt: skip
    return render(request, "assistance/whole_done.html", context)


def _ready(form: ActForm) -> WholeWork:
    asked = form.ready()
    assert isinstance(asked, WholeWork)
    if faults := asked.faults():
        raise Invalid(faults)
    return asked


def _work(request: Visit, asked: WholeWork) -> list[Record]:
    """What would be given away. Raises Invalid where it is nothing, or too much for one form."""
    work = queries.work_in_hand(
        request.actor, whole_work.kinds_with_holders(), holder_id=asked.from_id, area=asked.area, but_for=asked.to_id,
        limit=MOST,
    )  # fmt: skip
    if not work:
        raise Invalid({"": [gettext("没有可以移交的在办工作：没有，或者您看不到。")]})
    if len(work) > MOST:
        raise Invalid({"": [gettext("一次最多移交 %(n)d 件，请加上所在地分几次移交。") % {"n": MOST}]})
    return work


def _asked(request: Visit, form: ActForm, *, status: int = 200) -> HttpResponse:
    context = {"title": gettext("整体移交工作"), "form": form, "author": kept.author_token(request.user)}
    return render(request, "assistance/whole.html", context, status=status)


def _previewed(request: Visit, form: ActForm, work: list[Record], *, to_id: int) -> HttpResponse:
    """How many of each kind, the first ones, and what cannot be given now; nothing is done yet."""
    reasons = [(record, whole_work.obstacle(record, request.actor, to_id=to_id)) for record in work]
    free = [record for record, reason in reasons if not reason]
    blocked = [(record, reason) for record, reason in reasons if reason]
    is_changed = "pin" in request.POST
    context = {
        "title": gettext("整体移交工作"), "form": form, "author": kept.author_token(request.user), "pin": pin(work),
        "count": len(free), "kinds": list(Counter(record.lifecycle.label for record in free).items()),
        "shown": free[:SHOWN], "blocked": blocked[:SHOWN], "blocked_count": len(blocked), "is_changed": is_changed,
    }  # fmt: skip
    return render(request, "assistance/whole_preview.html", context, status=409 if is_changed else 200)
