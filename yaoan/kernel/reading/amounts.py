"""Sums of money and quantities as papers write them: 3.23万元, 1,105.07元, 人民币壹拾万元整, 35盒."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yaoan.kernel.reading.pieces import Piece

_DIGITS = {character: value for value, group in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒",
                                                          "八捌", "九玖")) for character in group}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_NUMERAL = "".join((*_DIGITS, *_TENS, *_MYRIADS))
_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"

AMOUNT = re.compile(
    rf"(?:人民币|RMB|[¥￥])?\s*(?:(?P<figure>{_FIGURE})\s*(?P<unit>[十百千万亿]{{0,2}})\s*(?P<about>余)?[元圆]"
    rf"|(?P<words>[{_NUMERAL}]+)\s*[元圆](?:(?P<dime>[{_NUMERAL}])角)?零?(?:(?P<cent>[{_NUMERAL}])分)?)"
    r"(?:整|正)?"
)
"""A sum in yuan, matched on text in half width."""

MEASURES = (
    "盒|瓶|支|袋|片|粒|包|桶|套|台|个|件|箱|公斤|千克|克|kg|g|毫升|升|只|把|条|贴|板|剂|罐|付|副|根|张|双|枚|丸|人份"
)
QUANTITY = re.compile(rf"(?P<count>\d+(?:\.\d+)?|[{_NUMERAL}]+)\s*(?:余)?(?P<measure>{MEASURES})(?![/元])")
"""A count with its measure, matched on text in half width."""


@dataclass(frozen=True)
class Sum:
    """A sum of money and the words that say it; ``value`` in yuan."""

    piece: Piece
    value: Decimal


def chinese_number(words: str) -> Decimal | None:
    """三十五, 壹拾万, 两千 as a number; None where the words are none (万, 一二)."""
    total = part = 0
    digit: int | None = None
    for character in words:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            if not digit and (character not in "十拾" or part):
                return None
            part += (digit or 1) * _TENS[character]
            digit = None
        else:
            part += digit or 0
            if not part and not total:
                return None
            total = (total + part) * _MYRIADS[character] if character == "亿" else total + part * _MYRIADS[character]
            part, digit = 0, None
    return Decimal(total + part + (digit or 0)) if words else None


def number(text: str) -> Decimal | None:
    """Digits with or without thousands marks, or Chinese words."""
    return Decimal(text.replace(",", "")) if re.fullmatch(_FIGURE, text) else chinese_number(text)


def sum_of(piece: Piece, match: re.Match[str]) -> Sum | None:
    """The sum of a match of `AMOUNT` on the half-width text of the piece; None where the words are no number."""
    if match["figure"]:
        value: Decimal | None = Decimal(match["figure"].replace(",", ""))
        for unit in match["unit"]:
            value = value and value * (_TENS.get(unit) or _MYRIADS[unit])
    else:
        value = chinese_number(match["words"])
        if value is not None:
            value += Decimal(_DIGITS.get(match["dime"] or "零", 0)) / 10
            value += Decimal(_DIGITS.get(match["cent"] or "零", 0)) / 100
    return None if value is None else Sum(piece.group(match), value)


def sums(piece: Piece) -> Iterator[Sum]:
    """All sums of the piece, in order."""
    for match in piece.finditer(AMOUNT):
        found = sum_of(piece, match)
        if found:
            yield found
