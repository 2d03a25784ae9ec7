"""How the list of serious violators looks."""

from typing import Any
from urllib.parse import urlencode

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, View
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import Heavier, Listing, P, WayOut
from yaoan.modules.cases.ledger.unread import unread
from yaoan.modules.cases.models import Violator

UNREAD = tuple(
    f"credit.list_{name}"
    for name in ("defence", "publication", "objection", "reconsideration", "litigation", "early_decision")
)
"""Terms of the list."""

NEXT: dict[str, Text] = {
    Listing.PROPOSED: _("接下来：告知当事人拟列入的事由、依据和权利，并报上一级单位同意。"),
    Listing.NOTIFIED: _("接下来：陈述、申辩期满后，由负责人决定列入或者不予列入。"),
    Listing.LISTED: _("接下来：二十个工作日内公示；满三年移出，满一年可以申请提前移出。"),
    Listing.EXAMINED: _("接下来：核实申请，决定是否准予提前移出。"),
    Listing.REMOVED: _("已移出名单，停止公示并解除管理措施。"),
    Listing.SPARED: _("没有列入。"),
    Listing.REVOKED: _("列入已撤销，停止公示并解除管理措施。"),
}


def ground_label(violator: Violator) -> str:
    return law.label("list_grounds", violator.ground)


def _case(violator: Violator) -> Linked:
    return Linked(f"{violator.case.number} {violator.case.title}", violator.case.get_absolute_url())


def _party(violator: Violator) -> Any:
    return (
        Linked(violator.subject_name, violator.subject.get_absolute_url())
        if violator.subject
        else violator.subject_name
    )


def _objection(violator: Violator) -> Chip | None:
    if not violator.objected_on:
        return None
    return Chip(_("待答复"), "warn") if violator.answer_by else Chip(_("已答复"), "plain")


def _way_out(violator: Violator) -> Text | None:
    return WayOut(violator.way_out).label if violator.way_out else None


def _what(_actor: Actor, violator: Violator) -> list[tuple[Any, Any]]:
    return [
        (_("当事人"), _party(violator)),
        (_("统一社会信用代码"), violator.subject_code),
        (Text("案件", "Case"), _case(violator)),
        (_("处罚决定"), violator.case.decision_number),
        (_("处罚内容"), violator.case.penalty or violator.case.proposed),
        (_("列入情形"), ground_label(violator)),
        (_("依据"), law.document("catalogues/list_grounds")[violator.ground]["basis"]),
        (_("较重行政处罚"), Heavier(violator.heavier).label),
        (_("性质、情节和危害"), violator.reason),
    ]


def _steps(_actor: Actor, violator: Violator) -> list[tuple[Any, Any]]:
    consent = _("不需要") if not violator.needs_consent else None
    return [
        (_("收到告知日期"), violator.told_on),
        (_("陈述申辩期满"), violator.defence_until),
        (_("陈述申辩"), violator.defence),
        (_("复核意见"), violator.defence_answer),
        (_("上级同意"), violator.agreed_on or consent),
        (_("上级意见"), violator.agreement),
        (_("列入日期"), violator.listed_on),
        (_("列入期满"), violator.remove_on),
        (_("可以申请提前移出"), violator.early_from),
        (_("限制期限至"), violator.restricted_until),
    ]


def _after(_actor: Actor, violator: Violator) -> list[tuple[Any, Any]]:
    return [
        (_("公示日期"), violator.published_on),
        (_("公示文本"), violator.publication),
        (_("收到异议日期"), violator.objected_on),
        (_("异议"), violator.objection),
        (_("异议答复期限"), violator.answer_by),
        (_("异议答复"), violator.objection_answer),
        (_("提前移出申请"), violator.wish),
        (_("移出方式"), _way_out(violator)),
        (_("移出或者撤销日期"), violator.left_on),
        (_("结果和理由"), violator.conclusion),
    ]


def _law(_actor: Actor, violator: Violator) -> list[tuple[Any, Any]]:
    """What of the law of the list was not read in the instrument itself: the ground, and days that are parameters."""
    row = law.document("catalogues/list_grounds")[violator.ground]
    ground = [] if row["verified"] else [(_("列入情形"), _("条号未核对：{basis}").format(basis=row["basis"]))]
    return [*ground, *unread(UNREAD, violator.opened_on)]


def _document_form(violator: Violator) -> str:
    """The form that draws up a document of the case: notice, decision or removal."""
    case, ended = violator.case, violator.state == Listing.REMOVED
    form = "list_removal" if ended else "list_decision" if violator.listed_on else "list_notice"
    given = {"case_id": case.pk, "form": form, "area": violator.area, "agency_id": violator.agency_id}
    return f"/documents/new/draw/?{urlencode(given)}"


VIOLATORS = Ledger(
    model=Violator,
    label=_("失信名单"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("party", _("当事人"), value=_party, cell="link", sort="subject_name", related=("subject",)),
        Column("ground", _("列入情形"), value=ground_label, sort="ground"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("listed_on", _("列入日期"), cell="date", sort="listed_on"),
        Column("remove_on", _("列入期满"), cell="date", sort="remove_on"),
        Column("case", Text("案件", "Case"), value=_case, cell="link", related=("case",), shown=False),
        Column("heavier", _("较重行政处罚"), value=lambda one: Heavier(one.heavier).label, sort="heavier", shown=False),
        Column("objection", _("异议"), value=_objection, cell="chip", shown=False),
        Column("published_on", _("公示日期"), cell="date", sort="published_on", shown=False),
        Column("way_out", _("移出方式"), value=_way_out, sort="way_out", shown=False),
        Column("left_on", _("移出日期"), cell="date", sort="left_on", shown=False),
        Column("agency", _("列入单位"), cell="agency", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("ground", _("列入情形"), "choice", choices=lambda: law.catalogue("list_grounds")),
        Filter("agency", _("列入单位"), "agency"),
        Filter("subject", _("当事人"), "reference", to="subjects", shown=False),
        Filter("case", Text("案件", "Case"), "reference", to="cases", shown=False),
        Filter("heavier", _("较重行政处罚"), "choice", shown=False),
        Filter("listed_on", _("列入日期"), "day", shown=False),
        Filter("remove_on", _("列入期满"), "day", shown=False),
        Filter("left_on", _("移出日期"), "day", shown=False),
    ),
    panels=(
        Panel("what", _("列入事由"), rows=_what),
        Panel("steps", _("告知和决定"), rows=_steps),
        Panel("after", _("公示、异议和移出"), rows=_after, wide=True),
        Panel("law", _("使用前请核对的依据"), rows=_law, wide=True),
    ),
    views=(
        View("listed", _("在名单上"), "state=listed&state=examined&sort=remove_on"),
        View("proposed", _("拟列入"), "state=proposed&state=notified&sort=due"),
    ),
    links=(Link(_("制作文书"), _document_form, P.DRAFT, place="item"),),
    openings=(),
    summary=lambda violator: NEXT[violator.state],
    period="opened_on",
    sensitive=True,
)
