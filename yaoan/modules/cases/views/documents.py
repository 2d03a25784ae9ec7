"""A document as a page to print, and as a Word file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yaoan.kernel.documents import page as printed
from yaoan.kernel.documents import word
from yaoan.kernel.ledger.pages import Visit, find, page
from yaoan.modules.cases import queries
from yaoan.modules.cases.ledger import DOCUMENTS
from yaoan.modules.cases.models import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _found(request: Visit, number: str) -> Document:
    document = find(DOCUMENTS, request.actor, number)
    assert isinstance(document, Document)
    return document


@page
def paper(request: Visit, number: str) -> HttpResponse:
    """The whole text, laid out to be printed; of a draft with blanks where something is missing."""
    document = _found(request, number)
    return HttpResponse(printed(queries.paper_of(document), back=document.get_absolute_url()))


@page
def word_file(request: Visit, number: str) -> HttpResponse:
    """The Word file: of a signed document the very file that was signed, of a draft one made now and marked as draft."""
    document = _found(request, number)
    content = queries.signed_file(document) if document.digest else word(queries.paper_of(document))
    response = HttpResponse(content, content_type=DOCX)
    name = f"{document.code or document.title}.docx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
