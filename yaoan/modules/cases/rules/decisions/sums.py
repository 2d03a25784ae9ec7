"""The sums of a decision: proceeds, value of the goods, purchase and sale, unit prices, quantities."""

import re
from collections.abc import Iterator
from decimal import Decimal

from yaoan.kernel.reading.amounts import AMOUNT, MEASURES, number, sum_of
from yaoan.kernel.reading.pieces import Piece

from .found import Found

_BETWEEN = r"(?:(?:共计|合计|总计|累计|总额|金额|数额|共|为|是|约|计|价值|人民币|[:：])\s*){0,4}"
_LEADS = {
    "goods_value": r"货值(?:金额|总额|总值)?",
    "illegal_income": r"违法所得",
    "sales_amount": r"(?:销售(?:金额|额|收入|总额|款|总金额)|违法经营额|经营额)",
    "purchase_amount": r"(?:购进|进货|采购|购入)(?:金额|总额|价款|款|成本|总价)",
}
_NO_INCOME = re.compile(r"(?:无|没有|未产生|未有|未获得|未取得)违法所得|违法所得(?:为|:)?(?:0|零)(?:元|$|[,。])")
_RANGE = re.compile(r"^\s*(?:的?\s*[一二三四五六七八九十百\d]+倍)?\s*(?:以上|以下|至|[-~—]\s*[\d一二三四五六七八九])")
_PRICE = rf"(?:每\s*(?:{MEASURES})\s*(?P<each>\d+(?:\.\d+)?)\s*元|(?P<price>\d+(?:\.\d+)?)\s*元\s*(?:/|每|一)\s*(?:{MEASURES}))"
_OTHER = _PRICE.replace("price", "price2").replace("each", "each2")
_COST = re.compile(
    rf"{_PRICE}[^。;]{{0,40}}?(?:购进|购入|进货|采购)|(?:购进|进货|采购)(?:单)?价(?:格)?(?:为|是|:)?\s*{_OTHER}"
)
_SALE = re.compile(
    rf"{_PRICE}[^。;,]{{0,12}}?(?:销售|出售|售出|卖)|(?:销售|零售|售)(?:单)?价(?:格)?(?:为|是|:)?\s*{_OTHER}"
)
_SPREAD = re.compile(
    rf"(?P<low>\d+(?:\.\d+)?)\s*元\s*(?:/\s*(?:{MEASURES}))?\s*(?:至|到|[-~—])\s*(?P<high>\d+(?:\.\d+)?)\s*元\s*/?\s*(?:{MEASURES})?"
)
_FILL = r"(?:(?!处方)[\u4e00-\u9fff“”]){0,12}?"
_COUNTS = {
    "bought": rf"(?:购进|购入|采购|进货){_FILL}\s*",
    "sampled_qty": r"(?:抽检|抽样|抽取|抽验)(?:了|样品)?(?:共计|共)?\s*",
    "sold_qty": rf"(?<!违法)(?<!未)(?<!待)(?:销售|售出|出售|卖出|销){_FILL}\s*",
    "with_prescription": r"处方(?:单|笺)?(?:共计|共|合计)?\s*",
    "stock_qty": r"(?:库存|剩余|尚余|未售出|查见有?|查获|发现有?|扣押)(?:了|的|涉案|上述){0,2}(?:药品|产品)?(?:共计|共|还有)?\s*",
}
_UNITS = rf"(?P<count>\d+)\s*(?P<unit>{MEASURES})"
_COUNTED = {key: re.compile(lead + _UNITS) for key, lead in _COUNTS.items()} | {
    "without": re.compile(rf"{_UNITS}[^,。;]{{0,16}}(?:未见|无|没有|未提供)[^,。;]{{0,4}}处方")
}


def find_sums(story: Piece) -> dict[str, Found]:
    """Sums by field, each the last one said of its kind (a total stands behind its parts). ``illegal_income`` 0 where denied."""
    found: dict[str, Found] = {}
    for key, lead in _LEADS.items():
        hits = list(_after(story, lead))
        if hits:
            found[key] = max(hits, key=lambda hit: Decimal(str(hit.value))) if key == "illegal_income" else hits[-1]
    denied = story.find(_NO_INCOME)
    if denied and "illegal_income" not in found:
        found["illegal_income"] = Found(Decimal(0), denied)
    return found


def _after(story: Piece, lead: str) -> Iterator[Found]:
    flat = story.flat
    for match in re.finditer(rf"{lead}{_BETWEEN}", flat):
        said = AMOUNT.match(flat, match.end())
        if said and not _RANGE.match(flat[said.end() :]) and (amount := sum_of(story, said)):
            yield Found(amount.value, amount.piece)


def find_prices(story: Piece) -> dict[str, Found]:
    """``unit_cost``, ``unit_price``, or ``price_low`` and ``price_high`` where they are a range."""
    found: dict[str, Found] = {}
    spread = _SPREAD.search(story.flat)
    if spread:
        return {f"price_{side}": Found(Decimal(spread[side]), story.group(spread, side)) for side in ("low", "high")}
    for key, pattern in (("unit_cost", _COST), ("unit_price", _SALE)):
        match = pattern.search(story.flat)
        if match:
            group = next(name for name in ("price", "each", "price2", "each2") if match[name])
            found[key] = Found(Decimal(match[group]), story.group(match, group))
    return found


def find_counts(story: Piece) -> dict[str, Found]:
    """Quantities bought, sampled, sold and found in stock, the last of each kind; by weight as ``sold_kg``."""
    found: dict[str, Found] = {}
    for key, pattern in _COUNTED.items():
        for match in story.finditer(pattern):
            count = number(match["count"])
            if count is not None:
                by_weight = key == "sold_qty" and match["unit"] in {"kg", "公斤", "千克"}
                found["sold_kg" if by_weight else key] = Found(count, story.group(match, "count"))
    return found
