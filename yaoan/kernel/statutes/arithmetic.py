"""Days and seconds on one line of whole numbers, with the stretches cut out where a clock stood still."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import floor

from yaoan.kernel import clock
from yaoan.kernel.statutes.obstacles import BadSpan, OutOfCalendar
from yaoan.kernel.statutes.term import Unit
from yaoan.kernel.words import Text

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
"""What the calendar covers, and with it every calculation."""

OUTSIDE = Text(
    f"日历只覆盖{FIRST.year}年至{LAST.year}年，请核对日期",
    f"The calendar covers {FIRST.year} to {LAST.year} only; check the date",
)
MIDNIGHT = time(0, 0, 0)
ONE_DAY = timedelta(days=1)
SECONDS_A_DAY = 86_400
SECONDS = {Unit.MINUTE: 60, Unit.HOUR: 3600}

END = int(datetime(LAST.year + 1, 1, 1, tzinfo=clock.BEIJING).timestamp())

Stretch = tuple[int, int | None]
"""Positions that are not counted: those after the first, up to and with the second (None: it still lasts)."""


def instant(moment: date) -> datetime:
    """A moment as an aware instant in China, to the second; a date is its midnight, a naive time is China's."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, MIDNIGHT, clock.BEIJING)
    if moment.tzinfo is None:
        return moment.replace(microsecond=0, tzinfo=clock.BEIJING)
    return moment.astimezone(clock.BEIJING).replace(microsecond=0)


def day_of(moment: date) -> date:
    """The day in China on which a moment falls."""
    return instant(moment).date() if isinstance(moment, datetime) else moment


def second_of(moment: date) -> int:
    """The seconds from 1970 (UTC) to a moment."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return floor(moment.timestamp())
    return int(instant(moment).timestamp())


def at_second(second: int) -> datetime:
    """The instant of that second in China's time: the inverse of ``second_of``. Raises OutOfCalendar."""
    if second >= END:
        raise OutOfCalendar(OUTSIDE)
    return datetime.fromtimestamp(second, clock.BEIJING)


def at_day(ordinal: int) -> date:
    """The day of that ordinal. Raises OutOfCalendar."""
    if ordinal > LAST.toordinal():
        raise OutOfCalendar(OUTSIDE)
    return date.fromordinal(ordinal)


def _words(reason: str | Text) -> Text | None:
    """A reason that people gave, which has no translation unless it is a Text."""
    return (Text(reason, reason) if isinstance(reason, str) else reason) if reason else None


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that is not counted. ``end`` None: it still lasts. Raises BadSpan when it ends before it begins.

    Dates are whole days, first and last included. Instants are two events: a day counts when the clock runs at its end.
    """

    start: date
    end: date | None
    reason: str | Text = ""

    @property
    def why(self) -> Text | None:
        return _words(self.reason)

    def __post_init__(self) -> None:
        if self.end is None:
            return
        backwards = day_of(self.end) < day_of(self.start)
        if isinstance(self.start, datetime) and isinstance(self.end, datetime):
            backwards = instant(self.end) < instant(self.start)
        if backwards:
            zh = f"中止的结束（{self.end}）早于开始（{self.start}），请改正"
            raise BadSpan(Text(zh, f"The pause ends ({self.end}) before it begins ({self.start}); mend it"))

    @property
    def days(self) -> Stretch:
        """The days that do not count, as ordinals; an empty stretch when it stopped and went on within a day."""
        before = day_of(self.start).toordinal() - 1
        if self.end is None:
            return before, None
        last = day_of(self.end).toordinal()
        return before, last - 1 if isinstance(self.end, datetime) else last

    @property
    def seconds(self) -> Stretch:
        """The time that does not count, in seconds."""
        if self.end is None:
            return second_of(self.start), None
        whole_day = 0 if isinstance(self.end, datetime) else SECONDS_A_DAY
        return second_of(self.start), second_of(self.end) + whole_day


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much a term was extended, in its own unit. Raises BadSpan when that is less than one."""

    count: int
    reason: str | Text = ""

    @property
    def why(self) -> Text | None:
        return _words(self.reason)

    def __post_init__(self) -> None:
        if self.count < 1:
            raise BadSpan(Text("延长的数量至少为1，请改正", "An extension is at least 1; mend it"))


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches in order, overlapping and touching ones joined, empty ones left out."""
    joined: list[Stretch] = []
    for begin, end in sorted(stretches, key=lambda stretch: stretch[0]):
        if end is not None and end <= begin:
            continue
        if joined and (joined[-1][1] is None or begin <= joined[-1][1]):
            before, until = joined[-1]
            joined[-1] = (before, None if until is None or end is None else max(until, end))
        else:
            joined.append((begin, end))
    return joined


def advance(start: int, count: int, stretches: Sequence[Stretch], position: Callable[[int], int]) -> int | None:
    """The position ``count`` after that of ``start`` when ``merged`` stretches are left out; None: never reached.

    ``position`` maps a day or second to the line that is counted on (working days, say); it never decreases.
    """
    target = position(start) + count
    for begin, end in stretches:
        if end is not None and end <= start:
            continue
        stopped = position(max(begin, start))
        if stopped >= target:
            break
        if end is None:
            return None
        target += position(end) - stopped
    return target


def itself(ordinal: int) -> int:
    """The position of a day where every day counts, and of a second."""
    return ordinal


def length_in_days(unit: Unit, count: int, first: date) -> int:
    """The calendar days from ``first`` to the end of a term in calendar days, months or years.

    Months and years end on the day of the same number, or on the last day of a shorter month. Raises
    OutOfCalendar.
    """
    if unit is Unit.CALENDAR_DAY:
        return count
    months = first.month - 1 + count * (12 if unit is Unit.YEAR else 1)
    year, month = first.year + months // 12, months % 12 + 1
    if year > LAST.year:
        raise OutOfCalendar(OUTSIDE)
    last = date(year, month, min(first.day, monthrange(year, month)[1]))
    return (last - first).days
