"""Who is responsible for an item, who supports, and by when, as set down in brackets or on a line of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yaoan.kernel.reading.pieces import Piece

from .outline import Node
from .units import is_unit, split_units

_BODY = r"(?:单位|部门|股室|科室|处室|主体|机构|分局|处|科|股|方)"
_LABELS = {
    "responsible": (
        rf"(?:第一|主要)?责任{_BODY}|牵头(?:责任)?{_BODY}?|主办{_BODY}|承办{_BODY}"
        rf"|落实{_BODY}|实施{_BODY}|主责{_BODY}|负责{_BODY}|责任分工|任务分工"
    ),
    "support": rf"配合{_BODY}?|协办{_BODY}|参与{_BODY}|参加{_BODY}|协同{_BODY}|协助{_BODY}|支持{_BODY}|协作{_BODY}",
    "due": r"完成(?:时限|时间|期限)|办结时限|时限要求|时间要求|时间节点|进度要求|计划完成时间|整改时限|时限|期限",
    "person": r"责任人|责任领导|牵头领导|分管领导|包抓领导|负责人|联系人|备注",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()))
_LABELLED = re.compile(rf"(?:{_LABEL.pattern})\s*[:]\s*")
_NOTE = re.compile(r"[(](?P<note>[^()]*(?:[(][^()]*[)][^()]*)*)[)]")
_LEADS = re.compile(
    r"^(?:由)?(?P<units>[^,;。]{2,60}?)(?:共同|联合|具体)?(?P<act>牵头(?:负责"
    r"|组织|落实)?|负责(?:落实|实施|组织实施)?|主办|承办|落实)$"
)
_SUPPORTS = re.compile(
    r"^(?:由)?(?P<units>[^,;。]{2,80}?)(?:共同|按(?:照)?职责(?:分工)?|分工|积极)?(?P<act>配合|协助|参与|参加|协办)$"
)
_BY_DUTY = re.compile(
    r"^(?P<units>[^,;。]{2,80}?)按(?:照)?(?:各自)?(?:职责|分工|职责分工)(?:负责|落实|分别负责|分别落实)?$"
)
_DUE = re.compile(r"^(?:于|在)?.{2,24}(?:前|底|内|完成|推进|坚持|实施|期间)(?:完成|取得实效)?$")

# In running text: 由A会同B…, 由A负责, and in sections on duties A负责….
_BY = re.compile(
    r"由(?P<units>[\u4e00-\u9fff()、]{2,40}?)(?P<act>牵头|负责|会同"
    r"|联合|组织(?:实施|开展)?|承担|具体负责|检查|实施|落实|汇总|统一)"
)
_WITH = re.compile(r"^(?P<units>[\u4e00-\u9fff()、]{2,30}?)(?=进行|开展|实施|检查|组织|共同|等|负责|办理|制定|$)")
_CHARGE = re.compile(r"^(?P<units>[\u4e00-\u9fff()、]{2,30}?)(?:主要|具体)?(?:负责|牵头|承担)(?!人|制|同志|任)(?=.)")


@dataclass(frozen=True)
class Assignment:
    """Units and time as the text names them. ``is_marked`` where a note says so, not only the running text."""

    responsible: tuple[Piece, ...] = ()
    support: tuple[Piece, ...] = ()
    due: Piece | None = None
    is_marked: bool = False

    def __bool__(self) -> bool:
        return bool(self.responsible or self.support or self.due)


def marked_assignment(node: Node) -> Assignment:
    """What the notes in the item say; the item's own text, not that of the items below it."""
    found: dict[str, list[Piece]] = {"responsible": [], "support": [], "due": []}
    for text in node.texts:
        for name, value in _notes(text):
            if name == "due":
                found["due"].append(value)
            elif name in found:
                found[name] += split_units(value)
    return Assignment(
        responsible=tuple(found["responsible"]),
        support=tuple(found["support"]),
        due=found["due"][0] if found["due"] else None,
        is_marked=any(found.values()),
    )


def _notes(text: Piece) -> Iterator[tuple[str, Piece]]:
    """(kind, value) pairs: after labels anywhere, and from brackets without labels."""
    yield from _labelled(text)
    for match in text.finditer(_NOTE):
        note = text.group(match, "note")
        if not note.find(_LABELLED):
            before, after = text.flat[: match.start()].rstrip(), text.after(text.group(match)).strip(" 。;；")
            yield from _unlabelled(note, ends_item=not after and before.endswith(("。", ";", "!")))


def _labelled(text: Piece) -> Iterator[tuple[str, Piece]]:
    labels = list(text.finditer(_LABELLED))
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        yield label.lastgroup or "", _closed(text.part(label.end(), end))


def _closed(value: Piece) -> Piece:
    """The value up to the end of its sentence or of the bracket it stands in."""
    depth = 0
    for place, character in enumerate(value.flat):
        depth += (character == "(") - (character == ")")
        if depth < 0 or character in "。;|":
            return value.part(0, place).strip()
    return value.strip()


def _unlabelled(note: Piece, *, ends_item: bool) -> Iterator[tuple[str, Piece]]:
    """``药品股牵头，各分局配合，6月底前完成``; or units alone in brackets at the very end of the item."""
    parts = note.split("，；,;")
    for part in parts:
        for name, pattern in (("responsible", _LEADS), ("support", _SUPPORTS), ("responsible", _BY_DUTY)):
            match = pattern.match(part.flat)
            if match and split_units(part.group(match, "units")):
                yield name, part.group(match, "units")
                break
        else:
            if (
                len(parts) > 1
                and _DUE.match(part.flat)
                and re.search(r"\d|[一二三四]季度|年底|每|持续|长期", part.flat)
            ):
                yield "due", part
    if ends_item and parts and all(is_unit(unit.flat) for part in parts for unit in part.split("、")):
        yield "responsible", note


def running_assignment(node: Node, *, is_duty_section: bool) -> Assignment:
    """What the item's sentences say: 由A会同B检查, 由A负责; in a section on duties also A负责…."""
    responsible: list[Piece] = [node.title] if is_duty_section and is_unit(node.title.flat) else []
    support: list[Piece] = []
    for text in node.texts:
        for match in text.finditer(_BY):
            units = [unit for unit in split_units(text.group(match, "units")) if is_unit(unit.flat)]
            responsible += units
            if units and match["act"] in {"会同", "联合"}:
                rest = text.part(match.end(), len(text))
                together = _WITH.match(rest.flat)
                support += split_units(rest.group(together, "units")) if together else ()
        for clause in text.clauses() if is_duty_section else ():
            charge = _CHARGE.match(clause.flat)
            if charge:
                responsible += [unit for unit in split_units(clause.group(charge, "units")) if is_unit(unit.flat)]
    return Assignment(_once(responsible), _once(support))


def _once(units: list[Piece]) -> tuple[Piece, ...]:
    return tuple({unit.value: unit for unit in reversed(units)}.values())[::-1]
