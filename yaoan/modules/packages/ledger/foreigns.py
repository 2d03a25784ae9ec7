"""How the ledger of records from other installations looks."""

from collections.abc import Mapping
from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Column, Filter, Ledger, Linked, Panel, Table, View
from yaoan.kernel.ledger.names import place
from yaoan.kernel.records.models import model_of
from yaoan.kernel.words import Text, _
from yaoan.modules.packages import queries
from yaoan.modules.packages.choices import Standing
from yaoan.modules.packages.models import Foreign

NEXT: dict[str, Text] = {
    Standing.HELD: _("由原单位办理；这里只读，随新的交换包更新。"),
    Standing.ENDED: _("原单位已办结；这里只读。"),
}


def _details(_actor: Actor, record: Foreign) -> list[tuple[Any, Any]]:
    return [(_("原状态"), record.origin_state), *((label, text) for label, text in record.details)]


def _origin(_actor: Actor, record: Foreign) -> list[tuple[Any, Any]]:
    return [
        (_("来源单位"), Linked(record.correspondent.title, record.correspondent.get_absolute_url())),
        (_("原编号"), record.origin_number),
        (_("类别"), record.kind_label),
        (_("所在地"), place(record.area)),
        (
            _("最近的交换包"),
            Linked(f"{record.package.number} {record.package.title}", record.package.get_absolute_url()),
        ),
        (_("最新一笔的哈希"), record.origin_head),
        (_("来源公钥"), record.origin),
    ]


def _words(entry: Mapping[str, Any]) -> tuple[Any, Any]:
    """What act and state of an entry are called here; as they are spelled there, where our program does not know them."""
    act, state = entry["act"], entry["to_state"]
    try:
        lifecycle = model_of(entry["kind"]).lifecycle
        return lifecycle[act].label, lifecycle.states(state).label
    except (LookupError, ValueError):
        return act, state


def _journal(_actor: Actor, record: Foreign) -> Table:
    rows = tuple(
        (entry["seq"], entry["recorded_at"][:10], *_words(entry), entry["hash"][:16])
        for entry in queries.history_of(record)
    )
    return Table((_("笔"), _("日期"), _("操作"), _("状态"), _("哈希")), rows, _("交换包的文件不在了。"))


FOREIGNS = Ledger(
    model=Foreign,
    label=_("外单位记录"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("origin_number", _("原编号"), sort="origin_number"),
        Column("title", _("名称"), sort="title"),
        Column("kind_label", _("类别"), sort="kind_label"),
        Column("origin_state", _("原状态"), sort="origin_state"),
        Column("place", _("所在地"), value="area", cell="place", sort="area"),
        Column("agency", _("来源单位"), cell="agency", sort="agency__short"),
        Column("state", _("状态"), cell="state", sort="state", shown=False),
        Column("changed_at", _("最近变动"), cell="instant", sort="changed_at", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("agency", _("来源单位"), "agency"),
        Filter("origin_number", _("原编号"), "text"),
        Filter("origin_kind", _("原类别"), "text", shown=False),
        Filter("package", _("最近的交换包"), "reference", to="packages", shown=False),
    ),
    panels=(
        Panel("details", _("内容"), rows=_details),
        Panel("origin", _("来源"), rows=_origin),
        Panel("journal", _("原单位的日志"), rows=_journal, wide=True),
    ),
    views=(View("open", _("原单位在办"), "state=held"),),
    summary=lambda record: NEXT[record.state],
    period="opened_on",
)
