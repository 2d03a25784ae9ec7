"""Bytes knocked out of step: ``?,F`` where ``。現`` stood.

Some web pages replace full-width marks by half-width ones byte by byte in GBK text. Where the second byte of one
character and the first byte of the next happen to spell such a mark, both characters are torn: ``。現`` is A1A3 AC46,
its middle A3AC is the full-width comma, and ``A1 , 46`` is shown as ``?,F``. The bytes say exactly what stood there. A
pinyin gloss set into the middle of two characters tears them in the same way: ``當地黨`` becomes ``當(dāng)?shù)攸h``.
"""

import re
from collections.abc import Iterator

from zhconv_rs import zhconv

from yaoan.kernel.words import _

from .outcome import Outcome, shortened

_HAN = "\u4e00-\u9fff"
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ"
SYLLABLE = rf"[a-zü{TONED}]{{1,6}}"
_TORN_BY_MARK = re.compile(
    rf"(?<=[{_HAN}）)”\"》0-9%％])[?？\ufffd]([!-~！-～])([@-~])(?:[(（]({SYLLABLE})[)）])?(?=[{_HAN}《“\"0-9])"
)
_TORN_BY_GLOSS = re.compile(rf"([{_HAN}])((?:[(（]{SYLLABLE}[)）])?)[?？\ufffd]({SYLLABLE})[)）]([{_HAN}])([@-~])")
_WIDTH = 0xFEE0  # how far a full-width mark stands behind its half-width twin
_LOST = re.compile(
    r"[、，；：,;:]\s*[?？][；：;:,，]?[?？]?(?=[、，；：,;:。])"
    rf"|(?<=[{_HAN}])[?？][；;：:][?？]|[?？][,，;；:：]|\ufffd+"
)


def realign(text: str) -> Outcome:
    """Puts torn characters together again where the bytes leave no choice."""
    repairs: list[str] = []

    def by_mark(match: re.Match[str]) -> str:
        mark = ord(match[1]) if match[1].isascii() else ord(match[1]) - _WIDTH
        character = _decoded(0x80 | mark, match[2])
        if character is None or not _is_sure(character, match[3]):
            return match[0]
        mended = "。" + zhconv(character, "zh-cn")
        repairs.append(_told(match[0], mended))
        return mended

    def by_gloss(match: re.Match[str]) -> str:
        between = [zhconv(character, "zh-cn") for character in _between(match[1], match[3], match[4])]
        last = _decoded(_bytes(match[4])[1], match[5])
        if len(between) != 1 or last is None:
            return match[0]
        last = zhconv(last, "zh-cn")
        repairs.append(_told(match[0], match[1] + between[0] + last))
        return match[1] + match[2] + between[0] + last

    text = _TORN_BY_GLOSS.sub(by_gloss, _TORN_BY_MARK.sub(by_mark, text))
    return Outcome(text, tuple(repairs))


def lost_places(text: str) -> Outcome:
    """Where characters are gone for good, a doubt is noted; the text stays as it is."""
    doubts = []
    for match in _LOST.finditer(text):
        around = shortened(text[max(0, match.start() - 6) : match.end() + 6])
        doubts.append(_("“{around}”处丢了字，无法还原，请对照原文。").format(around=around))
    return Outcome(text, doubts=tuple(doubts[:20]))


def _told(damaged: str, mended: str) -> str:
    return _("错位的字节“{damaged}”还原为“{mended}”").format(damaged=damaged, mended=mended)


def _decoded(lead: int, trail: str) -> str | None:
    """The Chinese character of a lead byte and an ASCII character taken as its trail byte."""
    try:
        character = bytes([lead, ord(trail)]).decode("gbk")
    except UnicodeDecodeError:
        return None
    return character if "\u4e00" <= character <= "\u9fff" else None


def _is_sure(character: str, pinyin: str | None) -> bool:
    """The gloss behind agrees, or, without one, the character is a traditional one, as on all such pages."""
    return pinyin in _readings(character) if pinyin else zhconv(character, "zh-cn") != character


def _bytes(character: str) -> bytes:
    try:
        encoded = character.encode("gbk")
    except UnicodeEncodeError:
        encoded = b""
    return encoded if len(encoded) == 2 else b"\x00\x00"


def _between(before: str, pinyin: str, after: str) -> Iterator[str]:
    """Characters that can have stood between: their first byte completes a glossed character with the one before."""
    lead, following = _bytes(before)[1], _bytes(after)[0]
    for trail in range(0x81, 0xFF):
        glossed, character = _pair(lead, trail), _pair(trail, following)
        if glossed and character and pinyin in _readings(glossed):
            yield character


def _pair(lead: int, trail: int) -> str | None:
    try:
        return bytes([lead, trail]).decode("gbk")
    except UnicodeDecodeError:
        return None


def _readings(character: str) -> list[str]:
    """The pinyin of a character with tone marks, all readings."""
    from pypinyin import pinyin  # a third of a second to load, needed by torn pages alone

    return list(pinyin(character, heteronym=True)[0])
