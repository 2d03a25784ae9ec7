"""Deliveries of a lane: queued with the place in the journal, sent in order, tried again for days, given up aloud.

At least once: a delivery waits until the receiver's yes is written down, so whoever is killed in between sends it again
under the same id. In order for each record: what a receiver refuses holds back only what else there is about the same
record. A receiver that does not answer at all is left in peace and asked again with the oldest delivery alone.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, QuerySet

from yaoan.kernel import clock
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.outbox.models import Delivery, Lane, State
from yaoan.kernel.words import _

PAUSES = tuple(
    timedelta(seconds=count) for count in (5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""How long is waited after the first, second … failure: three days in all, then a delivery is given up."""

PATIENCE = sum(PAUSES, timedelta())
PAGE = 200
SILENT = 3
"""After so many failures in a row a receiver is said not to answer."""
LONGEST_REST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. `is_down`: the receiver does not take anything now, not only not this."""

    state: State
    status: int | None = None
    trouble: str = ""
    is_down: bool = False
    wait: timedelta = timedelta()


def lane_of(record: int, *, begin: Callable[[], int]) -> Lane:
    """The lane of a receiver; a new one goes through the journal from after the entry that `begin` tells."""
    there = Lane.objects.filter(pk=record).first()
    return there or Lane.objects.get_or_create(pk=record, defaults={"entry": begin()})[0]


@transaction.atomic
def queue(lane: Lane, entries: Iterable[Entry], *, until: int) -> int:
    """Queue these entries and note that the journal was gone through up to `until`; how many are new. All or nothing."""
    locked = Lane.objects.select_for_update().get(pk=lane.pk)
    now = clock.now()
    rows = [
        Delivery(
            lane=locked, entry=entry.pk, record=entry.record, kind=entry.kind, number=entry.number, seq=entry.seq,
            act=entry.act, made_at=now, next_at=now,
        )
        for entry in entries
        if entry.pk > locked.entry
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows, batch_size=1_000)
    if until > locked.entry:
        Lane.objects.filter(pk=lane.pk).update(entry=until)
    return len(rows)


@transaction.atomic
def again(lane: Lane, entries: Iterable[int] | None) -> int:
    """Queue deliveries once more, under the ids they had: those of these entries, or all that were given up; how many."""
    rows = Delivery.objects.filter(lane=lane)
    rows = rows.filter(state=State.DEAD) if entries is None else rows.filter(entry__in=list(entries))
    now = clock.now()
    return rows.exclude(state=State.WAITING).update(
        state=State.WAITING, attempts=0, made_at=now, next_at=now, status=None, trouble="", settled_at=None
    )


def is_due(lane: Lane) -> bool:
    """Whether something waits that may be sent now."""
    now = clock.now()
    if lane.resting_until and lane.resting_until > now:
        return False
    return Delivery.objects.filter(lane=lane, state=State.WAITING, next_at__lte=now).exists()


def drain(lane: Lane, send: Callable[[Delivery], Outcome], *, until: datetime) -> bool:
    """Send what is due, the oldest first, for as long as it is not `until`; whether all was gone through."""
    if lane.resting_until and lane.resting_until > clock.now():
        return True
    held: set[int] = set()
    for delivery in _waiting(lane):
        if clock.now() >= until:
            return False
        if delivery.record in held or delivery.next_at > clock.now():
            held.add(delivery.record)
            continue
        outcome = send(delivery)
        _note(delivery, outcome)
        if outcome.is_down:
            _rest(lane, outcome)
            return True
        if outcome.state == State.WAITING:
            held.add(delivery.record)
    return True


@dataclass(frozen=True, slots=True)
class Standing:
    """How many deliveries of a lane are where."""

    waiting: int = 0
    delivered: int = 0
    dead: int = 0
    withheld: int = 0


def standing(lanes: Iterable[int]) -> dict[int, Standing]:
    """How the deliveries of some lanes stand. One query."""
    rows = Delivery.objects.filter(lane__in=list(lanes)).values_list("lane", "state").annotate(count=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for lane, state, count in rows.order_by():
        found.setdefault(lane, {})[state] = count
    return {lane: Standing(**counts) for lane, counts in found.items()}


def deliveries_of(lane: int) -> QuerySet[Delivery]:
    """The deliveries of a lane that the reader may see, the newest first."""
    return Delivery.objects.filter(lane=lane).order_by("-entry")


def _waiting(lane: Lane) -> Iterator[Delivery]:
    """What waits, in the order of the journal, read in pages so that what is sent meanwhile does no harm."""
    after = 0
    while rows := list(
        Delivery.objects.filter(lane=lane, state=State.WAITING, entry__gt=after).order_by("entry")[:PAGE]
    ):
        yield from rows
        after = rows[-1].entry


def _note(delivery: Delivery, outcome: Outcome) -> None:
    """Write an outcome down. A failure is given up after the last pause, else it waits for its next."""
    now, attempts = clock.now(), delivery.attempts + 1
    values: dict[str, Any] = {"attempts": attempts, "status": outcome.status, "trouble": outcome.trouble[:300]}
    is_over = outcome.state == State.WAITING and attempts > len(PAUSES)
    state = State.DEAD if is_over else outcome.state
    values |= {"state": state}
    if state == State.WAITING:
        values["next_at"] = now + max(_pause(attempts), outcome.wait)
    else:
        values["settled_at"] = now
    Delivery.objects.filter(pk=delivery.pk).update(**values)
    lane = Lane.objects.filter(pk=delivery.lane_id)
    if state == State.DELIVERED:
        lane.update(failures=0, resting_until=None, delivered_at=now, trouble="")
    elif outcome.status and not outcome.is_down:
        lane.update(failures=0, resting_until=None, trouble=outcome.trouble[:300])


def _rest(lane: Lane, outcome: Outcome) -> None:
    """Leave a receiver in peace for a while, and give up what has waited longer than it is tried for."""
    now = clock.now()
    Lane.objects.filter(pk=lane.pk).update(failures=F("failures") + 1, trouble=outcome.trouble[:300])
    lane.refresh_from_db()
    pause = min(max(_pause(lane.failures), outcome.wait), LONGEST_REST)
    Lane.objects.filter(pk=lane.pk).update(resting_until=now + pause)
    old = Delivery.objects.filter(lane=lane, state=State.WAITING, made_at__lt=now - PATIENCE)
    text = str(_("对方三天没有应答：{trouble}")).format(trouble=outcome.trouble)
    old.update(state=State.DEAD, status=outcome.status, trouble=text[:300], settled_at=now)


def _pause(failures: int) -> timedelta:
    """What is waited after so many failures, a tenth more or less, so that many do not come back at once."""
    return PAUSES[min(failures, len(PAUSES)) - 1] * random.uniform(0.9, 1.1)


def troubles() -> tuple[int, int]:
    """(deliveries given up and not sent again, lanes that do not answer) over all lanes, for the health page."""
    dead = Delivery.objects.filter(state=State.DEAD).count()
    return dead, Lane.objects.filter(failures__gte=SILENT).count()
