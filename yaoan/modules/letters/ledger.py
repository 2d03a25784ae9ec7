"""How the ledger of talks and letters looks."""

from datetime import date
from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, Tone, View
from yaoan.kernel.words import Text, _
from yaoan.modules.letters import queries
from yaoan.modules.letters.choices import Held, Kind, P, Result, State
from yaoan.modules.letters.models import Letter

TONES: dict[str, Tone] = {Kind.SUSPENSION: "danger", Kind.RECTIFICATION: "warn", Kind.TALK: "warn"}

NEXT: dict[str, Text] = {
    State.DRAFTED: _("接下来：由另一人签发，签发时编号，文字不再改动。"),
    State.ISSUED: _("接下来：送达对象，记下方式和签收人。"),
    State.SERVED: _("接下来：在期限前收取企业答复，登记企业问责的人员。"),
    State.ANSWERED: _("接下来：由另一人核查，办结或者退回。"),
    State.CLOSED: _("已办结。"),
    State.WITHDRAWN: _("已撤回，文号不再使用。"),
}


def _kind(letter: Letter) -> Chip:
    return Chip(Kind(letter.letter_kind).label, TONES.get(letter.letter_kind, "plain"))


def _subject(letter: Letter) -> Any:
    return Linked(letter.addressee, letter.subject.get_absolute_url()) if letter.subject else letter.subject_name


def _suspension(letter: Letter) -> Chip | None:
    if letter.letter_kind != Kind.SUSPENSION or not letter.served_on:
        return None
    if letter.lifted_on:
        return Chip(Text("{day} 解除", "lifted on {day}").format(day=letter.lifted_on), "good")
    return Chip(_("暂停中"), "danger")


def _what(_actor: Actor, letter: Letter) -> list[tuple[Any, Any]]:
    return [
        (_("种类"), _kind(letter)),
        (_("收函单位"), _subject(letter)),
        (_("产品类别"), letter.get_product_kind_display()),  # type: ignore[attr-defined]
        (_("存在的问题"), letter.problems),
        (_("法律依据"), letter.article),
        (_("要求和措施"), letter.demands),
        (_("暂停的活动或者产品"), letter.suspended),
        (_("暂停"), _suspension(letter)),
        (_("约谈日期"), letter.talk_on),
        (_("约谈地点"), letter.talk_place),
        (_("起因隐患"), Linked.to(letter.risk)),
        (Text("专项行动", "Campaign"), Linked.to(letter.campaign)),
    ]


def _service(_actor: Actor, letter: Letter) -> list[tuple[Any, Any]]:
    return [
        (_("文号"), letter.document_number),
        (_("承办人"), letter.holder and letter.holder.name),
        (_("签发人"), letter.issued_by and letter.issued_by.name),
        (_("签发日期"), letter.issued_on),
        (_("送达日期"), letter.served_on),
        (_("送达方式"), letter.get_served_way_display() if letter.served_way else None),  # type: ignore[attr-defined]
        (_("签收人"), letter.receiver),
        (_("答复期限"), letter.reply_by),
        (_("催办次数"), letter.chased_count or None),
    ]


def _answer(_actor: Actor, letter: Letter) -> list[tuple[Any, Any]]:
    if not (letter.minutes or letter.reply or letter.conclusion):
        return []
    return [
        (_("参加人员"), letter.attendees),
        (_("约谈记录"), letter.minutes),
        (_("企业答复"), letter.reply),
        (_("答复日期"), letter.answered_on),
        (_("企业问责说明"), letter.accountability),
        (_("核查结果"), Result(letter.result).label if letter.result else None),
        (_("核查意见"), letter.conclusion),
        (_("核查人"), letter.checked_by and letter.checked_by.name),
        (_("办结日期"), letter.closed_on),
    ]


def _accountable(_actor: Actor, letter: Letter) -> Table | list[Any]:
    rows = [
        [held["post"], Held(held["how"]).label, date.fromisoformat(held["on"]), "✓" if held.get("person") else ""]
        for held in letter.accountable
    ]
    return Table([_("岗位或者职务"), _("问责方式"), _("问责日期"), _("名录里的人员")], rows) if rows else []


def _others(actor: Actor, letter: Letter) -> Table | list[Any]:
    rows = [
        [Linked(other.number, other.get_absolute_url()), _kind(other), other.title, other.state_label, other.opened_on]
        for other in queries.others_of(actor, letter)
    ]
    return Table([_("编号"), _("种类"), _("事由"), _("状态"), _("起草日期")], rows) if rows else []


LETTERS = Ledger(
    model=Letter,
    label=_("约谈和函件"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("letter_kind", _("种类"), value=_kind, cell="chip", sort="letter_kind"),
        Column("title", _("事由"), sort="title"),
        Column("subject", _("收函单位"), value=_subject, cell="link", related=("subject",)),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("holder", _("承办人"), cell="person"),
        Column("accountable_count", _("问责"), cell="number", sort="accountable_count"),
        Column("document_number", _("文号"), sort="document_number", shown=False),
        Column("suspension", _("暂停"), value=_suspension, cell="chip", shown=False),
        Column("agency", _("发函单位"), cell="agency", shown=False),
        Column("area", _("所在地"), cell="place", sort="area", shown=False),
        Column("opened_on", _("起草日期"), cell="date", sort="opened_on", shown=False),
        Column("served_on", _("送达日期"), cell="date", sort="served_on", shown=False),
        Column("reply_by", _("答复期限"), cell="date", sort="reply_by", shown=False),
        Column("answered_on", _("答复日期"), cell="date", sort="answered_on", shown=False),
        Column("closed_on", _("办结日期"), cell="date", sort="closed_on", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("letter_kind", _("种类"), "choice"),
        Filter("holder", _("承办人"), "person"),
        Filter("agency", _("发函单位"), "agency"),
        Filter("subject", _("收函单位"), "reference", to="subjects", shown=False),
        Filter("risk", _("起因隐患"), "reference", to="risks", shown=False),
        Filter("document_number", _("文号"), "text", shown=False),
        Filter("served_on", _("送达日期"), "day", shown=False),
        Filter("reply_by", _("答复期限"), "day", shown=False),
        Filter("result", _("核查结果"), "choice", shown=False),
        Filter("accountable_count", _("企业问责人数"), "number", shown=False),
    ),
    panels=(
        Panel("what", _("函件"), rows=_what),
        Panel("service", _("签发和送达"), rows=_service),
        Panel("answer", _("答复和核查"), rows=_answer),
        Panel("accountable", _("企业问责的人员"), rows=_accountable, wide=True),
        Panel("others", _("给这个对象的其他函件"), rows=_others, wide=True),
    ),
    views=(
        View("mine", _("我承办的"), "holder=me&sort=due"),
        View("signing", _("待签发"), "state=drafted"),
        View("waiting", _("待答复"), "state=served&sort=due"),
        View("talks", _("责任约谈"), "letter_kind=talk"),
        View("accounted", _("企业已经问责的"), "accountable_count_from=1"),
    ),
    links=(
        Link(_("看文书"), lambda letter: f"{letter.get_absolute_url()}paper/", P.VIEW, place="item"),
        Link(_("下载 Word"), lambda letter: f"{letter.get_absolute_url()}letter.docx", P.VIEW, place="item"),
    ),
    summary=lambda letter: NEXT[letter.state],
    bulk=("reassign",),
    period="opened_on",
    dimensions={"product": "product_kind", "campaign": "campaign"},
)
