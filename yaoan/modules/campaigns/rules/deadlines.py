"""What is due when: days, repeated times and spans, each with what is due."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yaoan.kernel.reading.pieces import Piece

from .outline import Node, Outline
from .reporting import Duty
from .tasks import Task
from .times import Sort, Timekeeper, Trouble, When
from .units import is_unit

_LEAD = re.compile(r"^(?:,|将|把|对|要|应|须|务必|全面|的)+(?=.{2,})")
_BARE_VERB = re.compile(r"^(?:全部|全面|基本|按时|要)?(?:完成|结束|到位|办结|报送|上报|完毕|实现|落实)?(?:到位)?$")
_TRAILING = re.compile(
    r"(?:于|在|应|要|须|需|应当|必须|确保|力争|争取|原则上|,|、|截至|截止|最迟|不晚于|不迟于|务必)+$"
)
_TIME_LEAD = re.compile(r"^[于在]?[\d一二三四五六七八九十年月日底末]{2,16}(?:之?前|以前)")
_IS_STAGE = re.compile(r"^(?:为|是)[\u4e00-\u9fff]{2,12}阶段")
_SHORT = 3
_STAGE_NOTE = re.compile(r"^\s*[(][^()]*$")


@dataclass(frozen=True)
class Deadline:
    """``due`` is a day or None (repeated, within a span, day not certain)."""

    what: Piece | None
    when: Piece
    due: str | None
    every: str | None = None
    dates: tuple[str, ...] = ()
    is_relative: bool = False
    path: str | None = None
    trouble: Trouble | None = None


def find_deadlines(
    outlines: Iterable[Outline], tasks: Sequence[Task], duties: Sequence[Duty], times: Timekeeper
) -> list[Deadline]:
    """The deadlines of all papers in the order of the text, each place once."""
    found: list[Deadline] = []
    for number, outline in enumerate(outlines):
        own = [task for task in tasks if task.paper == number]
        for text in outline.preamble:
            found += _in_text(text, None, own, duties, times)
        for node in outline.nodes():
            for text in node.texts:
                found += _in_text(text, node, own, duties, times)
    return found


def _in_text(
    text: Piece, node: Node | None, tasks: Sequence[Task], duties: Sequence[Duty], times: Timekeeper
) -> list[Deadline]:
    found = []
    for sentence in text.split("。！？"):
        for when in times.times(sentence, text):
            task = next((task for task in tasks if task.when and task.when.holds(when.piece)), None)
            reported = any(duty.when and duty.when.holds(when.piece) for duty in duties)
            if when.sort is Sort.LOOSE or not (when.limit or reported or task) or _names_stage(when, sentence):
                continue
            found.append(
                Deadline(
                    what=task.title if task else _what(when, sentence, text, node, duties),
                    when=when.piece,
                    due=when.due,
                    every=when.every,
                    dates=when.dates,
                    is_relative=when.sort is Sort.WITHIN,
                    path=task.path if task else node.path if node else None,
                    trouble=when.trouble,
                )
            )
    return found


def _names_stage(when: When, sentence: Piece) -> bool:
    """6月15日前为自查阶段 says when a stage runs; nothing is due."""
    return bool(_IS_STAGE.match(sentence.after(when.piece).flat))


def _what(when: When, sentence: Piece, text: Piece, node: Node | None, duties: Sequence[Duty]) -> Piece | None:
    for duty in duties:
        if duty.when and duty.when.holds(when.piece) and duty.what:
            return duty.what
    if node and text is node.head and _is_heading_note(when, node):
        first = node.body[0].after(when.piece).strip(" )）。").clauses() if node.body else []
        return first[0] if first else node.title
    clauses = sentence.split("，；,;")
    place = next((place for place, clause in enumerate(clauses) if clause.holds(when.piece)), None)
    if place is None:
        return node.title if node else None
    after = _trimmed(clauses[place].after(when.piece))
    before = _headed(clauses[place].before(when.piece))
    if len(after) > _SHORT and not _BARE_VERB.match(after.flat):
        return after
    if len(before) > 1 and not is_unit(before.flat):
        return before
    if len(after) > 1 and not _BARE_VERB.match(after.flat):
        return after
    if place + 1 < len(clauses) and not after:
        return _trimmed(clauses[place + 1])
    return _without_time(clauses[place - 1]) if place else node.title if node else None


def _headed(piece: Piece) -> Piece:
    """The words before a time without 应于, 要在 at their end."""
    trailing = _TRAILING.search(piece.flat)
    return (piece.part(0, trailing.start()) if trailing else piece).strip()


def _without_time(clause: Piece) -> Piece:
    """A clause before without the time it begins with."""
    lead = _TIME_LEAD.match(clause.flat)
    return clause.part(lead.end(), len(clause)).strip() if lead else clause


def _is_heading_note(when: When, node: Node) -> bool:
    """The time stands in brackets right behind the item's title: 自查自纠（8月20日前）."""
    between = node.head.after(node.title).before(when.piece)
    return node.head.holds(when.piece) and bool(_STAGE_NOTE.match(between.flat)) and between.end == when.piece.start


def _trimmed(piece: Piece) -> Piece:
    piece = piece.strip()
    lead = _LEAD.match(piece.flat)
    return (piece.part(lead.end(), len(piece)) if lead else piece).strip(" ，,、（）()")
