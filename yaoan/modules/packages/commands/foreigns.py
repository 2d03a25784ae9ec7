"""What becomes of a record of another installation: only the acceptance of a package changes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands import Change, Open, Remarking, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.packages import lifecycle
from yaoan.modules.packages.models import Foreign

TOLD = ("title", "area", "origin_state", "seq", "origin_head", "details", "package_id")
IDENTITY = ("origin", "origin_id", "origin_kind", "origin_number", "kind_label", "agency_id", "correspondent_id")


@dataclass(frozen=True, kw_only=True)
class Arrive(Open[Foreign]):
    """Keep a record that another installation sent. Follows from the acceptance of a package."""

    act: ClassVar[Act] = lifecycle.ARRIVE
    model: ClassVar[type[Foreign]] = Foreign

    origin: str = ask(_("来源公钥"), max_length=64)
    origin_id: int = ask(_("原记录号"))
    origin_kind: str = ask(_("原类别"), max_length=40)
    origin_number: str = ask(_("原编号"), max_length=40)
    kind_label: str = ask(_("类别"), default="", max_length=60)
    agency_id: int = ask(_("责任单位"), to="unit")
    correspondent_id: int = ask(_("来源单位"), to="correspondents")
    title: str = ask(_("名称"))
    area: str = ask(_("所在地"), default="", max_length=12)
    origin_state: str = ask(_("原状态"), default="", max_length=60)
    seq: int = ask(_("日志笔数"))
    origin_head: str = ask(_("最新一笔的哈希"), max_length=64)
    details: list[list[str]] = ask(_("内容"), default=())
    package_id: int = ask(_("交换包"), to="packages")
    is_closed: bool = ask(_("原单位已办结"), default=False)
    files: tuple[Evidence, ...] = ask(_("附件"), default=())

    def apply(self, record: Foreign) -> None:
        for name in (*IDENTITY, *TOLD):
            setattr(record, name, getattr(self, name))
        record.details = [list(pair) for pair in self.details]

    def consequences(self, record: Foreign) -> Iterable[Step]:
        if self.is_closed:
            yield Step(Finish(), on=record)


@dataclass(frozen=True, kw_only=True)
class Renew(Change[Foreign]):
    """Bring a record of another installation up to what its newest package says. Follows from its acceptance."""

    act: ClassVar[Act] = lifecycle.RENEW
    model: ClassVar[type[Foreign]] = Foreign

    title: str = ask(_("名称"))
    area: str = ask(_("所在地"), default="", max_length=12)
    origin_state: str = ask(_("原状态"), default="", max_length=60)
    seq: int = ask(_("日志笔数"))
    origin_head: str = ask(_("最新一笔的哈希"), max_length=64)
    details: list[list[str]] = ask(_("内容"), default=())
    package_id: int = ask(_("交换包"), to="packages")
    is_closed: bool = ask(_("原单位已办结"), default=False)
    files: tuple[Evidence, ...] = ask(_("附件"), default=())

    def apply(self, record: Foreign) -> None:
        for name in TOLD:
            setattr(record, name, getattr(self, name))
        record.details = [list(pair) for pair in self.details]

    def consequences(self, record: Foreign) -> Iterable[Step]:
        if self.is_closed != record.is_closed:
            yield Step(Finish() if self.is_closed else Reopen(), on=record)


@dataclass(frozen=True, kw_only=True)
class Finish(Change[Foreign]):
    """The record was closed where it belongs. Follows from the acceptance of a package."""

    act: ClassVar[Act] = lifecycle.FINISH
    model: ClassVar[type[Foreign]] = Foreign

    def apply(self, record: Foreign) -> None:
        """The state says it."""


@dataclass(frozen=True, kw_only=True)
class Reopen(Change[Foreign]):
    """The record was opened again where it belongs. Follows from the acceptance of a package."""

    act: ClassVar[Act] = lifecycle.REOPEN
    model: ClassVar[type[Foreign]] = Foreign

    def apply(self, record: Foreign) -> None:
        """The state says it."""


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Foreign]):
    """Add a remark or a file of our own; the record itself stays as it came."""

    act: ClassVar[Act] = lifecycle.FOREIGN["remark"]
    model: ClassVar[type[Foreign]] = Foreign
