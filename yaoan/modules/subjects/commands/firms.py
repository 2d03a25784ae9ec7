"""What officials may do to the entry of a firm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.subjects import lifecycle
from yaoan.modules.subjects.choices import LicenceKind, ProductKind, SubjectKind
from yaoan.modules.subjects.commands.checks import faults_of, kept, licence_faults, place_faults, tidy
from yaoan.modules.subjects.commands.entries import (
    DETAILS,
    LISTS,
    find_again,
    first_licence,
    followers,
    move,
    rename,
)
from yaoan.modules.subjects.commands.suggestions import own_agency, own_place, so_far
from yaoan.modules.subjects.models import Subject


@dataclass(frozen=True, kw_only=True)
class Register(Open[Subject]):
    """Enter a firm into the register, with its licence where it is at hand."""

    act: ClassVar[Act] = lifecycle.REGISTER
    model: ClassVar[type[Subject]] = Subject

    title: str = ask(_("名称"), max_length=200, help=_("与营业执照一致"))
    code: str = ask(_("统一社会信用代码"), default="", max_length=60, help=_("18 位；没有的（如村卫生室）可以不填"))
    subject_kind: SubjectKind = ask(_("企业类别"))
    product_kinds: tuple[ProductKind, ...] = ask(_("产品类别"), default=())
    area: str = ask(_("所在地"), to="division", suggest=own_place)
    address: str = ask(_("地址"), default="")
    agency_id: int | None = ask(_("监管单位"), to="agency", default=None, suggest=own_agency)
    legal_representative: str = ask(_("法定代表人"), default="", max_length=60)
    controller: str = ask(_("实际控制人"), default="", max_length=60)
    phone: str = ask(_("联系电话"), default="", max_length=60)
    parent_id: int | None = ask(_("连锁总部"), to="subjects", default=None)
    chain: str = ask(_("连锁总部名称"), default="", max_length=200, help=_("总部没有登记的，写它的名称"))
    suppliers: tuple[str, ...] = ask(_("主要供货单位"), default=(), max_length=200, help=_("一行一个"))
    scope: str = ask(_("经营范围"), default="", lines=4, max_length=8000)
    founded_on: date | None = ask(_("成立日期"), default=None)
    longitude: Decimal | None = ask(_("经度"), default=None)
    latitude: Decimal | None = ask(_("纬度"), default=None)
    tags: tuple[str, ...] = ask(_("风险标签"), default=(), max_length=40, help=_("一行一个"))
    licence_kind: LicenceKind | None = ask(_("证照类别"), default=None)
    licence_code: str = ask(_("证照编号"), default="", max_length=60)
    issued_on: date | None = ask(_("发证日期"), default=None)
    expires_on: date | None = ask(_("有效期至"), default=None)

    def faults(self) -> Mapping[str, list[str]]:
        return {
            **faults_of(code=("uscc", self.code)),
            **licence_faults(self.licence_kind, self.licence_code, self.issued_on, self.expires_on),
            **place_faults(self.longitude, self.latitude),
        }

    def apply(self, record: Subject) -> None:
        record.title, record.code = tidy(self.title), kept("uscc", self.code)
        record.area, record.address = self.area, self.address
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        _describe(record, self)
        find_again(record)

    def consequences(self, record: Subject) -> Iterable[Step]:
        if self.licence_code:
            yield first_licence(self, record)


@dataclass(frozen=True, kw_only=True)
class Amend(Change[Subject]):
    """Put the details of an entry right: what is left empty is emptied. Name and address change by acts of their own."""

    act: ClassVar[Act] = lifecycle.AMEND
    model: ClassVar[type[Subject]] = Subject

    code: str = ask(_("统一社会信用代码"), default="", max_length=60, suggest=so_far("code"))
    subject_kind: SubjectKind = ask(_("企业类别"), suggest=so_far("subject_kind"))
    product_kinds: tuple[ProductKind, ...] = ask(_("产品类别"), default=(), suggest=so_far("product_kinds"))
    agency_id: int | None = ask(_("监管单位"), to="agency", default=None, suggest=so_far("agency_id"))
    legal_representative: str = ask(_("法定代表人"), default="", max_length=60, suggest=so_far("legal_representative"))
    controller: str = ask(_("实际控制人"), default="", max_length=60, suggest=so_far("controller"))
    phone: str = ask(_("联系电话"), default="", max_length=60, suggest=so_far("phone"))
    parent_id: int | None = ask(_("连锁总部"), to="subjects", default=None, suggest=so_far("parent_id"))
    chain: str = ask(
        _("连锁总部名称"), default="", max_length=200, help=_("总部没有登记的，写它的名称"), suggest=so_far("chain")
    )
    suppliers: tuple[str, ...] = ask(
        _("主要供货单位"), default=(), max_length=200, help=_("一行一个"), suggest=so_far("suppliers")
    )
    scope: str = ask(_("经营范围"), default="", lines=4, max_length=8000, suggest=so_far("scope"))
    founded_on: date | None = ask(_("成立日期"), default=None, suggest=so_far("founded_on"))
    longitude: Decimal | None = ask(_("经度"), default=None, suggest=so_far("longitude"))
    latitude: Decimal | None = ask(_("纬度"), default=None, suggest=so_far("latitude"))
    tags: tuple[str, ...] = ask(_("风险标签"), default=(), max_length=40, help=_("一行一个"), suggest=so_far("tags"))

    def faults(self) -> Mapping[str, list[str]]:
        return {**faults_of(code=("uscc", self.code)), **place_faults(self.longitude, self.latitude)}

    def objections(self, record: Subject) -> Mapping[str, list[str]]:
        return {"parent_id": [str(_("连锁总部不能是它自己。"))]} if self.parent_id == record.pk else {}

    def apply(self, record: Subject) -> None:
        record.code = kept("uscc", self.code)
        record.agency_id = self.agency_id or record.agency_id
        _describe(record, self)
        find_again(record)


@dataclass(frozen=True, kw_only=True)
class Rename(Change[Subject]):
    """Record a new name; the old one stays findable."""

    act: ClassVar[Act] = lifecycle.RENAME
    model: ClassVar[type[Subject]] = Subject

    title: str = ask(_("新名称"), max_length=200)
    files: tuple[Evidence, ...] = ask(_("变更登记材料"), default=())

    def objections(self, record: Subject) -> Mapping[str, list[str]]:
        is_same = tidy(self.title) == record.title
        return {"title": [str(_("新名称与现在的名称相同，没有变更。"))]} if is_same else {}

    def apply(self, record: Subject) -> None:
        rename(record, tidy(self.title), self.day)
        find_again(record)


@dataclass(frozen=True, kw_only=True)
class Move(Change[Subject]):
    """Record a new address; licences and products go with the firm when it leaves the area."""

    act: ClassVar[Act] = lifecycle.MOVE
    model: ClassVar[type[Subject]] = Subject

    area: str = ask(_("新的所在地"), to="division", suggest=so_far("area"))
    address: str = ask(_("新地址"))
    agency_id: int | None = ask(_("监管单位"), to="agency", default=None, suggest=so_far("agency_id"))
    longitude: Decimal | None = ask(_("经度"), default=None)
    latitude: Decimal | None = ask(_("纬度"), default=None)
    files: tuple[Evidence, ...] = ask(_("变更登记材料"), default=())

    def faults(self) -> Mapping[str, list[str]]:
        return place_faults(self.longitude, self.latitude)

    def apply(self, record: Subject) -> None:
        move(record, self.address, self.day)
        record.area = self.area
        record.agency_id = self.agency_id or record.agency_id
        record.longitude, record.latitude = self.longitude, self.latitude
        find_again(record)

    def consequences(self, record: Subject) -> Iterable[Step]:
        yield from followers(record)


@dataclass(frozen=True, kw_only=True)
class Close(Change[Subject]):
    """Record that a firm has given up its business."""

    act: ClassVar[Act] = lifecycle.CLOSE
    model: ClassVar[type[Subject]] = Subject

    reason: str = ask(_("停业原因"), lines=2, max_length=1000)
    closed_on: date | None = ask(_("停业日期"), default=None, help=_("不填即为生效日期"))

    def apply(self, record: Subject) -> None:
        record.closed_on = self.closed_on or self.day


@dataclass(frozen=True, kw_only=True)
class Resume(Change[Subject]):
    """Record that a firm is in business again."""

    act: ClassVar[Act] = lifecycle.RESUME
    model: ClassVar[type[Subject]] = Subject

    reason: str = ask(_("恢复原因"), lines=2, max_length=1000)

    def apply(self, record: Subject) -> None:
        record.closed_on = None


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Subject]):
    """Add a remark to the entry of a firm, with files if there are any."""

    act: ClassVar[Act] = lifecycle.SUBJECTS["remark"]
    model: ClassVar[type[Subject]] = Subject


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Subject]):
    """Take back the latest act on the entry of a firm."""

    act: ClassVar[Act] = lifecycle.SUBJECTS["revert"]
    model: ClassVar[type[Subject]] = Subject


def _describe(record: Subject, command: Register | Amend) -> None:
    for field in DETAILS:
        setattr(record, field, getattr(command, field))
    for field in LISTS:
        setattr(record, field, list(getattr(command, field)))
    record.chain = tidy(record.chain)
