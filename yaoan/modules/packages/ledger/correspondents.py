"""How the ledger of installations looks with which we exchange."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.journal import signing
from yaoan.kernel.ledger.declarations import Column, Filter, Ledger, Link, Linked, Panel, View
from yaoan.kernel.words import Text, _
from yaoan.modules.packages import queries
from yaoan.modules.packages.choices import CP, Trust
from yaoan.modules.packages.models import Correspondent

NEXT: dict[str, Text] = {
    Trust.PROPOSED: _("接下来：由另一人再与对方核对公钥并复核。复核之前不收也不发。"),
    Trust.TRUSTED: _("可以制作交换包给对方，也可以收取对方的包。"),
    Trust.RETIRED: _("已停止交换；对方的包不再收取。"),
}


def groups(key: str) -> str:
    """A key in groups of four, to be read out on the telephone."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def _keys(_actor: Actor, record: Correspondent) -> list[tuple[Any, Any]]:
    return [
        (_("对方单位"), record.other.name),
        (_("对方公钥"), groups(record.key)),
        (_("公钥填写人"), record.keyed_by and record.keyed_by.name),
        (_("本单位公钥"), groups(signing.public_key())),
        (_("重新起头的序号"), record.rejoin_from or None),
    ]


def _packages(actor: Actor, record: Correspondent) -> list[tuple[Any, Any]]:
    made, taken = queries.newest_packages(actor, record)
    pairs = ((_("最近发出"), made), (_("最近收到"), taken))
    found = [(label, Linked(f"{one.number} {one.title}", one.get_absolute_url())) for label, one in pairs if one]
    head = [(_("对方最新日志头"), f"{taken.last_seal}：{groups(taken.last_head)}")] if taken and taken.last_head else []
    return [*found, *head]


CORRESPONDENTS = Ledger(
    model=Correspondent,
    label=_("交换单位"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("名称"), sort="title"),
        Column("other", _("对方单位"), value="other.short", sort="other__short"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("key", _("对方公钥"), shown=False),
        Column("opened_on", _("登记日期"), cell="date", sort="opened_on"),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("other", _("对方单位"), "agency"),
    ),
    panels=(
        Panel("keys", _("公钥"), rows=_keys, wide=True),
        Panel("packages", _("交换包"), rows=_packages, wide=True),
    ),
    views=(View("trusted", _("交换中的"), "state=trusted"),),
    links=(Link(_("交换包"), lambda record: f"/packages/?correspondent={record.pk}", CP.VIEW, place="item"),),
    summary=lambda record: NEXT[record.state],
    period="",
)
