"""Dates and times as papers write them, and the day they mean: read where the text makes it certain, never guessed."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from .pieces import Piece

_NUMERAL = "〇一二三四五六七八九十"
_YEAR = (
    r"(?:(?P<year>(?:19|20)\d\d|[一二][九〇零0O][〇零0O一二三四五六七八九]{2})\s*年"
    r"|(?P<relative>今年|本年度?|当年|次年|明年|翌年|第二年)的?)"
)
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[{_NUMERAL[1:10]}])\s*月(?!\s*(?:内|度|均|[一二三]次))份?"
_DAY = (
    r"(?:(?P<day>[0-3]?\d|[二三]?十[一二三四五六七八九]?"
    r"|[一二三四五六七八九])\s*[日号]|(?P<part>底|末|上旬|中旬|下旬|初))?"
)
_WRITTEN = rf"{_YEAR}?\s*{_MONTH}\s*{_DAY}"
_SIGNED = r"(?P<iso_year>(?:19|20)\d\d)[-./](?P<iso_month>1[0-2]|0?[1-9])[-./](?P<iso_day>3[01]|[12]\d|0?[1-9])(?!\d)"
_YEAR_END = (
    r"(?:(?P<end_year>(?:19|20)\d\d)\s*年|(?P<end_relative>今年"
    r"|本年度?|当年|次年|明年))?(?P<year_end>年底|年末|岁末|(?<=年)底)"
)
_QUARTER = r"(?:(?P<quarter_year>(?:19|20)\d\d)\s*年)?第?(?P<quarter>[一二三四])季度(?P<quarter_end>末|底)"

DATE = re.compile(rf"{_SIGNED}|{_YEAR_END}|{_QUARTER}|{_WRITTEN}")
YEAR = re.compile(r"((?:19|20)\d\d)(?=\s*年)")
_FULL_DATE = re.compile(rf"{_SIGNED}|{_YEAR}\s*{_MONTH}\s*{_DAY}")
_CHINESE_DIGITS = {character: str(value) for value, character in enumerate(_NUMERAL[:10])} | {"零": "0", "O": "0"}
_NEXT = {"次年", "明年", "翌年", "第二年"}
_TEN_DAYS = {"初": None, "上旬": 10, "中旬": 20}
_OPENINGS = {"上旬": 1, "中旬": 11, "下旬": 21}


@dataclass(frozen=True)
class Moment:
    """What a date phrase says: each part None where the text does not say it.

    ``day`` 0 stands for the month's last; ``opens`` is the first day of ten days (中旬) whose last is ``day``.
    """

    year: int | None
    month: int
    day: int | None
    relative: str | None = None
    opens: int | None = None

    @property
    def is_possible(self) -> bool:
        """False for days no calendar has, 2月30日 or (in a year that is known) 2月29日."""
        return self.day is None or self.day <= calendar.monthrange(self.year or 2024, self.month)[1]

    def iso(self, year: int | None = None) -> str | None:
        """``YYYY-MM-DD``, or ``YYYY-MM`` where no day is said; None without a year or for a day that does not exist."""
        year = self.year or year
        if year is None:
            return None
        if self.day is None:
            return f"{year}-{self.month:02}"
        last = calendar.monthrange(year, self.month)[1]
        return f"{year}-{self.month:02}-{self.day or last:02}" if self.day <= last else None


def number(text: str) -> int:
    """Digits or a Chinese number up to 99."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERAL.index(text)
    return 10 * (_NUMERAL.index(tens) if tens else 1) + (_NUMERAL.index(ones) if ones else 0)


def _year(text: str | None) -> int | None:
    return int("".join(_CHINESE_DIGITS.get(character, character) for character in text)) if text else None


def moment(match: re.Match[str]) -> Moment:
    """The moment of a match of `DATE`."""
    said = match.groupdict()
    if said.get("iso_year"):
        return Moment(int(said["iso_year"]), int(said["iso_month"]), int(said["iso_day"]))
    if said.get("year_end"):
        return Moment(_year(said["end_year"]), 12, 0, said["end_relative"])
    if said.get("quarter"):
        return Moment(_year(said["quarter_year"]), 3 * number(said["quarter"]), 0)
    part = said["part"]
    day = number(said["day"]) if said["day"] else 0 if part in {"底", "末", "下旬"} else _TEN_DAYS.get(part or "")
    return Moment(_year(said["year"]), number(said["month"]), day, said["relative"], _OPENINGS.get(part or ""))


def day_of(piece: Piece) -> tuple[Piece, date] | None:
    """The first complete date of the piece, with its place; None where it has none or the day does not exist."""
    for match in _FULL_DATE.finditer(piece.flat):
        said = match.groupdict()
        if said["iso_year"]:
            found = Moment(int(said["iso_year"]), int(said["iso_month"]), int(said["iso_day"]))
        elif said["year"] and said["day"]:
            found = Moment(_year(said["year"]), number(said["month"]), number(said["day"]))
        else:
            continue
        iso = found.iso()
        if iso and found.day:
            return piece.group(match), date.fromisoformat(iso)
    return None


@dataclass(frozen=True)
class Years:
    """From what a date without a year takes it: the issue, the year in the title, the campaign's period."""

    issued: date | None = None
    titled: int | None = None
    start: str | None = None
    end: str | None = None

    def of(self, found: Moment, nearby: int | None = None) -> int | None:
        """The year of the moment, or None where more than one would do.

        ``nearby`` is a year written earlier in the same item. A day before the issue belongs to the next year only
        where it lies at least half a year back, so that nothing else can be meant.
        """
        if found.year:
            return found.year
        base = self.titled or (self.issued.year if self.issued else None)
        if found.relative:
            return base + (found.relative in _NEXT) if base else None
        if nearby:
            return nearby
        if self.start and self.end:
            return self._in_period(found)
        if self.titled and (not self.issued or self.titled != self.issued.year):
            return self.titled
        return self._after_issue(found)

    def _in_period(self, found: Moment) -> int | None:
        assert self.start and self.end
        years = range(int(self.start[:4]), int(self.end[:4]) + 1)
        fitting = [year for year in years if self.start[:7] <= (found.iso(year) or "")[:7] <= self.end[:7]]
        if len(fitting) > 1 or (not fitting and len(years) > 1):
            return None
        return fitting[0] if fitting else self._after_issue(found)

    def _after_issue(self, found: Moment) -> int | None:
        if not self.issued:
            return self.titled
        if (found.month, found.day or 31) >= (self.issued.month, self.issued.day):
            return self.issued.year
        return self.issued.year + 1 if self.issued.month - found.month >= 6 else None
