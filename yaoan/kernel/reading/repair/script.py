"""Traditional characters with pinyin in brackets, as some sites serve them to copying readers."""

import re

from zhconv_rs import zhconv

from yaoan.kernel.words import _

from .outcome import Outcome
from .shifted import SYLLABLE, TONED

_GLOSS = re.compile(rf"(?<=[\u3400-\u9fff])[(（]({SYLLABLE})[)）]")
_TONE = re.compile(f"[{TONED}]")
_FEW = 3
_SHARE = 0.01


def drop_glosses(text: str) -> Outcome:
    """Removes one-syllable pinyin in brackets after a character; syllables without a tone only on pages full of them."""
    toned = sum(1 for match in _GLOSS.finditer(text) if _TONE.search(match[1]))
    if not toned:
        return Outcome(text)
    everything = toned >= _FEW
    dropped = 0

    def without(match: re.Match[str]) -> str:
        nonlocal dropped
        if not everything and not _TONE.search(match[1]):
            return match[0]
        dropped += 1
        return ""

    text = _GLOSS.sub(without, text)
    return Outcome(text, (_("删去汉字后的拼音注音 {count} 处").format(count=dropped),))


def simplify(text: str) -> Outcome:
    """Turns a page in traditional characters into simplified ones; single odd characters are left as they stand."""
    simple = zhconv(text, "zh-cn")
    changed = _changed(text, simple)
    if changed < max(_FEW, _SHARE * len(text)):
        return Outcome(text)
    return Outcome(simple, (_("繁体字转为简体字 {count} 处").format(count=changed),))


def _changed(before: str, after: str) -> int:
    if len(before) != len(after):
        return abs(len(before) - len(after)) + sum(1 for old, new in zip(before, after, strict=False) if old != new)
    return sum(1 for old, new in zip(before, after, strict=True) if old != new)
