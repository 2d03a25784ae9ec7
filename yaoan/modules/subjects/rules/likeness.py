"""Whether two entries in the register may be one firm: a score, the reasons in words, and keys to find candidates by."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from yaoan.kernel.words import _
from yaoan.modules.subjects.rules.names import NameParts, normal_name, parts_of
from yaoan.modules.subjects.rules.search import sounds_of

LIKELY = 0.75
"""From this score on a pair is shown to the officer unasked."""

POSSIBLE = 0.5
"""From this score on a pair is shown to an officer who looks for duplicates."""

_SAME_NAME, _FORMER_NAME, _LIKE_NAME = 0.9, 0.85, 0.8
_SAME_ADDRESS, _SAME_PHONE, _SAME_LICENCE, _SAME_PERSON = 0.35, 0.4, 0.6, 0.3
_OTHER_CODE, _OTHER_BRANCH, _OTHER_PLACE = 0.4, 0.3, 0.6
_LEAST_LIKE = 0.55
_NUMBER = re.compile(r"\d+")
_ADDRESS_NOISE = re.compile(r"[^0-9A-Z一-鿿]+")
_ADDRESS_HEAD = re.compile(
    r"^(?:[^0-9]{2,8}?(?:省|自治区))?(?:[^0-9]{2,6}?(?:市|自治州|地区|盟))?(?:[^0-9]{1,6}?(?:县|区|旗|市))?"
)


@dataclass(frozen=True, kw_only=True)
class Party:
    """What is known of a firm, as far as it helps to recognise it. ``code`` and ``licences`` are in canonical form;
    ``area`` is a division code of any length."""

    name: str
    code: str = ""
    area: str = ""
    address: str = ""
    phones: tuple[str, ...] = ()
    representative: str = ""
    licences: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """``score`` from 0 (nothing in common) to 1 (one firm); ``reasons`` in words, those for it before those against."""

    score: float
    reasons: tuple[str, ...]


def likeness(one: Party, other: Party) -> Likeness:
    """How likely two entries are one firm. Symmetric; equal codes decide, different codes weigh against."""
    support = [*_name_support(one, other), *_other_support(one, other)]
    doubts = list(_doubts(one, other, bool(support)))
    remaining = 1.0
    for weight, _reason in support:
        remaining *= 1 - weight
    score = 1 - remaining
    for factor, _reason in doubts:
        score *= factor
    if _same(one.code, other.code):
        # One code is one legal person; shops of one chain may still have been entered under the code of the chain.
        other_branch = any(factor == _OTHER_BRANCH for factor, _reason in doubts)
        score = max(score, 0.7 if other_branch else 1.0)
        support.insert(0, (1.0, _("统一社会信用代码相同").format()))
    return Likeness(round(score, 3), tuple(reason for _weight, reason in (*support, *doubts)))


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _name_support(one: Party, other: Party) -> Iterator[tuple[float, str]]:
    """What the names say for one firm: equal, equal to a former one, or alike."""
    mine, theirs = normal_name(one.name), normal_name(other.name)
    if _same(mine, theirs):
        yield _SAME_NAME, _("名称相同").format()
        return
    former = _former(one) & ({theirs} | _former(other)) or _former(other) & {mine}
    if former:
        yield _FORMER_NAME, _("曾用名相同：{name}").format(name=min(former))
        return
    alike, how = name_likeness(one.name, other.name)
    if alike >= _LEAST_LIKE:
        yield _LIKE_NAME * alike, how


def _former(party: Party) -> set[str]:
    return {normal for name in party.former_names if (normal := normal_name(name))}


def name_likeness(one: str, other: str) -> tuple[float, str]:
    """How alike two names are (0 to 1), weighing most what tells firms apart, and the reason in words."""
    mine, theirs = parts_of(one), parts_of(other)
    if not mine.core or not theirs.core:
        return 0.0, ""
    core, how = _core_likeness(mine.core, theirs.core)
    trade = _bigram_likeness(mine.trade, theirs.trade) if mine.trade and theirs.trade else 0.5
    return 0.8 * core + 0.2 * trade, how


def _core_likeness(mine: str, theirs: str) -> tuple[float, str]:
    if mine == theirs:
        return 1.0, _("字号相同：{core}").format(core=mine)
    if sounds_of(mine) == sounds_of(theirs):
        return 0.9, _("字号读音相同：{mine}、{theirs}").format(mine=mine, theirs=theirs)
    return _bigram_likeness(mine, theirs), _("字号相近：{mine}、{theirs}").format(mine=mine, theirs=theirs)


def _bigram_likeness(one: str, other: str) -> float:
    """Dice coefficient of the pairs of neighbouring characters, beginning and end counted as characters."""
    mine, theirs = _bigrams(one), _bigrams(other)
    common = sum(min(count, theirs.get(pair, 0)) for pair, count in mine.items())
    return 2 * common / (sum(mine.values()) + sum(theirs.values()))


def _bigrams(text: str) -> dict[str, int]:
    framed = f"^{text}$"
    counts: dict[str, int] = {}
    for place in range(len(framed) - 1):
        pair = framed[place : place + 2]
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def _other_support(one: Party, other: Party) -> Iterator[tuple[float, str]]:
    """What address, phone, licence and representative say for one firm."""
    licences = set(one.licences) & set(other.licences) - {""}
    if licences:
        yield _SAME_LICENCE, _("许可证号相同：{number}").format(number=min(licences))
    if _same(_plain_address(one.address), _plain_address(other.address)):
        yield _SAME_ADDRESS, _("地址相同").format()
    phones = _plain_phones(one) & _plain_phones(other)
    if phones:
        yield _SAME_PHONE, _("电话相同").format()
    if _same(_plain_person(one.representative), _plain_person(other.representative)):
        yield _SAME_PERSON, _("法定代表人（负责人）相同").format()


def _doubts(one: Party, other: Party, is_supported: bool) -> Iterator[tuple[float, str]]:
    """What speaks against one firm; nothing needs to where nothing speaks for it."""
    if not is_supported:
        return
    mine, theirs = parts_of(one.name), parts_of(other.name)
    if one.code and other.code and one.code != other.code and len(one.code) == len(other.code):
        yield _OTHER_CODE, _("但统一社会信用代码不同").format()
    if _is_other_branch(mine, theirs):
        yield _OTHER_BRANCH, _("但是不同的分店").format()
    if _is_other_place(one.area, other.area) or _is_other_place_name(mine.place, theirs.place):
        yield _OTHER_PLACE, _("但所在地区不同").format()


def _is_other_branch(mine: NameParts, theirs: NameParts) -> bool:
    """A branch and its firm, or two branches whose numbers or names differ."""
    if mine.branch == theirs.branch:
        return False
    numbers = _NUMBER.findall(mine.branch), _NUMBER.findall(theirs.branch)
    if numbers[0] or numbers[1] or not (mine.branch and theirs.branch):
        return numbers[0] != numbers[1] or not (mine.branch and theirs.branch)
    return _bigram_likeness(mine.branch, theirs.branch) < 0.8


def _is_other_place(mine: str, theirs: str) -> bool:
    return bool(mine and theirs) and not (mine.startswith(theirs) or theirs.startswith(mine))


def _is_other_place_name(mine: str, theirs: str) -> bool:
    """Whether both names begin with places that do not contain each other (邯郸市, 石家庄市)."""
    if not mine or not theirs:
        return False
    short, long = sorted((re.sub("[省市县区]", "", mine), re.sub("[省市县区]", "", theirs)), key=len)
    return short not in long


def _plain_address(address: str) -> str:
    """The address without province, city and county; empty if too little is left to tell places apart."""
    plain = _ADDRESS_NOISE.sub("", unicodedata.normalize("NFKC", address).upper())
    rest = _ADDRESS_HEAD.sub("", plain) or plain
    return rest if len(rest) >= 5 else ""


def _plain_phones(party: Party) -> set[str]:
    """Mobile numbers whole, others without their area code (the last seven digits); shorter ones tell nothing."""
    digits = [re.sub(r"\D", "", unicodedata.normalize("NFKC", phone)) for phone in party.phones]
    mobiles = {number[-11:] for number in digits if re.search(r"1[3-9]\d{9}$", number)}
    return mobiles | {number[-7:] for number in digits if len(number) >= 7 and number[-11:] not in mobiles}


def _plain_person(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def blocking_keys(party: Party) -> tuple[str, ...]:
    """Keys of which two entries of one firm share at least one nearly always, so that candidates are found by equality.

    Stored in an indexed array; candidates of a party are the rows whose array overlaps with its keys. A key is made of
    code, licence, name (present and former), the distinguishing part of the name (as written, as spoken, and with any
    one character left out, which finds one mistyped, missing or extra character), phone, address, and person with area.
    """
    keys: dict[str, None] = {}
    if party.code:
        keys[f"code:{party.code}"] = None
    for number in party.licences:
        if number:
            keys[f"licence:{number}"] = None
    for name in (party.name, *party.former_names):
        for key in _name_keys(name):
            keys[key] = None
    for phone in sorted(_plain_phones(party)):
        keys[f"phone:{phone}"] = None
    address, person = _plain_address(party.address), _plain_person(party.representative)
    if address:
        keys[f"address:{address}"] = None
    if person and party.area:
        keys[f"person:{party.area[:6]}:{person}"] = None
    return tuple(keys)


def _name_keys(name: str) -> Iterator[str]:
    normal = normal_name(name)
    if not normal:
        return
    yield f"name:{normal}"
    core = parts_of(name).core
    yield f"core:{core}"
    yield f"sound:{sounds_of(core)}"
    if len(core) >= 3:
        for place in range(len(core)):
            yield f"core:{core[:place]}{core[place + 1 :]}"
