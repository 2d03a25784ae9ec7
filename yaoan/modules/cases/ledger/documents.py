"""How the ledger of enforcement documents looks."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, View
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import DocumentState, ServiceWay
from yaoan.modules.cases.commands.documents import forms
from yaoan.modules.cases.models import Document

NEXT: dict[str, Text] = {
    DocumentState.DRAFT: _("接下来：补齐缺项，由负责人签发并编号。"),
    DocumentState.SIGNED: _("已签发，内容不再变动；需要送达的七个工作日内送达。"),
    DocumentState.SERVED: _("已送达，内容以签发件为准。"),
    DocumentState.VOID: _("已作废，文号不再使用。"),
}


def _case(document: Document) -> Linked:
    return Linked(f"{document.case.number} {document.case.title}", document.case.get_absolute_url())


def _missing(document: Document) -> Chip | None:
    if document.state != DocumentState.DRAFT:
        return None
    missing = document.missing_labels
    return Chip("、".join(missing), "warn") if missing else Chip(_("内容齐全"), "good")


def _what(_actor: Actor, document: Document) -> list[tuple[Any, Any]]:
    return [
        (Text("案件", "Case"), _case(document)),
        (_("文书"), queries.form_label(document)),
        (_("强制措施"), document.measure and Linked(document.measure.number, document.measure.get_absolute_url())),
        (_("尚缺"), _missing(document)),
        (_("文号"), document.code),
        (_("执法人员"), "、".join(queries.names_of(document.officers))),
        (_("签发人"), document.signed_by and document.signed_by.name),
        (_("签发日期"), document.signed_on),
        (_("送达日期"), document.served_on),
        (_("送达方式"), ServiceWay(document.service_way).label if document.service_way else None),
        (_("收件人"), document.recipient),
        (_("签发件 SHA-256"), document.digest),
    ]


def _content(_actor: Actor, document: Document) -> Table:
    """The text of the document, line by line, as it will be printed."""
    return Table([_("项目"), _("内容")], queries.lines_of(document))


def _paper(document: Document) -> str:
    return f"{document.get_absolute_url()}paper/"


def _word(document: Document) -> str:
    return f"{document.get_absolute_url()}word/"


DOCUMENTS = Ledger(
    model=Document,
    label=_("执法文书"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("form", _("文书"), value=queries.form_label, sort="form"),
        Column("code", _("文号"), sort="code"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("case", Text("案件", "Case"), value=_case, cell="link", related=("case",)),
        Column("missing", _("尚缺"), value=_missing, cell="chip", related=("case",)),
        Column("signed_on", _("签发日期"), cell="date", sort="signed_on", shown=False),
        Column("served_on", _("送达日期"), cell="date", sort="served_on", shown=False),
        Column("agency", _("制作单位"), cell="agency", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("form", _("文书"), "choice", choices=forms),
        Filter("agency", _("制作单位"), "agency"),
        Filter("case", Text("案件", "Case"), "reference", to="cases", shown=False),
        Filter("signed_on", _("签发日期"), "day", shown=False),
        Filter("served_on", _("送达日期"), "day", shown=False),
    ),
    panels=(
        Panel("what", _("文书"), rows=_what),
        Panel("content", _("取自案件和填写的内容"), rows=_content, wide=True),
    ),
    views=(
        View("drafts", _("待签发"), "state=draft"),
        View("to_serve", _("待送达"), "state=signed&sort=due"),
    ),
    links=(Link(_("查看全文"), _paper, place="item"), Link(_("下载 Word"), _word, place="item")),
    openings=(),
    summary=lambda document: NEXT[document.state],
    sensitive=True,
)
