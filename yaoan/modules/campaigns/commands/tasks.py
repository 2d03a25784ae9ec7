"""What officials may do to the tasks of a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.campaigns import lifecycle
from yaoan.modules.campaigns.models import Task


@dataclass(frozen=True, kw_only=True)
class Give(Open[Task]):
    """Give a task to a unit, with units that help and the day it is due."""

    act: ClassVar[Act] = lifecycle.GIVE
    model: ClassVar[type[Task]] = Task

    campaign_id: int = ask(_("专项行动"), to="campaigns")
    parent_id: int | None = ask(_("上级任务"), to="tasks", default=None)
    path: str = ask(_("序号"), default="", max_length=40)
    title: str = ask(_("任务"))
    text: str = ask(_("任务内容"), default="", lines=5, max_length=8000)
    agency_id: int = ask(_("责任单位"), to="agency")
    support: tuple[int, ...] = ask(_("配合单位"), to="agency", default=())
    due_on: date | None = ask(_("完成期限"), default=None)
    target: int | None = ask(_("目标数"), default=None)

    def apply(self, record: Task) -> None:
        for name in ("campaign_id", "parent_id", "path", "title", "text", "agency_id", "due_on", "target"):
            setattr(record, name, getattr(self, name))
        record.given_by_id = self.actor.agency_id or self.agency_id
        record.assisting = sorted({*self.support, record.given_by_id} - {self.agency_id})


@dataclass(frozen=True, kw_only=True)
class Take(Change[Task]):
    """Take a task, naming the person who carries it out."""

    act: ClassVar[Act] = lifecycle.TAKE
    model: ClassVar[type[Task]] = Task

    holder_id: int = ask(_("责任人"), to="user")

    def apply(self, record: Task) -> None:
        record.holder_id = self.holder_id


@dataclass(frozen=True, kw_only=True)
class Refuse(Change[Task]):
    """Send a task back to those who gave it, with the reason."""

    act: ClassVar[Act] = lifecycle.REFUSE
    model: ClassVar[type[Task]] = Task

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)

    def apply(self, record: Task) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class GiveAgain(Change[Task]):
    """Give a task that was sent back again, to the same unit or another."""

    act: ClassVar[Act] = lifecycle.GIVE_AGAIN
    model: ClassVar[type[Task]] = Task

    agency_id: int = ask(_("责任单位"), to="agency")
    due_on: date | None = ask(_("完成期限"), default=None)
    reason: str = ask(_("说明"), default="", lines=2, max_length=1000)

    def apply(self, record: Task) -> None:
        record.agency_id = self.agency_id
        record.due_on = self.due_on or record.due_on
        record.holder_id = None
        record.assisting = sorted({*record.assisting, record.given_by_id} - {self.agency_id})


@dataclass(frozen=True, kw_only=True)
class Name(Change[Task]):
    """Name another person for a task."""

    act: ClassVar[Act] = lifecycle.NAME
    model: ClassVar[type[Task]] = Task

    holder_id: int = ask(_("责任人"), to="user")
    reason: str = ask(_("原因"), default="", lines=2, max_length=1000)

    def apply(self, record: Task) -> None:
        record.holder_id = self.holder_id


@dataclass(frozen=True, kw_only=True)
class Progress(Change[Task]):
    """Report how far a task is."""

    act: ClassVar[Act] = lifecycle.PROGRESS
    model: ClassVar[type[Task]] = Task

    text: str = ask(_("进展"), lines=4, max_length=4000)
    reached: int | None = ask(_("累计完成数"), default=None)
    files: tuple[Evidence, ...] = ask(_("附件"), default=())

    def faults(self) -> Mapping[str, list[str]]:
        return {"reached": [str(_("完成数不能是负数。"))]} if (self.reached or 0) < 0 else {}

    def apply(self, record: Task) -> None:
        record.progress = self.text
        record.reached = record.reached if self.reached is None else self.reached


@dataclass(frozen=True, kw_only=True)
class Submit(Change[Task]):
    """Say that a task is done, with the proof, and ask for acceptance."""

    act: ClassVar[Act] = lifecycle.SUBMIT
    model: ClassVar[type[Task]] = Task

    text: str = ask(_("完成情况"), lines=5, max_length=8000)
    reached: int | None = ask(_("累计完成数"), default=None)
    files: tuple[Evidence, ...] = ask(_("附件"), default=())

    def apply(self, record: Task) -> None:
        record.progress = self.text
        record.reached = record.reached if self.reached is None else self.reached
        record.submitted_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Accept(Change[Task]):
    """Accept a task as a second person."""

    act: ClassVar[Act] = lifecycle.ACCEPT
    model: ClassVar[type[Task]] = Task

    opinion: str = ask(_("验收意见"), lines=3, max_length=2000)

    def apply(self, record: Task) -> None:
        """The opinion stands in the history."""


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Task]):
    """Send a task back to be carried on with."""

    act: ClassVar[Act] = lifecycle.SEND_BACK
    model: ClassVar[type[Task]] = Task

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)
    due_on: date | None = ask(_("新的完成期限"), default=None)

    def apply(self, record: Task) -> None:
        record.due_on = self.due_on or record.due_on


@dataclass(frozen=True, kw_only=True)
class Postpone(Change[Task]):
    """Change the day a task is due, with the reason."""

    act: ClassVar[Act] = lifecycle.POSTPONE
    model: ClassVar[type[Task]] = Task

    due_on: date = ask(_("完成期限"))
    reason: str = ask(_("调整理由"), lines=2, max_length=1000)

    def apply(self, record: Task) -> None:
        record.due_on = self.due_on


@dataclass(frozen=True, kw_only=True)
class Withdraw(Change[Task]):
    """Withdraw a task, with the reason."""

    act: ClassVar[Act] = lifecycle.WITHDRAW
    model: ClassVar[type[Task]] = Task

    reason: str = ask(_("撤销理由"), lines=2, max_length=1000)

    def apply(self, record: Task) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class RemarkTask(Remarking[Task]):
    """Add a remark or a file to a task."""

    act: ClassVar[Act] = lifecycle.TASK["remark"]
    model: ClassVar[type[Task]] = Task


@dataclass(frozen=True, kw_only=True)
class RevertTask(Reverting[Task]):
    """Take back the latest act on a task."""

    act: ClassVar[Act] = lifecycle.TASK["revert"]
    model: ClassVar[type[Task]] = Task
