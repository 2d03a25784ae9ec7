"""Lines broken where the page ended and lines run together where the breaks were lost."""

import re
import unicodedata
from itertools import pairwise

from yaoan.kernel.words import _

from .outcome import Outcome

_NUMERAL = "一二三四五六七八九十"
_ENDS = "。！？；：.!?;:”》〉】|"
_SENTENCE_ENDS = "。！？.!?|"
_OPEN_ENDS = "，、,（(《“"
_CONTINUES = re.compile(r"^\s*[，、。；：）》”,;)]")
_BLOCK_START = re.compile(
    rf"^\s*(?:第?[{_NUMERAL}]+[、.．章节条]|[（(]\s*(?:[{_NUMERAL}]+|\d{{1,2}})\s*[)）]|\d{{1,2}}\s*[.．、](?!\d)|[①-⑳]"
    r"|附\s*件|\||(?:联系|抄送|主送|发布|索引|成文|发文|文号|签发)|《|关于|[（(]此件|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$|各.{1,80}[：:]\s*$"
    r"|[\u4e00-\u9fff]{2,14}\s*[〔\[]\s*(?:19|20)\d\d\s*[〕\]])"
)
_INLINE = (
    re.compile(rf"(?<=[。；;])[ ]*([{_NUMERAL}]{{1,3}})、(?!二?[级类])"),
    re.compile(rf"(?<=[。；;])[ ]*[（(]([{_NUMERAL}]{{1,3}})[)）]"),
)
_AT_START = (
    re.compile(rf"^\s*([{_NUMERAL}]{{1,3}})、"),
    re.compile(rf"^\s*[（(]([{_NUMERAL}]{{1,3}})[)）]"),
)
_SHORTEST_WRAP = 24
_LONGEST_WRAP = 120
_RAGGED = 8  # the indent of a first line, and the two columns a character may not fit into
_STRAY = 0.2
_UNFINISHED = 3


def numeral(text: str) -> int:
    """一 … 九十九 as a number; 0 where it is none."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERAL.find(text) + 1 if len(text) == 1 else 0
    return 10 * (_NUMERAL.find(tens) + 1 if tens else 1) + (_NUMERAL.find(ones) + 1 if ones else 0)


def split_run_together(text: str) -> Outcome:
    """Starts a new line before 二、 or （二） in the middle of a line, where the number follows on the last one seen."""
    count = 0
    lines = text.split("\n")
    for at_start, inline in zip(_AT_START, _INLINE, strict=True):
        split: list[str] = []
        last = 0
        for line in lines:
            start = at_start.match(line)
            last = numeral(start[1]) if start else last
            parts, begin = [], 0
            for match in inline.finditer(line):
                if last and numeral(match[1]) == last + 1:
                    parts.append(line[begin : match.start()])
                    begin, last = match.start(), last + 1
            split += [*parts, line[begin:].lstrip() if parts else line]
        count += len(split) - len(lines)
        lines = split
    if not count:
        return Outcome(text)
    return Outcome("\n".join(lines), (_("补回丢失的换行 {count} 处").format(count=count),))


def join_wrapped(text: str) -> Outcome:
    """Joins lines that were cut at the page's edge: the line is full, has no end, and nothing new begins after it."""
    lines = text.split("\n")
    edge = _edge(lines)
    joined: list[str] = []
    count = 0
    for line in lines:
        if joined and _goes_on(joined[-1], line, edge):
            joined[-1] = joined[-1].rstrip() + line.strip()
            count += 1
        else:
            joined.append(line)
    if not count:
        return Outcome(text)
    return Outcome("\n".join(joined), (_("接回断开的行 {count} 处").format(count=count),))


def _goes_on(line: str, following: str, edge: int) -> bool:
    if not line.strip() or not following.strip() or "|" in (line.lstrip()[0], following.lstrip()[0]):
        return False
    if _CONTINUES.match(following):
        return True
    if _BLOCK_START.match(following):
        return False
    is_full = bool(edge) and _width(line.rpartition("\n")[2]) >= edge
    last = line.rstrip()[-1]
    return last in _OPEN_ENDS or (is_full and last not in _SENTENCE_ENDS)


def _edge(lines: list[str]) -> int:
    """The width from which a line counts as full; 0 where the text is not wrapped.

    Wrapped text has several lines that stop in the middle of a sentence, and hardly a line wider than those.
    """
    widths = [_width(line) for line in lines if line.strip() and not line.lstrip().startswith("|")]
    cut = sorted(
        _width(line)
        for line, following in pairwise(lines)
        if line.strip() and following.strip() and line.rstrip()[-1] not in _ENDS and not _BLOCK_START.match(following)
    )
    cut = [width for width in cut if width >= _SHORTEST_WRAP]
    if len(cut) < _UNFINISHED:
        return 0
    usual = cut[len(cut) // 2]
    wider = sum(width > usual + _RAGGED for width in widths)
    alike = sum(abs(width - usual) <= _RAGGED for width in cut)
    if usual > _LONGEST_WRAP or wider > len(widths) * _STRAY or alike < max(_UNFINISHED, len(cut) * (1 - _STRAY)):
        return 0
    return usual - _RAGGED


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line.rstrip())
