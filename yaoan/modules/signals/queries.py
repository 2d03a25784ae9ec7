"""What may be asked about signals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.records.models import Docket
from yaoan.modules.signals import rules
from yaoan.modules.signals.models import Signal

LOOK_BACK = timedelta(days=180)
CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A signal that may be the same, how likely (0 to 1), and why."""

    signal: Signal
    score: float
    reasons: tuple[str, ...]


def duplicates_of(actor: Actor, signal: Signal, *, most: int = 5) -> list[Duplicate]:
    """Earlier signals the actor may read that may be the same, the likeliest first. One query."""
    mine = rules.about(signal)
    shared = Q(area__startswith=signal.area[:6])
    if signal.subject_id:
        shared |= Q(subject_id=signal.subject_id)
    if signal.batch:
        shared |= Q(batch=signal.batch)
    rows = Signal.objects.seen_by(actor).filter(shared, opened_at__gte=clock.now() - LOOK_BACK)
    rows = rows.exclude(pk=signal.pk).exclude(merged_into__isnull=False).order_by("-id")[:CANDIDATES]
    found = list(_likely(mine, rows))
    return sorted(found, key=lambda item: -item.score)[:most]


def _likely(mine: rules.About, rows: Iterable[Signal]) -> Iterator[Duplicate]:
    for other in rows:
        likeness = rules.likeness(mine, rules.about(other))
        if likeness.score >= rules.LIKELY:
            yield Duplicate(other, likeness.score, likeness.reasons)


def merged_into(actor: Actor, signal: Signal) -> list[Signal]:
    """The signals that were merged into this one."""
    return list(Signal.objects.seen_by(actor).filter(merged_into_id=signal.pk).order_by("id"))


def held(actor: Actor, signal_id: int) -> Signal | None:
    """A signal the actor may read, which nobody changes until the transaction ends."""
    return Signal.objects.seen_by(actor).filter(pk=signal_id).select_for_update().first()


def risk_of(actor: Actor, signal: Signal) -> Docket | None:
    """The risk a signal has become, as far as the actor may read it."""
    if not signal.risk_id:
        return None
    return Docket.objects.filter(actor.scope("risks.view"), pk=signal.risk_id).first()


def case_of(actor: Actor, signal: Signal) -> Docket | None:
    """The case a signal has become, as far as the actor may read it."""
    if not signal.case_id:
        return None
    return Docket.objects.filter(actor.scope("cases.view"), pk=signal.case_id).first()
