"""Numbers as papers write them: headings, dates, numbers of papers."""

import datetime

DIGITS = "零一二三四五六七八九"
DEEPEST = 4


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese: 一, 十, 十一, 二十三. Raises ValueError for others."""
    if not 0 < number < 100:
        raise ValueError(f"headings are counted from 1 to 99, not {number}")
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return head + (DIGITS[ones] if ones else "")


def counted(number: int, level: int) -> str:
    """The number before a heading of a level, 1 to 4: 一、 （一） 1. （1）. Raises ValueError for others."""
    if not 1 <= level <= DEEPEST:
        raise ValueError(f"a paper has headings of {DEEPEST} levels, not {level}")
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.", f"（{number}）")[level - 1]


def day(date: datetime.date) -> str:
    """A date in full, without idle zeros: 2026年1月5日."""
    return f"{date.year}年{date.month}月{date.day}日"


def document_number(code: str, year: int, serial: int) -> str:
    """The number of a paper: 青市监〔2026〕12号."""
    return f"{code}〔{year}〕{serial}号"
