"""The messages of a subscription: what was sent, what was not and why, and sending again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yaoan.kernel.commands import Refused, perform, why_not
from yaoan.kernel.ledger.pages import Visit, find, go, page
from yaoan.kernel.outbox.models import State as Sent
from yaoan.kernel.words import _
from yaoan.modules.webhooks import lifecycle, queries
from yaoan.modules.webhooks.commands import SendAgain
from yaoan.modules.webhooks.ledger import SUBSCRIPTIONS
from yaoan.modules.webhooks.models import Subscription

TONES = {Sent.WAITING: "warn", Sent.DELIVERED: "good", Sent.DEAD: "danger", Sent.WITHHELD: "plain"}


@page
def deliveries(request: Visit, number: str) -> HttpResponse:
    """The messages of a subscription that the person may see; those ticked are sent again, in one act."""
    subscription = find(SUBSCRIPTIONS, request.actor, number)
    assert isinstance(subscription, Subscription)
    faults: list[str] = []
    if request.method == "POST":
        try:
            perform(SendAgain(messages=tuple(request.POST.getlist("message"))), on=subscription, by=request.actor)
            return go(request, request.path, say=str(_("一分钟之内重新发送。")))
        except Refused as refusal:
            faults = refusal.sentences
    context = _context(request, subscription) | {"faults": faults}
    return render(request, "webhooks/deliveries.html", context, status=409 if faults else 200)


def _context(request: Visit, subscription: Subscription) -> dict[str, Any]:
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows, following = queries.deliveries(subscription, state=state, before=start)
    counts = queries.standing_of(subscription)
    return {
        "subscription": subscription,
        "ledger": SUBSCRIPTIONS,
        "title": _("消息"),
        "rows": [(one, queries.label_of(one), TONES[Sent(one.state)]) for one in rows],
        "following": following,
        "state": state,
        "states": [(one.value, one.label, getattr(counts, one.value), TONES[one]) for one in Sent],
        "may": why_not(lifecycle.SEND_AGAIN, subscription, request.actor) is None,
        "dead": counts.dead,
    }
