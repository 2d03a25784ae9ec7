"""Days before which something may not be done, or after which it may not: asked of the law register."""

from datetime import date

from yaoan.kernel.statutes import Calendar, Terms, due


def last_day(name: str, start: date, *, terms: Terms, calendar: Calendar, place: str = "") -> date:
    """The last day of a term that began on a day. Raises UnknownTerm where it was not in force."""
    found = due(terms.at(name, start, place), start, calendar=calendar)
    assert found.on is not None  # no pause was given
    return found.on


def remedies_end(known_on: date, *, terms: Terms, calendar: Calendar) -> date:
    """The day on which neither reconsideration nor litigation is open any more: the later of the two."""
    names = ("cases.reconsideration", "cases.litigation")
    return max(last_day(name, known_on, terms=terms, calendar=calendar) for name in names)


def is_time_barred(ended_on: date, found_on: date, *, harmed: bool, terms: Terms, calendar: Calendar) -> bool:
    """Whether a breach was found too late to punish: 2 years after its end, 5 with harm to life or health (art. 36)."""
    name = "cases.limitation_harm" if harmed else "cases.limitation"
    return found_on > last_day(name, ended_on, terms=terms, calendar=calendar)
