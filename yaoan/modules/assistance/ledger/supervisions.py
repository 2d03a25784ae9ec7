"""How the ledger of supervisions looks."""

from datetime import date
from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, View
from yaoan.kernel.words import Text, _
from yaoan.modules.assistance import queries
from yaoan.modules.assistance.choices import SP, Level, Standing
from yaoan.modules.assistance.models import Supervision

NEXT: dict[str, Text] = {
    Standing.REPORTED: _("接下来：上级决定列入督办、提级管辖，或者交原单位办理。"),
    Standing.LISTED: _("接下来：被督办单位按期报告进展，在督办期限前报告办理结果。"),
    Standing.CONCLUDED: _("接下来：督办单位审核结果，解除督办或者退回继续办理。"),
    Standing.LIFTED: _("已解除督办。"),
    Standing.LEFT: _("由原单位办理，没有列入督办。"),
    Standing.TAKEN_UP: _("案件已提级，由上级单位办理。"),
}


def _level(supervision: Supervision) -> Chip:
    return Chip(Level(supervision.level).label, "danger" if supervision.level == Level.JOINT else "warn")


def _punctuality(supervision: Supervision) -> Chip | None:
    if not supervision.punctuality:
        return None
    return Chip(_("按期"), "good") if supervision.punctuality == "in_time" else Chip(_("逾期"), "danger")


def _what(actor: Actor, supervision: Supervision) -> list[tuple[Any, Any]]:
    origin = [
        (record._meta.verbose_name, Linked(f"{record.number} {record.title}", record.get_absolute_url()))
        for record in queries.origin_of(actor, supervision)
    ]
    is_listed = supervision.listed_on is not None
    return [
        (_("督办单位"), supervision.agency.name),
        (_("被督办单位"), supervision.supervised.name),
        (_("督办方式"), _level(supervision) if is_listed else None),
        (_("联合督办的公安机关"), supervision.partner),
        (_("督办事项"), supervision.matter),
        (_("督办要求"), supervision.requirement),
        *origin,
    ]


def _days(_actor: Actor, supervision: Supervision) -> list[tuple[Any, Any]]:
    return [
        (_("督办通知书文号"), supervision.document_number),
        (_("列入日期"), supervision.listed_on),
        (_("督办期限"), supervision.until),
        (_("报告间隔（日）"), supervision.report_every if supervision.listed_on else None),
        (_("下次报告日期"), supervision.report_by),
        (_("催办次数"), supervision.chased_count or None),
        (_("办理结果"), supervision.result),
        (_("报告结果日期"), supervision.concluded_on),
        (_("是否按期"), _punctuality(supervision)),
        (_("督办单位意见"), supervision.opinion),
        (_("解除日期"), supervision.closed_on),
    ]


def _progress(_actor: Actor, supervision: Supervision) -> Table | list[Any]:
    names = queries.names_of({told["by"] for told in supervision.progress}) if supervision.progress else {}
    rows = [
        [date.fromisoformat(told["on"]), names.get(told["by"], ""), told["text"]]
        for told in reversed(supervision.progress)
    ]
    return Table([_("日期"), _("报告人"), _("进展情况")], rows) if rows else []


def _paper(supervision: Supervision) -> str | None:
    return f"{supervision.get_absolute_url()}notice.docx" if supervision.document_number else None


SUPERVISIONS = Ledger(
    model=Supervision,
    label=_("督办"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("督办名称"), sort="title"),
        Column("level", _("督办方式"), value=_level, cell="chip", sort="level"),
        Column("agency", _("督办单位"), cell="agency"),
        Column("supervised", _("被督办单位"), value="supervised.short", sort="supervised__short"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("until", _("督办期限"), cell="date", sort="until"),
        Column("document_number", _("督办通知书文号"), sort="document_number", shown=False),
        Column("progress", _("进展报告"), value=lambda one: len(one.progress) or None, cell="number", shown=False),
        Column("punctuality", _("是否按期"), value=_punctuality, cell="chip", shown=False),
        Column("listed_on", _("列入日期"), cell="date", sort="listed_on", shown=False),
        Column("closed_on", _("解除日期"), cell="date", sort="closed_on", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("level", _("督办方式"), "choice"),
        Filter("agency", _("督办单位"), "agency"),
        Filter("supervised", _("被督办单位"), "agency"),
        Filter("case", Text("案件", "Case"), "reference", to="cases", shown=False),
        Filter("risk", _("风险隐患"), "reference", to="risks", shown=False),
        Filter("until", _("督办期限"), "day", shown=False),
    ),
    panels=(
        Panel("what", _("督办事项"), rows=_what),
        Panel("days", _("期限和结果"), rows=_days),
        Panel("progress", _("进展报告"), rows=_progress, wide=True),
    ),
    views=(
        View("upon", _("督办我单位的"), "supervised=mine&sort=due"),
        View("by", _("我单位督办的"), "agency=mine&sort=due"),
        View("reported", _("待决定的上报"), "state=reported&sort=due"),
        View("joint", _("联合督办"), "level=joint"),
    ),
    links=(Link(_("下载督办通知书"), _paper, SP.VIEW, place="item"),),
    summary=lambda supervision: NEXT[supervision.state],
    period="opened_on",
    sensitive=True,
)
