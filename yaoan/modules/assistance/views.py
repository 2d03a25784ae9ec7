"""The papers on screen and as Word files, and the list of what was handed over and what is supervised."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from yaoan.kernel.documents import Paper, word
from yaoan.kernel.documents import page as printed
from yaoan.kernel.ledger import clocks, looks
from yaoan.kernel.ledger.pages import Visit, find, page
from yaoan.kernel.records.models import model_of
from yaoan.modules.assistance import queries
from yaoan.modules.assistance.ledger import REQUESTS, SUPERVISIONS
from yaoan.modules.assistance.models import Request, Supervision

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
