"""The signed papers of a transfer, and the sealed text of a clue on officials."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from yaoan.kernel.commands import NotThere
from yaoan.kernel.documents import page as printed
from yaoan.kernel.ledger import looks
from yaoan.kernel.ledger.pages import Visit, find, page
from yaoan.kernel.vault.sealing import Unopened, unseal
from yaoan.modules.transfers import queries
from yaoan.modules.transfers.choices import P
from yaoan.modules.transfers.forms import ReasonForm
from yaoan.modules.transfers.ledger import REFERRALS, TRANSFERS
from yaoan.modules.transfers.models import Referral, Transfer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _found(request: Visit, number: str, form: str) -> tuple[Transfer, dict[str, str]]:
    transfer = find(TRANSFERS, request.actor, number)
    assert isinstance(transfer, Transfer)
    made = transfer.paper(form)
    if made is None:
        raise NotThere(gettext("这种文书还没有制作。"))
    return transfer, made


@page
def paper(request: Visit, number: str, form: str) -> HttpResponse:
    """A paper of a transfer, laid out to be printed, with what the record says; the Word file is the one that was signed."""
    transfer, made = _found(request, number, form)
    shown = queries.paper_of(transfer, form, code=made["code"], on=date.fromisoformat(made["on"]))
    return HttpResponse(printed(shown, back=transfer.get_absolute_url()))


@page
def word_file(request: Visit, number: str, form: str) -> HttpResponse:
    """The very Word file that was signed."""
    transfer, made = _found(request, number, form)
    looks.note(request.actor, "export", record=transfer.pk, reason=form)
    response = HttpResponse(queries.signed_file(made["digest"]), content_type=DOCX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{made['code']}.docx") or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page
def clue(request: Visit, number: str) -> HttpResponse:
    """Ask for the reason, then show the sealed clue. Every look, and every refusal, is in the access log."""
    referral = find(REFERRALS, request.actor, number)
    assert isinstance(referral, Referral)
    if not request.actor.may(P.UNSEAL):
        raise NotThere(gettext("您没有查看问题线索的授权。"))
    form, text, obstacle = ReasonForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        try:
            text = unseal(
                UUID(referral.clue), by=request.actor, permission=P.UNSEAL, area=referral.area,
                agency_id=referral.agency_id, reason=form.cleaned_data["reason"],
            )["value"]  # fmt: skip
        except Unopened as refused:
            obstacle = str(refused)
    context = {
        "title": gettext("查看问题线索：{number}").format(number=referral.number), "referral": referral, "ledger": REFERRALS,
        "form": form, "text": text, "obstacle": obstacle,
    }  # fmt: skip
    is_wrong = request.method == "POST" and text is None
    return render(request, "transfers/clue.html", context, status=422 if is_wrong else 200)
