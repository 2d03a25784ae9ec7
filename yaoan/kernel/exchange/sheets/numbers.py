"""Numbers in cells: typed as numbers or as text, full-width, with thousands, in ten thousands, in per cent."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from yaoan.kernel.exchange.sheets.cells import Cell, clean, is_blank_mark, joined, opened, plain_text
from yaoan.kernel.exchange.sheets.values import Raw
from yaoan.kernel.words import _

_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(
    r"(?P<number>-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?)(?P<scale>[十百千万亿]{0,2})(?P<unit>%|m2|[^\d\s.,%-]{0,4})"
)
_SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10**7,
    "亿": 10**8,
}
_UNIT_WORDS = "元 圆 人民币 个 家 人 名 件 次 批 批次 台 盒 瓶 支 片 粒 箱 户 起 吨 公斤 千克 克 平方米 平米 m2 天 年 月 日 岁 条 项 所 处"
_UNITS = frozenset(_UNIT_WORDS.split())
_MOST_DIGITS = 30


def as_number(raw: Raw) -> Cell[Decimal]:
    """The number in a cell, exact; a blank cell or a mark for nothing is None.

    ``1,234.50``, full-width digits, a sign of any kind, ``5万元`` (50000, noted) and ``12%`` (0.12, noted) are read;
    ``约100``, ``1,23`` and two numbers in one cell are problems.
    """
    value, note, broken = opened(raw)
    if broken is not None:
        return broken
    if isinstance(value, bool):
        return _no_number(plain_text(value), note)
    if isinstance(value, int):
        return Cell(Decimal(value), note=note)
    if isinstance(value, float):
        return Cell(_exact(repr(value)), note=note) if value - value == 0 else _no_number(repr(value), note)
    text = clean(plain_text(value))
    if is_blank_mark(text):
        return Cell(None, note=note)
    return _read(text, note)


def as_count(raw: Raw) -> Cell[int]:
    """The whole number, not negative, in a cell; a blank cell None."""
    cell = as_number(raw)
    if cell.value is None:
        return Cell(None, cell.problem, cell.note, cell.way_out)
    if cell.value != cell.value.to_integral_value() or cell.value < 0:
        problem = _("{number} 不是非负整数").format(number=f"{cell.value:f}")
        return Cell(None, problem, cell.note, _("请填整数。").format())
    return Cell(int(cell.value), note=cell.note)


def _read(text: str, note: str | None) -> Cell[Decimal]:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").lower()
    plain = re.sub("^[¥￥$]|^人民币", "", plain.translate(str.maketrans("−–—﹣，", "----,")))
    plain = plain.strip("'").removeprefix("+")
    if plain.startswith("(") and plain.endswith(")") and len(plain) > 2:
        plain, note = "-" + plain[1:-1], joined(note, _("括号中的数按负数读").format())
    body = re.match(r"-?[\d,]+(?:\.\d+)?", plain)
    if "," in plain:
        if body is None or not _GROUPED.fullmatch(body[0]):
            return _no_number(text, note)
        plain = body[0].replace(",", "") + plain[body.end() :]
    match = _NUMBER.fullmatch(plain)
    if match is None or len(match["number"]) > _MOST_DIGITS or match["scale"] not in _SCALES:
        return _no_number(text, note)
    number, unit = _exact(match["number"]), match["unit"]
    if number is None or (unit and unit != "%" and unit not in _UNITS):
        return _no_number(text, note)
    if match["scale"] or unit == "%":
        number = number * _SCALES[match["scale"]] / (100 if unit == "%" else 1)
        note = joined(note, _("“{text}”读作 {number}").format(text=text, number=f"{number:f}"))
    return Cell(number, note=note)


def _exact(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _no_number(text: str, note: str | None) -> Cell[Decimal]:
    return Cell(
        None, _("“{text}”不是数字").format(text=text[:20]), note, _("请只填数字，单位和说明写到备注里。").format()
    )
