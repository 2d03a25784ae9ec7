"""The letter on paper, to print and as a Word file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yaoan.kernel.documents import page as printed
from yaoan.kernel.documents import word
from yaoan.kernel.ledger import looks
from yaoan.kernel.ledger.pages import Visit, find, page
from yaoan.modules.letters import queries
from yaoan.modules.letters.ledger import LETTERS
from yaoan.modules.letters.models import Letter

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _letter(request: Visit, number: str) -> Letter:
    letter = find(LETTERS, request.actor, number)
    assert isinstance(letter, Letter)
    return letter


@page
def on_paper(request: Visit, number: str) -> HttpResponse:
    """The letter to print, as it is on paper."""
    letter = _letter(request, number)
    return HttpResponse(printed(queries.paper_of(letter), back=letter.get_absolute_url()))


@page
def docx(request: Visit, number: str) -> HttpResponse:
    """The Word file in official layout."""
    letter = _letter(request, number)
    looks.note(request.actor, "export", record=letter.pk, reason="docx")
    made = queries.paper_of(letter)
    name = f"{made.title}-{letter.document_number or letter.number}.docx"
    response = HttpResponse(word(made), content_type=DOCX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
