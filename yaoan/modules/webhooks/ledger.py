"""How the ledger of subscriptions looks."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Panel, View
from yaoan.kernel.ledger.registry import ledger_of
from yaoan.kernel.words import Text, _
from yaoan.modules.webhooks import queries
from yaoan.modules.webhooks.choices import P, State
from yaoan.modules.webhooks.models import Subscription

NEXT: dict[str, Text] = {
    State.PROPOSED: _("接下来：由另一人核对网址和内容后批准。批准之前什么也不发。"),
    State.ACTIVE: _("每分钟看一次新的办理，逐条签名发给对方；对方没收下的自动重发三天。"),
    State.PAUSED: _("暂停中；这段时间的办理在继续之后补发。"),
    State.ENDED: _("已停用，什么也不再发。"),
}


def _kinds(subscription: Subscription) -> str:
    return "、".join(str(ledger_of(kind).label) for kind in subscription.kinds)


def _about(_actor: Actor, subscription: Subscription) -> list[tuple[Any, Any]]:
    return [
        (_("接收网址"), subscription.url),
        (_("推送哪些"), _kinds(subscription)),
        (_("以谁的权限"), subscription.reader.name),
        (_("提出人"), subscription.proposed_by.name),
        (_("用途"), subscription.purpose),
        (_("原密钥有效至"), subscription.former_until),
    ]


def _sent(_actor: Actor, subscription: Subscription) -> list[tuple[Any, Any]]:
    lane, counts = queries.lane_of(subscription), queries.standing_of(subscription)
    closed = [] if subscription.reader.is_active else [(_("停着"), Chip(_("权限人的账号已停用，请他人接手"), "danger"))]
    if lane is None:
        return closed
    return [
        *closed,
        (_("最近送达"), lane.delivered_at),
        (_("待发送"), counts.waiting),
        (_("已送达"), counts.delivered),
        (_("已放弃"), Chip(str(counts.dead), "danger") if counts.dead else None),
        (_("未发送：无权读取"), counts.withheld or None),
        (_("对方没有应答，下次再试"), lane.resting_until),
        (_("最近的问题"), lane.trouble),
    ]


SUBSCRIPTIONS = Ledger(
    model=Subscription,
    label=_("消息推送"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("对方系统"), sort="title"),
        Column("url", _("接收网址")),
        Column("kinds", _("推送哪些"), value=_kinds),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("reader", _("以谁的权限"), value="reader.name", sort="reader__name"),
        Column("due", _("期限"), cell="clock", shown=False),
        Column("opened_on", _("提出日期"), cell="date", sort="opened_on"),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("agency", _("责任单位"), "agency"),
        Filter("reader", _("以谁的权限"), "person", shown=False),
    ),
    panels=(
        Panel("about", _("消息推送"), rows=_about),
        Panel("sent", _("发送情况"), rows=_sent),
    ),
    views=(View("waiting", _("待批准"), "state=proposed"), View("active", _("推送中"), "state=active")),
    links=(Link(_("看消息"), lambda record: f"{record.get_absolute_url()}deliveries/", P.VIEW, place="item"),),
    summary=lambda record: NEXT[record.state],
    period="",
)
