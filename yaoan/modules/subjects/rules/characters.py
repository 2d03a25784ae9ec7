"""Characters as people type them into codes: full-width, blanks, look-alikes, places."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from types import MappingProxyType
from typing import Final

_SHORT_NAMES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_CODES = "11121314152122233132333435363741424344454650515253546162636465"

PROVINCES: Final = MappingProxyType(
    {short: _CODES[place * 2 : place * 2 + 2] for place, short in enumerate(_SHORT_NAMES)}
)
"""Short name of a province as licence numbers use it → first two digits of its division code (GB/T 2260)."""

PRACTICE_PLACE: Final = "演"
PRACTICE_CODE: Final = "99"
"""The place of drills and demonstrations (演练). Numbers of this place are well-formed and can belong to no real firm."""

PLACES: Final = "".join(PROVINCES) + PRACTICE_PLACE
PROVINCE_CODES: Final = frozenset(PROVINCES.values())

_DROPPED = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x1f\x7f]+")
_TRANSLATED = str.maketrans("〔【[{「〕】]}」—–‐‑‒―−﹣ー·•", "(((((" + ")))))" + "---------" + "--")
_FLOAT = re.compile(r"(\d+)\.0+")
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?[Ee]\+?\d{1,3}")

_NOTHING = frozenset(
    {"", "无", "暂无", "没有", "不详", "待补", "空", "-", "--", "---", "/", "\\", "NA", "N/A", "NULL", "NONE"}
)

_LOOK_ALIKES = {
    **dict.fromkeys("OoQDUu", "0"),
    **dict.fromkeys("IiLl|!", "1"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("Zz", "2"),
    "B": "8",
    "b": "6",
    "G": "6",
    "2": "Z",
    "5": "S",
    "8": "B",
    "0": "O",
    "淮": "准",
    "宇": "字",
    "壮": "妆",
    "桩": "妆",
    "诸": "注",
    "住": "注",
}
_MOST_POSITIONS = 6


def compact(text: str) -> str:
    """The text in half-width characters, round brackets and plain hyphens, without blanks and invisible characters.

    A leading apostrophe (a spreadsheet's mark for text) and the ``.0`` of a number that passed through a float are
    dropped. Letters keep their case, because a few old licence numbers mean something by it.
    """
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_TRANSLATED)
    plain = plain.strip("'`\"“”‘’")
    whole = _FLOAT.fullmatch(plain)
    return whole[1] if whole else plain


def is_nothing(plain: str) -> bool:
    """Whether the text is blank or one of the marks people put where there is nothing to say."""
    return plain.upper() in _NOTHING


def is_scientific(plain: str) -> bool:
    """Whether a spreadsheet turned the code into a number such as 9.11E+17, which has lost its last digits."""
    return _SCIENTIFIC.fullmatch(plain) is not None


def look_alikes(plain: str, changes: int) -> Iterator[str]:
    """The same text with exactly so many characters replaced by those they are mistaken for."""
    places = [place for place, char in enumerate(plain) if char in _LOOK_ALIKES]
    if len(places) > _MOST_POSITIONS:  # mostly digits that could be letters: keep to letters that could be digits
        places = [place for place in places if not plain[place].isdigit()][:_MOST_POSITIONS]
    for chosen in combinations(places, changes):
        chars = list(plain)
        for place in chosen:
            chars[place] = _LOOK_ALIKES[chars[place]]
        yield "".join(chars)
