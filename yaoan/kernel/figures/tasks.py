"""The rollup keeps up by itself, and is checked every night."""

from yaoan.kernel import jobs
from yaoan.kernel.figures import rollup
from yaoan.kernel.journal import sealing


class Wrong(Exception):
    """The rollup does not say what the journal says: rebuild it with `rebuild()`, and find out why."""


@jobs.job("figures.roll_up", cron=jobs.every_minutes(5))
def roll_up() -> None:
    """Roll up all that is settled; while somebody writes for long, what is sealed. Without it every page would add up an hour."""
    try:
        upto = sealing.horizon()
    except sealing.Busy:
        upto = None
    rollup.roll_up(upto=upto)


@jobs.job("figures.verify", cron=jobs.daily_at("03:10"))
def verify() -> None:
    """Count everything again from the journal. Raises Wrong, naming the first differences."""
    found = rollup.verify_rollup()
    if found:
        raise Wrong("; ".join(map(str, found[:20])))
