"""How campaigns, tasks and returns look."""

from typing import Any
from urllib.parse import urlencode

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import why_not
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, View
from yaoan.kernel.words import Text, _
from yaoan.modules.campaigns import lifecycle, queries
from yaoan.modules.campaigns.choices import Focus, P, ReturnState, State, TaskState
from yaoan.modules.campaigns.models import Campaign, Return, Task
from yaoan.modules.campaigns.rules.goals import is_ceiling, number_in

NEXT: dict[str, Text] = {
    State.DRAFT: _("接下来：对照原文修改，逐条确认疑点，填好起止日期后印发。"),
    State.RECEIVED: _("上级已下发。接下来：结合本地实际修改，分解任务，印发实施。"),
    State.ISSUED: _("正在实施：分解任务、下发到下级、按时报送。"),
    State.FINISHED: _("已结束，总结在历史里。"),
    State.CANCELLED: _("已撤销，理由在历史里。"),
}
TASK_NEXT: dict[str, Text] = {
    TaskState.SENT: _("接下来：责任单位接收，并指定一名责任人；不归本单位的可以退回。"),
    TaskState.REFUSED: _("责任单位已退回。接下来：重新下达或撤销。"),
    TaskState.WORKING: _("接下来：按期完成并报请验收；期间可报告进展、向下分解。"),
    TaskState.SUBMITTED: _("接下来：由另一人验收或退回。"),
    TaskState.DONE: _("已完成。"),
    TaskState.WITHDRAWN: _("已撤销。"),
}


def _what(_actor: Actor, campaign: Campaign) -> list[tuple[Any, Any]]:
    return [
        (_("文号"), campaign.document_number),
        (_("发文单位"), campaign.issuer),
        (_("印发日期"), campaign.issued_on),
        (_("开始日期"), campaign.starts_on),
        (_("结束日期"), campaign.ends_on),
        (_("通知中的期限"), campaign.period_text),
        (_("上级专项行动"), Linked.to(campaign.above)),
        (_("目标"), "；".join(campaign.aims)),
    ]


def _focus(_actor: Actor, campaign: Campaign) -> list[tuple[Any, Any]]:
    today = campaign.focus_on(max(clock.today(), campaign.starts_on or clock.today()))
    return [(name.label, "、".join(today[str(name)])) for name in Focus if today[str(name)]]


def _focus_history(_actor: Actor, campaign: Campaign) -> Table | list[Any]:
    dropped = [item for item in campaign.focus if item.get("until")]
    late = [item for item in campaign.focus if campaign.starts_on and item["from"] > campaign.starts_on.isoformat()]
    rows = [
        [Focus(item["list"]).label, item["text"], item["from"], item.get("until") or ""] for item in [*late, *dropped]
    ]
    return Table([_("清单"), _("内容"), _("自"), _("至")], rows) if rows else []


def _doubts(_actor: Actor, campaign: Campaign) -> Table | list[Any]:
    is_open = campaign.state in (State.DRAFT, State.RECEIVED)
    rows = [
        [
            index, doubt["text"], doubt.get("settled") or Chip(_("待确认"), "warn"),
            Linked(_("确认"), f"{campaign.get_absolute_url()}settle/?index={index}") if is_open and not doubt.get("settled") else "",
        ]
        for index, doubt in enumerate(campaign.doubts, 1)
    ]  # fmt: skip
    return Table([_("序号"), _("疑点"), _("确认意见"), _("办理")], rows) if rows else []


def _targets(actor: Actor, campaign: Campaign) -> Table | list[Any]:
    is_open = why_not(lifecycle.AIM, campaign, actor) is None
    rows = [
        [item.get("what"), item.get("raw"), _aim(campaign, index, item) if is_open else _measured(item)]
        for index, item in enumerate(campaign.targets, 1)
    ]
    return Table([_("指标"), _("要求"), _("对应的数字")], rows) if rows else []


def _measured(item: dict[str, Any]) -> str:
    label = dict(queries.measurable()).get(item.get("metric", ""))
    bound = "≤" if item.get("ceiling") else "≥"
    return f"{label} {bound} {item['number']}" if label else ""


def _aim(campaign: Campaign, index: int, item: dict[str, Any]) -> Linked:
    """The figure a target is measured by, or the way to name one with what the notice says filled in."""
    raw = str(item.get("raw") or "")
    known = {"metric": item.get("metric", ""), "number": item.get("number") or number_in(raw) or "", "index": index}
    ceiling = item.get("ceiling", is_ceiling(raw))
    query = urlencode({name: value for name, value in known.items() if value} | ({"ceiling": "1"} if ceiling else {}))
    return Linked(_measured(item) or _("对应到数字"), f"{campaign.get_absolute_url()}aim/?{query}")


def _stages(_actor: Actor, campaign: Campaign) -> Table | list[Any]:
    rows = [[item.get("name"), item.get("when"), "；".join(item.get("what") or ())] for item in campaign.stages]
    return Table([_("阶段"), _("时间"), _("内容")], rows) if rows else []


def _calendar(actor: Actor, campaign: Campaign) -> Table | list[Any]:
    rows = [
        [
            Linked(row.number, row.get_absolute_url()),
            row.title,
            row.agency.short,
            row.to.short,
            row.due_on,
            Chip(row.state_label),
        ]
        for row in queries.returns_of(actor, campaign)[:60]
    ]
    return Table([_("编号"), _("报送内容"), _("报送单位"), _("报送到"), _("期限"), _("状态")], rows) if rows else []


def _tasks(actor: Actor, campaign: Campaign) -> Table | list[Any]:
    """The task tree, each decomposed task under its own; before it is given, the tasks of the draft."""
    rows = [
        [
            task.path, Linked(f"{'└ ' * depth}{task.title}", task.get_absolute_url()), task.agency.short,
            task.holder and task.holder.name, task.due_on, Chip(task.state_label),
        ]
        for depth, task in queries.in_tree_order(queries.task_tree(actor, campaign))
    ]  # fmt: skip
    if not rows:
        rows = [
            [
                item.get("path"),
                item["title"],
                "、".join(item.get("responsible") or ()),
                "",
                item.get("due"),
                Chip(_("未下达")),
            ]
            for item in campaign.plan
        ]
    return Table([_("序号"), _("任务"), _("责任单位"), _("责任人"), _("期限"), _("状态")], rows) if rows else []


def _below(actor: Actor, campaign: Campaign) -> Table | list[Any]:
    rows = [
        [Linked(row.number, row.get_absolute_url()), row.agency.name, Chip(row.state_label)]
        for row in queries.campaigns_below(actor, campaign)
    ]
    return Table([_("编号"), _("单位"), _("状态")], rows) if rows else []


def _may_decompose(campaign: Campaign) -> str | None:
    return f"{campaign.get_absolute_url()}decompose/" if campaign.state == State.ISSUED else None


def _may_schedule(campaign: Campaign) -> str | None:
    return f"{campaign.get_absolute_url()}schedule/" if campaign.state == State.ISSUED else None


CAMPAIGNS = Ledger(
    model=Campaign,
    label=_("专项行动"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("专项行动"), sort="title"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("agency", _("单位"), cell="agency"),
        Column("document_number", _("文号"), sort="document_number"),
        Column("starts_on", _("开始"), cell="date", sort="starts_on"),
        Column("ends_on", _("结束"), cell="date", sort="ends_on"),
        Column("due", _("期限"), cell="clock"),
        Column("issuer", _("发文单位"), shown=False),
        Column("area", _("范围"), cell="place", sort="area", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("agency", _("单位"), "agency"),
        Filter("starts_on", _("开始日期"), "day", shown=False),
        Filter("document_number", _("文号"), "text", shown=False),
    ),
    panels=(
        Panel("what", _("专项行动"), rows=_what),
        Panel("focus", _("现行重点"), rows=_focus),
        Panel("doubts", _("读取时的疑点"), rows=_doubts, wide=True),
        Panel("tasks", _("任务"), rows=_tasks, wide=True),
        Panel("targets", _("指标"), rows=_targets, wide=True),
        Panel("stages", _("阶段"), rows=_stages),
        Panel("calendar", _("报送日历"), rows=_calendar, wide=True),
        Panel("below", _("下级的部署"), rows=_below),
        Panel("history", _("重点的调整"), rows=_focus_history),
        Panel("notice", _("通知原文"), template="campaigns/notice.html", wide=True),
    ),
    views=(View("running", _("实施中"), "state=issued"), View("drafts", _("待部署"), "state=draft&state=received")),
    links=(
        Link(_("读取通知"), "/campaigns/read/", P.DRAFT),
        Link(_("进展看板"), lambda campaign: f"{campaign.get_absolute_url()}board/", P.VIEW, place="item"),
        Link(_("分解任务"), _may_decompose, P.ASSIGN, place="item"),
        Link(_("排报送日历"), _may_schedule, P.ISSUE, place="item"),
    ),
    summary=lambda campaign: NEXT[campaign.state],
    period="opened_on",
)


def _reached(task: Task) -> Chip | None:
    if task.target is None:
        return None
    text = Text("{reached} / {target}", "{reached} of {target}").format(reached=task.reached, target=task.target)
    return Chip(text, "good" if task.reached >= task.target else "plain")


def _task(_actor: Actor, task: Task) -> list[tuple[Any, Any]]:
    return [
        (_("专项行动"), Linked.to(task.campaign)),
        (_("序号"), task.path),
        (_("任务内容"), task.text),
        (_("上级任务"), Linked.to(task.parent)),
        (_("下达单位"), task.given_by.name),
        (_("完成期限"), task.due_on),
        (_("目标数"), _reached(task)),
        (_("进展"), task.progress),
    ]


def _parts(actor: Actor, task: Task) -> Table | list[Any]:
    rows = [
        [
            Linked(row.number, row.get_absolute_url()),
            row.title,
            row.agency.short,
            row.holder and row.holder.name,
            row.due_on,
            Chip(row.state_label),
        ]
        for row in queries.tasks_below(actor, task)
    ]
    return Table([_("编号"), _("任务"), _("责任单位"), _("责任人"), _("期限"), _("状态")], rows) if rows else []


def _decompose_further(task: Task) -> str | None:
    if task.state != TaskState.WORKING:
        return None
    known = {
        "campaign_id": task.campaign_id,
        "parent_id": task.pk,
        "path": task.path,
        "title": task.title,
        "text": task.text,
    }
    return f"/tasks/new/give/?{urlencode(known)}"


TASKS = Ledger(
    model=Task,
    label=_("任务"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("任务"), sort="title"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("agency", _("责任单位"), cell="agency"),
        Column("holder", _("责任人"), cell="person"),
        Column("reached", _("完成"), value=_reached, cell="chip"),
        Column("path", _("序号"), sort="path", shown=False),
        Column(
            "campaign",
            _("专项行动"),
            value=lambda task: Linked.to(task.campaign),
            cell="link",
            related=("campaign",),
            shown=False,
        ),
        Column("due_on", _("完成期限"), cell="date", sort="due_on", shown=False),
        Column("progress", _("进展"), shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("agency", _("责任单位"), "agency"),
        Filter("holder", _("责任人"), "person"),
        Filter("campaign_of", _("专项行动"), "reference", field="campaign_id", to="campaigns", shown=False),
        Filter("due_on", _("完成期限"), "day", shown=False),
    ),
    panels=(Panel("task", _("任务"), rows=_task), Panel("parts", _("分解"), rows=_parts, wide=True)),
    views=(
        View("mine", _("我的任务"), "holder=me&state=working&sort=due"),
        View("unit", _("本单位的"), "agency=mine&state=sent&state=working"),
        View("acceptance", _("待验收"), "state=submitted"),
    ),
    links=(Link(_("向下分解"), _decompose_further, P.ASSIGN, place="item"),),
    summary=lambda task: TASK_NEXT[task.state],
    bulk=("postpone", "accept"),
    dimensions={"campaign": "campaign"},
)


def _return(actor: Actor, row: Return) -> list[tuple[Any, Any]]:
    report = queries.report_of(actor, row)
    return [
        (_("专项行动"), Linked.to(row.campaign)),
        (_("报送到"), row.to.name),
        (_("报送期限"), row.due_on),
        (_("所属期"), f"{row.covers_from}—{row.covers_until}" if row.covers_from else ""),
        (_("报表"), report and Linked(f"{report.number} {report.title}", report.get_absolute_url())),
        (_("报送说明"), row.text),
        (_("退回次数"), row.rejected_count or None),
    ]


RETURNS = Ledger(
    model=Return,
    label=_("报送"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("报送内容"), sort="title"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("agency", _("报送单位"), cell="agency"),
        Column("to", _("报送到"), value="to.short", related=("to",)),
        Column("due_on", _("报送期限"), cell="date", sort="due_on"),
        Column("covers_until", _("所属期止"), cell="date", sort="covers_until", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("agency", _("报送单位"), "agency"),
        Filter("to", _("报送到"), "agency"),
        Filter("due_on", _("报送期限"), "day", shown=False),
    ),
    panels=(Panel("return", _("报送"), rows=_return),),
    views=(
        View("open", _("待报送"), f"state={ReturnState.DUE}&sort=due"),
        View("arrived", _("待接收"), f"state={ReturnState.SENT}"),
    ),
    bulk=("receive",),
    period="due_on",
    dimensions={"campaign": "campaign"},
)
