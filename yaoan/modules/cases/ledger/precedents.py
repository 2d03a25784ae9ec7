"""How the collection of past decisions looks."""

from decimal import Decimal
from typing import Any

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, View
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import P, Penalty, PrecedentState
from yaoan.modules.cases.models import Precedent
from yaoan.modules.cases.rules.decisions import spelled
from yaoan.modules.subjects.public import ProductKind

NEXT: dict[str, Text] = {
    PrecedentState.KEPT: _("供比对和检索；决定被撤销、变更的，请剔除。"),
    PrecedentState.STRUCK: _("已剔除，不再作为相似案件和以往处罚显示。"),
}


def _party(record: Precedent) -> Any:
    return Linked(record.subject_name, record.subject.get_absolute_url()) if record.subject else record.subject_name


def _money(value: Decimal | None) -> Any:
    return None if value is None else Text("{sum} 元", "¥{sum}").format(sum=f"{value:,.2f}")


def _typical(record: Precedent) -> Chip | None:
    return Chip(_("典型案例"), "good") if record.is_typical else None


def _who(_actor: Actor, record: Precedent) -> list[tuple[Any, Any]]:
    return [
        (_("当事人"), _party(record)),
        (_("统一社会信用代码"), record.subject_code),
        (_("处罚机关"), record.authority),
        (_("决定书文号"), record.decision_number),
        (_("决定日期"), record.decided_on),
        (_("产品类别"), ProductKind(record.product_kind).label),
        (_("涉案产品"), "、".join(record.products)),
        (_("典型案例"), _typical(record)),
        (_("剔除原因"), record.conclusion),
    ]


def _decided(_actor: Actor, record: Precedent) -> list[tuple[Any, Any]]:
    return [
        (_("违法行为"), queries.breach_label(record)),
        (_("决定书的说法"), record.violation),
        (_("引用的法条"), "、".join(map(spelled, record.law))),
        (_("货值金额"), _money(record.goods_value)),
        (_("违法所得"), _money(record.income)),
        (_("处罚种类"), "、".join(str(Penalty(kind).label) for kind in record.penalties)),
        (_("处罚内容"), record.penalty),
        (_("罚款"), _money(record.fine)),
        (_("没收违法所得"), _money(record.confiscated)),
    ]


def _paper(_actor: Actor, record: Precedent) -> list[tuple[Any, Any]]:
    return [(_("存疑"), "\n".join(record.doubts)), (_("违法事实"), record.facts), (_("原文"), record.text)]


PRECEDENTS = Ledger(
    model=Precedent,
    label=_("既往决定"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("party", _("当事人"), value=_party, cell="link", sort="subject_name", related=("subject",)),
        Column("breach", _("违法行为"), value=queries.breach_label, sort="breach"),
        Column("penalty", _("处罚内容")),
        Column("authority", _("处罚机关"), sort="authority"),
        Column("decided_on", _("决定日期"), cell="date", sort="decided_on"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("decision_number", _("决定书文号"), sort="decision_number", shown=False),
        Column("products", _("涉案产品"), value=lambda one: "、".join(one.products), shown=False),
        Column("goods_value", _("货值金额"), cell="number", sort="goods_value", shown=False),
        Column("fine", _("罚款"), cell="number", sort="fine", shown=False),
        Column("typical", _("典型案例"), value=_typical, cell="chip", shown=False),
        Column("agency", _("入库单位"), cell="agency", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("breach", _("违法行为"), "choice", choices=lambda: law.catalogue("breaches")),
        Filter("subject", _("当事人"), "reference", to="subjects", shown=False),
        Filter("is_typical", _("典型案例"), "bool", shown=False),
        Filter("decided_on", _("决定日期"), "day", shown=False),
        Filter("agency", _("入库单位"), "agency", shown=False),
    ),
    panels=(
        Panel("who", _("当事人和机关"), rows=_who),
        Panel("decided", _("违法行为和处罚"), rows=_decided),
        Panel("paper", _("原文"), rows=_paper, wide=True),
    ),
    views=(View("typical", _("典型案例"), "is_typical=1&sort=-decided_on"),),
    links=(Link(_("读取决定书"), "/precedents/read/", P.COLLECT),),
    openings=(),
    summary=lambda record: NEXT[record.state],
    dimensions={"product": "product_kind"},
)
