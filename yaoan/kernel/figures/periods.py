"""Spans of whole days, and how they fall apart into whole calendar months and the days at their edges."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

DAY = timedelta(days=1)
CODE = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both counted. Raises ValueError when it would end before it begins."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end on {self.end} before it begins on {self.start}")

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def month_of(cls, day: date) -> Self:
        """The calendar month in which a day lies."""
        return cls.month(day.year, day.month)

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def read(cls, code: str) -> Self | None:
        """The period of a spelling in an address, or None: 2025, 2025-Q4, 2025-11, 2025-11-03..2025-11-14."""
        if found := CODE.fullmatch(code):
            year, quarter, month = (int(part) if part else 0 for part in found.groups())
            first = month or (quarter * 3 - 2 if quarter else 1)
            last = month or (quarter * 3 if quarter else 12)
            return cls(date(year, first, 1), cls.month(year, last).end)
        try:
            start, end = (date.fromisoformat(part) for part in code.split(".."))
        except ValueError:
            return None
        return cls(start, end) if start.year >= 1900 and end.year < 2100 and start <= end else None

    @property
    def code(self) -> str:
        """The spelling in an address, the shortest there is for months and years."""
        if self == Period.year(self.start.year):
            return f"{self.start.year}"
        if self == Period.month_of(self.start):
            return f"{self.start:%Y-%m}"
        return f"{self.start}..{self.end}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"

    @property
    def is_months(self) -> bool:
        """Whether it consists of whole calendar months."""
        return self.start.day == 1 and (self.end + DAY).day == 1

    def days(self) -> Iterator["Period"]:
        """Each day as a period of its own."""
        for offset in range((self.end - self.start).days + 1):
            day = self.start + timedelta(days=offset)
            yield Period(day, day)

    def months(self) -> Iterator["Period"]:
        """The period cut at the ends of months; the first and the last piece may be parts of a month."""
        start = self.start
        while start <= self.end:
            end = min(Period.month_of(start).end, self.end)
            yield Period(start, end)
            start = end + DAY

    def before(self) -> "Period":
        """What to compare with: as many months, or else as many days, just before this period."""
        if self.is_months:
            return Period(_moved(self.start, -len(list(self.months()))), self.start - DAY)
        return Period(self.start - (self.end - self.start) - DAY, self.start - DAY)

    def year_before(self) -> "Period":
        """The same days a year earlier; a month's end stays a month's end."""
        if self.is_months:
            return Period(_moved(self.start, -12), _moved(self.end + DAY, -12) - DAY)
        return Period(_moved(self.start, -12), _moved(self.end, -12))

    def whole_months(self) -> "Period | None":
        """The whole calendar months inside, or None where there is none."""
        start = self.start if self.start.day == 1 else Period.month_of(self.start).end + DAY
        end = self.end if (self.end + DAY).day == 1 else self.end.replace(day=1) - DAY
        return Period(start, end) if start < end else None

    def edges(self) -> tuple["Period", ...]:
        """The days outside the whole calendar months: none, one run or two."""
        inside = self.whole_months()
        if inside is None:
            return (self,)
        before = Period(self.start, inside.start - DAY) if self.start < inside.start else None
        after = Period(inside.end + DAY, self.end) if inside.end < self.end else None
        return tuple(edge for edge in (before, after) if edge)


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
