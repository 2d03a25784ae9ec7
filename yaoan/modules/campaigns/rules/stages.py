"""The stages of a campaign and when each runs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from yaoan.kernel.reading.dates import DATE, Years, moment
from yaoan.kernel.reading.pieces import Piece

from .outline import Node, Outline
from .sections import Use, use_of

_STAGE = re.compile(r"阶段")
_NAMED = re.compile(
    r"^(?:第[一二三四五六]阶段[:,]?[\u4e00-\u9fff]{0,14}"
    r"|(?!.{0,6}分[一二两三四五]个阶段)[\u4e00-\u9fff]{2,14}阶段)(?=[:,(。]|$)"
)
_BRACKET = re.compile(r"^\s*[(]([^()]{2,40})[)]")
_TIMED = re.compile(r"\d{1,2}\s*月|即日|年底|季度|月底")
_CALLED = re.compile(r"^(?P<when>[\d年月日至到底前中上下旬—\-~～即起]{2,30})为(?P<name>[\u4e00-\u9fff]{2,12}阶段)$")
_SPAN_END = re.compile(r"前|底")


@dataclass(frozen=True)
class Stage:
    """A stage; ``start`` and ``end`` are days or months, None where the text has none or its year is not certain."""

    name: Piece
    when: Piece | None
    start: str | None
    end: str | None
    what: tuple[Piece, ...] = ()


def find_stages(outlines: Iterable[Outline], years: Years) -> list[Stage]:
    """The items of sections on steps, items whose name says 阶段, and unnumbered lines that begin with a stage."""
    found = []
    for outline in outlines:
        for root in outline.roots:
            is_steps = use_of(root.title) is Use.STAGES
            for node in root.children:
                if is_steps or _STAGE.search(node.title.flat):
                    found.append(_stage(node, years))
            if is_steps and not root.children:
                found += list(_lines(root, years))
        for text in outline.preamble:
            found += list(_called(text, years))
    return [stage for stage in found if stage]


def _stage(node: Node, years: Years) -> Stage:
    rest = node.head.after(node.title)
    bracket = _BRACKET.match(rest.flat)
    when = rest.group(bracket, 1) if bracket and _TIMED.search(bracket[1]) else _time_of(node)
    start, end = edges(when, years)
    return Stage(node.title, when, start, end, _work(node, when))


def _work(node: Node, when: Piece | None) -> tuple[Piece, ...]:
    """What is done in the stage: the body behind the time."""
    if not when or not node.body or not node.body[0].holds(when):
        return node.body
    first = node.body[0].after(when).strip(" )）。，,：:")
    return (first, *node.body[1:]) if first else node.body[1:]


def _time_of(node: Node) -> Piece | None:
    """A time that is all there is of the first clause of the body, or stands in brackets in the title."""
    inside = node.title.find(re.compile(r"[(]([^()]*\d{1,2}月[^()]*)[)]"), 1)
    if inside:
        return inside
    first = node.body[0].clauses()[:1] if node.body else []
    if first and _TIMED.search(first[0].flat) and len(first[0]) <= 30:
        rest = DATE.sub("", first[0].flat)
        return first[0] if len(re.sub(r"[至到—\-~起前止底、 ()即日]", "", rest)) <= 2 else None
    return None


def _lines(root: Node, years: Years) -> Iterator[Stage]:
    for line in root.body:
        for sentence in line.split("。；;"):
            name = _NAMED.match(sentence.flat)
            if not name:
                continue
            title = sentence.group(name).strip(" :：(（,，")
            inside = sentence.find(re.compile(r"[(]([^()]*(?:\d{1,2}月|即日)[^()]*)[)]"), 1)
            start, end = edges(inside, years)
            yield Stage(title, inside, start, end, (sentence.after(sentence.group(name)).strip(),))


def _called(text: Piece, years: Years) -> Iterator[Stage]:
    """``6月15日前为自查阶段，6月16日至9月30日为检查阶段`` in running text."""
    for clause in text.clauses():
        match = _CALLED.match(clause.flat)
        if match:
            when = clause.group(match, "when")
            yield Stage(clause.group(match, "name"), when, *edges(when, years))


def edges(when: Piece | None, years: Years) -> tuple[str | None, str | None]:
    """First and last day or month of a span; a single time with 前 or 底 is an end, another is both."""
    if not when:
        return None, None
    found = [moment(match) for match in when.finditer(DATE)]
    if not found:
        return None, None
    first, last = found[0], found[-1]
    first = replace(first, year=years.of(first))
    last = replace(last, year=last.year or _year_behind(first.year, (first.month, last.month)) or years.of(last))
    if "即日" in when.flat:
        return years.issued.isoformat() if years.issued else None, last.iso()
    if len(found) == 1:
        return (None if _SPAN_END.search(when.flat) else first.iso()), last.iso()
    return replace(first, day=first.opens or first.day).iso(), last.iso()


def _year_behind(year: int | None, months: tuple[int, int]) -> int | None:
    return None if year is None else year + (months[1] < months[0])
