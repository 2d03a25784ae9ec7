"""Which days are worked in China: weekends, holidays and the weekends that are worked to make up for them.

Each year rests on the notice of the General Office of the State Council and is `official`; a year without one is
`provisional`: weekends and the days that the law itself makes free. Questions are answered from arrays that are filled
once, so that the n-th working day after a day is two look-ups.
"""

from array import array
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate
from pathlib import Path

from yaoan.kernel.statutes.arithmetic import FIRST, LAST, OUTSIDE
from yaoan.kernel.statutes.obstacles import OutOfCalendar
from yaoan.kernel.statutes.reading import LAW, BadLaw, files_of
from yaoan.kernel.statutes.years import SATURDAY, Status, read_years
from yaoan.kernel.words import Text


class Calendar:
    """Working days from 1990 to 2100."""

    def __init__(self, free: Mapping[date, Text], worked: Mapping[date, Text], announced: Iterable[int]) -> None:
        """``free`` and ``worked`` name the days that differ from an ordinary week (a free weekend may be named too)."""
        self._names = {**free, **worked}
        self._free, self._worked = frozenset(free), frozenset(worked)
        self._announced = frozenset(announced)
        self._base = FIRST.toordinal()
        flags = bytearray((self._base + index + 6) % 7 < SATURDAY for index in range((LAST - FIRST).days + 1))
        for days, flag in ((free, 0), (worked, 1)):
            for day in days:
                flags[day.toordinal() - self._base] = flag
        self._flags = bytes(flags)
        self._counted = array("i", accumulate(flags))
        self._nth = array("i", (self._base + index for index, flag in enumerate(flags) if flag))

    @classmethod
    def load(cls, *more: Path, path: Path = LAW / "calendar") -> "Calendar":
        """The calendar of a folder. A year in a file or folder of ``more`` replaces that year whole.

        Raises BadLaw with every fault of every file.
        """
        years, faults = read_years(files_of((path, *more)))
        if faults:
            raise BadLaw(faults)
        free: dict[date, Text] = {}
        worked: dict[date, Text] = {}
        for year in range(FIRST.year, LAST.year + 1):
            for day, name in years.free(year):  # a notice may rule over the last days of the year before
                worked.pop(day, None)
                free[day] = name
            for day, name in years.worked(year):
                free.pop(day, None)
                worked[day] = name
        return cls(free, worked, years.announced())

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day. Raises OutOfCalendar."""
        return bool(self._flags[self._index(day.toordinal())])

    def is_make_up_day(self, day: date) -> bool:
        """Whether it is a weekend day that is worked."""
        return day in self._worked

    def is_holiday(self, day: date) -> bool:
        """Whether it belongs to a holiday (a free weekend day inside one does)."""
        return day in self._free

    def status(self, day: date) -> Status:
        """``official`` when the arrangement of that year was announced, else ``provisional``.

        The notice of the next year may still rule over the last days of December.
        """
        return Status.OFFICIAL if day.year in self._announced else Status.PROVISIONAL

    def name(self, day: date) -> Text | None:
        """The holiday it belongs to, or what it makes up for; None for an ordinary day."""
        return self._names.get(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (before it when negative); ``day`` itself for 0."""
        if count == 0:
            return day
        position = self.position(day.toordinal())
        if count < 0:
            position += 1 - self._flags[day.toordinal() - self._base]
        return date.fromordinal(self.ordinal(position + count))

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        return self.position(end.toordinal()) - self.position(start.toordinal())

    def is_provisional(self, first: int, last: int) -> bool:
        """Whether a day from ``first`` to ``last`` (ordinals) lies in a year that was not announced."""
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        return not self._announced.issuperset(years)

    def position(self, ordinal: int) -> int:
        """How many working days the calendar has up to and with the day of that ordinal. Raises OutOfCalendar."""
        return self._counted[self._index(ordinal)]

    def ordinal(self, position: int) -> int:
        """The ordinal of the working day with that position: the inverse of ``position``. Raises OutOfCalendar."""
        if not 0 < position <= len(self._nth):
            raise OutOfCalendar(OUTSIDE)
        return self._nth[position - 1]

    def _index(self, ordinal: int) -> int:
        index = ordinal - self._base
        if not 0 <= index < len(self._flags):
            raise OutOfCalendar(OUTSIDE)
        return index
