"""What the outbox does for itself."""

from datetime import timedelta

from yaoan.kernel import clock
from yaoan.kernel.jobs import daily_at, job
from yaoan.kernel.outbox.models import Delivery, State

DELIVERED_DAYS, OTHERS_DAYS = 30, 180


@job("outbox.clear", cron=daily_at("03:45"))
def clear() -> None:
    """Forget deliveries that were made a month ago, and those given up or withheld half a year ago; the journal keeps the acts."""
    now = clock.now()
    Delivery.objects.filter(state=State.DELIVERED, settled_at__lt=now - timedelta(days=DELIVERED_DAYS)).delete()
    Delivery.objects.filter(settled_at__lt=now - timedelta(days=OTHERS_DAYS)).delete()
