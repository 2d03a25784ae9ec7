"""The list as a file: exactly the rows the filter shows, with the columns chosen."""

from collections.abc import Sequence

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.ledger import books, looks, sheets
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.filters import read_options
from yaoan.kernel.ledger.listing import Listing, clean
from yaoan.kernel.ledger.pages import Visit, page
from yaoan.kernel.ledger.views.lists import chips, listing_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page
def csv(request: Visit, ledger: Ledger) -> HttpResponseBase:
    """A stream; the rows are read as they are sent."""
    asked = _asked(request, ledger, "csv")
    lines = sheets.csv_lines(asked.columns, asked.every())
    response = StreamingHttpResponse((line.encode() for line in lines), content_type="text/csv; charset=utf-8")
    return _saved_as(response, _name(ledger, "csv"))


@page
def xlsx(request: Visit, ledger: Ledger) -> HttpResponseBase:
    """A stream too: rows are read as they are sent."""
    asked = _asked(request, ledger, "xlsx")
    parts = [(str(ledger.label), asked.columns, asked.every())]
    return workbook(parts, about=about(request, ledger, asked), name=_name(ledger, "xlsx"))


def workbook(parts: Sequence[books.Part], *, about: Sequence[tuple[str, str]], name: str) -> HttpResponseBase:
    """Several lists as one XLSX file to be saved under a name."""
    return _saved_as(StreamingHttpResponse(books.book(parts, about=about), content_type=XLSX), name)


def about(request: Visit, ledger: Ledger, asked: Listing) -> list[tuple[str, str]]:
    """What the rows are: title of the sheet first, then when, by whom, and under which conditions they were taken."""
    query = clean(ledger, request.GET)
    read_options(ledger, request.actor, [question for question in asked.questions if question.is_active])
    further = [f"{name}={value}" for name, value in asked.scope.values if name in ledger.dimensions]
    answers = [f"{question}：{answer}" for question, answer, _url in chips(asked, query)]
    return [
        (gettext("本表说明"), ""),
        (gettext("台账"), str(ledger.label)),
        (gettext("截至"), f"{clock.now().astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"),
        (gettext("导出人"), f"{request.actor.name}（{request.actor.agency_name}）"),
        (gettext("筛选条件"), "；".join([*asked.scope.words(), *further, *answers]) or gettext("无")),
    ]


def _asked(request: Visit, ledger: Ledger, form: str) -> Listing:
    looks.note(request.actor, "export", reason=f"{ledger.kind}.{form}?{clean(ledger, request.GET).urlencode()}")
    return listing_of(request, ledger)


def _name(ledger: Ledger, ending: str) -> str:
    return f"{ledger.label}-{clock.today():%Y%m%d}.{ending}"


def _saved_as(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
