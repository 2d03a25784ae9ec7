"""Periods of reports and how papers call them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from yaoan.kernel.figures.periods import Period

DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
QUARTERS = "一二三四"
BEFORE_WORDS = {1: "上月", 3: "上季度", 6: "上一个半年", 12: "上年"}


@dataclass(frozen=True, slots=True)
class Span:
    """The three periods a report tells of: its own, the one before, and from the beginning to its end."""

    period: Period
    before: Period
    total: Period

    @classmethod
    def of(cls, period: Period, since: date | None) -> "Span":
        """`since` is the first day of the campaign; without one the total begins with the year."""
        start = since or period.end.replace(month=1, day=1)
        return cls(period, period.before(), Period(min(start, period.end), period.end))


def last_whole(every: str, day: date) -> Period:
    """The last month, quarter, half-year or year that was over by the end of a day; `any` is as `month`."""
    months = MONTHS.get(every, 1)
    after = day + DAY
    first = after.replace(month=(after.month - 1) // months * months + 1, day=1)
    end = first - DAY
    start = end.replace(month=(end.month - 1) // months * months + 1, day=1)
    return Period(start, end)


def _months(period: Period) -> int:
    """How many whole calendar months a period is; 0 where it is none."""
    if not period.is_months:
        return 0
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def period_words(period: Period) -> str:
    """A period as a paper calls it: 2025年6月, 2025年第二季度, 2025年上半年, 2025年, 2025年6月3日至7月1日."""
    start, end, months = period.start, period.end, _months(period)
    if months == 12 and start.month == 1:
        return f"{start.year}年"
    if months == 6 and start.month in (1, 7):
        return f"{start.year}年{'上' if start.month == 1 else '下'}半年"
    if months == 3 and start.month % 3 == 1:
        return f"{start.year}年第{QUARTERS[start.month // 3]}季度"
    if months == 1:
        return f"{start.year}年{start.month}月"
    first = f"{start.year}年{start.month}月{start.day}日"
    year = "" if start.year == end.year else f"{end.year}年"
    return f"{first}至{year}{end.month}月{end.day}日"


def before_words(period: Period) -> str:
    """What a paper calls the period before: 上月, 上季度 …"""
    return BEFORE_WORDS.get(_months(period), "上期")


def next_month(day: date) -> date:
    """The last day of the month after that of a day."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first.replace(day=monthrange(first.year, first.month)[1])
