"""The sample register: a workbook of invented firms in the shape in which offices really keep them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from yaoan.simulation import codes
from yaoan.simulation.world import COUNTIES, HOME, TOWNS

FIRMS = 600
MOST_TRIES = 60
FIVE_YEARS = timedelta(days=5 * 365)
HEADS = (
    "序号", "企业名称", "统一社会信用代码", "企业类别", "所在乡镇", "地址", "法定代表人", "联系电话", "连锁总部", "主要供货单位",
    "编号", "发证日期", "有效期至", "备注",
)  # fmt: skip
SHAPES = (
    ("单体药店", 150, "pharmacy"), ("连锁门店", 110, "chain_shop"), ("村卫生室", 150, "village_clinic"), ("诊所", 90, "clinic"),
    ("器械经营企业", 40, "device_firm"), ("化妆品经营者", 30, "cosmetic_firm"), ("医院", 14, "hospital"), ("医疗美容机构", 8, "beauty"),
    ("连锁总部", 3, "chain_hq"), ("批发企业", 3, "wholesaler"), ("网店", 2, "online_shop"),
)  # fmt: skip
WORDS = [
    "康民",
    "长青",
    "仁和",
    "益安",
    "百草",
    "济生",
    "同泰",
    "安宁",
    "福康",
    "永春",
    "瑞草",
    "明德",
    "颐年",
    "春晖",
    "普惠",
    "嘉禾",
    "华安",
    "惠民",
    "佳康",
    "杏林",
    "万寿",
    "青禾",
    "宝芝",
    "德济",
    "康乐",
    "安泰",
    "济民",
    "本草",
    "和顺",
    "民生",
]
CHAINS = ("青禾大药房连锁有限公司", "云河百草堂医药连锁有限公司", "东岭康宁药业连锁有限公司")
SUPPLIERS = ("云河医药有限公司", "东岭瑞康药品批发有限公司", "清远医药物流有限公司", "安宁医疗器械商贸有限公司")
COMPANIES = {"连锁总部": CHAINS, "批发企业": SUPPLIERS}
TRADES = {
    "单体药店": "药房", "连锁门店": "药店", "村卫生室": "村卫生室", "诊所": "诊所", "器械经营企业": "医疗器械经营部", "化妆品经营者": "化妆品店",
    "医院": "医院", "医疗美容机构": "医疗美容门诊部", "连锁总部": "", "批发企业": "", "网店": "网上商城",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A county whose firms are invented: its code, its name and those of its townships."""

    code: str
    name: str
    towns: Sequence[str]


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented firm as an office knows it; `trade` is the kind as it is written, `licence` and its days may be missing."""

    name: str
    code: str
    trade: str
    town: str
    address: str
    person: str
    phone: str
    chain: str
    supplier: str
    licence: str
    issued_on: date
    issued_as: str
    expires_as: str

    @property
    def expires_on(self) -> date:
        return self.issued_on + FIVE_YEARS


@dataclass(frozen=True, slots=True)
class Span:
    """When licences were issued: on a day of the `days` days from `since` on."""

    since: date
    days: int


KEPT = Span(date(2020, 1, 6), 1900)


def firms(
    rng: Random, place: Place, *, many: int, issued: Span = KEPT, taken: set[str] | None = None
) -> Iterator[Firm]:
    """So many invented firms of a county; codes and licence numbers are valid and no one's. `taken` were given out before."""
    taken = set() if taken is None else taken
    names: set[str] = set()
    for label, share, _kind in SHAPES:
        for index in range(round(share * many / FIRMS)):
            yield _firm(rng, place, label, index, issued, taken, names)


def rows(rng: Random, *, count: int = FIRMS) -> Iterator[tuple[Any, ...]]:
    """The rows below the heads of the sample register."""
    home = Place(HOME, COUNTIES[HOME], TOWNS[HOME])
    for number, firm in enumerate(firms(rng, home, many=count), start=1):
        yield (
            number, firm.name, firm.code, firm.trade, firm.town, firm.address, firm.person, firm.phone, firm.chain,
            firm.supplier, firm.licence, firm.issued_as, firm.expires_as, "",
        )  # fmt: skip


def _firm(rng: Random, place: Place, label: str, index: int, span: Span, taken: set[str], names: set[str]) -> Firm:
    town = rng.choice(place.towns)
    name = _name(rng, label, index, place, town, names)
    issued = span.since + timedelta(days=rng.randrange(span.days))
    has_licence = label in ("单体药店", "连锁门店", "连锁总部", "批发企业")
    letter = {"批发企业": "A", "连锁总部": "B", "连锁门店": "C"}.get(label, "D")
    city = place.code[:4]
    licence = codes.issue_drug_distribution_licence(rng, business=letter, area=city, taken=taken) if has_licence else ""
    has_code = label != "村卫生室" or rng.random() < 0.3
    return Firm(
        name=name,
        code=codes.issue_uscc(rng, area=place.code, taken=taken) if has_code else "",
        trade=label,
        town=town,
        address=f"{place.name}{town}{rng.choice(('人民路', '新华街', '建设路', '兴隆街', '文化路'))}{rng.randrange(1, 300)}号",
        person=rng.choice("王李张刘陈杨赵黄周吴徐孙") + rng.choice("明芳立远岚秋禾青川宁安平静"),
        phone=f"0990-{rng.randrange(5_000_000, 9_999_999)}",
        chain=CHAINS[index % len(CHAINS)] if label == "连锁门店" else "",
        supplier=rng.choice(SUPPLIERS) if label not in ("批发企业", "连锁总部") else "",
        licence=licence,
        issued_on=issued,
        issued_as=_as_kept(rng, issued) if has_licence else "",
        expires_as=_as_kept(rng, issued + FIVE_YEARS) if has_licence else "",
    )


def _name(rng: Random, label: str, index: int, place: Place, town: str, names: set[str]) -> str:
    if label in COMPANIES:
        return _company(COMPANIES[label], index, place)
    for tries in count():
        where = place.name if label == "连锁门店" else town
        word = rng.choice(WORDS) if label != "医院" else rng.choice(("中心", "中医", "协济", "人民", "第二"))
        village = (
            rng.choice("东西南北上下前后") + rng.choice(("庄", "屯", "沟", "营", "寨")) if label == "村卫生室" else ""
        )
        serial = f"第{rng.randrange(1, 60)}分店" if label == "连锁门店" else ""
        branch = f"{tries // MOST_TRIES + 1}部" if tries >= MOST_TRIES else ""  # a town has only so many names
        name = f"{where}{village or word}{TRADES[label]}{serial}{branch}"
        if name not in names:
            names.add(name)
            return name
    raise AssertionError("unreachable")


def _company(known: Sequence[str], index: int, place: Place) -> str:
    """The companies of the home county by their names; those of other counties, and any further ones, by place and number."""
    name, again = known[index % len(known)], index // len(known)
    return name if place.code == HOME and not again else f"{place.name}{'第' + str(again + 1) if again else ''}{name}"


def _as_kept(rng: Random, day: date) -> str:
    """A date as different hands write it."""
    forms = (
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y/%m/%d}",
    )
    return rng.choice(forms)


def write(path: Path, rng: Random, *, count: int = FIRMS) -> int:
    """Write the workbook: a title over merged cells, heads over two rows, dates in many forms. Returns the row count."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("药械化监管对象")
    title = book.add_format({"bold": True, "align": "center", "font_size": 16})
    head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#DCE6F1"})
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, "青溪县药品、医疗器械、化妆品监管对象名录（样本）", title)
    for column, label in enumerate(HEADS):
        if column in (10, 11, 12):
            continue
        sheet.merge_range(1, column, 2, column, label, head)
    sheet.merge_range(1, 10, 1, 12, "药品经营许可证", head)
    for column in (10, 11, 12):
        sheet.write(2, column, HEADS[column], head)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 22)
    sheet.set_column(5, 5, 34)
    written = 0
    for written, row in enumerate(rows(rng, count=count), 1):
        sheet.write_row(2 + written, 0, row)
    book.close()
    return written
