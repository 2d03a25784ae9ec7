"""The days of a case: found, clue received, sampled, filed, told, decided. A day is named by what its clause says of it."""

import re
from collections.abc import Iterator, Sequence

from yaoan.kernel.reading.pieces import Piece

from .days import DAY, days, first_day
from .found import Found
from .labels import Fields

_SENTENCE = re.compile(r"[。\n]")
_SAME_DAY = re.compile(r"(?:同|当)[日天]")
_LATEST = re.compile(r"^\s*(?:日)?(?:之)?前[^。,;]{0,16}?(?:改正|整改|完成|纠正)")
_MENTIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("filed", re.compile(r"^(?:[^。]{0,90}?)(?<!不予)(?:立案(?!调查终结)|予以立案|批准立案)")),
    ("told", re.compile(r"^[^。]{0,60}?(?:送达|下达|发出|告知)[^。]{0,24}(?:处罚(?:听证)?告知书|告知书)")),
    ("heard", re.compile(r"^[^。]{0,40}?(?:举行|召开|组织)[^。]{0,8}听证")),
    ("sampled", re.compile(r"^[^。]{0,60}?(?:抽取|抽样|抽检|抽验)")),
    ("reported", re.compile(r"^[^。]{0,50}?(?:出具|签发|收到)[^。]{0,30}检[验测]报告")),
    ("decided", re.compile(r"^[^。]{0,130}?(?:作出[^。]{0,140}处罚|对(?!外)[^。,;]{2,40}(?:处以|给予|予以)[^。]{0,140}的(?:行政)?处罚)")),
    ("reinspected", re.compile(r"^[^。]{0,70}?(?:再次[^。]{0,60}检查|复查|回头看|回访检查|二次检查)")),
    ("seized", re.compile(r"^[^。]{0,60}?(?:采取|实施)[^。]{0,20}(?:扣押|查封|强制措施)")),
    ("first_found", re.compile(r"^[^。]{0,150}?(?<!复)(?:检查(?!意见|机关|计划|记录)|发现|查见|查获)")),
    ("lead_date", re.compile(r"^[^。]{0,14}?[^。]{0,40}?(?:收到|接到|接(?!种|受|触)|移送)")),
)  # fmt: skip
"""Tried in this order on the words from a date to the next one of its sentence."""

_LEAD_FIRST = re.compile(
    r"^[^。]{0,40}?(?:收到|接到|接(?!种|受|触))[^。]{0,60}(?:线索|举报|投诉|移送|交办|函|通报|信息|报告)"
)
_THEN_INSPECTED = re.compile(r"(?:进行|开展|实施)[^。]{0,8}检查|现场检查")
_NO_EVENT = re.compile(r"^\s*(?:\d{1,2}[时点]|至|起|止|以来|期间|之间|生产|到期|购进|购入|销售的|该|从)")
_SIGNED = re.compile(r"^\s*(?:[\u4e00-\u9fff]{4,30}(?:局|所|府|委员会|队)\s*(?:[(].{1,6}[)])?\s*)?$")
_HOUR = re.compile(r"^\s*\d{1,2}\s*[时点](?:\d{1,2}分)?许?")
_MADE = re.compile(r"(?:生产日期|有效期至?|限用日期|保质期至?|失效日期|批号|期限|使用期限)\s*[:为是]?\s*$")
_EARLIER = re.compile(r"曾(?:因[^。]{0,30})?(?:于|在)?\s*$")
_DECISION = re.compile(r"决定书")
_HEAD_LINES = 8
_FULL = 10


def find_events(text: Piece, fields: Fields) -> dict[str, Found]:
    """``first_found``, ``lead_date``, ``sampled``, ``filed``, ``decided`` … each the first such day of the text.

    Labels go before the story and the signature after it.
    """
    found: dict[str, Found] = {}
    for key in ("decided", "served", "published"):
        day = first_day(next(iter(fields.get(key, ())), None))
        if day:
            found[key] = day
    for day, after in _mentions(text):
        for key in _named(str(day.value), after):
            found.setdefault(key, day)
    signed = _signed(text)
    if signed and _is_decision(text) and not fields.get("decided"):
        found["decided"] = signed
    elif signed:
        found.setdefault("decided", signed)
    return found


def _is_decision(text: Piece) -> bool:
    """Whether the paper itself is signed: a date at the end of a report may be that of its publication."""
    return any(_DECISION.search(line.flat) for line in text.lines()[:_HEAD_LINES])


def _mentions(text: Piece) -> Iterator[tuple[Found, str]]:
    """Each date with the words after it within its sentence, up to the next date that could be an event."""
    flat = text.flat
    found = list(days(text, run_together=False))
    for place, day in enumerate(found):
        begin, end = day.piece.start - text.start, day.piece.end - text.start
        opening = max(flat.rfind("。", 0, begin), flat.rfind("\n", 0, begin)) + 1
        closing = _SENTENCE.search(flat, end)
        stop = closing.start() if closing else len(flat)
        for other in found[place + 1 :]:
            start = other.piece.start - text.start
            if start >= stop:
                break
            if not _MADE.search(flat[max(0, start - 8) : start]):
                stop = start
                break
        before = flat[opening:begin]
        if not (_MADE.search(before) or _EARLIER.search(before)):
            yield day, flat[end:stop]


def _named(day: str, after: str) -> Iterator[str]:
    """What happened on the day; two things where the second is said to be of the same day (同日立案, 当日扣押)."""
    if _LATEST.match(after):
        yield "rectify_by"
        return
    after = _HOUR.sub("", after)
    if _NO_EVENT.match(after):
        return
    sent = _LEAD_FIRST.match(after)
    inspected = _THEN_INSPECTED.search(after) if len(day) == _FULL else None
    if sent and not inspected:
        yield "lead_date"
        return
    same = _SAME_DAY.search(after)
    for part in (after[: same.start()], after[same.end() :]) if same else (after,):
        for key, pattern in _MENTIONS:
            if pattern.match(part) and (key in {"decided", "lead_date"} or len(day) == _FULL):
                yield key
                break


def _signed(text: Piece) -> Found | None:
    """The date alone on one of the last lines, or beside the name of the authority."""
    lines: Sequence[Piece] = [line for line in text.lines() if line.strip()][-8:]
    for line in reversed(lines):
        match = DAY.search(line.flat)
        if match and _SIGNED.match(line.flat[: match.start()]) and not line.flat[match.end() :].strip(" 。()印"):
            day = first_day(line)
            if day and len(str(day.value)) == _FULL:
                return day
    return None
