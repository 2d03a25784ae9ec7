"""Two entries of one firm become one, and can be parted again; or they are found to be two firms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from yaoan.kernel.commands import Change, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.subjects import lifecycle
from yaoan.modules.subjects.commands.firms import Close
from yaoan.modules.subjects.models import Subject


@dataclass(frozen=True, kw_only=True)
class Merge(Change[Subject]):
    """Merge this entry into another of the same firm. It keeps its row and its links; readers follow it."""

    act: ClassVar[Act] = lifecycle.MERGE
    model: ClassVar[type[Subject]] = Subject

    into_id: int = ask(_("并入哪一份档案"), to="subjects")
    reason: str = ask(_("认定为同一家的理由"), lines=2, max_length=1000)

    def objections(self, record: Subject) -> Mapping[str, list[str]]:
        return {"into_id": [str(_("不能并入它自己。"))]} if self.into_id == record.pk else {}

    def apply(self, record: Subject) -> None:
        record.merged_into_id = self.into_id

    def consequences(self, record: Subject) -> Iterable[Step]:
        yield Step(Absorb(subject_ids=(record.pk, *record.absorbed), reason=self.reason), on=self.into_id)


@dataclass(frozen=True, kw_only=True)
class Absorb(Change[Subject]):
    """Stand for an entry that was merged into this one, and for all that had been merged into that."""

    act: ClassVar[Act] = lifecycle.ABSORB
    model: ClassVar[type[Subject]] = Subject

    subject_ids: tuple[int, ...] = ask(_("并入的档案"), to="subjects")
    reason: str = ask(_("认定为同一家的理由"), lines=2, max_length=1000)

    def apply(self, record: Subject) -> None:
        record.absorbed = [*record.absorbed, *self.subject_ids]


@dataclass(frozen=True, kw_only=True)
class Unmerge(Change[Subject]):
    """Part two entries that were merged: they are two firms after all, and are not proposed as one again."""

    act: ClassVar[Act] = lifecycle.UNMERGE
    model: ClassVar[type[Subject]] = Subject

    reason: str = ask(_("取消合并的理由"), lines=2, max_length=1000)

    def apply(self, record: Subject) -> None:
        record.distinct_from = [*record.distinct_from, record.merged_into_id]
        record.merged_into_id = None

    def consequences(self, record: Subject) -> Iterable[Step]:
        former = record.distinct_from[-1]
        yield Step(Release(subject_ids=(record.pk, *record.absorbed), reason=self.reason), on=former)
        if record.closed_on:  # the table leads to "in business"; a firm that had closed is closed again
            yield Step(Close(reason=str(_("合并以前已停业")), closed_on=record.closed_on), on=record.pk)


@dataclass(frozen=True, kw_only=True)
class Release(Change[Subject]):
    """Stand no longer for an entry that was parted from this one."""

    act: ClassVar[Act] = lifecycle.RELEASE
    model: ClassVar[type[Subject]] = Subject

    subject_ids: tuple[int, ...] = ask(_("分出的档案"), to="subjects")
    reason: str = ask(_("取消合并的理由"), lines=2, max_length=1000)

    def apply(self, record: Subject) -> None:
        record.absorbed = [subject_id for subject_id in record.absorbed if subject_id not in self.subject_ids]

    def consequences(self, record: Subject) -> Iterable[Step]:
        if record.merged_into_id:  # the entry it was parted from was merged further meanwhile
            yield Step(Release(subject_ids=self.subject_ids, reason=self.reason), on=record.merged_into_id)


@dataclass(frozen=True, kw_only=True)
class Distinguish(Change[Subject]):
    """Record that two entries that look alike are two firms, so that they are not proposed as one again."""

    act: ClassVar[Act] = lifecycle.DISTINGUISH
    model: ClassVar[type[Subject]] = Subject

    other_id: int = ask(_("与哪一份档案不是同一家"), to="subjects")
    reason: str = ask(_("理由"), lines=2, max_length=1000)

    def objections(self, record: Subject) -> Mapping[str, list[str]]:
        return {"other_id": [str(_("请选择另一份档案。"))]} if self.other_id == record.pk else {}

    def apply(self, record: Subject) -> None:
        record.distinct_from = [*record.distinct_from, self.other_id]
