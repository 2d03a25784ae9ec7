"""What officials may do to a product."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel.commands import Change, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.subjects import lifecycle
from yaoan.modules.subjects.choices import ProductKind, Special
from yaoan.modules.subjects.commands.checks import code_fault, kept, tidy
from yaoan.modules.subjects.commands.suggestions import own_agency, own_place, so_far
from yaoan.modules.subjects.models import Product

CODES = {
    ProductKind.DRUG: ("drug_approval",),
    ProductKind.DEVICE: ("device_registration", "device_filing"),
    ProductKind.COSMETIC: ("cosmetic_registration", "cosmetic_filing"),
}
"""The kinds of numbers a product of each kind may have, the commonest first."""


@dataclass(frozen=True, kw_only=True)
class RegisterProduct(Open[Product]):
    """Enter a product, with its holder where that firm is in the register."""

    act: ClassVar[Act] = lifecycle.REGISTER_PRODUCT
    model: ClassVar[type[Product]] = Product

    title: str = ask(_("通用名称"), max_length=200)
    product_kind: ProductKind = ask(_("产品类别"))
    code: str = ask(_("批准文号或注册备案号"), default="", max_length=60)
    trade_name: str = ask(_("商品名"), default="", max_length=120)
    owner_id: int | None = ask(_("持有人或注册备案人"), to="subjects", default=None)
    holder_name: str = ask(_("持有人名称"), default="", max_length=200, help=_("名录里没有的，写名称"))
    form: str = ask(_("剂型或型号"), default="", max_length=80)
    strength: str = ask(_("规格"), default="", max_length=200)
    specials: tuple[Special, ...] = ask(_("特殊管理"), default=())
    area: str = ask(_("所在地"), to="division", suggest=own_place)
    agency_id: int | None = ask(_("监管单位"), to="agency", default=None, suggest=own_agency)

    def faults(self) -> Mapping[str, list[str]]:
        return _code_faults(self.product_kind, self.code)

    def apply(self, record: Product) -> None:
        record.title, record.product_kind = tidy(self.title), self.product_kind
        record.area, record.agency_id = self.area, self.agency_id or self.actor.agency_id
        _describe(record, self)


@dataclass(frozen=True, kw_only=True)
class AmendProduct(Change[Product]):
    """Put the details of a product right: what is left empty is emptied."""

    act: ClassVar[Act] = lifecycle.AMEND_PRODUCT
    model: ClassVar[type[Product]] = Product

    title: str = ask(_("通用名称"), max_length=200, suggest=so_far("title"))
    code: str = ask(_("批准文号或注册备案号"), default="", max_length=60, suggest=so_far("code"))
    trade_name: str = ask(_("商品名"), default="", max_length=120, suggest=so_far("trade_name"))
    owner_id: int | None = ask(_("持有人或注册备案人"), to="subjects", default=None, suggest=so_far("owner_id"))
    holder_name: str = ask(_("持有人名称"), default="", max_length=200, suggest=so_far("holder_name"))
    form: str = ask(_("剂型或型号"), default="", max_length=80, suggest=so_far("form"))
    strength: str = ask(_("规格"), default="", max_length=200, suggest=so_far("strength"))
    specials: tuple[Special, ...] = ask(_("特殊管理"), default=(), suggest=so_far("specials"))

    def objections(self, record: Product) -> Mapping[str, list[str]]:
        return _code_faults(record.product_kind, self.code)

    def apply(self, record: Product) -> None:
        record.title = tidy(self.title)
        _describe(record, self)


@dataclass(frozen=True, kw_only=True)
class Withdraw(Change[Product]):
    """Record that a product was cancelled or taken from the market."""

    act: ClassVar[Act] = lifecycle.WITHDRAW
    model: ClassVar[type[Product]] = Product

    reason: str = ask(_("注销或撤市的依据和原因"), lines=3, max_length=1000)
    withdrawn_on: date | None = ask(_("注销或撤市日期"), default=None, help=_("不填即为生效日期"))

    def apply(self, record: Product) -> None:
        record.withdrawn_on = self.withdrawn_on or self.day


@dataclass(frozen=True, kw_only=True)
class Restore(Change[Product]):
    """Record that a product is on the market again."""

    act: ClassVar[Act] = lifecycle.RESTORE
    model: ClassVar[type[Product]] = Product

    reason: str = ask(_("恢复原因"), lines=2, max_length=1000)

    def apply(self, record: Product) -> None:
        record.withdrawn_on = None


@dataclass(frozen=True, kw_only=True)
class FollowProduct(Change[Product]):
    """Go with the firm to another area or unit."""

    act: ClassVar[Act] = lifecycle.FOLLOW_PRODUCT
    model: ClassVar[type[Product]] = Product

    area: str = ask(_("所在地"), to="division")
    agency_id: int = ask(_("监管单位"), to="agency")

    def apply(self, record: Product) -> None:
        record.area, record.agency_id = self.area, self.agency_id


@dataclass(frozen=True, kw_only=True)
class RemarkProduct(Remarking[Product]):
    """Add a remark to a product, with files if there are any."""

    act: ClassVar[Act] = lifecycle.PRODUCTS["remark"]
    model: ClassVar[type[Product]] = Product


@dataclass(frozen=True, kw_only=True)
class RevertProduct(Reverting[Product]):
    """Take back the latest act on a product."""

    act: ClassVar[Act] = lifecycle.PRODUCTS["revert"]
    model: ClassVar[type[Product]] = Product


def _describe(record: Product, command: RegisterProduct | AmendProduct) -> None:
    record.code = _kept(record.product_kind, command.code)
    for field in ("trade_name", "owner_id", "holder_name", "form", "strength"):
        setattr(record, field, getattr(command, field))
    record.specials = list(command.specials)


def _code_faults(kind: str, code: str) -> dict[str, list[str]]:
    """A number must be right as one of the kinds that its sort of product has; the fault told is that of the first."""
    found = [code_fault(number, code) for number in CODES[ProductKind(kind)]]
    return {"code": [str(found[0])]} if code and all(found) else {}


def _kept(kind: str, code: str) -> str:
    right = (number for number in CODES[ProductKind(kind)] if code_fault(number, code) is None)
    return kept(next(right, ""), code)
