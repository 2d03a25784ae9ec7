"""How the ledger of requests for assistance looks."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Tone, View
from yaoan.kernel.words import Text, _
from yaoan.modules.assistance import queries
from yaoan.modules.assistance.choices import P, Result, State, Urgency
from yaoan.modules.assistance.models import Request

TONES: dict[str, Tone] = {Urgency.URGENT: "warn", Urgency.EMERGENCY: "danger"}

NEXT: dict[str, Text] = {
    State.DRAFTED: _("接下来：由另一人签发，签发时编号，对方从这时起能看到。"),
    State.SENT: _("接下来：被请求单位接收并指定承办人，或者退回、转交有权单位。"),
    State.PASSED: _("接下来：由转交到的单位接收；期限从接收之日起算。"),
    State.WORKING: _("接下来：承办人查清请求的事项，提交结果和证据。"),
    State.SUBMITTED: _("接下来：由另一人签发复函。"),
    State.ANSWERED: _("接下来：请求单位确认复函，或者要求补充协查。"),
    State.REFUSED: _("接下来：请求单位改发有权单位，或者撤回。"),
    State.CLOSED: _("已办结。"),
    State.WITHDRAWN: _("已撤回，文号不再使用。"),
}


def _urgency(request: Request) -> Chip:
    return Chip(Urgency(request.urgency).label, TONES.get(request.urgency, "plain"))


def _punctuality(request: Request) -> Chip | None:
    if not request.punctuality:
        return None
    return Chip(_("按期"), "good") if request.punctuality == "in_time" else Chip(_("逾期"), "danger")


def _what(actor: Actor, request: Request) -> list[tuple[Any, Any]]:
    origin = [
        (record._meta.verbose_name, Linked(f"{record.number} {record.title}", record.get_absolute_url()))
        for record in queries.origin_of(actor, request)
    ]
    return [
        (_("请求单位"), request.asking.name),
        (_("被请求单位"), request.asked.name),
        (_("紧急程度"), _urgency(request)),
        (_("请求协助的事项"), request.wanted),
        (_("法律依据"), request.basis or _("《行政处罚法》第二十六条")),
        (_("希望答复日期"), request.wanted_by),
        (_("联系人"), request.contact and request.contact.name),
        *origin,
    ]


def _way(_actor: Actor, request: Request) -> list[tuple[Any, Any]]:
    return [
        (_("协查函文号"), request.document_number),
        (_("签发日期"), request.issued_on),
        (_("转交自"), request.passed_from and request.passed_from.name),
        (_("接收日期"), request.received_on),
        (_("承办人"), request.worker and request.worker.name),
        (_("退回理由"), request.refusal),
        (_("有权单位"), request.right_unit and request.right_unit.name),
        (_("催办次数"), request.chased_count or None),
        (_("协调的上级"), request.escalated_to and request.escalated_to.name),
    ]


def _answer(_actor: Actor, request: Request) -> list[tuple[Any, Any]]:
    if not request.answer:
        return []
    return [
        (_("协查结果"), Result(request.result).label),
        (_("协查情况"), request.answer),
        (_("复函文号"), request.answer_number),
        (_("复函日期"), request.answered_on),
        (_("是否按期"), _punctuality(request)),
        (_("采纳情况"), request.use),
        (_("办结日期"), request.taken_on),
    ]


def _answer_paper(request: Request) -> str | None:
    return f"{request.get_absolute_url()}answer.docx" if request.is_answered else None


REQUESTS = Ledger(
    model=Request,
    label=_("协查"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("协查事由"), sort="title"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("asking", _("请求单位"), value="asking.short", sort="asking__short"),
        Column("asked", _("被请求单位"), value="asked.short", sort="asked__short"),
        Column("urgency", _("紧急程度"), value=_urgency, cell="chip", sort="urgency"),
        Column("holder", _("责任人"), cell="person", shown=False),
        Column("punctuality", _("是否按期"), value=_punctuality, cell="chip", shown=False),
        Column("document_number", _("协查函文号"), sort="document_number", shown=False),
        Column("answer_number", _("复函文号"), sort="answer_number", shown=False),
        Column("issued_on", _("签发日期"), cell="date", sort="issued_on", shown=False),
        Column("received_on", _("接收日期"), cell="date", sort="received_on", shown=False),
        Column("answered_on", _("复函日期"), cell="date", sort="answered_on", shown=False),
        Column("taken_on", _("办结日期"), cell="date", sort="taken_on", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("urgency", _("紧急程度"), "choice"),
        Filter("asking", _("请求单位"), "agency"),
        Filter("asked", _("被请求单位"), "agency"),
        Filter("holder", _("责任人"), "person", shown=False),
        Filter("case", Text("案件", "Case"), "reference", to="cases", shown=False),
        Filter("risk", _("风险隐患"), "reference", to="risks", shown=False),
        Filter("document_number", _("协查函文号"), "text", shown=False),
        Filter("issued_on", _("签发日期"), "day", shown=False),
        Filter("result", _("协查结果"), "choice", shown=False),
    ),
    panels=(
        Panel("what", _("协查请求"), rows=_what),
        Panel("way", _("签发和接收"), rows=_way),
        Panel("answer", _("协查结果"), rows=_answer, wide=True),
    ),
    views=(
        View("sent", _("我单位发出的"), "asking=mine&sort=due"),
        View("received", _("请我单位协查的"), "asked=mine&sort=due"),
        View("mine", _("我承办的"), "holder=me&sort=due"),
        View("waiting", _("待接收"), "state=sent&state=passed&sort=due"),
    ),
    links=(
        Link(_("看协查函"), lambda request: f"{request.get_absolute_url()}paper/", P.VIEW, place="item"),
        Link(_("下载协查函"), lambda request: f"{request.get_absolute_url()}request.docx", P.VIEW, place="item"),
        Link(_("下载复函"), _answer_paper, P.VIEW, place="item"),
    ),
    summary=lambda request: NEXT[request.state],
    period="opened_on",
    sensitive=True,
)
