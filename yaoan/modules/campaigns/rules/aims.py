"""Goals, targets in figures, how often something is to be done, and what is to be cracked down on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yaoan.kernel.reading.pieces import Piece

from .outline import Node, Outline
from .sections import Use, use_of

_GOALS = re.compile(r"[“\"]([^”\"]{4,60})[”\"]\s*(?:的)?(?:[一二三四五六七八九]大)?(?:工作)?(?:目标|任务目标)")
_BATCH = re.compile(
    r"(?:查处|查办|公布|曝光|移送|消除|整改|打击|捣毁|取缔|关停|惩处|解决"
    r"|建立|完善|侦破|抓获|培育|规范)[^,;。、]{0,8}一批[^,;。、]{2,16}"
)
_UNIT = r"(?:%|个百分点|家次?|批次?|件|起|个|户|次|人次?|名|项|篇|期|条|万元|场|所|份|分)"
_QUANTITY = (
    rf"(?:\d[\d.,]{{0,12}}\s?{_UNIT}(?:以上|以内)?|百分之[一二三四五六七八九十百]+"
    rf"|[一二三四五]分之[一二三四五]|[一二两三四五六七八九十]{{1,4}}{_UNIT})"
)
_COMPARE = (
    r"(?:达到|达|不少于|不低于|不得少于|不得低于|至少(?:开展|检查|抽检"
    r"|组织)?|保持在|提高到|提升至|控制在|不超过|不高于|大于等于|≥|≤|应为|为)"
)
_TARGET = re.compile(rf"{_COMPARE}\s*{_QUANTITY}|(?:\d[\d.]{{0,6}}%|百分之百)(?:全?覆盖)?")
_TIME_LEAD = re.compile(r"^(?:到|至)?(?:[\d年月日底末]{2,16}|年底|年内|今年底)(?:之?前|以前|底)?")
_TAIL = re.compile(r"(?:均|应|要|须|力争|确保|原则上|每年|每半年|每季度?|每月|的)+$")
_WHO_LEAD = re.compile(r"^(?:其中|对于?|由)")
_REPORTS = re.compile(r"报送|上报|通报|调度|会商")
_LONGEST_WHO = 40
_PER = {
    "每家": None, "每户": None, "每两年": None, "每三年": None, "每年": "year", "全年": "year", "本年": "year", "年内": "year",
    "年度内": "year", "每半年": "half-year", "每季度": "quarter", "每季": "quarter", "每个季度": "quarter", "每月": "month",
    "每个月": "month", "每周": "week", "每日": "day",
}  # fmt: skip
_TIMES = re.compile(
    rf"(?P<per>{'|'.join(sorted(_PER, key=len, reverse=True))})(?:度)?[^,;。]{{0,14}}?(?:(?:不少于"
    rf"|不低于|至少|不得少于|各)[^,;。]{{0,8}}?)?"
    r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})\s?(?:次|轮|遍)(?:以上)?"
    r"|(?:本年|全年|年内)?(?:检查|抽查|抽检)?比例不(?:低于|少于)(?:\d+%"
    r"|[一二三四五]分之[一二三四五])|[一二两三]年(?:内)?全覆盖"
)
_CRACKDOWN = re.compile(
    r"^(?:要|并)?(?:依法)?(?:严厉打击|严肃查处|依法查处|从严查处|坚决打击"
    r"|重点打击|严厉查处|严打)(?!的)(?!(?:各类)?违法(?:违规|犯罪)*行为$)(?=.{3})"
)
_AREA = re.compile(r"(?:在|对)?(药品|医疗器械|化妆品|疫苗|中药|特殊药品|网络销售)(?:领域|方面|环节)")


@dataclass(frozen=True)
class Target:
    """A figure to reach: what, and the figure as written."""

    what: Piece | None
    raw: Piece


@dataclass(frozen=True)
class Frequency:
    """How often: on whom or what, the words, and the span the words name (year, half-year, quarter, month, week, day)."""

    who: Piece | None
    raw: Piece
    per: str | None


@dataclass(frozen=True)
class Crackdown:
    """A kind of wrongdoing to be cracked down on, and the field (药品, 医疗器械, 化妆品) where the text names one."""

    what: Piece
    area: Piece | None


def find_goals(outlines: Iterable[Outline]) -> list[Piece]:
    """The named goals (“防范风险、查办案件”两大目标), else the 一批 of the aims (查处一批大案要案)."""
    named: list[Piece] = []
    batches: list[Piece] = []
    for outline in outlines:
        aims = [
            text
            for root in outline.roots
            if use_of(root.title) is Use.AIMS
            for node in root.walk()
            for text in node.texts
        ]
        for text in (*outline.preamble, *aims):
            for match in text.finditer(_GOALS):
                named += text.group(match, 1).split("、,，;；")
            batches += [text.group(match) for match in text.finditer(_BATCH)]
    return named or batches


def find_targets(outlines: Iterable[Outline]) -> list[Target]:
    """Figures to reach: rates, numbers of checks, samples or cases. How often units are checked is no target."""
    found = []
    for text in _texts(outlines):
        for clause in text.split("，；。！？,;"):
            often = [clause.group(match) for match in clause.finditer(_TIMES)]
            begin = 0
            for match in clause.finditer(_TARGET):
                raw = clause.group(match)
                what = _of_what(clause.part(begin, match.start()))
                begin = match.end()
                if what and not any(other.holds(raw) for other in often):
                    found.append(Target(what, raw))
    return found


def _of_what(piece: Piece) -> Piece | None:
    """What a figure is about: behind the last colon, without the time before and without 均, 要 behind."""
    colon = max(piece.flat.rfind(":"), -1)
    piece = piece.part(colon + 1, len(piece)).strip()
    lead = _TIME_LEAD.match(piece.flat)
    piece = piece.part(lead.end(), len(piece)) if lead else piece
    tail = _TAIL.search(piece.flat)
    return (piece.part(0, tail.start()) if tail else piece).strip() or None


def find_frequencies(outlines: Iterable[Outline]) -> list[Frequency]:
    """How often units are to be checked or work is to be done."""
    found = []
    for outline in outlines:
        for node in outline.nodes():
            for text in node.texts:
                for stretch in text.split("；。！？;"):
                    found += [_frequency(stretch, match, node) for match in stretch.finditer(_TIMES)]
    return [item for item in found if not _REPORTS.search(item.raw.flat)]


def _frequency(stretch: Piece, match: re.Match[str], node: Node) -> Frequency:
    """The subject stands right before the words, else it opens the stretch, else it is the item's title."""
    before = stretch.part(0, match.start())
    clauses = before.split("，,")
    is_joined = clauses and not before.text.rstrip().endswith(("，", ","))
    who = (clauses[-1] if is_joined else clauses[0]) if clauses else node.title
    lead, tail = _WHO_LEAD.match(who.flat), _TAIL.search(who.flat)
    who = who.part(lead.end() if lead else 0, tail.start() if tail else len(who)).strip()
    return Frequency(who if 0 < len(who) <= _LONGEST_WHO else None, stretch.group(match), _PER.get(match["per"] or ""))


def find_crackdowns(outlines: Iterable[Outline]) -> list[Crackdown]:
    """The sentences that begin with 严厉打击 and the like, one a kind of wrongdoing."""
    found: list[Crackdown] = []
    for text in _texts(outlines):
        area: Piece | None = None
        for stretch in text.split("。；;"):
            area = stretch.find(_AREA, 1) or area
            clauses = stretch.split("，,")
            place = next((place for place, clause in enumerate(clauses) if _CRACKDOWN.match(clause.flat)), None)
            if place is not None:
                found.append(Crackdown(clauses[place], area))
    return found


def _texts(outlines: Iterable[Outline]) -> Iterator[Piece]:
    for outline in outlines:
        yield from (text for text in outline.texts() if not text.text.lstrip().startswith("|"))
