"""The rollup keeps up by itself, and is checked every night."""

from yaoan.kernel import jobs
from yaoan.kernel.figures import rollup


class Wrong(Exception):
    """The rollup does not say what the journal says: rebuild it with `rebuild()`, and find out why."""


@jobs.job("figures.roll_up", cron=jobs.every_minutes(5))
def roll_up() -> None:
    """Roll up what was sealed since last time."""
    rollup.roll_up()


@jobs.job("figures.verify", cron=jobs.daily_at("03:10"))
def verify() -> None:
    """Count everything again from the journal. Raises Wrong, naming the first differences."""
    found = rollup.verify_rollup()
    if found:
        raise Wrong("; ".join(map(str, found[:20])))
