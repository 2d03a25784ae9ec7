"""How the reports look."""

from collections.abc import Sequence
from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, View
from yaoan.kernel.words import Text, _
from yaoan.modules.reports import queries, rules
from yaoan.modules.reports.choices import P, State
from yaoan.modules.reports.models import Report

NEXT: dict[str, Text] = {
    State.DRAFTED: _("接下来：核对数字，补写文字，报请另一位负责人审定。"),
    State.PRESENTED: _("接下来：由另一位负责人审定；冻结后数字不再变动。"),
    State.FROZEN: _("数字已签名冻结。接下来：报送上级。"),
    State.SUBMITTED: _("已报送。以后台账补录或撤回影响这些数字的，出具更正单。"),
    State.CORRECTED: _("已报送并更正，更正单附后。"),
    State.WITHDRAWN: _("已作废，记录保留。"),
}


def kinds() -> list[tuple[str, Text]]:
    return [(key, template.label) for key, template in queries.templates().items()]


def _kind(report: Report) -> Any:
    found = queries.templates().get(report.template)
    return found.label if found else report.template


def _period(report: Report) -> str:
    return rules.period_words(report.period)


def _about(_actor: Actor, report: Report) -> list[tuple[Any, Any]]:
    pairs = [
        (_("类别"), _kind(report)),
        (_("所属期"), f"{_period(report)}（{report.covers_from} – {report.covers_until}）"),
        (_("专项行动"), Linked.to(report.campaign)),
        (_("对应的报送"), Linked.to(report.owed)),
        (_("报送到"), report.to and report.to.name),
        (_("报送期限"), report.due_on),
        (_("文号"), report.document_number),
        (_("起草人"), report.drafted_by.name),
        (_("审定人"), report.frozen_by and report.frozen_by.name),
        (_("冻结日期"), report.frozen_on),
        (_("报送日期"), report.submitted_on),
        (_("快照 SHA-256"), report.snapshot),
    ]
    return [(label, value) for label, value in pairs if value]


def _checks(_actor: Actor, report: Report) -> Table | list[Any]:
    found = [rules.Sum.from_json(item) for item in report.figures.get("checks", ())]
    rows: Sequence[Sequence[Any]] = [
        [
            check.label,
            check.total,
            check.result,
            Chip(_("相符"), "good") if check.is_right else Chip(_("不符"), "danger"),
        ]
        for check in sorted(found, key=lambda check: check.is_right)
    ]
    return Table([_("核对项"), _("报表"), _("应为"), _("结果")], rows) if rows else []


def _slips(_actor: Actor, report: Report) -> Table | list[Any]:
    rows = [
        [
            slip["number"], slip["on"], cell["label"], cell["part_label"], cell["old"], cell["new"],
            "；".join(_row(row) for row in cell["rows"][:3]), slip["by_name"], slip["reason"],
        ]
        for slip in report.slips
        for cell in slip["cells"]
    ]  # fmt: skip
    heads = [
        _("更正单"),
        _("日期"),
        _("数字"),
        _("分项"),
        _("原数"),
        _("更正为"),
        _("由哪些记录引起"),
        _("出具人"),
        _("原因"),
    ]
    return Table(heads, rows) if rows else []


WHY: dict[str, Text] = {"late": _("补录"), "taken_back": _("撤回"), "moved": _("变更")}


def _row(row: dict[str, Any]) -> str:
    return f"{row['number']} {WHY[row['why']]}（{row['by_name']}，{row['recorded_at'][:10]}）"


REPORTS = Ledger(
    model=Report,
    label=_("报表"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("报表"), sort="title"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("period", _("所属期"), value=_period, sort="covers_until"),
        Column("agency", _("填报单位"), cell="agency"),
        Column("to", _("报送到"), cell="agency"),
        Column("kind", _("类别"), value=_kind, sort="template", shown=False),
        Column("campaign", _("专项行动"), value=lambda report: Linked.to(report.campaign), related=("campaign",), shown=False),
        Column("area", _("统计范围"), cell="place", sort="area", shown=False),
        Column("drafted_by", _("起草人"), cell="person", shown=False),
        Column("frozen_on", _("冻结日期"), cell="date", sort="frozen_on", shown=False),
        Column("submitted_on", _("报送日期"), cell="date", sort="submitted_on", shown=False),
        Column("slips", _("更正单"), value=lambda report: len(report.slips) or None, cell="number", shown=False),
        Column("document_number", _("文号"), shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("template", _("类别"), "choice", choices=kinds),
        Filter("agency", _("填报单位"), "agency"),
        Filter("covers_until", _("所属期止"), "day"),
        Filter("to", _("报送到"), "agency", shown=False),
        Filter("holder", _("责任人"), "person", shown=False),
        Filter("submitted_on", _("报送日期"), "day", shown=False),
    ),
    panels=(
        Panel("about", _("报表"), rows=_about),
        Panel("checks", _("勾稽核对"), rows=_checks, wide=True),
        Panel("slips", _("更正单"), rows=_slips, wide=True),
    ),
    views=(
        View("waiting", _("待审定"), "state=presented"),
        View("to_send", _("待报送"), "state=frozen&sort=due"),
        View("sent", _("已报送"), "state=submitted&state=corrected"),
    ),
    links=(Link(_("从报送日历起草"), "/reports/start/", P.DRAFT),),
    summary=lambda report: NEXT[report.state],
    period="covers_until",
    dimensions={"campaign": "campaign"},
)  # fmt: skip
