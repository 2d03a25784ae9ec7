"""Stretches of time as the address holds them: 2025, 2025-Q4, 2025-11, 2025-11-03..2025-11-14."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from yaoan.kernel import clock
from yaoan.kernel.words import Text, _

SHAPE = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; `code` is its spelling in the address."""

    code: str
    first: date
    last: date

    @classmethod
    def read(cls, code: str) -> Self | None:
        """The period of a spelling, or None where it is none."""
        if found := SHAPE.fullmatch(code):
            year, quarter, month = (int(part) if part else 0 for part in found.groups())
            if year < 1900:
                return None
            start = month or (quarter * 3 - 2 if quarter else 1)
            end = month or (quarter * 3 if quarter else 12)
            return cls(code, date(year, start, 1), date(year, end, monthrange(year, end)[1]))
        try:
            first, last = (date.fromisoformat(part) for part in code.split(".."))
        except ValueError:
            return None
        return cls(code, first, last) if first <= last else None

    def __str__(self) -> str:
        found = SHAPE.fullmatch(self.code)
        if found is None:
            return f"{self.first} – {self.last}"
        year, quarter, month = found.groups()
        if quarter:
            return _("{year}年第{quarter}季度").format(year=year, quarter=quarter)
        return _("{year}年{month}月").format(year=year, month=int(month)) if month else _("{year}年").format(year=year)


def usual(today: date | None = None) -> Iterator[tuple[Text, Period]]:
    """The periods people ask for most, seen from today, each with what it is called."""
    today = today or clock.today()
    before = today.replace(day=1) - timedelta(days=1)
    quarter = (today.month + 2) // 3
    earlier = f"{today.year}-Q{quarter - 1}" if quarter > 1 else f"{today.year - 1}-Q4"
    for label, code in (
        (_("本月"), f"{today:%Y-%m}"),
        (_("上月"), f"{before:%Y-%m}"),
        (_("本季度"), f"{today.year}-Q{quarter}"),
        (_("上季度"), earlier),
        (_("今年"), str(today.year)),
        (_("去年"), str(today.year - 1)),
    ):
        period = Period.read(code)
        assert period is not None
        yield label, period
