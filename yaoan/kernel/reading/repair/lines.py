"""Lines broken where the page ended and lines run together where the breaks were lost."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import pairwise

from yaoan.kernel.words import _

from .outcome import Outcome

Measure = Callable[[str], int]

_NUMERAL = "一二三四五六七八九十"
_ENDS = "。！？；：.!?;:”》〉】|"
_SENTENCE_ENDS = "。！？.!?|"
_OPEN_ENDS = "、（(《“"
_COMMAS = "，,"
_CONTINUES = re.compile(r"^\s*(?:[，、。；：）》”,;)]|前(?![期言往沿])|[年月日](?=[\d前底末]))")
_BLOCK_START = re.compile(
    rf"^\s*(?:第?[{_NUMERAL}]+[、.．章节条]|[（(]\s*(?:[{_NUMERAL}]+|\d{{1,2}})\s*[)）]|\d{{1,2}}\s*[.．、](?!\d)|[①-⑳]"
    r"|附\s*件|\||(?:联系|抄送|主送|发布|索引|成文|发文|文号|签发|来源)|《|关于"
    r"|[（(]此件|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$|各.{1,80}[：:]\s*$"
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
_ADDRESSEES = re.compile(r"^\s*各[^。]{1,150}[：:]\s*$")
_BARE_ROWS = re.compile(r"(?:^[ ]*[\u4e00-\u9fff]{2,12}[ ]?(?:\d{1,6}[ ]+)+\d{1,6}[ ]*$\n?){3,}", re.MULTILINE)
_SPLIT_DATE = re.compile(r"\d[年月]\n\d")
_CLOSERS = "）)；;：:”》"
_SIGNATURE = re.compile(
    r"^\s*[\u4e00-\u9fff]{2,24}(?:局|委员会|办公室|政府|厅|院|所)\s*$|^\s*二[〇○零].{1,3}年.{1,3}月.{1,4}日\s*$"
)
_TITLE = re.compile(
    r"^[^。，；：,;:《]*(?:《[^》]*》[^。，；：,;:]*)*(?:通知|方案|计划|要点|意见|办法|总结|打算|安排|措施|通报)\s*$"
)
_FIELDS = re.compile(r"(?:索\s*引\s*号|机构|机关|[成发]文日期|发布(?:日期|时间)|字号|来源)\s*[\]】]?\s*[:：|]")
_SHORTEST_WRAP = 24
_LONGEST_WRAP = 120
_UNEVEN = 4  # columns by which full lines differ: a character that did not fit, half-width figures
_RAGGED = 8  # the same, and the indent of a first line
_STRAY = 0.1
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


def bare_tables(text: str) -> Outcome:
    """Tells of tables whose columns are gone, as a pdf gives them; the text stays as it is."""
    told = _("从“{row}”起的表格没有分栏，读不出各栏的名称，请对照原文。")
    doubts = [told.format(row=match[0].strip().partition("\n")[0]) for match in _BARE_ROWS.finditer(text)]
    return Outcome(text, doubts=tuple(doubts))


def join_wrapped(text: str) -> Outcome:
    """Joins lines that were cut at the page's edge: the line is full, has no end, and nothing new begins after it."""
    lines = text.split("\n")
    measures: tuple[Measure, ...] = (_width, len)
    edges = {measure: _edge(lines, measure) for measure in measures}
    joined: list[str] = []
    count = 0
    for line in lines:
        if joined and _goes_on(joined[-1], line, edges):
            joined[-1] = joined[-1].rstrip() + line.strip()
            count += 1
        else:
            joined.append(line)
    if not count:
        return Outcome(text)
    return Outcome("\n".join(joined), (_("接回断开的行 {count} 处").format(count=count),))


def _goes_on(line: str, following: str, edges: Mapping[Measure, int]) -> bool:
    if not line.strip() or not following.strip() or "|" in (line.lstrip()[0], following.lstrip()[0]):
        return False
    if _FIELDS.search(line) or _TITLE.match(line) or _ADDRESSEES.match(line):
        return False
    last = line.rstrip()[-1]
    if (
        _CONTINUES.match(following)
        or last in _OPEN_ENDS
        or _SPLIT_DATE.search(f"{line.rstrip()}\n{following.lstrip()}")
    ):
        return True
    is_full = any(edge and measure(line.rpartition("\n")[2].rstrip()) >= edge for measure, edge in edges.items())
    if is_full and line.count("（") + line.count("(") > line.count("）") + line.count(")"):
        return True
    if _BLOCK_START.match(following) or (last in _CLOSERS and _SIGNATURE.match(following)):
        return False
    return last in _COMMAS or (is_full and last not in _SENTENCE_ENDS)


def _edge(lines: list[str], measure: Measure) -> int:
    """The measure from which a line counts as full; 0 where the text is not wrapped.

    Pages wrap by columns, some programs by characters. Wrapped text has several lines of one measure that stop in the
    middle of a sentence, and hardly a longer line.
    """
    widths = [measure(line) for line in lines if line.strip() and not line.lstrip().startswith("|")]
    cut = [
        measure(line)
        for line, following in pairwise(lines)
        if line.strip() and following.strip() and line.rstrip()[-1] not in _ENDS and not _BLOCK_START.match(following)
    ]
    for widest in sorted(set(cut), reverse=True):
        wider = sum(width > widest for width in widths)
        full = sum(widest - _UNEVEN <= width <= widest for width in cut)
        if wider > len(widths) * _STRAY:
            return 0
        if _SHORTEST_WRAP <= widest <= _LONGEST_WRAP and full >= _UNFINISHED:
            return widest - _RAGGED
    return 0


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line.rstrip())
