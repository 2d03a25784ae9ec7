"""The long parts of an import, and forgetting what is no longer needed."""

from datetime import timedelta

from yaoan.kernel import clock, jobs
from yaoan.kernel.exchange.applying import apply
from yaoan.kernel.exchange.checking import check
from yaoan.kernel.exchange.models import Batch, Row, State

KEPT_DAYS = 90


@jobs.job("exchange.check", retry=2)
def check_sheet(*, batch: int) -> None:
    """Understand the rows of a sheet."""
    found = Batch.objects.get(pk=batch)
    if found.state == State.CHECKING:
        check(found)


@jobs.job("exchange.apply", retry=5)
def apply_rows(*, batch: int) -> None:
    """Write the rows that were accepted."""
    found = Batch.objects.get(pk=batch)
    if found.state == State.APPLYING:
        apply(found)


@jobs.job("exchange.clear", cron=jobs.daily_at("03:50"))
def clear() -> None:
    """Forget the rows of old imports: what they did stands in the journal, that they were is kept with the batch."""
    old = Batch.objects.filter(at__lt=clock.now() - timedelta(days=KEPT_DAYS), cleared_at=None)
    settled = old.exclude(state__in=(State.CHECKING, State.APPLYING))
    Row.objects.filter(batch__in=settled).delete()
    settled.update(cleared_at=clock.now())
