"""What the clock does to risks: those overdue for too long go up the line."""

from collections.abc import Iterator
from datetime import datetime

from yaoan.kernel import clock, jobs, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Step, perform_many
from yaoan.kernel.statutes import due
from yaoan.kernel.words import _
from yaoan.modules.risks import queries
from yaoan.modules.risks.commands import Escalate

TERM = "risks.escalation"


@jobs.job("risks.escalate", cron=jobs.daily_at("08:30"))
def escalate() -> None:
    """Report every risk that is overdue beyond the term to the agency above."""
    escalate_overdue(clock.now())


def escalate_overdue(now: datetime) -> int:
    """Report risks whose duty has been overdue longer than the term to the next agency up the line, once a level.

    Returns how many were reported.
    """
    outcomes = perform_many(_steps(now), by=Actor.system())
    return sum(outcome.refusal is None for outcome in outcomes)


def _steps(now: datetime) -> Iterator[Step]:
    for overdue in queries.overdue_risks(now):
        since = overdue.risk.escalated_on or clock.local_day(overdue.due_at)
        term = law.terms().at(TERM, since, overdue.risk.area)
        if not due(term, max(since, clock.local_day(overdue.due_at)), calendar=law.calendar()).is_overdue(now):
            continue
        above = queries.next_above(overdue.risk)
        if above is not None:
            reason = _("“{duty}”逾期，原定 {day}，至今未办").format(
                duty=overdue.duty, day=clock.local_day(overdue.due_at)
            )
            yield Step(Escalate(agency_id=above, reason=reason), on=overdue.risk)
