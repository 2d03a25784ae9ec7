"""The list as a file: exactly the rows the filter shows, with the columns chosen."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.ledger import looks, sheets
from yaoan.kernel.ledger.declarations import Ledger
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
    return _named(response, ledger, "csv")


@page
def xlsx(request: Visit, ledger: Ledger) -> HttpResponseBase:
    """Written to a file outside memory first, because an XLSX file is only whole at its end."""
    asked = _asked(request, ledger, "xlsx")
    file = TemporaryFile()  # noqa: SIM115  # FileResponse closes it, which deletes it
    sheets.write_xlsx(file, asked.columns, asked.every(), title=str(ledger.label), about=about(request, ledger, asked))
    file.seek(0)
    return _named(FileResponse(file, content_type=XLSX), ledger, "xlsx")


def about(request: Visit, ledger: Ledger, asked: Listing) -> list[tuple[str, str]]:
    """What the rows are: title of the sheet first, then when, by whom, and under which conditions they were taken."""
    scope = [f"{name}={value}" for name, value in asked.scope.pairs]
    conditions = [
        f"{question}：{answer}" for question, answer, _url in chips(ledger, asked, clean(ledger, request.GET))
    ]
    return [
        (gettext("本表说明"), ""),
        (gettext("台账"), str(ledger.label)),
        (gettext("截至"), f"{clock.now().astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"),
        (gettext("导出人"), f"{request.actor.name}（{request.actor.agency_name}）"),
        (gettext("筛选条件"), "；".join([*scope, *conditions]) or gettext("无")),
    ]


def _asked(request: Visit, ledger: Ledger, form: str) -> Listing:
    looks.note(request.actor, "export", reason=f"{ledger.kind}.{form}?{clean(ledger, request.GET).urlencode()}")
    return listing_of(request, ledger)


def _named(response: HttpResponseBase, ledger: Ledger, ending: str) -> HttpResponseBase:
    name = f"{ledger.label}-{clock.today():%Y%m%d}.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
