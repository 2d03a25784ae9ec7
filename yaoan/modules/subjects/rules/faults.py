"""Sentences about what is wrong with a code, shared by the kinds of codes."""

from datetime import date

from yaoan.kernel.words import Text, _
from yaoan.modules.subjects.rules.characters import PLACES, PRACTICE_CODE, PROVINCE_CODES
from yaoan.modules.subjects.rules.verdicts import Diagnose, Reading

FIRST_YEAR = 1984
"""The first Drug Administration Law took effect on 1985-07-01; no number in these forms is older than its year of issue."""


def wrong_length(plain: str, length: int) -> str | None:
    """A sentence if the text does not have ``length`` characters, else None."""
    off = len(plain) - length
    if off == 0:
        return None
    if off < 0:
        return _("应为 {length} 位，填了 {given} 位，少 {off} 位").format(length=length, given=len(plain), off=-off)
    return _("应为 {length} 位，填了 {given} 位，多 {off} 位").format(length=length, given=len(plain), off=off)


def foreign_characters(plain: str, allowed: str) -> str | None:
    """A sentence naming the first characters that the code cannot hold, with their positions, else None."""
    if "*" in plain:
        return _("含有 *，是遮掩过的号码").format()
    foreign = [(place, char) for place, char in enumerate(plain, start=1) if char.upper() not in allowed]
    if not foreign:
        return None
    named = "、".join(_("第 {place} 位“{char}”").format(place=place, char=char) for place, char in foreign[:3])
    return _("含有不能使用的字符：{named}").format(named=named)


def wrong_check(place: int, right: str, given: str) -> str:
    return _("第{place}位校验码应为 {right}，填的是 {given}").format(place=place, right=right, given=given)


COPY_AGAIN = _("请对照证照原件逐位核对后重新填写。")


def impossible_year(digits: str, on: date | None, earliest: int = FIRST_YEAR) -> str | None:
    """A sentence if the four digits cannot be a year of issue up to the day ``on``, else None."""
    year = int(digits)
    if year < earliest:
        return _("年份 {year} 早于这种编号的启用年份 {earliest}").format(year=year, earliest=earliest)
    if on is not None and year > on.year:
        return _("年份 {year} 还没有到").format(year=year)
    return None


def unknown_place(short: str) -> str | None:
    """A sentence if the character is not the short name of a province, else None."""
    if short in PLACES:
        return None
    return _("“{short}”不是省、自治区、直辖市的简称").format(short=short)


def is_province_code(digits: str) -> bool:
    """Whether two digits are a province's code, or that of drills (99)."""
    return digits in PROVINCE_CODES or digits == PRACTICE_CODE


def dated(normal: str, year: str, on: date | None, parts: dict[str, str], *, earliest: int = FIRST_YEAR) -> Reading:
    """The reading of a number whose only rule beyond its pattern is that its year is possible."""
    problem = impossible_year(year, on, earliest)
    way_out = str(COPY_AGAIN) if problem else None
    return Reading(normal=normal, parts={**parts, "year": year}, problem=problem, way_out=way_out)


def expecting(what: Text, example: str) -> Diagnose:
    """A diagnosis for numbers of fixed words: says what is expected, with an example."""

    def diagnose(_plain: str) -> tuple[str, str | None]:
        way_out = _("应写成 {example} 的样子，请对照证书。").format(example=example)
        return _("不是{what}的写法").format(what=what), way_out

    return diagnose
