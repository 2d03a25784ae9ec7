"""The watchdog: every case is held against the thresholds of criminal liability as it changes."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from yaoan.kernel import clock, jobs
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Step, perform_many
from yaoan.kernel.words import _
from yaoan.modules.cases.public import Case
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import queries
from yaoan.modules.transfers.commands import Flag, Lapse, Reopen, Settle
from yaoan.modules.transfers.queries import Finding, Says

logger = logging.getLogger(__name__)

LATELY = timedelta(hours=1)
"""How far back a look goes that does not look at all cases."""


@jobs.job("transfers.watch", cron=jobs.every_minutes(1))
def watch() -> None:
    """Flag every case that was changed lately and reaches a threshold; a second look flags nothing twice."""
    watch_cases(since=clock.now() - LATELY)


@jobs.job("transfers.watch_all", cron=jobs.daily_at("01:30"))
def watch_all() -> None:
    """Look at all cases: new thresholds reach old ones too."""
    watch_cases()


def watch_cases(*, since: datetime | None = None) -> int:
    """Flag what reached a threshold, ask again what has to be, and close hits whose facts are gone; returns how many."""
    count, system = 0, Actor.system()
    for outcome in perform_many(_steps(system.user_id, since), by=system):
        count += outcome.refusal is None
        if outcome.refusal:
            logger.warning("the watchdog was refused: %s", outcome.refusal)
    return count


def _steps(watchdog: int, since: datetime | None) -> Iterator[Step]:
    return map(_step, list(queries.findings(watchdog=watchdog, since=since)))


def _step(found: Finding) -> Step:
    match found.says:
        case Says.REACHED:
            return Step(_flag(found.case, found.threshold))
        case Says.AGAIN:
            return Step(Reopen(detail=queries.told_of(found.case)), on=found.hit)
        case Says.GONE:
            return Step(Lapse(reason=str(_("案件事实变动，不再符合标准"))), on=found.hit)
        case Says.UNTOLD:
            return Step(Settle(), on=found.hit)


def _flag(case: Case, threshold: str) -> Flag:
    return Flag(
        case_id=case.pk, title=case.title, threshold=threshold, detail=queries.told_of(case), product_kind=ProductKind(case.product_kind),
        area=case.area, agency_id=case.agency_id, holder_id=case.holder_id, campaign_id=case.campaign_id,
    )  # fmt: skip
