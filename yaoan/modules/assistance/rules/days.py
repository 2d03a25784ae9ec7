"""The days on which a supervised unit reports."""

from datetime import date, timedelta


def next_report(after: date, *, every: int, until: date) -> date | None:
    """The next day of report, `every` days after one, but not behind the day of the supervision; None where that has come."""
    if after >= until:
        return None
    return min(after + timedelta(days=every), until)
