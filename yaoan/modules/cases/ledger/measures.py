"""How the ledger of coercive measures looks."""

from typing import Any
from urllib.parse import urlencode

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, View
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import MeasureState, P
from yaoan.modules.cases.models import Measure

NEXT: dict[str, Text] = {
    MeasureState.IN_FORCE: _("接下来：当场实施的二十四小时内补办批准；期满前作出处理决定或者解除。"),
    MeasureState.TESTING: _("接下来：等检验报告。"),
    MeasureState.TESTED: _("接下来：按期作出处理决定或者解除。"),
    MeasureState.DISPOSED: _("已处理。"),
    MeasureState.LIFTED: _("已解除。"),
}


def _case(measure: Measure) -> Linked:
    return Linked(f"{measure.case.number} {measure.case.title}", measure.case.get_absolute_url())


def _approved(measure: Measure) -> Chip:
    return Chip(_("已批准"), "good") if measure.is_approved else Chip(_("待补办批准"), "warn")


def _what(_actor: Actor, measure: Measure) -> list[tuple[Any, Any]]:
    return [
        (Text("案件", "Case"), _case(measure)),
        (_("种类"), measure.get_measure_kind_display()),  # type: ignore[attr-defined]
        (_("物品或者场所"), "；".join(measure.things)),
        (_("存放地点"), measure.kept_at),
        (_("理由"), measure.reason),
        (_("实施人员"), "、".join(queries.names_of(measure.officers))),
        (_("批准"), _approved(measure)),
        (_("批准日期"), measure.approved_on),
        (_("检验机构"), measure.tested_at),
        (_("送检日期"), measure.sent_on),
        (_("预计检验完成日期"), measure.test_until),
        (_("检验结论"), measure.test_result),
        (_("处理情况"), measure.result),
    ]


def _paper_form(measure: Measure) -> str:
    given = {"case_id": measure.case_id, "measure_id": measure.pk, "area": measure.area, "agency_id": measure.agency_id}
    return f"/documents/new/draw/?{urlencode(given)}"


MEASURES = Ledger(
    model=Measure,
    label=_("强制措施"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("措施"), sort="title"),
        Column("measure_kind", _("种类"), sort="measure_kind"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("case", Text("案件", "Case"), value=_case, cell="link", related=("case",)),
        Column("approved", _("批准"), value=_approved, cell="chip"),
        Column("holder", _("实施人员"), cell="person", shown=False),
        Column("kept_at", _("存放地点"), shown=False),
        Column("opened_on", _("实施日期"), cell="date", sort="opened_on", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("measure_kind", _("种类"), "choice"),
        Filter("agency", _("实施单位"), "agency"),
        Filter("case", Text("案件", "Case"), "reference", to="cases", shown=False),
        Filter("is_approved", _("已批准"), "bool", shown=False),
    ),
    panels=(Panel("what", _("措施"), rows=_what, wide=True),),
    views=(View("in_force", _("实施中"), "state=in_force&state=testing&state=tested&sort=due"),),
    links=(Link(_("制作文书"), _paper_form, P.DRAFT, place="item"),),
    openings=(),
    summary=lambda measure: NEXT[measure.state],
)
