"""What to check in a reading: lost and masked words, what does not add up, names written two ways."""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.reading.repair.outcome import shortened
from yaoan.kernel.words import _

from .mending import MASK
from .reading import DecisionReading, Form, Remark

_TORN_DAY = re.compile(
    r"(?<![\d.A-Za-z])(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])日|(?<![\d.A-Za-z号])(?:19|20)\d\d(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])(?=[\u4e00-\u9fff])"
)
_CASE_HEAD = re.compile(r"^\s*[一二三四五六七八九十]{1,2}、[^。\n]{4,60}案\s*$", re.MULTILINE)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff()]{6,40}(?:公司|药房|药店|店|诊所|医院|经营部)")
_NEAR = 2


def find_masks(text: Piece) -> tuple[Piece, ...]:
    """Places where words were left out before publication, with some words round them; at most forty."""
    found: list[Piece] = []
    for match in text.finditer(MASK):
        piece = text.group(match)
        if match[0].startswith("某") and not re.match(r"某{1,2}", match[0]):
            continue
        found.append(piece)
    return tuple(found[:40])


def find_doubts(reading: DecisionReading, text: Piece) -> Iterator[Remark]:
    """Sentences for the officer, in the order of the paper."""
    if reading.form is Form.OTHER:
        yield Remark(_("读不出当事人、违法行为和处罚，不像一份行政处罚决定。").format())
    if reading.masked:
        examples = "、".join(dict.fromkeys(_around(text, piece) for piece in reading.masked[:4]))
        yield Remark(
            _("公示时隐去了 {count} 处内容，如“{examples}”，没有补。").format(
                count=len(reading.masked), examples=examples
            ),
            reading.masked[0],
        )
    for match in list(text.finditer(_TORN_DAY))[:10]:
        yield Remark(_("“{words}”像是丢了“年月日”的日期，请对照原文。").format(words=match[0]), text.group(match))
    for party in reading.parties:
        if not party.is_code_sound and party.code:
            yield Remark(_("统一社会信用代码 {code} 的校验码不对，请核对。").format(code=party.code.value), party.code)
    if not reading.authority:
        yield Remark(_("没有写明处罚机关的全称。").format())
    if not reading.number:
        yield Remark(_("没有决定书文号。").format())
    if reading.outcome.zone is None and not reading.outcome.penalties:
        yield Remark(_("没有处罚内容，可能只公开了一部分。").format())
    more = len(list(text.finditer(_CASE_HEAD))) - 1
    if more > 0:
        yield Remark(_("这份材料里还有 {count} 个案件，请分开读。").format(count=more))


def _around(text: Piece, piece: Piece) -> str:
    begin, end = max(text.start, piece.start - 4), min(text.end, piece.end + 4)
    return shortened(text.source[begin:end], 16)


def find_contradictions(reading: DecisionReading, text: Piece) -> Iterator[Remark]:
    """Sums that do not come out, a party or a product written two ways, days out of order."""
    yield from _sums(reading)
    yield from _days(reading)
    if reading.party and not reading.party.is_person:
        yield from _spellings(reading.party.name, text)


def _sums(reading: DecisionReading) -> Iterator[Remark]:
    values = {name: Decimal(str(found.value)) for name, found in reading.values.items() if _is_number(found.value)}
    price, sold = values.get("unit_price"), values.get("sold_qty")
    for total, count, what in (
        ("illegal_income", sold, _("违法所得")),
        ("goods_value", values.get("bought"), _("货值金额")),
    ):
        said = values.get(total)
        gain = (price - values["unit_cost"]) * count if price and count and "unit_cost" in values else None
        found_there = (
            {price * amount for amount in _on_the_spot(reading)} if price and total == "goods_value" else set()
        )
        if price and count and said and len(reading.products) == 1 and said not in {price * count, gain, *found_there}:
            yield Remark(
                _("{what} {said} 元，与单价 {price} 元乘数量 {count} 得 {product} 元不同。").format(
                    what=what, said=said, price=price, count=count, product=price * count
                ),
                reading.values[total].piece,
            )
    found, taken = values.get("illegal_income"), values.get("confiscated")
    if found is not None and taken and found != taken:
        yield Remark(
            _("查明违法所得 {found} 元，没收 {taken} 元。").format(found=found, taken=taken),
            reading.values["confiscated"].piece,
        )


def _on_the_spot(reading: DecisionReading) -> Iterator[Decimal]:
    """Quantities found with the party: goods past their date count without what was sold in time."""
    for found in (reading.values.get("stock_qty"), *(product.fields.get("qty") for product in reading.products)):
        if found:
            yield Decimal(str(found.value))


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def _days(reading: DecisionReading) -> Iterator[Remark]:
    order = ("first_found", "filed", "told", "decided")
    known = [(name, reading.values[name]) for name in order if name in reading.values]
    for (_name, early), (_other, late) in itertools.pairwise(known):
        if str(early.value)[:7] > str(late.value)[:7]:
            yield Remark(
                _("“{early}”晚于“{late}”，先后不对。").format(early=early.piece.value, late=late.piece.value),
                late.piece,
            )


def _spellings(name: Piece, text: Piece) -> Iterator[Remark]:
    """A name in the story that differs from the party's by one or two characters."""
    for match in text.finditer(_HAN_NAME):
        words = match[0]
        for size in range(len(name.flat) - _NEAR, len(name.flat) + 1):
            tail = words[-size:] if size <= len(words) else ""
            if (
                tail
                and tail != name.flat
                and tail not in name.flat
                and _is_near(tail, name.flat)
                and tail[0] == name.flat[0]
            ):
                place = text.part(match.end() - size, match.end())
                yield Remark(
                    _("当事人的名称有两种写法：“{one}”和“{other}”。").format(one=name.value, other=tail), place
                )
                return


def _is_near(one: str, other: str) -> bool:
    """One to two characters left out or changed."""
    rest = iter(other)
    inside = all(sign in rest for sign in one)
    changed = len(one) == len(other) and 0 < sum(a != b for a, b in zip(one, other, strict=True)) <= _NEAR
    return (inside and 0 < len(other) - len(one) <= _NEAR) or changed
