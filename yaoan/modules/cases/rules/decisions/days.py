"""Dates of a decision: written, with points, run together; only what is complete, a year never added."""

import re
from calendar import monthrange
from collections.abc import Iterator

from yaoan.kernel.reading.amounts import chinese_number
from yaoan.kernel.reading.pieces import Piece

from .found import Found

_NUMERAL = "〇零一二三四五六七八九十"
DAY = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月份?(?:\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号])?"
    r"|(?<![\d.])(?P<py>(?:19|20)\d\d)(?P<mark>[./-])(?P<pm>1[0-2]|0?[1-9])(?:(?P=mark)(?P<pd>3[01]|[12]\d|0?[1-9]))?(?![\d.*])"
    r"|(?<![\dA-Za-z.])(?P<ry>(?:19|20)\d\d)(?P<rm>1[0-2]|0[1-9])(?P<rd>3[01]|[12]\d|0[1-9])?(?![\dA-Za-z.*])"
    rf"|(?P<cy>[二一][{_NUMERAL}]{{3}})年(?P<cm>十[一二]?|[{_NUMERAL[2:11]}])月(?P<cd>[二三]?十[{_NUMERAL[2:11]}]?"
    rf"|[{_NUMERAL[2:11]}])日"
)
"""A date in half width: 2024年3月5日, 2024.03.05, 20240305, 2024年3月, 2024.03, 202403, 二〇二四年三月五日."""


def day_of(match: re.Match[str]) -> str | None:
    """``YYYY-MM-DD`` or ``YYYY-MM`` of a match of `DAY`; None for a day no calendar has."""
    said = match.groupdict()
    if said["cy"]:
        year = int("".join(str("〇一二三四五六七八九".index(sign.replace("零", "〇"))) for sign in said["cy"]))
        month, day = (int(chinese_number(said[part]) or 0) for part in ("cm", "cd"))
    else:
        lead = next(lead for lead in ("", "p", "r") if said[f"{lead}y"])
        year, month, day = (int(said[f"{lead}{part}"] or 0) for part in "ymd")
    if day > monthrange(year, month)[1]:
        return None
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def days(piece: Piece, *, run_together: bool = True) -> Iterator[Found]:
    """All dates of the piece in order; six figures in a row (202403) only where a month is wanted, never in prose."""
    for match in piece.finditer(DAY):
        if match["ry"] and not run_together and not match["rd"]:
            continue
        day = day_of(match)
        if day:
            yield Found(day, piece.group(match))


def first_day(piece: Piece | None) -> Found | None:
    """The first date of the piece."""
    return next(days(piece), None) if piece else None
