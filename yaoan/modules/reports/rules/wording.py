"""Sentences around figures. Every number in them is a figure of the report; none is made up."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from yaoan.kernel.documents.parts import Piece
from yaoan.modules.reports.rules.kept import AFTER, BEFORE, Kept
from yaoan.modules.reports.rules.templates import PLACE, WORDS, Passage, Sentence

NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?|[一二三四五六七八九十百千万亿]{2,}(?=[家项条件次人名批个起%])")
"""Numbers as people type them into a text, in digits or in Chinese."""

Drawn = Callable[[str, str, str], Piece]
"""(key, variant, text) -> the piece that stands for a figure."""


def said(sentence: Sentence, kept: Kept, words: Mapping[str, str], draw: Drawn) -> tuple[str | Piece, ...]:
    """A sentence with its places filled."""
    parts: list[str | Piece] = []
    end = 0
    for found in PLACE.finditer(sentence.text):
        parts.append(sentence.text[end : found.start()])
        key, variant = found.groups()
        if key in WORDS:
            parts.append(words.get(key, ""))
        elif variant == "change":
            parts += change(key, kept, words, draw)
        else:
            parts.append(draw(key, variant or AFTER, kept.text(key, variant or AFTER)))
        end = found.end()
    parts.append(sentence.text[end:])
    return tuple(_joined(parts))


def change(key: str, kept: Kept, words: Mapping[str, str], draw: Drawn) -> list[str | Piece]:
    """比上月增加12项, 比上月减少3项, 与上月持平; the number leads to what it was before."""
    now, before = kept.value(key), kept.value(key, BEFORE)
    if now is None or before is None:
        return [f"{words['before']}无数据"]
    if now == before:
        return [f"与{words['before']}持平"]
    word = "增加" if now > before else "减少"
    unit = kept.item(key)["unit"]
    return [f"比{words['before']}{word}", draw(key, BEFORE, _plain(abs(now - before))), unit]  # type: ignore[arg-type]


def is_shown(passage: Passage, kept: Kept, words: Mapping[str, str]) -> bool:
    """Whether a section has anything to say: figures, words of the officer, or a section inside that has."""
    if passage.when and not any(kept.says(key) for key in passage.when):
        return False
    written = passage.slot is not None and bool(words.get(passage.slot, "").strip())
    return bool(passage.sentences) or written or any(is_shown(inner, kept, words) for inner in passage.passages)


def shown(sentences: "Iterator[Sentence]", kept: Kept) -> Iterator[Sentence]:
    """The sentences whose figures say something, and those without a condition."""
    return (item for item in sentences if not item.when or any(kept.says(key) for key in item.when))


def numbers_in(text: str) -> list[str]:
    """The numbers a person typed: they come from no row, so somebody must answer for them."""
    return list(dict.fromkeys(NUMBER.findall(text)))


def _plain(value: int | Decimal) -> str:
    return str(value) if isinstance(value, int) else f"{value:f}"


def _joined(parts: list[str | Piece]) -> Iterator[str | Piece]:
    """Neighbouring words as one."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        else:
            if text:
                yield text
            yield part
            text = ""
    if text:
        yield text
