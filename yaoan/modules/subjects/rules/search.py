"""Pinyin of names for search and comparison; the dictionary is loaded at the first use."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import Final

from yaoan.modules.subjects.rules.names import parts_of

_READINGS = (
    "乐:le/yue 术:shu/zhu 参:can/shen 柏:bai/bo 薄:bao/bo 藏:cang/zang 阿:a/e 血:xue/xie 没:mei/mo 降:jiang/xiang 蛤:ha/ge "
    "荨:xun/qian 重:zhong/chong 长:chang/zhang 行:hang/xing 朝:chao/zhao 厦:xia/sha 调:tiao/diao 番:fan/pan 蚌:beng/bang "
    "泌:mi/bi 堡:bao/pu 济:ji/qi 莨:lang/liang 菌:jun/xun 咽:yan/ye"
)
_SURNAMES = (
    "单:shan/dan 曾:zeng/ceng 解:xie/jie 仇:qiu/chou 查:zha/cha 盖:ge/gai 区:ou/qu 朴:piao/pu 翟:zhai/di 覃:qin/tan 缪:miao/mou "
    "隗:wei/kui 尉:wei/yu 员:yun/yuan 繁:po/fan 召:shao/zhao 折:she/zhe 种:chong/zhong 乐:yue/le 沈:shen/chen 洗:xian/xi"
)


def _table(pairs: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({pair[0]: tuple(pair[2:].split("/")) for pair in pairs.split()})


READINGS: Final = _table(_READINGS)
"""Characters in names of places, firms and drugs that people read in more than one way."""

SURNAMES: Final = _table(_SURNAMES)
"""Characters that are read otherwise as a surname."""

_HAN = re.compile(r"[一-鿿㐀-䶿]")
_TOKEN = re.compile(r"[一-鿿㐀-䶿]|[^一-鿿㐀-䶿]+")
_MOST_AMBIGUOUS = 2
_LONGEST_PERSON = 4
_LONG = 12


def search_keys(text: str) -> str:
    """A text to search in for a name or a number: itself in plain characters, its normal form, and its pinyin.

    Blank-separated words: for the whole and for the part that tells firms apart, the initials and the full pinyin in
    every usual reading (``bjtrt`` and ``trt`` find 北京同仁堂, ``bz`` and ``bs`` find 白术). Lower case.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    parts = parts_of(text)
    pieces = (parts.place, parts.core, parts.trade, parts.branch)
    words: dict[str, None] = dict.fromkeys(word for word in (plain, "".join(pieces).lower()) if word)
    for sounded in (pieces, (parts.core,)):
        tokens = [token for piece in sounded for token in _TOKEN.findall(piece)]
        for syllables in _readings(tokens, [syllable for piece in sounded for syllable in _syllables(piece)]):
            pairs = zip(tokens, syllables, strict=True)
            words["".join(syllable[0] if _HAN.match(token) else syllable for token, syllable in pairs)] = None
            words["".join(syllables)] = None
    words.pop("", None)
    return " ".join(words)


@lru_cache(maxsize=65_536)
def sounds_of(text: str) -> str:
    """The pinyin of a text without tones, for comparison by ear; what is not Chinese stays as it is."""
    return "".join(_syllables(text))


def _readings(tokens: list[str], usual: list[str]) -> Iterator[tuple[str, ...]]:
    """The syllables of the tokens, first as the dictionary has them, then in the other usual readings."""
    choices: list[tuple[str, ...]] = [(syllable,) for syllable in usual]
    for place in [place for place, char in enumerate(tokens) if char in READINGS][:_MOST_AMBIGUOUS]:
        choices[place] = tuple(dict.fromkeys((usual[place], *READINGS[tokens[place]])))
    if tokens and tokens[0] in SURNAMES and len(tokens) <= _LONGEST_PERSON:
        choices[0] = tuple(dict.fromkeys((*SURNAMES[tokens[0]], *choices[0])))
    return product(*choices)


@lru_cache(maxsize=65_536)
def _syllables(text: str) -> tuple[str, ...]:
    """One syllable for each Chinese character, and each run of other characters in lower case, as `_TOKEN` cuts them."""
    from pypinyin import lazy_pinyin  # 30 MB and a third of a second, so only where somebody asks
    from pypinyin.constants import PHRASES_DICT

    tokens = _TOKEN.findall(text)
    phrases = (text[i:j] for i in range(len(text) - 1) for j in range(i + 2, min(i + 5, len(text) + 1)))
    if len(text) > _LONG or any(phrase in PHRASES_DICT for phrase in phrases):
        found = tuple(str(syllable).lower() for syllable in lazy_pinyin(text))
        if len(found) == len(tokens):  # it cuts characters of other planes, or without a reading, in other ways
            return found
    return tuple(_syllable(token) for token in tokens)  # three times as fast, and most names hold no phrase


@lru_cache(maxsize=16_384)
def _syllable(token: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(map(str, lazy_pinyin(token))).lower()
