"""What was understood of a notice, and where each value stands in its text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.words import Text, _

from .aims import Crackdown, Frequency, Target
from .deadlines import Deadline
from .focus import FACETS
from .header import Header
from .kinds import Kind
from .period import Period
from .reporting import Duty
from .stages import Stage
from .tables import Allocation
from .tasks import Task


@dataclass(frozen=True)
class Remark:
    """A sentence on something to check, and the words it is about, where it is about words."""

    sentence: str
    piece: Piece | None = None


@dataclass(frozen=True, order=True)
class Mark:
    """A value's place: ``text[start:end]``, the field of the JSON it fills, and the field's name for people."""

    start: int
    end: int
    field: str
    label: str


LABELS: dict[str, Text] = {
    "title": _("标题"),
    "index_no": _("索引号"),
    "doc_no": _("发文字号"),
    "issuer": _("发文机关"),
    "date": _("成文日期"),
    "published": _("发布日期"),
    "addressees": _("主送单位"),
    "attachment_titles": _("附件标题"),
    "period": _("起止时间"),
    "parents": _("上级部署"),
    "basis": _("依据文件"),
    "goals": _("工作目标"),
    "products": _("重点品种"),
    "links": _("重点环节"),
    "objects": _("重点对象"),
    "regions": _("重点区域"),
    "crackdown": _("打击行为"),
    "targets": _("量化指标"),
    "frequencies": _("检查频次"),
    "stages": _("工作阶段"),
    "tasks": _("任务"),
    "responsible": _("责任单位"),
    "support": _("配合单位"),
    "due": _("完成时限"),
    "deadlines": _("时限"),
    "reporting": _("报送"),
    "allocation": _("任务分配"),
    "doubts": _("存疑"),
    "contradictions": _("前后不一"),
}


@dataclass(frozen=True)
class Reading:
    """A notice as understood.

    Every `Piece` is a slice of ``text``, the mended text. ``issuers`` names all issuing agencies; the JSON's ``issuer`` is
    the one agency of a notice with one issuer, null for a joint notice. A document that gives no campaign (a summary, a
    news item) has its header only.
    """

    text: str
    kind: Kind
    reason: Text
    header: Header
    period: Period
    repairs: tuple[str, ...]
    goals: tuple[Piece, ...] = ()
    focus: tuple[tuple[str, tuple[Piece, ...]], ...] = tuple((facet, ()) for facet in FACETS)
    crackdown: tuple[Crackdown, ...] = ()
    targets: tuple[Target, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    allocation: tuple[Allocation, ...] = ()
    stages: tuple[Stage, ...] = ()
    tasks: tuple[Task, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    reporting: tuple[Duty, ...] = ()
    parents: tuple[Piece, ...] = ()
    basis: tuple[Piece, ...] = ()
    doubts: tuple[Remark, ...] = ()
    contradictions: tuple[Remark, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The places of all values, by position in the text."""
        found = {
            Mark(piece.start, piece.end, field, str(LABELS[field.rpartition(".")[2]]))
            for field, piece in self._placed()
            if piece
        }
        return tuple(sorted(found))

    def _placed(self) -> Iterator[tuple[str, Piece | None]]:
        header = self.header
        yield from (("title", header.title), ("index_no", header.index_no), ("doc_no", header.doc_no))
        yield "date", header.issued.piece if header.issued else None
        yield "published", header.published.piece if header.published else None
        yield "period", self.period.raw
        lists: tuple[tuple[str, Iterable[Piece]], ...] = (
            ("issuer", header.issuers),
            ("addressees", header.addressees),
            ("attachment_titles", header.attachment_titles),
            ("parents", self.parents),
            ("basis", self.basis),
            ("goals", self.goals),
            ("crackdown", (item.what for item in self.crackdown)),
            ("targets", (item.raw for item in self.targets)),
            ("frequencies", (item.raw for item in self.frequencies)),
            ("deadlines", (item.when for item in self.deadlines)),
            ("doubts", (remark.piece for remark in self.doubts if remark.piece)),
            ("contradictions", (remark.piece for remark in self.contradictions if remark.piece)),
            *((f"focus.{facet}", items) for facet, items in self.focus),
        )
        for field, pieces in lists:
            yield from ((field, piece) for piece in pieces)
        yield from self._placed_in_rows()

    def _placed_in_rows(self) -> Iterator[tuple[str, Piece | None]]:
        for stage in self.stages:
            yield from (("stages", stage.name), ("stages", stage.when))
        for task in self.tasks:
            yield from (("tasks", task.title), ("tasks.due", task.when))
            yield from (("tasks.responsible", unit) for unit in task.responsible)
            yield from (("tasks.support", unit) for unit in task.support)
        for duty in self.reporting:
            yield from (("reporting", piece) for piece in (duty.who, duty.what, duty.to, duty.when))
        for table in self.allocation:
            yield from (("allocation", share.unit) for share in table.shares)

    def as_json(self) -> dict[str, Any]:
        """The reading as plain values; dates as ISO strings, what the text lacks as null or an empty list."""
        header = self.header
        titles = _values(header.attachment_titles)
        return {
            "kind": self.kind.value,
            "reason": str(self.reason),
            "title": _value(header.title),
            "attachment_title": titles[0] if titles else None,
            "attachment_titles": titles,
            "index_no": _value(header.index_no),
            "doc_no": _value(header.doc_no),
            "issuer": header.issuers[0].value if len(header.issuers) == 1 else None,
            "issuers": _values(header.issuers),
            "date": header.issued.day.isoformat() if header.issued else None,
            "published": header.published.day.isoformat() if header.published else None,
            "addressees": _values(header.addressees),
            "period": {"raw": _value(self.period.raw), "start": self.period.start, "end": self.period.end},
            "parents": _values(self.parents),
            "basis": _values(self.basis),
            "goals": _values(self.goals),
            "focus": {facet: _values(items) for facet, items in self.focus},
            "crackdown": [{"what": item.what.value, "area": _value(item.area)} for item in self.crackdown],
            "targets": [{"what": _value(item.what), "raw": item.raw.value} for item in self.targets],
            "frequencies": [
                {"who": _value(item.who), "raw": item.raw.value, "per": item.per} for item in self.frequencies
            ],
            "allocation": [_allocation(table) for table in self.allocation],
            "stages": [_stage(stage) for stage in self.stages],
            "tasks": [_task(task) for task in self.tasks],
            "deadlines": [_deadline(item) for item in self.deadlines],
            "reporting": [_duty(duty) for duty in self.reporting],
            "repairs": list(self.repairs),
            "doubts": [remark.sentence for remark in self.doubts],
            "contradictions": [remark.sentence for remark in self.contradictions],
            "text": self.text,
            "marks": [
                {"start": mark.start, "end": mark.end, "field": mark.field, "label": mark.label} for mark in self.marks
            ],
        }


def _value(piece: Piece | None) -> str | None:
    return piece.value if piece else None


def _values(pieces: Iterable[Piece]) -> list[str]:
    return [piece.value for piece in pieces]


def _task(task: Task) -> dict[str, Any]:
    return {
        "path": task.path,
        "title": task.title.value,
        "body": "\n".join(piece.text.strip() for piece in task.body),
        "level": task.level,
        "paper": task.paper,
        "responsible": _values(task.responsible),
        "support": _values(task.support),
        "when": _value(task.when),
        "due": task.due,
    }


def _deadline(item: Deadline) -> dict[str, Any]:
    return {
        "what": _value(item.what),
        "when": item.when.value,
        "due": item.due,
        "every": item.every,
        "dates": list(item.dates),
        "relative": item.is_relative,
        "path": item.path,
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "who": _value(duty.who),
        "what": _value(duty.what),
        "to": _value(duty.to),
        "when": _value(duty.when),
        "due": duty.due,
        "every": duty.every,
        "dates": list(duty.dates),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {"name": stage.name.value, "when": _value(stage.when), "start": stage.start, "end": stage.end,
            "what": _values(stage.what)}  # fmt: skip


def _allocation(table: Allocation) -> dict[str, Any]:
    return {
        "columns": _values(table.columns),
        "units": [
            {"unit": share.unit.value, "cells": _values(share.cells)} for share in table.shares if not share.is_total
        ],
        "total": next((_values(share.cells) for share in table.shares if share.is_total), None),
    }
