"""Days before which something may not be done, or after which it may not: asked of the law register."""

from datetime import date

from yaoan.kernel.statutes import Calendar, Terms, due


def last_day(name: str, start: date, *, terms: Terms, calendar: Calendar, place: str = "") -> date:
    """The last day of a term that began on a day. Raises UnknownTerm where it was not in force."""
    found = due(terms.at(name, start, place), start, calendar=calendar)
    assert found.on is not None  # no pause was given
    return found.on


def allowance(name: str, on: date, *, terms: Terms, place: str = "") -> int | None:
    """By how much the term in force on a day may be made longer, in its unit; None where it gives no number."""
    extension = terms.at(name, on, place).extension
    return extension.count if extension else None


def remedies_end(known_on: date, *, terms: Terms, calendar: Calendar) -> date:
    """The day on which neither reconsideration nor litigation is open any more: the later of the two."""
    names = ("cases.reconsideration", "cases.litigation")
    return max(last_day(name, known_on, terms=terms, calendar=calendar) for name in names)


def is_time_barred(ended_on: date, found_on: date, *, harmed: bool, terms: Terms, calendar: Calendar) -> bool:
    """Whether a breach was found too late to punish: 2 years after its end, 5 with harm to life or health (art. 36), by the law
    of the day it was found; by the oldest rule that is known where it was found before."""
    versions = terms.versions("cases.limitation_harm" if harmed else "cases.limitation")
    term = next((version for version in versions if version.is_in_force(found_on)), versions[0])
    last = due(term, ended_on, calendar=calendar).on
    return last is not None and found_on > last


def is_older_law(ended_on: date | None, since: str) -> bool:
    """Whether an act ended before the law it is judged by came into force (art. 37); one that goes on is under the new law."""
    return bool(ended_on and since and ended_on < date.fromisoformat(since))
