"""Marks and blanks: half-width marks in Chinese text, blanks set for looks."""

import re

from yaoan.kernel.words import _

from .outcome import Outcome

_HAN = "\u3400-\u9fff"
_SIDE = rf"[{_HAN}《》“”‘’（）、。，；：？！〔〕%％\"·…—]"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK = re.compile(rf"(?<={_SIDE})[ ]?([,;:?!])[ ]?|([,;:?!])[ ]?(?={_SIDE})")
_BRACKETS = re.compile(r"\(([^()（）\n]{0,200})\)")
_HAS_HAN = re.compile(rf"[{_HAN}]")
_ADDRESS = re.compile(r"https?://|www\.|@")

_STRAY_QUOTES = re.compile(r"^[ ]*[“”](?:[ ]*[“”])*(?=[^“”]* )")
_GAP = re.compile(r"(?<=[^\x00-\x7f])[ ]+(?=[^\x00-\x7f])")
_DIGIT_GAP = re.compile(rf"(?<=[{_HAN}〔《（])[ ]+(?=[0-9０-９])|(?<=[0-9０-９])[ ]+(?=[{_HAN}〕》）%％])")
_SPACED_LINE = re.compile(rf"^[ ]*[{_HAN}](?:[ ]{{1,2}}[{_HAN}]){{3,}}[ ]*$", re.MULTILINE)
_TRAILING = re.compile(r"[ ]+$", re.MULTILINE)


def widen_marks(text: str) -> Outcome:
    """Turns half-width marks beside Chinese into full-width ones; figures, times and addresses keep theirs."""
    count = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return _WIDE[match[1] or match[2]]

    def brackets(match: re.Match[str]) -> str:
        nonlocal count
        around = text_now[max(0, match.start() - 1) : match.start()] + text_now[match.end() : match.end() + 1]
        if not _HAS_HAN.search(match[1] + around):
            return match[0]
        count += 2
        return f"（{match[1]}）"

    lines = []
    for line in text.split("\n"):
        text_now = line
        for _round in range(3):  # brackets in brackets: from the inside out
            text_now = _BRACKETS.sub(brackets, text_now)
        lines.append(text_now if _ADDRESS.search(text_now) else _MARK.sub(mark, text_now))
    if not count:
        return Outcome(text)
    return Outcome("\n".join(lines), (_("半角标点改为全角 {count} 处").format(count=count),))


def return_quotes(text: str) -> Outcome:
    """Puts quotes back that a pdf gives at the beginning of the line, ``“ ”建立 一户一档 。``: the gaps say where."""
    count = 0
    lines = text.split("\n")
    for place, line in enumerate(lines):
        lead = _STRAY_QUOTES.match(line)
        filled = _filled(line[lead.end() :], re.sub(r"\s", "", lead[0])) if lead else None
        if filled is not None:
            lines[place] = filled
            count += 1
    if not count:
        return Outcome(text)
    return Outcome("\n".join(lines), (_("移位的引号放回原处 {count} 行").format(count=count),))


def _filled(line: str, quotes: str) -> str | None:
    """The line with the quotes in its gaps; None where gaps and quotes do not go together."""
    pieces = _GAP.split(line)
    gaps = len(pieces) - 1
    if gaps == len(quotes):
        fills = list(quotes)
    elif len(quotes) > 2 and gaps == len(quotes) // 2 + 1 and len(quotes) % 2 == 0:
        fills = [quotes[0], *(quotes[place : place + 2] for place in range(1, len(quotes) - 1, 2)), quotes[-1]]
    else:
        return None
    return pieces[0] + "".join(fill + piece for fill, piece in zip(fills, pieces[1:], strict=True))


def close_gaps(text: str) -> Outcome:
    """Drops blanks between Chinese and digits (2023 年 7 月) and inside letter-spaced lines (通  知)."""
    text = _TRAILING.sub("", text)
    text, digits = _DIGIT_GAP.subn("", text)
    text, spaced = _SPACED_LINE.subn(lambda match: match[0].replace(" ", ""), text)
    if not digits + spaced:
        return Outcome(text)
    return Outcome(text, (_("删去为排版加的空格 {count} 处").format(count=digits + spaced),))
