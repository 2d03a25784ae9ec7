"""The jobs of the clock. Each may be broken off and begun again at any time."""

import logging

from yaoan.kernel import clock, jobs
from yaoan.kernel.commands.upkeep import Difference, rebuild_deadlines
from yaoan.kernel.journal.sealing import seal
from yaoan.kernel.upkeep.checking import verified
from yaoan.kernel.upkeep.marks import VERIFY, marks
from yaoan.kernel.upkeep.timing import KEPT, forget
from yaoan.kernel.words import _

log = logging.getLogger(__name__)
SUNDAY = 6


class DeadlinesDiffer(Exception):
    """Stored due dates were not what the journal, the law and the calendar say; they are mended, and this is loud."""

    def __init__(self, found: list[Difference]) -> None:
        self.found = found
        first = "; ".join(f"{item.number} {item.act}: {item.stored} → {item.worked_out}" for item in found[:20])
        super().__init__(f"{len(found)} deadlines differed and were mended: {first}")


@jobs.job("upkeep.seal", cron="0 * * * *", retry=3)
def seal_journal() -> None:
    """Seal what the journal has gained since the last seal; every hour."""
    seal(clock.now())


@jobs.job("upkeep.seal_day", cron=jobs.daily_at("23:55"), retry=3)
def seal_day() -> None:
    """The last seal of the day: its head is the one that is sent a level up and printed."""
    seal(clock.now())


@jobs.job("upkeep.deadlines", cron=jobs.daily_at("02:30"))
def check_deadlines() -> None:
    """Work every due date out anew, mend those that differ, and fail loudly if any did."""
    with jobs.progress(_("重算全部期限")) as report:
        found = rebuild_deadlines(told=lambda count: report.advance(count))
    if found:
        log.error("%d deadlines differed", len(found))
        raise DeadlinesDiffer(found)


class JournalAltered(Exception):
    """The nightly check found that the journal is not what was written; the text names the first findings."""


@jobs.job("upkeep.verify", cron=jobs.daily_at("04:10"))
def verify_journal() -> None:
    """Check what the journal gained since the last check, and on Sundays all of it, against its own seals."""
    last = marks().get(VERIFY)
    is_due_whole = clock.today().weekday() == SUNDAY or last is None or not last.is_good
    report = verified(since=0 if is_due_whole else int(last.detail.get("last", 0)) if last else 0)
    if report.findings:
        said = "; ".join(finding.text("en") for finding in report.findings[:20])
        log.error("the journal was altered: %d findings", report.count)
        raise JournalAltered(said)


@jobs.job("upkeep.forget", cron=jobs.daily_at("03:40"))
def forget_timings() -> None:
    """Drop the times of pages that are older than a week."""
    forget(clock.now() - KEPT)
