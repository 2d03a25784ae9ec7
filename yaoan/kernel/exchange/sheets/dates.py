"""Dates in cells: real dates, serial numbers, and everything people type instead."""

import re
import unicodedata
from datetime import date, datetime, time

from yaoan.kernel.exchange.sheets.cells import Cell, clean, is_blank_mark, joined, opened, plain_text
from yaoan.kernel.exchange.sheets.values import Broken, Plain, Raw
from yaoan.kernel.exchange.sheets.xlsx_rows import moment_of
from yaoan.kernel.words import _

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years outside are slips of the pen (0204, 20224)."""

_FOREVER = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "不约定期限", "无期限", "永续"})
_SEPARATED = re.compile(
    r"(?P<a>\d{1,4})\s*(?:年|[-./\\])\s*(?P<b>\d{1,2})\s*(?:月|[-./\\])\s*(?P<c>\d{1,4})\s*[日号]?(?P<rest>\s*.*)"
)
_JOINED = re.compile(r"(?P<a>\d{4})(?P<b>\d{2})(?P<c>\d{2})(?P<rest>)")
_TIME = re.compile(
    r"\s*\(?(?:(?:星期|周)[一二三四五六日天])?\)?[t\s]*(?:\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?)?\s*(?:z|[+-]\d{2}:?\d{2})?"
)
_MONTH_ONLY = re.compile(r"\d{4}\s*(?:年|[-./])\s*\d{1,2}\s*月?|\d{6}")
_YEAR_ONLY = re.compile(r"\d{4}\s*年?")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)
_SERIALS = range(10_000, 110_000)  # 1927 to 2201


def as_date(raw: Raw, *, forever: date | None = None, date1904: bool = False) -> Cell[date]:
    """The day in a cell; a blank cell or a mark for nothing is None; 长期 is ``forever``, with a note.

    Read are dates of the file, serial numbers (noted), 2024.3.5, 2024年3月5日, 20240305, 二〇二四年三月五日, and any of these
    with a time behind. A year of two digits, a missing day, 3/5/2024 and days that do not exist are problems.
    """
    value, note, broken = opened(raw)
    if broken is not None:
        return broken
    if isinstance(value, datetime):
        return _sensible(value.date(), plain_text(value), note)
    if isinstance(value, date):
        return _sensible(value, plain_text(value), note)
    if isinstance(value, bool | time):
        return _no_date(plain_text(value), note)
    if isinstance(value, int | float):
        return _from_number(value, note, date1904=date1904)
    text = clean(plain_text(value))
    if is_blank_mark(text):
        return Cell(None, note=note)
    if re.sub(r"[\s。.()（）]", "", text) in _FOREVER:
        return Cell(forever, note=joined(note, _("长期有效").format()))
    return _from_text(text, note, date1904=date1904)


def _from_number(value: float, note: str | None, *, date1904: bool) -> Cell[date]:
    if value - value != 0:  # infinite or not a number
        return _no_date(repr(value), note)
    if value == int(value) and _JOINED.fullmatch(str(int(value))) and int(value) not in _SERIALS:
        return _from_text(str(int(value)), note, date1904=date1904)
    if int(value) not in _SERIALS:
        return _no_date(plain_text(value), note)
    moment: Plain | Broken = moment_of(value, date1904=date1904)
    day = moment.date() if isinstance(moment, datetime) else moment
    if not isinstance(day, date):
        return _no_date(plain_text(value), note)
    return Cell(day, note=joined(note, _("日期序号 {number} 读作 {day}").format(number=plain_text(value), day=day)))


def _from_text(text: str, note: str | None, *, date1904: bool) -> Cell[date]:
    plain = unicodedata.normalize("NFKC", text).strip("'").strip().lower()
    chinese = _CHINESE_DATE.match(plain)
    if chinese:
        year, month, day = chinese[1].translate(_CHINESE_DIGITS), _small(chinese[2]), _small(chinese[3])
        plain = f"{year}-{month}-{day}{plain[chinese.end() :]}"
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain):
        return _from_number(float(plain), note, date1904=date1904)
    if _MONTH_ONLY.fullmatch(plain) or _YEAR_ONLY.fullmatch(plain):
        return _lacking(text, note)
    match = _JOINED.fullmatch(plain) or _SEPARATED.fullmatch(plain)
    if match is None or not _TIME.fullmatch(match["rest"]):
        return _no_date(text, note)
    first, last = match["a"], match["c"]
    if len(first) == 4 and len(last) <= 2:
        return _day(int(first), int(match["b"]), int(last), text, note)
    if len(last) == 4 and len(first) <= 2:
        return _year_last(int(first), int(match["b"]), int(last), text, note)
    return _ambiguous(text, note)


def _small(chinese: str) -> int:
    """The value of a Chinese numeral up to 99."""
    tens, ten, ones = chinese.rpartition("十")
    value = int(ones.translate(_CHINESE_DIGITS) or 0) if ones or ten else 0
    return value + (int(tens.translate(_CHINESE_DIGITS) or 1) * 10 if ten else 0)


def _year_last(first: int, second: int, year: int, text: str, note: str | None) -> Cell[date]:
    """5/13/2024 and 13/5/2024 can be one day only, 3/5/2024 can be two."""
    if first == second or (first > 12) != (second > 12):
        day, month = max(first, second), min(first, second)
        return _day(year, month, day, text, joined(note, _("“{text}”按日期读入").format(text=text)))
    return _ambiguous(text, note)


def _day(year: int, month: int, day: int, text: str, note: str | None) -> Cell[date]:
    if not 1 <= month <= 12:
        return _wrong(_("“{text}”：没有 {month} 月").format(text=text, month=month), note)
    try:
        return _sensible(date(year, month, day), text, note)
    except ValueError:
        return _wrong(_("“{text}”：{month} 月没有 {day} 日").format(text=text, month=month, day=day), note)


def _sensible(day: date, text: str, note: str | None) -> Cell[date]:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return Cell(day, note=note)
    return _wrong(_("“{text}”：年份不合常理").format(text=text), note)


def _lacking(text: str, note: str | None) -> Cell[date]:
    return _wrong(_("“{text}”缺少月或日").format(text=text), note)


def _ambiguous(text: str, note: str | None) -> Cell[date]:
    return _wrong(_("“{text}”分不清年、月、日").format(text=text), note)


def _no_date(text: str, note: str | None) -> Cell[date]:
    return _wrong(_("“{text}”不是日期").format(text=text[:20]), note)


def _wrong(problem: str, note: str | None) -> Cell[date]:
    return Cell(None, problem, note, _("请写成 2024-03-05 的样子。").format())
