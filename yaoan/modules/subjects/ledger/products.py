"""The register of products."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Column, Filter, Ledger, Panel, View
from yaoan.kernel.words import _
from yaoan.modules.subjects.choices import Special
from yaoan.modules.subjects.ledger.firms import linked
from yaoan.modules.subjects.models import Product


def _specials(product: Product) -> list[Any]:
    return [Special(special).label for special in product.specials]


def _holder(product: Product) -> Any:
    return product.owner.title if product.owner else product.holder_name


def _about(_actor: Actor, product: Product) -> list[tuple[Any, Any]]:
    pairs = [
        (_("产品类别"), product.get_product_kind_display()),
        (_("批准文号或注册备案号"), product.code),
        (_("商品名"), product.trade_name),
        (_("持有人或注册备案人"), linked(product.owner) if product.owner else product.holder_name),
        (_("剂型或型号"), product.form),
        (_("规格"), product.strength),
        (_("特殊管理"), _specials(product)),
        (_("注销或撤市日期"), product.withdrawn_on),
    ]
    return [(label, value) for label, value in pairs if value]


PRODUCTS = Ledger(
    model=Product,
    label=_("产品"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("通用名称"), sort="title"),
        Column("product_kind", _("产品类别"), sort="product_kind", cell="chip"),
        Column("code", _("批准文号或注册备案号"), sort="code"),
        Column("trade_name", _("商品名"), shown=False),
        Column("holder", _("持有人"), value=_holder, related=("owner",)),
        Column("form", _("剂型或型号"), shown=False),
        Column("strength", _("规格")),
        Column("specials", _("特殊管理"), value=_specials, cell="tags"),
        Column("area", _("所在地"), cell="place", sort="area", shown=False),
        Column("agency", _("监管单位"), cell="agency", shown=False),
        Column("state", _("状态"), cell="state", sort="state"),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("product_kind", _("产品类别"), "choice"),
        Filter("specials", _("特殊管理"), "choice", choices=Special.pairs),
        Filter("owner", _("持有人"), "reference", to="subjects", shown=False),
        Filter("trade_name", _("商品名"), "text", shown=False),
        Filter("agency", _("监管单位"), "agency", shown=False),
    ),
    panels=(Panel("about", _("产品内容"), rows=_about),),
    views=(View("special", _("特殊管理药品"), "specials=narcotic&specials=psychotropic_1&specials=psychotropic_2"),),
    dimensions={"product": "product_kind"},
    period="",
)
