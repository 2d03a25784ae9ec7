"""How the ledger of packages looks."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, View
from yaoan.kernel.words import Text, _
from yaoan.modules.packages import rules
from yaoan.modules.packages.choices import Direction, P, Result, State
from yaoan.modules.packages.lifecycle import BLOCKING
from yaoan.modules.packages.models import Package

NEXT: dict[str, Text] = {
    State.MADE: _("下载文件，交给对方：网络、光盘、U盘都可以。"),
    State.RECEIVED: _("接下来：核对。"),
    State.CHECKED: _("接下来：看过差异，接受、部分接受或者退回。"),
    State.FAULTY: _("文件与签名不符，不能接受。请向发送单位重新索取，这个包退回。"),
    State.ACCEPTED: _("已接受，记录在“外单位记录”里。"),
    State.PARTLY: _("已部分接受；没有接受的以后还会随新的包再来。"),
    State.REFUSED: _("已退回；日志头仍然留作证明。"),
}
UNSOUND = BLOCKING | {"cut", "rewritten"}


def _direction(package: Package) -> Chip:
    return Chip(Direction(package.direction).label, "plain")


def _standing(package: Package) -> Chip | None:
    """One word for what a check found."""
    if not package.is_received or not package.digest:
        return None
    if package.state == State.FAULTY:
        return Chip(_("不可信"), "danger")
    if any(found["code"] in UNSOUND for found in package.findings):
        return Chip(_("须核实"), "danger")
    return Chip(_("有缺号"), "warn") if package.findings else Chip(_("完整"), "good")


def _about(_actor: Actor, package: Package) -> list[tuple[Any, Any]]:
    sender = package.correspondent
    return [
        (_("方向"), _direction(package)),
        (_("交换单位"), sender and Linked(sender.title, sender.get_absolute_url())),
        (_("随哪个包转来"), package.via and Linked(package.via.title, package.via.get_absolute_url())),
        (_("序号"), package.sequence),
        (_("制作日期"), package.made_on),
        (_("核对"), _standing(package)),
        (_("清单指纹"), package.digest),
        (_("前一包的指纹"), package.previous),
        (_("最新封印"), package.last_seal or None),
        (_("最新日志头"), package.last_head),
    ]


def _holds(_actor: Actor, package: Package) -> list[tuple[Any, Any]]:
    counts = package.counts
    named = [
        (_("记录"), "records"),
        (_("日志"), "entries"),
        (_("日志头"), "heads"),
        (_("附件"), "files"),
        (_("转报的包"), "packages"),
    ]
    named += [(result.label, str(result)) for result in Result]
    pairs = [(label, f"{counts[name]:,}") for label, name in named if counts.get(name)]
    if counts.get("remaining"):
        pairs.append((_("其余"), str(_("还有没装下的，请再制作一个。"))))
    if package.left_out:
        pairs.append((_("未接受的记录"), "、".join(package.left_out)))
    return [*pairs, (_("理由"), package.reason)]


def _found(_actor: Actor, package: Package) -> Table:
    rows = tuple((rules.sentence(found),) for found in package.findings)
    return Table((_("核对发现"),), rows, _("没有发现问题。") if package.digest and package.is_received else "")


def _difference_page(package: Package) -> str | None:
    is_there = package.is_received and package.digest and package.state != State.FAULTY
    return f"{package.get_absolute_url()}difference/" if is_there else None


PACKAGES = Ledger(
    model=Package,
    label=_("交换包"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("名称"), sort="title"),
        Column("direction", _("方向"), value=_direction, cell="chip", sort="direction"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("standing", _("核对"), value=_standing, cell="chip"),
        Column("due", _("期限"), cell="clock", shown=False),
        Column("sequence", _("序号"), cell="number", sort="sequence"),
        Column("records", _("记录"), value=lambda package: package.counts.get("records"), cell="number"),
        Column("made_on", _("制作日期"), cell="date", sort="made_on"),
        Column("digest", _("清单指纹"), shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("direction", _("方向"), "choice"),
        Filter("correspondent", _("交换单位"), "reference", to="correspondents"),
        Filter("made_on", _("制作日期"), "day", shown=False),
    ),
    panels=(
        Panel("about", _("交换包"), rows=_about),
        Panel("holds", _("包里有什么"), rows=_holds),
        Panel("found", _("核对发现"), rows=_found, wide=True),
    ),
    views=(
        View("waiting", _("待接受"), "state=checked&sort=-made_on"),
        View("made", _("发出的"), "direction=out"),
        View("taken", _("收到的"), "direction=in"),
    ),
    links=(Link(_("看差异"), _difference_page, P.VIEW, place="item"),),
    bulk=("accept",),
    summary=lambda package: NEXT[package.state],
    period="opened_on",
)
