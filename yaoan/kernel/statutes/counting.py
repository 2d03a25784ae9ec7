"""When a term is due that started then, stood still there and was extended so far.

How time is counted, and why so:

* The day of the event is not counted, counting starts with the next day (Civil Code art. 201, Civil Procedure Law
  art. 85). Hours and minutes count from the instant itself, through nights, weekends and holidays; where only the day
  of the event is known they count from its first second, so that the answer is never too late.
* Months and years end on the day of the same number, or on the last day of a shorter month (Civil Code art. 202).
  Where a pause touches them they are as long as the calendar days they would have had.
* A pause given as dates is a range of whole days, first and last included. A pause given as instants is two events: a
  day counts when the clock runs at its end, so the day it stops does not count and the day it runs again does, and to
  stop and start it within a day gains nothing.
* The last day ends at 24:00 (Civil Code art. 203). ``Due.at`` says 23:59:59, so that its date is the due day wherever
  it is shown, sorted or exported; ``is_overdue`` asks for the day and not for that second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from yaoan.kernel import clock
from yaoan.kernel.statutes import arithmetic
from yaoan.kernel.statutes.arithmetic import FIRST, LAST, OUTSIDE, Extension, Pause, Stretch
from yaoan.kernel.statutes.calendar import Calendar
from yaoan.kernel.statutes.explanation import explained
from yaoan.kernel.statutes.obstacles import OutOfCalendar
from yaoan.kernel.statutes.steps import Step, steps_to
from yaoan.kernel.statutes.term import Roll, Term, Unit

LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a term is due, with all that it was reckoned from, so that it can explain itself.

    ``on`` is the due day, ``at`` its last second (for hours and minutes: the instant itself), in China's time; both are
    None while the clock stands still. ``provisional``: a year without announced holidays was counted.
    """

    term: Term
    start: date
    on: date | None
    at: datetime | None
    provisional: bool
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    calendar: Calendar = field(repr=False, compare=False)

    @property
    def running(self) -> bool:
        """False while a pause has not ended; then there is no due date."""
        return self.at is not None

    def is_overdue(self, now: datetime) -> bool:
        """Whether the term has run out at ``now``. A clock that stands still is never overdue."""
        if self.on is None or self.at is None:
            return False
        if self.term.unit.is_clock:
            return arithmetic.instant(now) > self.at
        return arithmetic.day_of(now) > self.on

    @property
    def steps(self) -> tuple[Step, ...]:
        """The stretches of time from the start to the due date: counted or not, and why."""
        return tuple(steps_to(self))

    def explain(self, language: str = "zh") -> str:
        """How the date was reached, in short lines of Chinese or English (``zh``, ``en``)."""
        return explained(self, language)


def due(
    term: Term,
    start: date,
    *,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Due:
    """When ``term`` is due after the event of ``start`` (a day, or an instant in whatever zone).

    Pauses may overlap, nest, lie before the start or after the end. Raises OutOfCalendar.
    """
    if not FIRST <= arithmetic.day_of(start) <= LAST:
        raise OutOfCalendar(OUTSIDE)
    count = term.count + sum(extension.count for extension in extensions)
    provisional = False
    if term.unit.is_clock:
        at = _instant(term.unit, count, start, pauses)
        on = None if at is None else at.date()
    else:
        first = arithmetic.day_of(start)
        on, provisional = _day(term, count, first, arithmetic.merged([pause.days for pause in pauses]), calendar)
        at = None if on is None else datetime.combine(on, LAST_SECOND, clock.BEIJING)
    return Due(
        term=term,
        start=start,
        on=on,
        at=at,
        provisional=provisional,
        pauses=tuple(pauses),
        extensions=tuple(extensions),
        calendar=calendar,
    )


def _instant(unit: Unit, count: int, start: date, pauses: Sequence[Pause]) -> datetime | None:
    stops = arithmetic.merged([pause.seconds for pause in pauses])
    length = count * arithmetic.SECONDS[unit]
    second = arithmetic.advance(arithmetic.second_of(start), length, stops, arithmetic.itself)
    return None if second is None else arithmetic.at_second(second)


def _day(term: Term, count: int, first: date, stops: Sequence[Stretch], calendar: Calendar) -> tuple[date | None, bool]:
    """The due day, and whether it is provisional."""
    if term.unit is Unit.WORKING_DAY:
        return _working_day(first.toordinal(), count, stops, calendar)
    length = arithmetic.length_in_days(term.unit, count, first)
    last = arithmetic.advance(first.toordinal(), length, stops, arithmetic.itself)
    if last is None or term.roll is Roll.NONE:
        return None if last is None else arithmetic.at_day(last), False
    if calendar.is_working_day(arithmetic.at_day(last)):
        return arithmetic.at_day(last), calendar.is_provisional(last, last)
    return _working_day(last, 1, stops, calendar, since=last)


def _working_day(
    origin: int, count: int, stops: Sequence[Stretch], calendar: Calendar, *, since: int | None = None
) -> tuple[date | None, bool]:
    """The ``count``-th working day after ``origin``; provisional as the days from ``since`` or the next day on are."""
    reached = arithmetic.advance(origin, count, stops, calendar.position)
    if reached is None:
        return None, False
    last = calendar.ordinal(reached)
    return arithmetic.at_day(last), calendar.is_provisional(since or origin + 1, last)
