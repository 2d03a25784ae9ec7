"""When a firm is told that a licence runs out: terms of the law register, counted backwards from the last day."""

from calendar import monthrange
from datetime import date, timedelta

from yaoan.kernel.statutes import Calendar, Term, Terms, Unit

FIRST_NOTICE = "subjects.licence_renewal_notice"
LAST_NOTICE = "subjects.licence_final_notice"


def notice_day(
    expires_on: date | None, name: str, *, since: date, terms: Terms, calendar: Calendar, place: str
) -> date | None:
    """The day by which a reminder is due, seen from the day `since`: the term in force on it, counted back from the end.

    A day that has passed already is `since` itself. None for a licence without end, or one that had run out by then.
    """
    if expires_on is None or expires_on < since:
        return None
    return max(before(expires_on, terms.at(name, since, place), calendar=calendar), since)


def before(day: date, term: Term, *, calendar: Calendar) -> date:
    """The day that lies a term before another. Raises ValueError for a term in hours or minutes, OutOfCalendar."""
    if term.unit is Unit.CALENDAR_DAY:
        return day - timedelta(days=term.count)
    if term.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(day, -term.count)
    if term.unit.is_clock:
        raise ValueError(f"{term.name} is counted in {term.unit}, which cannot be counted back from a day")
    months = day.year * 12 + day.month - 1 - term.count * (12 if term.unit is Unit.YEAR else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
