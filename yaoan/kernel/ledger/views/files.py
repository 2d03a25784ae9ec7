"""Files on records: handed out to those who may read the record, and noted."""

from django.http import FileResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.attachments.storage import path_of
from yaoan.kernel.commands import NotThere
from yaoan.kernel.ledger import looks
from yaoan.kernel.ledger.pages import Visit, page
from yaoan.kernel.records.models import model_of
from yaoan.kernel.words import _

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""What a page may show in place; everything else is only downloaded."""


@page
def show(request: Visit, pk: int) -> HttpResponseBase:
    """A file of a record the person may read; any other does not exist. `?view=1` shows a picture in place."""
    return hand_out(request.actor, pk, in_place=request.GET.get("view") == "1")


def hand_out(actor: Actor, pk: int, *, in_place: bool = False) -> HttpResponseBase:
    """A file for somebody who may read its record, and a line in the access log. Raises NotThere."""
    file = Attachment.objects.select_related("blob").filter(pk=pk).first()
    absence = NotThere(str(_("没有这个文件，或者它不在您的管辖范围内。")))
    if file is None or not model_of(file.kind).objects.seen_by(actor).filter(pk=file.record_id).exists():
        raise absence
    looks.note(actor, "file", record=file.record_id, reason=f"{file.pk} {file.name}")
    try:
        body = path_of(file.blob_id).open("rb")
    except FileNotFoundError:
        raise NotThere(str(_("文件登记在册，但存储中找不到它；请联系系统管理员核对存储和备份。"))) from None
    in_place = in_place and file.blob.type in PICTURES
    response = FileResponse(body, content_type=file.blob.type if in_place else "application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(not in_place, file.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600" if in_place else "private, no-store"
    return response
