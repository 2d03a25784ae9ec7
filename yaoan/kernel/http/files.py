"""Files in and out: uploads become tokens that commands carry; attachments are handed out to those who may read."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from yaoan.kernel.attachments.storage import NotStored, store
from yaoan.kernel.commands import Invalid
from yaoan.kernel.http.answers import absent, answer
from yaoan.kernel.http.records import actor_of
from yaoan.kernel.ledger import pickers, uploads
from yaoan.kernel.ledger.views.files import hand_out
from yaoan.kernel.words import _

MOST = 20
"""How many files one request may bring."""

BODY: dict[str, Any] = {
    "type": "object",
    "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
    "required": ["file"],
}


def upload(request: HttpRequest) -> HttpResponse:
    """Keep files and get a token for each; a command's `files` take them. A token is good for a week, for its person."""
    sent = request.FILES.getlist("file")
    if not 0 < len(sent) <= MOST:
        raise Invalid({"file": [_("请在 file 里放 1 到 {most} 个文件。").format(most=MOST)]})
    try:
        kept = [store(one.chunks(), name=one.name or "") for one in sent]
    except NotStored as refusal:
        raise Invalid({"file": [str(refusal)]}) from None
    user_id = actor_of(request).user_id
    stored = [
        {
            "token": uploads.token_of(one, user_id),
            "name": one.name,
            "size": one.size,
            "type": one.type,
            "sha256": one.sha256,
        }
        for one in kept
    ]
    return answer(stored, status=201)


def download(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The bytes of a file on a record the person may read."""
    if not pickers.is_id(pk):
        raise absent()
    return hand_out(actor_of(request), int(pk))
