"""The watchdog: every case is held against the thresholds of criminal liability as it changes."""

import logging
from collections.abc import Iterator

from yaoan.kernel import jobs
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Step, perform_many
from yaoan.kernel.words import _
from yaoan.modules.cases.public import Case
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import queries
from yaoan.modules.transfers.commands import Flag, Lapse, Reopen

logger = logging.getLogger(__name__)


@jobs.job("transfers.watch", cron="*/10 * * * *")
def watch() -> None:
    """Flag every case that reached a threshold since the last look; a second look flags nothing twice."""
    watch_cases()


def watch_cases() -> int:
    """Flag what reached a threshold, and close hits whose facts are gone; returns how many of both."""
    count, system = 0, Actor.system()
    for outcome in perform_many(_steps(system.user_id), by=system):
        count += outcome.refusal is None
        if outcome.refusal:
            logger.warning("the watchdog was refused: %s", outcome.refusal)
    return count


def _steps(watchdog: int) -> Iterator[Step]:
    for found in list(queries.findings(watchdog=watchdog)):
        if found.is_gone:
            yield Step(Lapse(reason=str(_("案件事实变动，不再符合标准"))), on=found.hit)
        elif found.hit:
            yield Step(Reopen(detail=_detail(found.case)), on=found.hit)
        else:
            yield Step(_flag(found.case, found.threshold))


def _flag(case: Case, threshold: str) -> Flag:
    return Flag(
        case_id=case.pk, title=case.title, threshold=threshold, detail=_detail(case), product_kind=ProductKind(case.product_kind),
        area=case.area, agency_id=case.agency_id, holder_id=case.holder_id, campaign_id=case.campaign_id,
    )  # fmt: skip


def _detail(case: Case) -> str:
    """The facts a threshold looks at, in a sentence."""
    told = _("货值金额 {goods} 元，违法所得 {income} 元，{harm}").format(
        goods=case.goods_value, income=case.income, harm=_("有危害后果") if case.is_harmful else _("未登记危害后果")
    )
    return str(told)
