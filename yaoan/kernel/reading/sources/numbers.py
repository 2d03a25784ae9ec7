"""Automatic numbers of Word: what the reader of the page sees before a paragraph, although the file does not say it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital",
            "japaneseCounting", "taiwaneseCountingThousand", "ideographLegalTraditional"}  # fmt: skip
_LEVELS = 9


def chinese_number(number: int) -> str:
    """1 to 99 as it stands before a heading: 十二, 二十; beyond that in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True)
class _Level:
    format: str
    pattern: str
    start: int

    def written(self, number: int) -> str:
        if self.format in _CHINESE:
            return chinese_number(number)
        if self.format == "decimalEnclosedCircle" and 0 < number <= 20:
            return chr(0x245F + number)
        if self.format in {"upperLetter", "lowerLetter"}:
            letter = chr(ord("A") + (number - 1) % 26)
            return letter if self.format == "upperLetter" else letter.lower()
        return str(number)


@dataclass
class Numbering:
    """Counts list paragraphs in document order. Built from ``word/numbering.xml`` and ``word/styles.xml``."""

    lists: dict[str, dict[int, _Level]]
    styles: dict[str, tuple[str, int]]
    _counts: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(lambda: [None] * _LEVELS))

    @classmethod
    def of(cls, numbering: Element | None, styles: Element | None) -> "Numbering":
        """Either part may be missing: then nothing is numbered."""
        abstract = {
            node.get(f"{W}abstractNumId", ""): dict(_levels(node))
            for node in (numbering.iter(f"{W}abstractNum") if numbering is not None else ())
        }
        lists = {
            node.get(f"{W}numId", ""): abstract.get(_value(node.find(f"{W}abstractNumId")), {})
            for node in (numbering.iter(f"{W}num") if numbering is not None else ())
        }
        styled = {}
        for style in styles.iter(f"{W}style") if styles is not None else ():
            found = _reference(style.find(f"{W}pPr"))
            if found:
                styled[style.get(f"{W}styleId", "")] = found
        return cls(lists, styled)

    def prefix(self, paragraph: Element) -> str:
        """The number before the paragraph, or an empty string; counting goes on with each call."""
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties.find(f"{W}pStyle")) if properties is not None else ""
        found = _reference(properties) or self.styles.get(style)
        if not found:
            return ""
        identifier, depth = found
        levels = self.lists.get(identifier, {})
        level = levels.get(depth)
        if level is None or level.format in {"bullet", "none"}:
            return ""
        counts = self._counts[identifier]
        current = counts[depth]
        counts[depth] = level.start if current is None else current + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return _filled(level.pattern, levels, counts)


def _filled(pattern: str, levels: dict[int, _Level], counts: list[int | None]) -> str:
    for depth in range(_LEVELS):
        mark = f"%{depth + 1}"
        if mark in pattern and depth in levels:
            number = counts[depth]
            pattern = pattern.replace(mark, levels[depth].written(levels[depth].start if number is None else number))
    return pattern


def _levels(abstract: Element) -> Iterator[tuple[int, _Level]]:
    for node in abstract.iter(f"{W}lvl"):
        depth = _whole(node.get(f"{W}ilvl"), 0)
        if 0 <= depth < _LEVELS:
            start = _whole(_value(node.find(f"{W}start")), 1)
            yield depth, _Level(_value(node.find(f"{W}numFmt")), _value(node.find(f"{W}lvlText")), start)


def _reference(properties: Element | None) -> tuple[str, int] | None:
    """(list, level) of a paragraph or style; numId 0 switches numbering off."""
    node = properties.find(f"{W}numPr") if properties is not None else None
    identifier = _value(node.find(f"{W}numId")) if node is not None else ""
    if node is None or identifier in {"", "0"}:
        return None
    depth = _whole(_value(node.find(f"{W}ilvl")), 0)
    return identifier, min(max(depth, 0), _LEVELS - 1)


def _value(node: Element | None) -> str:
    return node.get(f"{W}val", "") if node is not None else ""


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else default
