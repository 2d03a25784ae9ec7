"""What may be asked of subscriptions: what they are told of, in whose rights, and what a message says."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import translation

from yaoan.kernel import clock, sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.http import reading
from yaoan.kernel.http.values import instant
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.ledger.history import history_of
from yaoan.kernel.ledger.listing import prepare
from yaoan.kernel.ledger.registry import ledger_of, ledgers
from yaoan.kernel.outbox import lanes
from yaoan.kernel.outbox.models import Delivery, Lane
from yaoan.kernel.outbox.models import State as Sent
from yaoan.kernel.records.models import model_of
from yaoan.kernel.vault.sealing import reopened
from yaoan.modules.webhooks import rules
from yaoan.modules.webhooks.choices import State
from yaoan.modules.webhooks.models import Subscription

OWN = Subscription.lifecycle.kind
PAGE = 2_000
SHOWN = 50


def kinds() -> list[tuple[str, Any]]:
    """The kinds of record of which another system may be told, with their labels: not those where every look is logged."""
    return [(one.kind, one.label) for one in ledgers() if not one.sensitive and one.kind != OWN]


def running() -> QuerySet[Subscription]:
    """The subscriptions that are told of what happens now."""
    return Subscription.objects.filter(state=State.ACTIVE).select_related("reader").order_by("pk")


def running_one(pk: int) -> Subscription | None:
    """One of them."""
    return running().filter(pk=pk).first()


def reader_of(subscription: Subscription) -> Actor | None:
    """The person in whose rights a subscription reads, as they are today; None once the account is closed."""
    reader: User = subscription.reader
    return Actor.of(reader) if reader.is_active else None


def birth_of(subscription: Subscription) -> int:
    """The journal entry with which a subscription began; it is told of nothing earlier."""
    return Entry.objects.filter(record=subscription.pk, seq=1).values_list("pk", flat=True).get()


def secrets_of(subscription: Subscription) -> list[str]:
    """What a message is signed with today: the secret, and for some days the one before it. Raises Unopened."""
    ids = [subscription.secret]
    if subscription.former_secret and subscription.former_until and clock.today() <= subscription.former_until:
        ids.append(subscription.former_secret)
    return [str(reopened(UUID(one))["value"]) for one in ids]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a piece of the journal up to `until` means to a subscription: acts to tell of, and orders to send again."""

    until: int
    told: list[Entry]
    again: list[list[int] | None]


def stretches(subscription: Subscription, reader: Actor, after: int, until: int) -> Iterator[Stretch]:
    """The journal from after one entry to another, in pieces: what is in the reader's sight of the kinds subscribed."""
    wanted = Q(kind__in=subscription.kinds) | Q(record=subscription.pk)
    while after < until:
        rows = list(Entry.objects.filter(wanted, pk__gt=after, pk__lte=until).order_by("pk")[:PAGE])
        after = rows[-1].pk if len(rows) == PAGE else until
        own = [entry for entry in rows if entry.record == subscription.pk]
        seen = _seen(reader, [entry for entry in rows if entry.record != subscription.pk])
        probes = {entry.pk for entry in own if entry.act == "probe"}
        told = [entry for entry in rows if entry.pk in probes or entry.record in seen]
        yield Stretch(after, told, [_named(entry) for entry in own if entry.act == "send_again"])


def _seen(reader: Actor, entries: list[Entry]) -> set[int]:
    """Of the records of some entries those that the reader may read. One query for each kind."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        by_kind[entry.kind].add(entry.record)
    found: set[int] = set()
    with sight.seeing(reader.sight):
        for kind, ids in by_kind.items():
            found.update(model_of(kind).objects.seen_by(reader).filter(pk__in=ids).values_list("pk", flat=True))
    return found


def _named(entry: Entry) -> list[int] | None:
    """The entries whose messages an order names; None for all that were given up."""
    named = entry.payload.get("fields", {}).get("messages") or []
    found = (rules.entry_of(one, entry.record) for one in named)
    return [one for one in found if one is not None] or None


def message(delivery: Delivery, reader: Actor) -> bytes | None:
    """What is sent: the act as the time line tells it and the record as the interface shows it, both as the reader may
    read them now. None where the reader may not. JSON in UTF-8."""
    with sight.seeing(reader.sight), translation.override("zh-hans"):
        rows = model_of(delivery.kind).objects.seen_by(reader).select_related("agency", "holder")
        record = rows.filter(pk=delivery.record).first()
        if record is None:
            return None
        moments = history_of(record, reader, after=delivery.seq - 1, newest=None).moments
        columns = ledger_of(delivery.kind).columns
        prepare([record], columns)
        told = {
            "type": f"{delivery.kind}.{delivery.act}",
            "timestamp": instant(moments[-1].entry.recorded_at),
            "data": {"kind": delivery.kind, "act": reading.moment(moments[-1]), "record": reading.row(record, columns)},
        }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def label_of(delivery: Delivery) -> Any:
    """What the act is called that a message tells of."""
    lifecycle = model_of(delivery.kind).lifecycle
    return lifecycle[delivery.act].label if delivery.act in lifecycle else delivery.act


def lane_of(subscription: Subscription) -> Lane | None:
    """How the receiver of a subscription answers; None before anything was told."""
    return Lane.objects.filter(pk=subscription.pk).first()


def standing_of(subscription: Subscription) -> lanes.Standing:
    """How many of its messages are where."""
    return lanes.standing([subscription.pk]).get(subscription.pk, lanes.Standing())


def deliveries(
    subscription: Subscription, *, state: str = "", before: int | None = None
) -> tuple[list[Delivery], int | None]:
    """Its messages as far as the reader of the page may see them, the newest first, and the entry before which the next page
    begins (None: there is none)."""
    rows = lanes.deliveries_of(subscription.pk)
    rows = rows.filter(state=state) if state in Sent.values else rows
    found = list((rows.filter(entry__lt=before) if before else rows)[: SHOWN + 1])
    return found[:SHOWN], found[SHOWN - 1].entry if len(found) > SHOWN else None
