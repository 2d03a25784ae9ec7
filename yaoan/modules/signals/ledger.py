"""How the signal queue looks."""

from typing import Any
from urllib.parse import urlencode

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, Tone, View
from yaoan.kernel.words import Text, _
from yaoan.modules.signals import queries
from yaoan.modules.signals.choices import Finding, P, State
from yaoan.modules.signals.models import Signal

NEXT: dict[str, Text] = {
    State.NEW: _("接下来：阅读并签收。没有读过的线索不能办结。"),
    State.READ: _("接下来：决定怎么办——转为隐患、派人核查、转给其他单位，或并入已有线索。"),
    State.VERIFYING: _("接下来：核查人现场核实，写明结论。"),
    State.HANDED: _("接下来：等对方单位接收或退回；接收前仍由原单位负责。"),
    State.DECIDED: _("接下来：该答复的先答复，再由另一人办结。"),
    State.RAISED: _("已列入隐患台账；该答复的先答复，再办结。"),
    State.PURSUED: _("已作为案件核查；该答复的先答复，再办结。"),
    State.MERGED: _("已并入另一条线索，随那条一起办理；该答复的照样答复，并错了可以取消并入。"),
    State.CLOSED: _("已办结，理由在历史里。"),
}
FOUND: dict[str, Tone] = {Finding.TRUE: "warn", Finding.PARTLY: "warn"}


def _channel(signal: Signal) -> str:
    return law.label("channels", signal.channel)


def _finding(signal: Signal) -> Chip | None:
    return Chip(Finding(signal.finding).label, FOUND.get(signal.finding, "plain")) if signal.finding else None


def _subject(signal: Signal) -> Any:
    if signal.subject:
        return Linked(signal.subject_name or signal.subject.title, signal.subject.get_absolute_url())
    return signal.subject_name


def _reporter(signal: Signal) -> str:
    return str(_("实名，身份已封存") if signal.is_real_name else _("未留姓名"))


def _what(_actor: Actor, signal: Signal) -> list[tuple[Any, Any]]:
    return [
        (_("内容"), signal.text),
        (_("渠道"), _channel(signal)),
        (_("产品类别"), signal.get_product_kind_display()),  # type: ignore[attr-defined]
        (_("对象"), _subject(signal)),
        (_("产品"), signal.product_name),
        (_("批号"), signal.batch),
        (_("地点"), signal.place),
        (_("发生日期"), signal.occurred_on),
        (_("反映人"), _reporter(signal)),
        (_("要求答复"), signal.wants_answer),
        (_("答复日期"), signal.answered_on),
        (_("专项行动"), Linked.to(signal.campaign)),
    ]


def _outcome(actor: Actor, signal: Signal) -> list[tuple[Any, Any]]:
    risk, case = queries.risk_of(actor, signal), queries.case_of(actor, signal)
    rows: list[tuple[Any, Any]] = [
        (_("核查结论"), _finding(signal)),
        (_("核查情况"), signal.conclusion),
        (_("核查人"), signal.verified_by and signal.verified_by.name),
        (_("隐患"), risk and Linked(f"{risk.number} {risk.title}", risk.get_absolute_url())),
        (_("案件"), case and Linked(f"{case.number} {case.title}", case.get_absolute_url())),
        (_("并入"), Linked.to(signal.merged_into)),
        (_("转给"), signal.handed_to and signal.handed_to.name),
    ]
    return rows if any(value for _label, value in rows) else []


def _duplicates(actor: Actor, signal: Signal) -> Table | list[Any]:
    if signal.state not in (State.NEW, State.READ, State.VERIFYING):
        return []
    rows = [
        [
            Linked(item.signal.number, item.signal.get_absolute_url()), item.signal.title, item.signal.state_label,
            f"{round(100 * item.score)}%", "；".join(item.reasons),
            "" if item.signal.is_closed else Linked(_("并入这一条"), f"{signal.get_absolute_url()}merge/?into_id={item.signal.pk}"),
        ]
        for item in queries.duplicates_of(actor, signal)
    ]  # fmt: skip
    return Table([_("编号"), _("线索"), _("状态"), _("相似"), _("理由"), _("办理")], rows) if rows else []


def _merged(actor: Actor, signal: Signal) -> Table | list[Any]:
    rows = [
        [Linked(s.number, s.get_absolute_url()), s.title, _channel(s), s.opened_on]
        for s in queries.merged_into(actor, signal)
    ]
    return Table([_("编号"), _("线索"), _("渠道"), _("登记日期")], rows) if rows else []


def _raise(signal: Signal) -> str | None:
    """The form that raises a risk, filled with what the signal says."""
    return _opening("risks", signal, channel=signal.channel)


def _pursue(signal: Signal) -> str | None:
    """The form that begins a case, filled with what the signal says."""
    return _opening("cases", signal)


def _transfer(signal: Signal) -> str | None:
    """The form that begins a transfer to the police, filled with what the signal says."""
    return _opening("transfers", signal)


def _opening(kind: str, signal: Signal, **more: Any) -> str | None:
    if signal.state not in (State.READ, State.VERIFYING):
        return None
    known = {
        "signal_id": signal.pk, "title": signal.title, "description": signal.text, "product_kind": signal.product_kind,
        "area": signal.area, "agency_id": signal.agency_id, "subject_id": signal.subject_id,
        "subject_name": signal.subject_name, "product_name": signal.product_name, "batch": signal.batch,
        "campaign_id": signal.campaign_id, "found_on": signal.occurred_on, **more,
    }  # fmt: skip
    return f"/{kind}/new/raise/?{urlencode({name: value for name, value in known.items() if value})}"


SIGNALS = Ledger(
    model=Signal,
    label=_("线索"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("线索"), sort="title"),
        Column("channel", _("渠道"), value=_channel, sort="channel"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("holder", _("核查人"), cell="person"),
        Column("agency", _("责任单位"), cell="agency"),
        Column("opened_on", _("登记日期"), cell="date", sort="opened_on"),
        Column("finding", _("结论"), value=_finding, cell="chip", sort="finding", shown=False),
        Column("subject", _("对象"), value=_subject, cell="link", related=("subject",), shown=False),
        Column("product_name", _("产品"), shown=False),
        Column("batch", _("批号"), shown=False),
        Column("area", _("所在地"), cell="place", sort="area", shown=False),
        Column("wants_answer", _("要求答复"), cell="bool", shown=False),
        Column("answered_on", _("答复日期"), cell="date", sort="answered_on", shown=False),
        Column("text", _("内容"), shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("channel", _("渠道"), "choice", choices=lambda: law.catalogue("channels")),
        Filter("holder", _("核查人"), "person"),
        Filter("agency", _("责任单位"), "agency"),
        Filter("finding", _("结论"), "choice", shown=False),
        Filter("subject", _("对象"), "reference", to="subjects", shown=False),
        Filter("opened_on", _("登记日期"), "day", shown=False),
        Filter("wants_answer", _("要求答复"), "bool", shown=False),
        Filter("batch", _("批号"), "text", shown=False),
    ),
    panels=(
        Panel("what", _("反映的情况"), rows=_what),
        Panel("outcome", _("办理结果"), rows=_outcome),
        Panel("duplicates", _("可能是同一件事"), rows=_duplicates, wide=True),
        Panel("merged", _("并入这一条的线索"), rows=_merged, wide=True),
    ),
    views=(
        View("unread", _("待签收"), "state=new&sort=number"),
        View("waiting", _("待分办"), "state=read"),
        View("mine", _("我核查的"), "holder=me&state=verifying&sort=due"),
        View("unanswered", _("等答复的"), "wants_answer=1&state=decided&state=raised&state=pursued&state=merged"),
    ),
    links=(
        Link(_("转为隐患"), _raise, P.TRIAGE, place="item"),
        Link(_("转为案件"), _pursue, P.TRIAGE, place="item"),
        Link(_("移送公安机关"), _transfer, "transfers.prepare", place="item"),
        Link(
            _("查看反映人"),
            lambda signal: f"{signal.get_absolute_url()}reporter/" if signal.is_real_name else None,
            P.UNSEAL,
            place="item",
        ),
    ),
    summary=lambda signal: NEXT[signal.state],
    bulk=("read", "hand_over", "reassign", "close"),
    dimensions={"product": "product_kind", "campaign": "campaign"},
)
