"""How the ledger of transfers looks."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, View
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.public import names_of
from yaoan.modules.transfers import queries
from yaoan.modules.transfers.choices import Complexity, Direction, Opinion, Origin, P, Piece, Result, State
from yaoan.modules.transfers.lifecycle.transfers import HANDLED_HERE
from yaoan.modules.transfers.models import Transfer

S = State
NEXT: dict[str, Text] = {
    S.PREPARING: _("接下来：由两人以上的专案组核实情况，提出移送报告。"),
    S.REPORTED: _("接下来：由负责人在三日内决定移送或者不移送。"),
    S.DECLINED: _("决定不移送，理由在卷。"),
    S.APPROVED: _("接下来：补齐五种材料，在二十四小时内移送公安机关，并抄送检察机关。"),
    S.SENT: _("接下来：取得公安机关签收的回执。"),
    S.INCOMPLETE: _("接下来：按公安机关的要求补充材料，再移送。"),
    S.FORWARDING: _("接下来：公安机关在二十四小时内转送有管辖权的机关。"),
    S.ACCEPTED: _("接下来：公安机关决定是否立案。"),
    S.REFUSED: _("接下来：三日内提请复议，或者建议检察机关立案监督；没有异议的接受退回。"),
    S.RECONSIDERING: _("接下来：公安机关三日内作出复议决定。"),
    S.UPHELD: _("接下来：三日内建议检察机关立案监督；没有异议的接受退回。"),
    S.ADVISED: _("接下来：检察机关审查，要求公安机关说明理由。"),
    S.REASONING: _("接下来：公安机关七日内说明不立案理由。"),
    S.JUSTIFIED: _("接下来：检察机关审查不立案理由，认可或者通知公安机关立案。"),
    S.ORDERED: _("接下来：公安机关收到通知后十五日内立案。"),
    S.FILED: _("公安机关已经立案；移交物品，配合检验认定，跟踪到刑事程序终结。"),
    S.JUDGED: _("接下来：作出仍应由行政机关作出的处理，办结。"),
    S.RETURNED: _("接下来：继续行政处理，没有案件的关联案件或者说明不立案理由，办结。"),
    S.CLOSED: _("已办结。"),
    S.RECEIVED: _("接下来：受理并出具回执，不属本单位管辖的退回。"),
    S.HANDLING: _("接下来：关联案件或者说明不立案理由，向移送机关反馈处理结果。"),
    S.SENT_BACK: _("已退回移送机关。"),
}


def _direction(transfer: Transfer) -> Chip:
    kind = Direction(transfer.direction)
    return Chip(kind.label, "plain" if kind is Direction.OUT else "warn")


def _party(transfer: Transfer) -> Any:
    if transfer.subject:
        return Linked(transfer.party_name, transfer.subject.get_absolute_url())
    return transfer.subject_name


def _file(transfer: Transfer) -> Chip | None:
    """Whether the five parts are there, while it matters."""
    if transfer.state not in (S.PREPARING, S.REPORTED, S.APPROVED, S.INCOMPLETE):
        return None
    missing = transfer.missing_pieces
    if not missing:
        return Chip(_("材料齐全"), "good")
    return Chip(_("缺 {count} 种材料").format(count=len(missing)), "warn")


def _what(_actor: Actor, transfer: Transfer) -> list[tuple[Any, Any]]:
    return [
        (_("方向"), _direction(transfer)),
        (_("来源"), Origin(transfer.origin).label),
        (Text("案件", "Case"), Linked.to(transfer.case)),
        (_("线索"), Linked.to(transfer.signal)),
        (_("隐患"), Linked.to(transfer.risk)),
        (Text("专项行动", "Campaign"), Linked.to(transfer.campaign)),
        (_("当事人"), _party(transfer)),
        (_("产品类别"), transfer.get_product_kind_display()),  # type: ignore[attr-defined]
        (_("基本情况"), transfer.description),
        (_("专案组或者承办人员"), "、".join(names_of(transfer.officers))),
        (_("涉嫌罪名"), transfer.charge),
        (_("涉嫌犯罪事实"), transfer.facts),
        (_("主要证据"), transfer.evidence_told),
        (_("专案组意见"), transfer.opinion),
        (_("决定日期"), transfer.decided_on),
        (_("决定意见或者不移送理由"), transfer.decision),
    ]


def _police(_actor: Actor, transfer: Transfer) -> list[tuple[Any, Any]]:
    organ = _("公安机关") if transfer.direction == Direction.OUT else _("移送机关")
    return [
        (organ, transfer.organ),
        (_("检察机关"), transfer.procurator),
        (_("移送日期"), transfer.sent_on),
        (_("抄送日期"), transfer.copied_on),
        (_("回执"), transfer.receipt),
        (_("受理日期"), transfer.accepted_on),
        (_("案情"), Complexity(transfer.complexity).label if transfer.accepted_on and transfer.direction == "out" else None),
        (_("公安文书文号"), transfer.police_number),
        (_("公安机关理由"), transfer.police_reason),
        (_("复议理由"), transfer.objection),
        (_("立案监督建议"), transfer.advice),
        (_("检察机关意见"), transfer.procurator_view),
        (_("公安立案日期"), transfer.filed_on),
        (_("物品移交日期"), transfer.goods_on),
        (_("退回日期"), transfer.returned_on),
    ]  # fmt: skip


def _course(_actor: Actor, transfer: Transfer) -> list[tuple[Any, Any]]:
    return [
        (_("联合行动次数"), transfer.joint_count or None),
        (_("抓获人数"), transfer.arrested_count or None),
        (_("跟踪情况"), transfer.progress),
        (_("下次跟踪"), transfer.trace_on),
        (_("刑事处理结果"), Result(transfer.result).label if transfer.result else None),
        (_("裁判或者决定内容"), transfer.judgment),
        (_("不立案理由"), transfer.no_case_reason),
        (_("后续行政处理"), transfer.aftermath),
        (_("办结日期"), transfer.closed_on),
    ]


def _pieces(_actor: Actor, transfer: Transfer) -> Table | list[Any]:
    """The five parts of the file, each with what there is of it."""
    if transfer.direction != Direction.OUT:
        return []
    missing = set(transfer.missing_pieces)
    rows = []
    for piece in Piece:
        made, given = transfer.paper(piece), [item for item in transfer.pieces if item["piece"] == piece]
        told = "；".join(item["title"] or item["reason"] for item in given)
        what: Any = Linked(made["code"], f"{transfer.get_absolute_url()}papers/{piece}/") if made else told
        chip = Chip(_("缺"), "danger") if piece in missing else Chip(_("有"), "good")
        if piece not in missing and not made and not any(item["sha256"] for item in given):
            chip = Chip(_("没有，已说明"), "plain")
        rows.append([piece.label, chip, what])
    return Table([_("材料"), _("状态"), _("内容")], rows)


def _papers(_actor: Actor, transfer: Transfer) -> Table | list[Any]:
    forms, base = queries.forms(), transfer.get_absolute_url()
    rows = [
        [
            Linked(str(forms[item["form"]].label), f"{base}papers/{item['form']}/"), item["code"], date.fromisoformat(item["on"]),
            Linked(str(_("下载 Word")), f"{base}papers/{item['form']}/word/") if item == transfer.paper(item["form"]) else _("已由后来的代替"),
            item["digest"][:12],
        ]
        for item in transfer.papers
    ]  # fmt: skip
    return Table([_("文书"), _("文号"), _("日期"), _("签发件"), _("SHA-256")], rows) if rows else []


def _opinions(_actor: Actor, transfer: Transfer) -> Table | list[Any]:
    rows = [
        [
            Opinion(item["kind"]).label,
            item["question"],
            item["asked_on"],
            item["answer"] or Chip(_("待出具"), "warn"),
            item["code"],
            item["given_on"],
        ]
        for item in transfer.opinions
    ]
    heads = [_("商请事项"), _("商请内容"), _("商请日期"), _("结论或者意见"), _("文号"), _("出具日期")]
    return Table(heads, rows) if rows else []


def _referrals(actor: Actor, transfer: Transfer) -> Table | list[Any]:
    rows = [
        [Linked(item.number, item.get_absolute_url()), item.organ, item.state_label]
        for item in queries.referrals_of(actor, transfer)
    ]
    return Table([_("编号"), _("接收机关"), _("状态")], rows) if rows else []


def _new_case(transfer: Transfer) -> str | None:
    """The form of the case in which what was sent back, or came back from the police, is handled."""
    if transfer.state not in HANDLED_HERE or transfer.case_id:
        return None
    known = {
        "title": transfer.title, "description": transfer.description, "product_kind": transfer.product_kind,
        "area": transfer.area, "agency_id": transfer.agency_id, "subject_id": transfer.subject_id,
        "subject_name": transfer.subject_name, "source": "transferred", "campaign_id": transfer.campaign_id,
    }  # fmt: skip
    return f"/cases/new/receive/?{urlencode({name: value for name, value in known.items() if value})}"


def _refer(transfer: Transfer) -> str:
    known = {
        "transfer_id": transfer.pk,
        "case_id": transfer.case_id,
        "area": transfer.area,
        "agency_id": transfer.agency_id,
    }
    return f"/referrals/new/prepare/?{urlencode({name: value for name, value in known.items() if value})}"


TRANSFERS = Ledger(
    model=Transfer,
    label=_("案件移送"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("direction", _("方向"), value=_direction, cell="chip", sort="direction"),
        Column("title", _("案由"), sort="title"),
        Column("party", _("当事人"), value=_party, cell="link", related=("subject",)),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("holder", _("承办人"), cell="person"),
        Column("file", _("材料"), value=_file, cell="chip"),
        Column("charge", _("涉嫌罪名"), sort="charge", shown=False),
        Column("organ", _("公安机关或者移送机关"), shown=False),
        Column("sent_on", _("移送日期"), cell="date", sort="sent_on", shown=False),
        Column("filed_on", _("公安立案日期"), cell="date", sort="filed_on", shown=False),
        Column("arrested_count", _("抓获人数"), cell="number", sort="arrested_count", shown=False),
        Column("agency", _("办理单位"), cell="agency", shown=False),
        Column("area", _("发生地"), cell="place", sort="area", shown=False),
        Column("opened_on", _("启动日期"), cell="date", sort="opened_on", shown=False),
        Column("closed_on", _("办结日期"), cell="date", sort="closed_on", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("direction", _("方向"), "choice"),
        Filter("holder", _("承办人"), "person"),
        Filter("agency", _("办理单位"), "agency"),
        Filter("origin", _("来源"), "choice", shown=False),
        Filter("case", Text("案件", "Case"), "reference", to="cases", shown=False),
        Filter("signal", _("线索"), "reference", to="signals", shown=False),
        Filter("risk", _("隐患"), "reference", to="risks", shown=False),
        Filter("subject", _("当事人"), "reference", to="subjects", shown=False),
        Filter("result", _("刑事处理结果"), "choice", shown=False),
        Filter("sent_on", _("移送日期"), "day", shown=False),
        Filter("filed_on", _("公安立案日期"), "day", shown=False),
    ),
    panels=(
        Panel("what", _("移送"), rows=_what),
        Panel("police", _("公安、检察机关"), rows=_police),
        Panel("course", _("跟踪与结果"), rows=_course),
        Panel("pieces", _("移送材料"), rows=_pieces, wide=True),
        Panel("papers", _("文书"), rows=_papers, wide=True),
        Panel("opinions", _("检验、认定意见"), rows=_opinions, wide=True),
        Panel("referrals", _("一案双查"), rows=_referrals, wide=True),
    ),
    views=(
        View("mine", _("我承办的"), "holder=me&sort=due"),
        View("deciding", _("待决定"), "state=reported&sort=due"),
        View("sending", _("待移送"), "state=approved&state=incomplete&sort=due"),
        View("refused", _("不予立案"), "state=refused&state=reconsidering&state=upheld&state=advised&state=reasoning&state=justified&state=ordered&sort=due"),
        View("filed", _("公安已立案"), "state=filed"),
        View("back", _("反向移送"), "direction=back"),
    ),
    links=(
        Link(_("立案办理"), _new_case, "cases.register", place="item"),
        Link(_("移送问题线索"), _refer, P.REFER, place="item"),
    ),
    bulk=("reassign",),
    openings=("propose", "receive"),
    summary=lambda transfer: NEXT[transfer.state],
    period="opened_on",
    dimensions={"product": "product_kind", "campaign": "campaign"},
    sensitive=True,
)  # fmt: skip
