"""Bringing an entry up to a register that was received."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from yaoan.kernel.commands import Change, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.subjects import lifecycle
from yaoan.modules.subjects.choices import LicenceKind, ProductKind, SubjectKind
from yaoan.modules.subjects.commands.checks import faults_of, kept, licence_faults, place_faults, tidy
from yaoan.modules.subjects.commands.entries import (
    DETAILS,
    find_again,
    first_licence,
    followers,
    licence_of,
    move,
    rename,
)
from yaoan.modules.subjects.commands.licences import Renew
from yaoan.modules.subjects.models import Subject


@dataclass(frozen=True, kw_only=True)
class Update(Change[Subject]):
    """Bring an entry up to a register that was received: what is given replaces, what is empty stays as it was."""

    act: ClassVar[Act] = lifecycle.UPDATE
    model: ClassVar[type[Subject]] = Subject

    title: str = ask(_("名称"), default="", max_length=200)
    code: str = ask(_("统一社会信用代码"), default="", max_length=60)
    subject_kind: SubjectKind | None = ask(_("企业类别"), default=None)
    product_kinds: tuple[ProductKind, ...] = ask(_("产品类别"), default=())
    area: str = ask(_("所在地"), to="division", default="")
    address: str = ask(_("地址"), default="")
    agency_id: int | None = ask(_("监管单位"), to="agency", default=None)
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
        name = tidy(self.title)
        if name and name != record.title:
            rename(record, name, self.day)
        if self.address and self.address != record.address:
            move(record, self.address, self.day)
        record.code = kept("uscc", self.code) or record.code
        for field in ("area", "agency_id", *DETAILS):
            value = getattr(self, field)
            if value not in (None, ""):
                setattr(record, field, value)
        for field in ("product_kinds", "suppliers"):
            if getattr(self, field):
                setattr(record, field, list(getattr(self, field)))
        find_again(record)

    def consequences(self, record: Subject) -> Iterable[Step]:
        if self.area:
            yield from followers(record)
        if not self.licence_code:
            return
        held = licence_of(record, kept(self.licence_kind or "", self.licence_code))
        if held is None:
            yield first_licence(self, record)
        elif self.expires_on and self.expires_on != held.expires_on:
            yield Step(Renew(issued_on=self.issued_on or held.issued_on, expires_on=self.expires_on), on=held.pk)
