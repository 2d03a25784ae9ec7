"""Requests that stay overdue go up the line by themselves, every working morning."""

from yaoan.kernel import clock, jobs, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Outcome, Step, perform_many
from yaoan.kernel.words import _
from yaoan.modules.assistance import queries
from yaoan.modules.assistance.commands.asking import Escalate


@jobs.job("assistance.escalate", cron=jobs.daily_at("08:30"))
def escalate() -> None:
    """Take what is long overdue to the unit above both. Made up for when the machine was off."""
    escalate_overdue()


def escalate_overdue() -> list[Outcome]:
    """Take every request that is overdue for three working days to the nearest unit above both, once."""
    if not law.calendar().is_working_day(clock.today()):
        return []
    steps = [
        Step(
            Escalate(agency_id=above, reason=str(_("协查超过期限三个工作日没有复函，由系统提请共同上级协调。"))), on=pk
        )
        for pk, above in queries.long_overdue(clock.now())
    ]
    return list(perform_many(steps, by=Actor.system()))
