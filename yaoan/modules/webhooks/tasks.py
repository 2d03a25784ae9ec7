"""Reading the journal for subscriptions every minute, and sending what waits."""

from datetime import timedelta
from functools import partial

from yaoan.kernel import clock, jobs
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.journal.sealing import Busy, horizon
from yaoan.kernel.outbox import lanes, sending
from yaoan.kernel.outbox.lanes import Outcome
from yaoan.kernel.outbox.models import Delivery, Lane
from yaoan.kernel.outbox.models import State as Sent
from yaoan.kernel.words import _
from yaoan.modules.webhooks import queries
from yaoan.modules.webhooks.models import Subscription

TURN = timedelta(seconds=45)
"""How long one job sends before it makes room for the next; nothing is lost, the rest follows at once."""


@jobs.job("webhooks.follow", cron=jobs.every_minutes(1))
def follow() -> None:
    """Queue what the journal gained for each subscription, and ask for the sending of what is due."""
    subscriptions = [(one, reader) for one in queries.running() if (reader := queries.reader_of(one))]
    if not subscriptions:
        return
    try:
        until = horizon()
    except Busy:
        until = 0  # the next minute looks again; what waits already is sent all the same
    for subscription, reader in subscriptions:
        lane = lanes.lane_of(subscription.pk, begin=partial(queries.birth_of, subscription))
        gather(subscription, reader, lane, until)
        if lanes.is_due(lane):
            jobs.enqueue(send.once(str(subscription.pk)), subscription=subscription.pk)


def gather(subscription: Subscription, reader: Actor, lane: Lane, until: int) -> None:
    """Queue messages for the journal up to an entry. Broken off and begun again it queues nothing twice and leaves nothing out."""
    for stretch in queries.stretches(subscription, reader, lane.entry, until):
        for named in stretch.again:
            lanes.again(lane, named)
        lanes.queue(lane, stretch.told, until=stretch.until)


@jobs.job("webhooks.send")
def send(*, subscription: int) -> None:
    """Send what waits for one subscription, the oldest first; of these jobs one runs at a time for each."""
    found = queries.running_one(subscription)
    reader = queries.reader_of(found) if found else None
    lane = queries.lane_of(found) if found else None
    if found is None or reader is None or lane is None:
        return
    keys = queries.secrets_of(found)
    is_all = lanes.drain(lane, partial(_attempt, found, reader, keys), until=clock.now() + TURN)
    if not is_all:
        jobs.enqueue(send.once(str(subscription)), subscription=subscription)


def _attempt(subscription: Subscription, reader: Actor, keys: list[str], delivery: Delivery) -> Outcome:
    body = queries.message(delivery, reader)
    if body is None:
        return Outcome(Sent.WITHHELD, trouble=str(_("推送所用权限现在读不到这条记录。")))
    return sending.send(subscription.url, delivery.message_id, body, keys)
