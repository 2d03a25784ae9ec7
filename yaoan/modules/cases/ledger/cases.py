"""How the ledger of cases looks."""

from typing import Any
from urllib.parse import urlencode

from yaoan.kernel import law
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, View
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import Outcome, P, Source, State
from yaoan.modules.cases.ledger import panels
from yaoan.modules.cases.models import Case

NEXT: dict[str, Text] = {
    State.CLUE: _("接下来：十五个工作日内核查，由负责人决定立案或者不予立案。"),
    State.CLUE_TESTING: _("接下来：等检验结果，核查期限暂停计算。"),
    State.DECLINED: _("已决定不予立案；有新情况的可以重新核查。"),
    State.INVESTIGATING: _("接下来：两人以上收集证据，查清事实后提交调查终结报告。"),
    State.TESTING: _("接下来：等检验、鉴定结果，办案期限暂停计算。"),
    State.SUSPENDED: _("接下来：中止的原因消除后恢复调查，办案期限暂停计算。"),
    State.REVIEWING: _("接下来：由未参与办案的人审核。"),
    State.REVIEWED: _("接下来：把拟处罚的事实、理由、依据和权利告知当事人。"),
    State.ANNOUNCING: _("接下来：等公告期满，办案期限暂停计算。"),
    State.NOTIFIED: _("接下来：听取陈述申辩；五个工作日内要求听证的，组织听证。"),
    State.HEARING: _("接下来：举行听证，办案期限暂停计算。"),
    State.HEARD: _("接下来：必要时集体讨论，由负责人作出决定。"),
    State.DECIDED: _("接下来：七个工作日内送达决定书。"),
    State.EXECUTING: _("接下来：当事人十五日内缴纳；逾期的催告，直至申请强制执行。"),
    State.COMPELLING: _("接下来：等人民法院执行。"),
    State.EXECUTED: _("接下来：审批结案。"),
    State.CLOSED: _("接下来：公示后归档。"),
    State.ARCHIVED: _("已归档。"),
    State.ANNULLED: _("决定已撤销；已公示的三个工作日内撤回。"),
    State.WITHDRAWN: _("已销案，记录保留。"),
    State.MERGED: _("已并入另一案件。"),
}


def _party(case: Case) -> Any:
    return Linked(case.party_name, case.subject.get_absolute_url()) if case.subject else case.party_name


def _source(case: Case) -> Text:
    return Source(case.source).label


def _outcome(case: Case) -> Chip | None:
    return Chip(Outcome(case.outcome).label, "plain") if case.outcome else None


def _procedure(case: Case) -> Text:
    return _("简易程序") if case.is_simple else _("普通程序")


def _measure_form(case: Case) -> str | None:
    if case.is_closed or case.is_simple:
        return None
    given = {"case_id": case.pk, "title": f"{case.party_name}", "area": case.area, "agency_id": case.agency_id}
    return f"/measures/new/take/?{urlencode(given)}"


def _document_form(case: Case) -> str | None:
    return f"/documents/new/draw/?{urlencode({'case_id': case.pk, 'area': case.area, 'agency_id': case.agency_id})}"


def _listing_form(case: Case) -> str | None:
    """The form that proposes the party for the list of serious violators; only where a penalty may be heavy enough."""
    penalties = case.penalties or case.proposed_penalties
    if case.is_simple or not penalties or case.outcome not in ("", Outcome.PENALTY) or case.state == State.ANNULLED:
        return None
    known = {
        "case_id": case.pk, "subject_id": case.subject_id, "subject_name": case.party_name,
        "subject_code": case.subject_code or (case.subject.code if case.subject else ""), "area": case.area,
        "agency_id": case.agency_id,
    }  # fmt: skip
    return f"/violators/new/propose/?{urlencode({name: value for name, value in known.items() if value})}"


def _assistance_form(case: Case) -> str | None:
    """The form that asks another area for assistance. It knows the case; nothing of it is filled in that the other reads."""
    return f"/requests/new/draft/?{urlencode({'case_id': case.pk})}" if not case.is_closed else None


def _supervision_form(case: Case) -> str | None:
    if case.is_closed:
        return None
    return f"/supervisions/new/enlist/?{urlencode({'case_id': case.pk, 'area': case.area, 'supervised_id': case.agency_id})}"


def _transfer(case: Case) -> str | None:
    """The form that begins the transfer to the police, filled with what the case says."""
    if case.state in (State.DECLINED, State.MERGED, State.ANNULLED):
        return None
    known = {
        "case_id": case.pk, "title": case.title, "description": case.facts or case.description, "area": case.area,
        "product_kind": case.product_kind, "agency_id": case.agency_id, "subject_id": case.subject_id,
        "subject_name": case.party_name, "campaign_id": case.campaign_id,
    }  # fmt: skip
    return f"/transfers/new/propose/?{urlencode({name: value for name, value in known.items() if value})}"


CASES = Ledger(
    model=Case,
    label=_("案件"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("案由"), sort="title"),
        Column("party", _("当事人"), value=_party, cell="link", related=("subject",)),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("holder", _("主办人员"), cell="person"),
        Column("filed_on", _("立案日期"), cell="date", sort="filed_on"),
        Column("breach", _("违法行为"), value=queries.breach_label, sort="breach", shown=False),
        Column("source", _("来源"), value=_source, sort="source", shown=False),
        Column("procedure", _("程序"), value=_procedure, shown=False),
        Column("product_name", _("产品"), shown=False),
        Column("batch", _("批号"), shown=False),
        Column("goods_value", _("货值金额"), cell="number", sort="goods_value", shown=False),
        Column("outcome", _("决定"), value=_outcome, cell="chip", sort="outcome", shown=False),
        Column("decided_on", _("决定日期"), cell="date", sort="decided_on", shown=False),
        Column("decision_number", _("决定书文号"), sort="decision_number", shown=False),
        Column("penalty", _("处罚内容"), shown=False),
        Column(
            "exhibits", _("证据"), value=lambda case: len(case.standing_exhibits) or None, cell="number", shown=False
        ),
        Column("found_on", _("发现日期"), cell="date", sort="found_on", shown=False),
        Column("closed_on", _("结案日期"), cell="date", sort="closed_on", shown=False),
        Column("published_on", _("公示日期"), cell="date", sort="published_on", shown=False),
        Column("agency", _("办案单位"), cell="agency", shown=False),
        Column("area", _("发生地"), cell="place", sort="area", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("breach", _("违法行为"), "choice", choices=lambda: law.catalogue("breaches")),
        Filter("holder", _("主办人员"), "person"),
        Filter("agency", _("办案单位"), "agency"),
        Filter("source", _("来源"), "choice", shown=False),
        Filter("outcome", _("决定"), "choice", shown=False),
        Filter("is_simple", _("简易程序"), "bool", shown=False),
        Filter("is_typical", _("典型案例"), "bool", shown=False),
        Filter("subject", _("当事人"), "reference", to="subjects", shown=False),
        Filter("filed_on", _("立案日期"), "day", shown=False),
        Filter("decided_on", _("决定日期"), "day", shown=False),
        Filter("closed_on", _("结案日期"), "day", shown=False),
        Filter("published_on", _("公示日期"), "day", shown=False),
        Filter("handed_to", _("移送到"), "agency", shown=False),
        Filter("batch", _("批号"), "text", shown=False),
    ),
    panels=(
        Panel("what", Text("案件", "Case"), rows=panels.what),
        Panel("inquiry", _("调查与裁量"), rows=panels.inquiry),
        Panel("decision", _("告知、决定与执行"), rows=panels.decision),
        Panel("advice", _("提示"), rows=panels.advice, wide=True),
        Panel("evidence", _("证据"), rows=panels.evidence, wide=True),
        Panel("goods", _("涉案物品"), rows=panels.goods, wide=True),
        Panel("persons", _("责任人员"), rows=panels.persons, wide=True),
        Panel("measures", _("强制措施"), rows=panels.measures, wide=True),
        Panel("documents", _("文书"), rows=panels.documents, wide=True),
        Panel("violators", _("失信名单"), rows=panels.violators, wide=True),
        Panel("payments", _("缴款"), rows=panels.payments, wide=True),
        Panel("amendments", _("更正和变更"), rows=panels.amendments, wide=True),
        Panel("priors", _("当事人、责任人员以往的处罚"), rows=panels.priors, wide=True),
        Panel("similar", _("相似案件"), rows=panels.similar, wide=True),
        Panel("parts", _("分案与并案"), rows=panels.parts, wide=True),
    ),
    views=(
        View("mine", _("我主办的"), "holder=me&sort=due"),
        View("clues", _("待核查"), "state=clue&state=clue_testing&sort=due"),
        View("review", _("待审核"), "state=reviewing&sort=due"),
        View("execution", _("执行中"), "state=executing&state=compelling&sort=due"),
        View("typical", _("典型案例"), "is_typical=1&sort=-decided_on"),
    ),
    links=(
        Link(_("制作文书"), _document_form, P.DRAFT, place="item"),
        Link(_("采取强制措施"), _measure_form, P.TAKE, place="item"),
        Link(_("拟列入失信名单"), _listing_form, P.PROPOSE, place="item"),
        Link(_("请求协查"), _assistance_form, "requests.ask", place="item"),
        Link(_("列入督办"), _supervision_form, "supervisions.supervise", place="item"),
        Link(_("移送公安机关"), _transfer, "transfers.prepare", place="item"),
        Link(_("查看移送"), lambda case: f"/transfers/?case={case.pk}", "transfers.view", place="item"),
    ),
    openings=("receive", "punish"),
    summary=lambda case: NEXT[case.state],
    bulk=("archive",),
    period="opened_on",
    dimensions={"product": "product_kind", "campaign": "campaign"},
    sensitive=True,
)
