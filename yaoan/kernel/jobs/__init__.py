"""Work outside a request: jobs, their schedules and how far they have come. PostgreSQL is the only queue.

A job is declared in a room `tasks.py` and asked for anywhere, inside the transaction it belongs to:

    @jobs.job("exchange.import", retry=3)
    def import_sheet(*, upload: int) -> None:
        with jobs.progress(_("导入"), total=rows) as progress:
            for chunk in rows_from(progress.done):
                with transaction.atomic():
                    write(chunk)
                    progress.advance(len(chunk))

    jobs.enqueue(import_sheet, upload=upload.pk)

A job may run more than once: its worker may be killed at any moment, and another one takes it up again. A worker that
only slept and wakes finds that its job is another's now: its next report raises `TakenOver`, and it ends nothing.
"""

from yaoan.kernel.jobs.queue import (
    Interrupted,
    Job,
    TakenOver,
    daily_at,
    enqueue,
    every_minutes,
    inline,
    job,
    run_waiting,
)
from yaoan.kernel.jobs.reporting import Report, progress

__all__ = [
    "Interrupted",
    "Job",
    "Report",
    "TakenOver",
    "daily_at",
    "enqueue",
    "every_minutes",
    "inline",
    "job",
    "progress",
    "run_waiting",
]
