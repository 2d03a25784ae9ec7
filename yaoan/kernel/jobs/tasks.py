"""What the queue does for itself."""

from datetime import timedelta

from django.db import connection

from yaoan.kernel import clock
from yaoan.kernel.jobs.models import Progress
from yaoan.kernel.jobs.queue import daily_at, job

KEPT_DAYS = 90


@job("jobs.clear", cron=daily_at("03:40"))
def clear() -> None:
    """Forget reports of finished work and jobs that failed for good after 90 days; nothing legal rests on them."""
    cutoff = clock.now() - timedelta(days=KEPT_DAYS)
    Progress.objects.filter(finished_at__lt=cutoff).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM procrastinate_jobs job
                WHERE job.status IN ('failed', 'aborted', 'cancelled')
                  AND NOT EXISTS (SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at >= %s)
            """,
            [cutoff],
        )
