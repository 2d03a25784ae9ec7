"""What the register does by itself."""

import logging

from yaoan.kernel import jobs
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Step, perform_many
from yaoan.modules.subjects import queries
from yaoan.modules.subjects.commands import Lapse

logger = logging.getLogger(__name__)


@jobs.job("subjects.lapse", cron=jobs.daily_at("00:20"))
def lapse() -> None:
    """Record that licences whose last day has passed ran out, each as an act of its own."""
    lapse_run_out()


def lapse_run_out() -> int:
    """Record it for every licence that ran out and was not renewed; returns for how many."""
    system = Actor.system()
    steps = (Step(Lapse(), on=held) for held in queries.run_out_licences(system))
    count = 0
    for outcome in perform_many(steps, by=system):
        count += outcome.refusal is None
        if outcome.refusal:
            logger.warning("licence %s did not lapse: %s", outcome.step.on, outcome.refusal)
    return count
