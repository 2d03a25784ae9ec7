"""The one page of signals that is no plain list or item: opening a sealed identity, with a reason that is kept."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.commands import NotThere
from yaoan.kernel.ledger.pages import Visit, find, page
from yaoan.kernel.vault.sealing import Unopened, unseal
from yaoan.modules.signals.choices import P
from yaoan.modules.signals.forms import ReasonForm
from yaoan.modules.signals.ledger import SIGNALS
from yaoan.modules.signals.models import Signal


@page
def reporter(request: Visit, number: str) -> HttpResponse:
    """Ask for the reason, then show who reported. Every look, and every refusal, is in the access log."""
    signal = find(SIGNALS, request.actor, number)
    assert isinstance(signal, Signal)
    if not signal.reporter or not request.actor.may(P.UNSEAL):
        raise NotThere(gettext("没有封存的身份信息，或者您没有查看的授权。"))
    form, identity, obstacle = ReasonForm(request.POST or None), None, ""
    may_open = signal.identity_is_open_to(request.actor.user_id, clock.today())
    if not may_open:
        obstacle = gettext("查看反映人身份要先申请，并由另一人同意；同意后三天内可以查看。")
    if may_open and request.method == "POST" and form.is_valid():
        try:
            identity = unseal(
                UUID(signal.reporter), by=request.actor, permission=P.UNSEAL, area=signal.area,
                agency_id=signal.agency_id, reason=form.cleaned_data["reason"],
            )["value"]  # fmt: skip
        except Unopened as refused:
            obstacle = str(refused)
    context = {
        "title": gettext("查看反映人：{number}").format(number=signal.number), "signal": signal, "ledger": SIGNALS, "form": form,
        "identity": identity, "obstacle": obstacle, "may_open": may_open,
    }  # fmt: skip
    is_wrong = request.method == "POST" and identity is None
    return render(request, "signals/reporter.html", context, status=422 if is_wrong else 200)
