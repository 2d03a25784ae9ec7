"""The messages of a subscription, for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from yaoan.kernel.commands import Invalid
from yaoan.kernel.http import shapes
from yaoan.kernel.http.answers import answer
from yaoan.kernel.http.records import actor_of
from yaoan.kernel.http.site import Operation
from yaoan.kernel.http.values import instant
from yaoan.kernel.ledger.pages import find
from yaoan.kernel.outbox.models import Delivery
from yaoan.kernel.outbox.models import State as Sent
from yaoan.kernel.words import _
from yaoan.modules.webhooks import queries
from yaoan.modules.webhooks.ledger import SUBSCRIPTIONS
from yaoan.modules.webhooks.models import Subscription

TEXT = {"type": "string"}
MAYBE = {**shapes.INSTANT, "type": ["string", "null"]}
DELIVERY = shapes.obj(
    {
        "message": TEXT, "number": TEXT, "type": TEXT, "state": {"enum": Sent.values}, "attempts": {"type": "integer"},
        "status": {"type": ["integer", "null"]}, "trouble": TEXT, "made_at": shapes.INSTANT, "next_at": MAYBE,
        "settled_at": MAYBE,
    }
)  # fmt: skip
LIST = shapes.obj({"deliveries": shapes.many(DELIVERY), "before": {"type": ["integer", "null"]}})
PARAMETERS = [
    {"name": "state", "in": "query", "required": False, "schema": {"enum": Sent.values}},
    {"name": "before", "in": "query", "required": False, "schema": shapes.ID,
     "description": "The `before` of the answer before."},
]  # fmt: skip


def deliveries(request: HttpRequest, number: str) -> HttpResponse:
    """Messages of a subscription that the person may see, the newest first, 50 at a time."""
    faults = {name: [str(_("没有这一项。"))] for name in request.GET if name not in ("state", "before")}
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    if state and state not in Sent.values:
        faults["state"] = [str(_("没有这一项。"))]
    is_place = before.isascii() and before.isdigit() and 0 < int(before) < 2**63 if before else True
    if not is_place:
        faults["before"] = [str(_("这里应当是上一次答复里的 before。"))]
    if faults:
        raise Invalid(faults)
    subscription = find(SUBSCRIPTIONS, actor_of(request), number)
    assert isinstance(subscription, Subscription)
    rows, following = queries.deliveries(subscription, state=state, before=int(before) if before else None)
    return answer({"deliveries": [_told(one) for one in rows], "before": following})


def _told(one: Delivery) -> dict[str, Any]:
    is_open = one.state == Sent.WAITING
    return {
        "message": one.message_id, "number": one.number, "type": f"{one.kind}.{one.act}", "state": one.state,
        "attempts": one.attempts, "status": one.status, "trouble": one.trouble, "made_at": instant(one.made_at),
        "next_at": instant(one.next_at) if is_open else None, "settled_at": instant(one.settled_at),
    }  # fmt: skip


OPERATIONS = (
    Operation("GET", "/subscriptions/{number}/deliveries/", deliveries, "subscriptions.deliveries", LIST, PARAMETERS),
)
