"""Names of firms: one form for comparison, and the parts that tell firms apart."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from yaoan.kernel.access.divisions_data import NOMINAL_NAMES, read_divisions

_BRACKETED_FORM = re.compile(
    r"\((?:个体工商户|个人独资(?:企业)?|(?:特殊)?普通合伙|有限合伙|外商(?:独资|投资)|中外(?:合资|合作)|自然人(?:独资|投资或控股)|"
    r"国有独资|非独立法人|已?(?:注销|吊销|停业|歇业|关闭)|原名.*?)\)"
)
_DROPPED = re.compile(r"[^0-9A-Z一-鿿㐀-䶿\U00020000-\U0003ffff]+")
_NUMERAL = re.compile(r"第([一二三四五六七八九十百零〇两]{1,5})")
_BRANCH_NUMERAL = re.compile(r"([一二三四五六七八九十百]{1,5})(?=(?:分公司|分店|门店|门市部|店)$)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

_SHOP = "分公司|分店|连锁店|门店|门市部|门市|营业部"
_BRANCH = re.compile(
    rf"(?:(?<=药房|药店|连锁)[一-鿿0-9]{{0,10}}?(?:{_SHOP}|店)|第?\d+(?:{_SHOP}|药店|药房|店)|(?:{_SHOP})|\d+)$"
)

_TRADE_WORDS = (
    "股份有限公司 有限公司 股份公司 公司 集团 股份 控股 实业 企业 总公司 总店 总部 连锁 零售 批发 配送 销售 经营部 经销处 经销部 "
    "大药房 大药店 药房 药店 药铺 药行 国药馆 药品超市 药品 中药材 中药饮片 中药 药材 医药商场 医药 药业 药械 制药厂 制药 药厂 "
    "生物医药 生物制药 生物科技 生物技术 生物工程 生物 科技发展 科技 技术 医疗科技 医疗器械 医疗用品 医疗设备 医疗 器械 "
    "医学检验 化妆品 日化 美容院 美容 美妆 商贸 贸易 商行 商店 超市 健康管理 健康产业 健康 大健康 养生 保健品 "
    "中西医结合医院 中医医院 中医院 人民医院 妇幼保健院 专科医院 医院 中心卫生院 卫生院 社区卫生服务中心 社区卫生服务站 "
    "卫生服务中心 卫生服务站 卫生所 卫生室 卫生站 医务室 门诊部 门诊 诊所 中医诊所 口腔 网络 电子商务 平台 发展 管理 服务 中心"
)
_TRADE = re.compile("(?:" + "|".join(sorted(_TRADE_WORDS.split(), key=len, reverse=True)) + ")$")

_PEOPLES = "朝鲜族|土家族|苗族|藏族|羌族|彝族|傣族|景颇族|白族|哈尼族|壮族|傈僳族|布依族|侗族|回族|蒙古族|(?<!内)蒙古|哈萨克|柯尔克孜|维吾尔"
_PLACE_KIND = re.compile(rf"(?:(?:{_PEOPLES})*自治[区州]|特别行政区|省|市|地区|盟)$")


@dataclass(frozen=True, kw_only=True)
class NameParts:
    """A normal name taken apart: 邯郸市 · 康民 · 医药连锁有限公司 · 第3分店.

    ``core`` is what tells firms apart; it is never empty unless the name is. ``branch`` is what stands behind the
    firm's own name: a branch of a chain is another subject than the chain.
    """

    place: str
    core: str
    trade: str
    branch: str


@lru_cache(maxsize=65_536)
def normal_name(text: str) -> str:
    """One form for all ways to write a firm's name.

    Half-width, no blanks, brackets or punctuation; 有限责任公司 is 有限公司; 第三 is 第3; a legal form or state in brackets
    (个体工商户, 已注销 …) is left out. Equal normal names are the same name.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    plain = plain.translate(str.maketrans("〔【[「〕】]」", "(((())))"))
    plain = _DROPPED.sub("", _BRACKETED_FORM.sub("", plain))
    plain = plain.replace("有限责任公司", "有限公司").replace("股份有限责任公司", "股份有限公司")
    plain = _NUMERAL.sub(lambda match: f"第{_numeral(match[1])}", plain)
    return _BRANCH_NUMERAL.sub(lambda match: str(_numeral(match[1])), plain)


def _numeral(chinese: str) -> int:
    """The value of a Chinese numeral below 1,000 (二十三 → 23, 〇〇三 → 3, 一百零二 → 102)."""
    if not re.search("[十百]", chinese):
        return int("".join(str(_DIGITS[char]) for char in chinese))
    total, digit = 0, 0
    for char in chinese:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


@lru_cache(maxsize=65_536)
def parts_of(text: str) -> NameParts:
    """The name taken apart; works on any text."""
    name = normal_name(text)
    head, company, branch = name.partition("公司")
    if company and branch:
        head += company
    else:
        head, branch = name, ""
        match = _BRANCH.search(name)
        if match and match.start() >= 2:
            head, branch = name[: match.start()], match[0]
    # The longest place that leaves something to tell the firm by: 安康 is a city, and a favourite name of pharmacies.
    for end in (*reversed(_place_ends(head)), 0):
        core = _without_trade(head[end:])
        if len(core) > 1:
            return NameParts(place=head[:end], core=core, trade=head[end + len(core) :], branch=branch)
    return NameParts(place="", core=head, trade="", branch=branch)


def _without_trade(rest: str) -> str:
    """The text without the words of trade and legal form at its end; may be empty."""
    while True:
        match = _TRADE.search(rest)
        if match is None:
            return rest
        rest = rest[: match.start()]


def _place_ends(name: str) -> list[int]:
    """Where the names of a province, a city and a county at the beginning end, as far as they are there."""
    places = _place_names()
    ends: list[int] = []
    start, may_be_bare = 0, True
    for _level in ("province", "city", "county"):
        beginning = name[start : start + 2]
        found = next((place for place in places.full.get(beginning, ()) if name.startswith(place, start)), None)
        if found is None and may_be_bare:
            found = next((place for place in places.bare.get(beginning, ()) if name.startswith(place, start)), None)
        if found is None:
            break
        start += len(found)
        ends.append(start)
        may_be_bare = found in places.provinces  # 河北邯郸康民, but 邯郸市安康民乐 is not of 安康
    return ends


@dataclass(frozen=True)
class _Places:
    """Full names of provinces, cities and counties; those of provinces and cities without 省, 市 …; all of provinces.

    The first two by their first two characters, longest first. Counties count only with their 县, 区 or 市: 同仁 and 长安
    are counties too, and firms bear their names.
    """

    full: Mapping[str, tuple[str, ...]]
    bare: Mapping[str, tuple[str, ...]]
    provinces: frozenset[str]


@cache
def _place_names() -> _Places:
    places = [place for place in read_divisions() if len(place.code) <= 6 and place.name not in NOMINAL_NAMES]
    provinces = {place.name for place in places if place.level == "province"} | {"中国"}
    return _Places(
        full=_by_beginning({place.name for place in places}),
        bare=_by_beginning({_PLACE_KIND.sub("", place.name) for place in places if len(place.code) < 6} | {"中国"}),
        provinces=frozenset(provinces | {_PLACE_KIND.sub("", name) for name in provinces}),
    )


def _by_beginning(names: set[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            found.setdefault(name[:2], []).append(name)
    return {beginning: tuple(known) for beginning, known in found.items()}
