"""How long the campaign runs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from yaoan.kernel.reading.dates import DATE, Moment, Years, moment
from yaoan.kernel.reading.pieces import Piece

from .outline import Node, Outline

_OPEN = r"(?P<now>即日起?|(?:本)?(?:通知|方案|计划)?(?:自)?(?:印发|发布|下发|公布)之日起?)"
_DASH = r"\s*(?:起|开始)?\s*,?\s*(?:至|到|—+|–|-+|~|～|―)\s*"
_TO = re.compile(rf"(?:自|从)?\s*(?:{_OPEN}|(?P<from>@)){_DASH}(?P<to>@)(?:结束|止|底|期间)?")
_LASTING = re.compile(
    r"为期(?:大约|约)?(?:[一二两三四五六七八九十半\d]{1,3}个?(?:年半|年|月|半月|个月|周"
    r"|天))|(?:利用|用)[一二两三四五六七八九十半\d]{1,3}(?:年|个月)(?:左右)?(?:的)?时间"
)
_TIME_TITLE = re.compile(
    r"(?:时间|期限|时限)(?:安排|要求|范围)?$|^(?:检查|整治|行动|实施|工作|活动|抽检)?(?:时间|期限|时段)"
)
_ACTION = re.compile(r"行动|整治|检查|活动|抽检|开展|组织|实施")
_STAGE = re.compile(r"阶段|步骤")
_YEAR_OF_PLAN = re.compile(r"(?:19|20)\d\d\s*年度?")


@dataclass(frozen=True)
class Period:
    """The words of the text, and the first and last day or month; None where the text has none."""

    raw: Piece | None = None
    start: str | None = None
    end: str | None = None


def find_period(title: Piece | None, outlines: Iterable[Outline], years: Years) -> Period:
    """The period by the most telling place: an item on time, the opening paragraphs, any sentence on the campaign,
    words such as 为期一年半, the year in the title."""
    outlines = list(outlines)
    places = (_time_items(outlines), _openings(outlines), _sentences(outlines))
    for pieces in places:
        for piece in pieces:
            found = _range(piece, years)
            if found:
                return found
    for outline in outlines:
        for piece in outline.texts():
            words = piece.find(_LASTING)
            if words:
                return Period(words)
    year = title.find(_YEAR_OF_PLAN) if title else None
    return Period(year)


def _time_items(outlines: list[Outline]) -> Iterator[Piece]:
    for outline in outlines:
        for node in outline.nodes():
            if _TIME_TITLE.search(node.title.flat) and not _in_stages(node):
                yield from node.texts


def _openings(outlines: list[Outline]) -> Iterator[Piece]:
    for outline in outlines:
        yield from outline.preamble


def _sentences(outlines: list[Outline]) -> Iterator[Piece]:
    for outline in outlines:
        for node in outline.nodes():
            if not _in_stages(node):
                yield from (text for text in node.texts if _ACTION.search(text.flat))


def _in_stages(node: Node | None) -> bool:
    while node:
        if _STAGE.search(node.title.flat):
            return True
        node = node.parent
    return False


def _range(piece: Piece, years: Years) -> Period | None:
    """The first span of the piece with an end. Dates are masked so that one pattern finds spans of every spelling."""
    matches = {match.start(): match for match in piece.finditer(DATE)}
    masked = _masked(piece.flat, matches)
    for match in _TO.finditer(masked):
        end = matches[match.start("to")]
        last = moment(end)
        if match["now"]:
            start = years.issued.isoformat() if years.issued else None
            year = last.year or years.of(last)
        else:
            first = moment(matches[match.start("from")])
            first = replace(first, year=first.year or years.of(first) or _shared_year(first, last))
            start, year = first.iso(), last.year or _year_after(first, last, years)
        raw = piece.part(match.start(), max(match.end(), end.end())).strip()
        return Period(raw, start, last.iso(year))
    return None


def _masked(flat: str, matches: dict[int, re.Match[str]]) -> str:
    """The text with each date as one @ and blanks behind it, so that the places stay."""
    characters = list(flat.replace("@", " "))
    for start, match in matches.items():
        characters[start : match.end()] = "@" + "\0" * (match.end() - start - 1)
    return re.sub("\0", " ", "".join(characters))


def _shared_year(first: Moment, last: Moment) -> int | None:
    """3月至2024年5月: one year for both where the order of the months allows it."""
    return last.year if last.year and (first.month, first.day or 0) <= (last.month, last.day or 31) else None


def _year_after(first: Moment, last: Moment, years: Years) -> int | None:
    """2023年11月至3月 ends in the year after its beginning."""
    if last.relative:
        return years.of(last)
    if first.year is None:
        return None
    return first.year + ((last.month, last.day or 31) < (first.month, first.day or 0))


def as_day(text: str | None, *, end: bool = False) -> date | None:
    """A period's or stage's edge as a day: of a month the first, or the last where it is an end."""
    if not text:
        return None
    if len(text) == len("2023-07-25"):
        return date.fromisoformat(text)
    iso = Moment(int(text[:4]), int(text[5:7]), 0 if end else 1).iso()
    return date.fromisoformat(iso) if iso else None
