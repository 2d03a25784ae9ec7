"""How the risk ledger, the sweeps and their visits look."""

from typing import Any
from urllib.parse import urlencode

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, Tone, View
from yaoan.kernel.words import Text, _
from yaoan.modules.risks import queries
from yaoan.modules.risks.choices import Level, P, State, VisitState
from yaoan.modules.risks.models import Risk, Sweep, Visit

TONES: dict[str, Tone] = {Level.MAJOR: "danger", Level.HIGH: "warn", Level.MODERATE: "plain", Level.LOW: "plain"}

NEXT: dict[str, Text] = {
    State.REPORTED: _("接下来：核实情况，研判定级。"),
    State.SUSPENDED: _("接下来：等材料补齐，研判的期限暂停计算。"),
    State.ASSESSED: _("接下来：确定一条措施、一名责任人、一个期限。"),
    State.RECTIFYING: _("接下来：责任人督促整改，期限前提交整改证明和证据。"),
    State.RECTIFIED: _("接下来：由另一人核对证据，验收或退回。"),
    State.ACCEPTED: _("接下来：负责人销号。"),
    State.CLOSED: _("已销号。复发时重新打开，历史保留。"),
    State.DISMISSED: _("经研判不成立，记录保留。"),
}


def _level(risk: Risk) -> Chip | None:
    return Chip(Level(risk.level).label, TONES[risk.level]) if risk.level else None


def _kind(risk: Risk) -> str:
    return law.label("risk_kinds", risk.risk_kind)


def _channel(risk: Risk) -> str:
    return law.label("channels", risk.channel)


def _subject(risk: Risk) -> Any:
    return (
        Linked(risk.subject_name or risk.subject.title, risk.subject.get_absolute_url())
        if risk.subject
        else risk.subject_name
    )


def _relapses(risk: Risk) -> Chip | None:
    return (
        Chip(Text("复发 {count} 次", "relapsed {count}×").format(count=risk.relapse_count), "danger")
        if risk.relapse_count
        else None
    )


def _what(_actor: Actor, risk: Risk) -> list[tuple[Any, Any]]:
    return [
        (_("隐患情况"), risk.description),
        (_("类别"), _kind(risk)),
        (_("等级"), _level(risk)),
        (_("产品类别"), risk.get_product_kind_display()),  # type: ignore[attr-defined]
        (_("对象"), _subject(risk)),
        (_("产品"), Linked.to(risk.product) or risk.product_name),
        (_("批号"), risk.batch),
        (_("供货单位"), risk.supplier),
        (_("检查条款"), risk.clause),
        (_("依据"), law.document("catalogues/risk_kinds").get(risk.risk_kind, {}).get("basis", "")),
        (_("发现渠道"), _channel(risk)),
        (_("发现日期"), risk.found_on),
        (_("线索"), Linked.to(risk.signal)),
        (_("专项行动"), Linked.to(risk.campaign)),
        (_("研判依据"), risk.grounds),
    ]


def _measure(_actor: Actor, risk: Risk) -> list[tuple[Any, Any]]:
    if risk.state in (State.REPORTED, State.SUSPENDED, State.DISMISSED):
        return []
    missing = risk.missing_evidence() if risk.state == State.RECTIFIED else []
    return [
        (_("化解措施"), risk.measure),
        (_("责任人"), risk.holder and risk.holder.name),
        (_("整改期限"), risk.rectify_by),
        (_("整改情况"), risk.proof),
        (_("提交人"), risk.proved_by and risk.proved_by.name),
        (_("尚缺证据"), Chip("、".join(missing), "warn") if missing else None),
        (_("验收人"), risk.accepted_by and risk.accepted_by.name),
        (_("验收意见"), risk.conclusion),
        (_("销号日期"), risk.closed_on),
        (_("复发"), _relapses(risk)),
        (_("已上报"), risk.escalated_to and risk.escalated_to.name),
        (_("挂牌督办"), risk.supervised_by and f"{risk.supervised_by.name}（{risk.supervised_until}）"),
    ]


def _sweeps(actor: Actor, risk: Risk) -> Table | list[Any]:
    rows = [
        [
            Linked(s.number, s.get_absolute_url()),
            s.title,
            s.state_label,
            f"{s.done_count}/{s.total_count}",
            s.found_count,
        ]
        for s in queries.sweeps_of(actor, risk)
    ]
    return Table([_("编号"), _("名称"), _("状态"), _("已排查"), _("发现")], rows) if rows else []


def _past(actor: Actor, risk: Risk) -> Table | list[Any]:
    rows = [
        [Linked(r.number, r.get_absolute_url()), r.title, _kind(r), r.state_label, r.found_on]
        for r in queries.past_of(actor, risk)
    ]
    return Table([_("编号"), _("名称"), _("类别"), _("状态"), _("发现日期")], rows) if rows else []


def _treat_class(risk: Risk) -> str | None:
    return (
        f"{risk.get_absolute_url()}class/"
        if risk.state not in (State.REPORTED, State.SUSPENDED, State.DISMISSED)
        else None
    )


def _letter(risk: Risk) -> str | None:
    """The form of a talk or letter because of a risk, filled with what the risk says."""
    if risk.state in (State.REPORTED, State.SUSPENDED, State.DISMISSED):
        return None
    known = {
        "risk_id": risk.pk, "title": risk.title, "problems": risk.description, "product_kind": risk.product_kind,
        "area": risk.area, "agency_id": risk.agency_id, "subject_id": risk.subject_id, "subject_name": risk.subject_name,
        "campaign_id": risk.campaign_id,
    }  # fmt: skip
    return f"/letters/new/raise/?{urlencode({name: value for name, value in known.items() if value})}"


def _pursue(risk: Risk) -> str | None:
    """The form that begins a case, filled with what the risk says."""
    if risk.state in (State.REPORTED, State.SUSPENDED, State.DISMISSED):
        return None
    known = {
        "risk_id": risk.pk, "title": risk.title, "description": risk.description, "product_kind": risk.product_kind,
        "area": risk.area, "agency_id": risk.agency_id, "subject_id": risk.subject_id, "subject_name": risk.subject_name,
        "product_name": risk.product_name, "batch": risk.batch, "campaign_id": risk.campaign_id, "found_on": risk.found_on,
    }  # fmt: skip
    return f"/cases/new/pursue/?{urlencode({name: value for name, value in known.items() if value})}"


def _transfer(risk: Risk) -> str | None:
    """The form that begins a transfer to the police, filled with what the risk says."""
    if risk.state in (State.REPORTED, State.SUSPENDED, State.DISMISSED):
        return None
    known = {
        "risk_id": risk.pk, "title": risk.title, "description": risk.description, "product_kind": risk.product_kind,
        "area": risk.area, "agency_id": risk.agency_id, "subject_id": risk.subject_id, "subject_name": risk.subject_name,
        "campaign_id": risk.campaign_id,
    }  # fmt: skip
    return f"/transfers/new/pursue/?{urlencode({name: value for name, value in known.items() if value})}"


RISKS = Ledger(
    model=Risk,
    label=_("风险隐患"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("隐患"), sort="title"),
        Column("level", _("等级"), value=_level, cell="chip", sort="level"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("measure", _("措施")),
        Column("holder", _("责任人"), cell="person"),
        Column("evidence", _("证据"), value=lambda risk: len(risk.evidence) or None, cell="number"),
        Column("risk_kind", _("类别"), value=_kind, sort="risk_kind", shown=False),
        Column("subject", _("对象"), value=_subject, cell="link", related=("subject",), shown=False),
        Column("product_name", _("产品"), shown=False),
        Column("batch", _("批号"), shown=False),
        Column("supplier", _("供货单位"), shown=False),
        Column("area", _("所在地"), cell="place", sort="area", shown=False),
        Column("agency", _("责任单位"), cell="agency", shown=False),
        Column("channel", _("渠道"), value=_channel, shown=False),
        Column("found_on", _("发现日期"), cell="date", sort="found_on", shown=False),
        Column("rectify_by", _("整改期限"), cell="date", sort="rectify_by", shown=False),
        Column("accepted_by", _("验收人"), cell="person", shown=False),
        Column("closed_on", _("销号日期"), cell="date", sort="closed_on", shown=False),
        Column("relapse", _("复发"), value=_relapses, cell="chip", sort="relapse_count", shown=False),
        Column("description", _("隐患情况"), shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("level", _("等级"), "choice"),
        Filter("risk_kind", _("类别"), "choice", choices=lambda: law.catalogue("risk_kinds")),
        Filter("holder", _("责任人"), "person"),
        Filter("agency", _("责任单位"), "agency"),
        Filter("channel", _("渠道"), "choice", choices=lambda: law.catalogue("channels"), shown=False),
        Filter("subject", _("对象"), "reference", to="subjects", shown=False),
        Filter("found_on", _("发现日期"), "day", shown=False),
        Filter("rectify_by", _("整改期限"), "day", shown=False),
        Filter("closed_on", _("销号日期"), "day", shown=False),
        Filter("relapse_count", _("复发次数"), "number", shown=False),
        Filter("batch", _("批号"), "text", shown=False),
        Filter("supplier", _("供货单位"), "text", shown=False),
        Filter("supervised_by", _("督办单位"), "agency", shown=False),
    ),
    panels=(
        Panel("what", _("隐患"), rows=_what),
        Panel("measure", _("措施与责任"), rows=_measure),
        Panel("sweeps", _("同类排查"), rows=_sweeps, wide=True),
        Panel("past", _("这个对象的其他隐患"), rows=_past, wide=True),
    ),
    views=(
        View("mine", _("我负责的"), "holder=me&sort=due"),
        View("acceptance", _("待验收"), "state=rectified"),
        View("grave", _("重大和较大"), "level=major&level=high"),
        View("relapsed", _("复发过的"), "relapse_count_from=1"),
    ),
    links=(
        Link(_("三张清单"), "/risks/lists/", P.VIEW),
        Link(_("治一类"), _treat_class, P.SWEEP, place="item"),
        Link(_("发函或约谈"), _letter, "letters.draft", place="item"),
        Link(_("查看函件"), lambda risk: f"/letters/?risk={risk.pk}", "letters.view", place="item"),
        Link(_("转为案件"), _pursue, P.ASSESS, place="item"),
        Link(_("移送公安机关"), _transfer, "transfers.prepare", place="item"),
    ),
    summary=lambda risk: NEXT[risk.state],
    bulk=("assess", "reassign", "close"),
    period="found_on",
    dimensions={"product": "product_kind", "campaign": "campaign"},
)


def _coverage(sweep: Sweep) -> Chip:
    text = Text("{done}/{total} 家（{share}%）", "{done} of {total} ({share}%)")
    return Chip(
        text.format(done=sweep.done_count, total=sweep.total_count, share=sweep.coverage),
        "good" if sweep.coverage == 100 else "plain",
    )


def _basis(_actor: Actor, sweep: Sweep) -> list[tuple[Any, Any]]:
    return [
        (_("起因隐患"), Linked.to(sweep.risk)),
        (_("同类依据"), "；".join(sweep.criteria)),
        (_("完成期限"), sweep.finish_by),
        (_("专项行动"), Linked.to(sweep.campaign)),
        (_("排查小结"), sweep.summary),
    ]


def _visits(actor: Actor, sweep: Sweep) -> Table:
    rows = [
        [
            Linked(v.number, v.get_absolute_url()), v.title, Chip(v.state_label, "danger" if v.state == VisitState.FOUND else "plain"),
            "；".join(v.reasons), v.holder and v.holder.name, v.visit_by, v.result,
        ]
        for v in queries.visits_of(actor, sweep)
    ]  # fmt: skip
    heads = [_("编号"), _("对象"), _("结果"), _("列入理由"), _("排查人"), _("期限"), _("情况")]
    return Table(heads, rows, empty=_("还没有排查对象。从起因隐患的“治一类”勾选对象列入。"))


SWEEPS = Ledger(
    model=Sweep,
    label=_("同类排查"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("排查"), sort="title"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("coverage", _("覆盖"), value=_coverage, cell="chip"),
        Column("found_count", _("发现"), cell="number", sort="found_count"),
        Column("risk", _("起因隐患"), value=lambda sweep: Linked.to(sweep.risk), cell="link", related=("risk",)),
        Column("holder", _("负责人"), cell="person"),
        Column("area", _("范围"), cell="place", sort="area", shown=False),
        Column("opened_on", _("开始日期"), cell="date", sort="opened_on", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("holder", _("负责人"), "person"),
        Filter("agency", _("责任单位"), "agency"),
    ),
    panels=(
        Panel("coverage", _("覆盖进度"), template="risks/coverage.html", wide=True),
        Panel("basis", _("为什么排查"), rows=_basis),
        Panel("visits", _("排查对象"), rows=_visits, wide=True),
    ),
    views=(View("running", _("排查中"), "state=running"),),
    links=(
        Link(
            _("增加对象"),
            lambda sweep: f"{sweep.risk.get_absolute_url()}class/" if sweep.state == "running" else None,
            P.SWEEP,
            place="item",
        ),
    ),
    dimensions={"campaign": "campaign"},
)

VISITS = Ledger(
    model=Visit,
    label=_("排查对象"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("对象"), sort="title"),
        Column("state", _("结果"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("sweep", _("同类排查"), value=lambda visit: Linked.to(visit.sweep), cell="link", related=("sweep",)),
        Column("reasons", _("列入理由"), cell="tags"),
        Column("holder", _("排查人"), cell="person"),
        Column("area", _("所在地"), cell="place", sort="area"),
        Column("result", _("情况"), shown=False),
    ),
    filters=(
        Filter("state", _("结果"), "choice"),
        Filter("holder", _("排查人"), "person"),
        Filter("sweep", _("同类排查"), "reference", to="sweeps"),
        Filter("agency", _("责任单位"), "agency"),
    ),
    panels=(
        Panel(
            "visit", _("排查"),
            rows=lambda _actor, visit: [
                (_("同类排查"), Linked.to(visit.sweep)), (_("对象"), Linked.to(visit.subject)), (_("列入理由"), "；".join(visit.reasons)),
                (_("排查期限"), visit.visit_by), (_("排查情况"), visit.result), (_("发现的隐患"), Linked.to(visit.found)),
            ],
        ),
    ),
    views=(View("mine", _("我的排查"), "holder=me&state=planned&sort=due"),),
    bulk=("assign", "skip"),
)  # fmt: skip

LISTS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_("风险清单"), ("number", "title", "risk_kind", "level", "subject", "product_name", "batch", "area", "channel", "found_on", "description", "state")),
    (_("措施清单"), ("number", "title", "level", "measure", "rectify_by", "evidence", "accepted_by", "closed_on", "state")),
    (_("责任清单"), ("number", "title", "agency", "holder", "rectify_by", "due", "state")),
)  # fmt: skip
"""The three official lists: risk, measure, responsibility. The same rows, each with its own columns."""
