"""What an official may do to a parcel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from tests.kernel.testapp import lifecycle
from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.models import Parcel
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text


def purposes() -> list[tuple[str, Text]]:
    return [("photo", Text("照片", "Photograph")), ("receipt", Text("回执", "Receipt"))]


@dataclass(frozen=True, kw_only=True)
class Announce(Open[Parcel]):
    """Say that a parcel is on its way."""

    act: ClassVar[Act] = lifecycle.ANNOUNCE
    model: ClassVar[type[Parcel]] = Parcel

    title: str = ask(Text("名称", "Name"), help=Text("一句话说清是什么", "What it is, in one sentence"))
    contents: str = ask(Text("内容", "Contents"), default="", lines=4, max_length=4000)
    size: Size = ask(Text("大小", "Size"))
    weight: Decimal | None = ask(Text("重量", "Weight"), default=None, unit=Text("千克", "kg"))
    is_fragile: bool = ask(Text("易碎", "Fragile"), default=False)
    labels: tuple[str, ...] = ask(Text("标签", "Labels"), default=(), help=Text("一行一个", "One a line"))
    area: str = ask(Text("所在地", "Place"), to="division")
    agency_id: int | None = ask(Text("责任单位", "Unit that answers"), to="agency", default=None)
    sender: str = ask(Text("寄件人", "Sender"), default="", sealed=True, max_length=60)
    files: tuple[Evidence, ...] = ask(Text("附件", "Files"), default=())

    def apply(self, record: Parcel) -> None:
        for name in ("title", "contents", "size", "weight", "is_fragile", "area", "sender"):
            setattr(record, name, getattr(self, name))
        record.labels = list(self.labels)
        record.agency_id = self.agency_id or self.actor.agency_id


@dataclass(frozen=True, kw_only=True)
class SplitOff(Open[Parcel]):
    """Open the parcel that was split off another."""

    act: ClassVar[Act] = lifecycle.SPLIT_OFF
    model: ClassVar[type[Parcel]] = Parcel

    title: str = ask(Text("名称", "Name"))
    size: Size = ask(Text("大小", "Size"))
    area: str = ask(Text("所在地", "Place"), to="division")
    origin_id: int = ask(Text("原包裹", "Split off from"), to="parcels")

    def apply(self, record: Parcel) -> None:
        record.title, record.size, record.area = self.title, self.size, self.area
        record.origin_id = self.origin_id


@dataclass(frozen=True, kw_only=True)
class Receive(Change[Parcel]):
    """Take a parcel in, with a photograph of it."""

    act: ClassVar[Act] = lifecycle.RECEIVE
    model: ClassVar[type[Parcel]] = Parcel

    note: str = ask(Text("接收情况", "What was received"), lines=3, max_length=2000)
    files: tuple[Evidence, ...] = ask(Text("照片和回执", "Photographs and receipts"), default=(), choices=purposes)

    def apply(self, record: Parcel) -> None:
        record.contents = self.note


@dataclass(frozen=True, kw_only=True)
class Hold(Change[Parcel]):
    """Stop the clock of receipt while something is found out."""

    act: ClassVar[Act] = lifecycle.HOLD
    model: ClassVar[type[Parcel]] = Parcel

    reason: str = ask(Text("原因", "Reason"), lines=2)

    def apply(self, record: Parcel) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Release(Change[Parcel]):
    """Let the clock go on."""

    act: ClassVar[Act] = lifecycle.RELEASE
    model: ClassVar[type[Parcel]] = Parcel

    def apply(self, record: Parcel) -> None:
        """Nothing but the state changes."""


def _date_so_far(record: Parcel, _actor: Actor) -> Any:
    return record.deliver_by


@dataclass(frozen=True, kw_only=True)
class Assign(Change[Parcel]):
    """Name the person who delivers the parcel, and by when."""

    act: ClassVar[Act] = lifecycle.ASSIGN
    model: ClassVar[type[Parcel]] = Parcel

    holder_id: int = ask(Text("责任人", "Person"), to="user")
    deliver_by: date | None = ask(Text("发放期限", "Deliver by"), default=None, suggest=_date_so_far)

    def faults(self) -> Mapping[str, list[str]]:
        if self.deliver_by and self.effective_on and self.deliver_by < self.effective_on:
            return {"deliver_by": [str(Text("发放期限不能早于指派的日期。", "Not before the day of the assignment."))]}
        return {}

    def apply(self, record: Parcel) -> None:
        record.holder_id = self.holder_id
        record.deliver_by = self.deliver_by


@dataclass(frozen=True, kw_only=True)
class Split(Change[Parcel]):
    """Split part of a parcel off into one of its own."""

    act: ClassVar[Act] = lifecycle.SPLIT
    model: ClassVar[type[Parcel]] = Parcel

    title: str = ask(Text("分出部分的名称", "Name of the part"))

    def apply(self, record: Parcel) -> None:
        """What is split off is a record of its own."""

    def consequences(self, record: Parcel) -> Iterable[Step]:
        yield Step(SplitOff(title=self.title, size=Size.SMALL, area=record.area, origin_id=record.pk))


@dataclass(frozen=True, kw_only=True)
class Deliver(Change[Parcel]):
    """Hand a parcel over."""

    act: ClassVar[Act] = lifecycle.DELIVER
    model: ClassVar[type[Parcel]] = Parcel

    note: str = ask(Text("发放情况", "How it was handed over"), default="", lines=2)

    def apply(self, record: Parcel) -> None:
        """The note stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Confirm(Change[Parcel]):
    """Confirm, as a second person, that a parcel arrived."""

    act: ClassVar[Act] = lifecycle.CONFIRM
    model: ClassVar[type[Parcel]] = Parcel

    def apply(self, record: Parcel) -> None:
        """Nothing but the state changes."""


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Parcel]):
    """Find that a parcel did not arrive."""

    act: ClassVar[Act] = lifecycle.SEND_BACK
    model: ClassVar[type[Parcel]] = Parcel

    reason: str = ask(Text("退回原因", "Reason"), lines=2)

    def apply(self, record: Parcel) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Lose(Change[Parcel]):
    """Declare a parcel lost, with the reason."""

    act: ClassVar[Act] = lifecycle.LOSE
    model: ClassVar[type[Parcel]] = Parcel

    reason: str = ask(Text("遗失经过", "What happened"), lines=3, max_length=2000)

    def apply(self, record: Parcel) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Parcel]):
    """Add a remark, with files if there are any."""

    act: ClassVar[Act] = lifecycle.PARCEL["remark"]
    model: ClassVar[type[Parcel]] = Parcel


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Parcel]):
    """Take back the latest act."""

    act: ClassVar[Act] = lifecycle.PARCEL["revert"]
    model: ClassVar[type[Parcel]] = Parcel
