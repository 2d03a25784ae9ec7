"""Giving notices and putting them away."""

from collections.abc import Iterable, Sequence

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.notices.models import Notice

SIZE = 1000


def tell(notices: Iterable[Notice]) -> int:
    """Give notices; one that was given before (same person, record, act and day) is not given again. Returns how many."""
    before = Notice.objects.count()
    Notice.objects.bulk_create(notices, batch_size=SIZE, ignore_conflicts=True)
    return Notice.objects.count() - before


def unread_by(actor: Actor, *, most: int = 20) -> Sequence[Notice]:
    """What the actor was told and has not put away, the newest first."""
    return list(Notice.objects.filter(user_id=actor.user_id, read_at=None).order_by("-at")[:most])


def put_away(actor: Actor, notice_ids: Iterable[int]) -> int:
    """Put the actor's own notices away. Returns how many."""
    return Notice.objects.filter(user_id=actor.user_id, pk__in=notice_ids, read_at=None).update(read_at=clock.now())


def told_of(record_id: int) -> Sequence[Notice]:
    """Who was told of a record, and when; the newest first."""
    return list(Notice.objects.filter(record_id=record_id).select_related("user").order_by("-at")[:50])
