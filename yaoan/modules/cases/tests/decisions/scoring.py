"""Scores the reading of a decision against one made by hand, field by field, and finds values the text does not hold.

A field counts where the reading by hand has it. The main fields count where the reader gives them and the hand has none,
too: what is given there is wrong. Values are equal or wrong, after what is written two ways is written one way
(市场监管局, 市场监督管理局); a part of a name is not the name. What the hand knows from elsewhere and the text does not
say counts as missed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MAIN = ("doc_no", "uscc", "filed", "decided", "fine", "illegal_income", "goods_value")
NOT_FIELDS = {"note", "check", "duplicate_group"}
DAYS = {
    "lead_date", "first_found", "sampled", "reported", "seized", "filed", "told", "heard", "rectify_by", "reinspected", "decided",
    "served", "published", "made", "expires", "use_by",
}  # fmt: skip
SUMS = {
    "fine", "illegal_income", "goods_value", "confiscated", "purchase_amount", "sales_amount", "unit_cost", "unit_price", "price_low",
    "price_high", "bought", "sold", "sampled_qty", "sold_qty", "sold_kg", "with_prescription", "without", "stock_qty", "qty",
}  # fmt: skip
WRITTEN_TWO_WAYS = (
    ("监管局", "监督管理局"), ("水份", "水分"), ("禁止通过网络", "禁止网络"), ("已移送", "移送"), ("公安机关处理", "公安机关"),
)  # fmt: skip
SUPPLEMENT = re.compile(r"\([^()]*\)$")
"""What a hand adds to the name of a breach: 无证经营药品(网络)."""
PACKED = re.compile(r"^每[粒片支袋瓶盒丸](?:装|重|含)?")


@dataclass
class Score:
    """Counts of one reading or of many."""

    right: int = 0
    expected: int = 0
    given: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.expected + self.given) if self.expected + self.given else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.expected + other.expected, self.given + other.given)


def plain(value: object) -> str:
    table = str.maketrans("，：；（）“”‘’！？．", ",:;()\"\"''!?.")
    return re.sub(r"[\s\"]+", "", str(value).translate(table))


def normalised(name: str, value: object) -> str:
    text = plain(value)
    for one, other in WRITTEN_TWO_WAYS:
        text = text.replace(one, other)
    if name == "violation":
        text = SUPPLEMENT.sub("", text)
    return PACKED.sub("", text) if name == "spec" else text


def same(name: str, gold: object, given: object) -> bool:
    """Whether both are the same value; numbers and truth as such, words as normalised."""
    if isinstance(gold, bool | int | float) or isinstance(given, bool | int | float):
        return gold == given
    return normalised(name, gold) == normalised(name, given)


def scored(gold: dict[str, Any], given: dict[str, Any]) -> tuple[Score, list[str]]:
    """The score of one reading, and what was missed or wrong, for people."""
    total, faults = Score(), []
    for name, want in gold.items():
        if name in NOT_FIELDS or name in {"products", "law"} or want is None:
            continue
        have = given.get(name)
        right = have is not None and same(name, want, have)
        total += Score(int(right), 1, int(have is not None))
        if not right:
            faults.append(f"{name}: {want} / {have}")
    for name in MAIN:
        if gold.get(name) is None and given.get(name) is not None:
            total += Score(0, 0, 1)
            faults.append(f"{name}: nothing / {given[name]}")
    law = Score(len(set(gold.get("law", [])) & set(given["law"])), len(gold.get("law", [])), len(given["law"]))
    products, missed = scored_products(gold.get("products", []), given["products"])
    if law.right < law.expected:
        faults.append(f"law: {gold['law']} / {given['law']}")
    return total + law + products, faults + missed


def scored_products(gold: list[dict[str, Any]], given: list[dict[str, Any]]) -> tuple[Score, list[str]]:
    rest, total, faults = list(given), Score(), []
    for want in gold:
        hits = [have for have in rest if same("name", want["name"], have["name"])]
        hits.sort(key=lambda have: have.get("batch") != want.get("batch"))
        if not hits:
            total += Score(0, len(want), 0)
            faults.append(f"product {want['name']} missing")
            continue
        rest.remove(hits[0])
        for name, value in want.items():
            right = name in hits[0] and same(name, value, hits[0][name])
            total += Score(int(right), 1, int(name in hits[0]))
            if not right:
                faults.append(f"product {want['name']}.{name}: {value} / {hits[0].get(name)}")
    faults += [f"product {have['name']} not in the case" for have in rest]
    return total + Score(0, 0, len(rest)), faults


def invented(reading: dict[str, Any]) -> Iterator[str]:
    """Values without words in the text that say them: marks that hold nothing, days and sums that no mark of theirs gives."""
    text = plain(reading["text"])
    names = ("authority", "party", "legal_representative", "address", "licence", "supplier", "lead_source", "coercive", "channel",
             "outcome", "facts")  # fmt: skip
    words = [reading[name] for name in names if reading[name] is not None]
    words += [
        value
        for product in reading["products"]
        for name, value in product.items()
        if isinstance(value, str) and name not in DAYS
    ]
    words += [citation["words"] for citation in reading["citations"]]
    words += [penalty["words"] for penalty in reading["penalties"]]
    words += [conduct["words"] for conduct in reading["conducts"]]
    yield from (word for word in words if plain(word) not in text)
    marked: dict[str, list[tuple[str, str]]] = {}
    for mark in reading["marks"]:
        before, words_of = reading["text"][: mark["start"]], reading["text"][mark["start"] : mark["end"]]
        marked.setdefault(mark["field"], []).append((before[-16:], words_of))
        if not words_of.strip():
            yield f"an empty mark of {mark['field']}"
    for name, value in _placed(reading):
        places = marked.get(name, [])
        if not any(_says(name.rpartition(".")[2], value, *place) for place in places) and not _adds_up(value, places):
            yield f"no mark says {name} {value}: {[words for _before, words in places]}"


def _placed(reading: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Main fields, days and sums with the name of their marks."""
    for name in (*MAIN, *sorted((DAYS | SUMS | {"uscc_suffix"}) - set(MAIN))):
        if reading.get(name) is not None:
            yield name, reading[name]
    for product in reading["products"]:
        yield from ((f"products.{name}", value) for name, value in product.items() if name in DAYS | SUMS | {"batch"})


def _says(name: str, value: Any, before: str, words: str) -> bool:
    """Whether the words of a mark are a way to write the value. Written anew here: a reader does not prove itself."""
    if name in DAYS:
        return _day(words) == value
    if name in SUMS:
        figure = _figure(words)
        return figure is not None and Decimal(str(value)) in (
            {figure, figure * 10_000} if "万元" in before else {figure}
        )
    return plain(value) in {plain(words), plain(words).strip("*×xX")}


def _adds_up(value: Any, places: list[tuple[str, str]]) -> bool:
    """Several fines on one party."""
    figures = [_figure(words) for _before, words in places]
    return (
        len(figures) > 1 and isinstance(value, int | float) and sum(one or 0 for one in figures) == Decimal(str(value))
    )


def _day(words: str) -> str | None:
    numerals = {sign: str(place) for place, sign in enumerate("〇一二三四五六七八九")} | {"零": "0"}
    parts = re.findall(r"\d+|[〇零一二三四五六七八九十]+", words)
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in {6, 8}:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    figures = []
    for part in filter(None, parts):
        if not part.isdigit():
            part = re.sub(r"^十", "一十", part).replace("十", "" if re.search(r"十.", part) else "0")
            part = "".join(numerals[sign] for sign in part)
        figures.append(int(part))
    if len(figures) not in {2, 3}:
        return None
    return "-".join([f"{figures[0]}", *(f"{figure:02}" for figure in figures[1:])])


def _figure(words: str) -> Decimal | None:
    """12,000元, 20.43万元, 壹万贰仟元整, 一百五十万元; 无违法所得 is 0."""
    if "违法所得" in words:
        return Decimal(0)
    bare = re.sub(r"[\s,，¥￥]|人民币|[元圆]?整$|大写|小写", "", words)
    latin = re.match(r"^(\d+(?:\.\d+)?)(亿|万|千|百)?", bare)
    if latin:
        factor = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100}.get(latin[2], 1)
        return Decimal(latin[1]) * factor
    digits = {sign: place % 10 for place, sign in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖")} | {"两": 2}
    units = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
    total, part, digit, cents = 0, 0, 0, Decimal(0)
    for sign in bare:
        if sign in digits:
            digit = digits[sign]
        elif sign in units:
            part, digit = part + (digit or 1) * units[sign], 0
        elif sign in {"万", "亿"}:
            total, part, digit = (total + part + digit) * (10**4 if sign == "万" else 10**8), 0, 0
        elif sign in "角分":
            cents, digit = cents + Decimal(digit) / (10 if sign == "角" else 100), 0
        elif sign in "元圆":
            total, part, digit = total + part + digit, 0, 0
        else:
            return None
    return total + part + digit + cents
