"""The jobs of the clock. Each may be broken off and begun again at any time."""

import logging

from yaoan.kernel import clock, jobs
from yaoan.kernel.commands.upkeep import Difference, rebuild_deadlines
from yaoan.kernel.journal.sealing import seal
from yaoan.kernel.words import _

log = logging.getLogger(__name__)


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
