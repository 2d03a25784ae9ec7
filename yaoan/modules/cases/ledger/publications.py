"""How the ledger of penalties sent by other provinces looks."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Column, Filter, Ledger, Linked, Panel, View
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import PublicationState
from yaoan.modules.cases.models import Publication

NEXT: dict[str, Text] = {
    PublicationState.RECEIVED: _("接下来：收到之日起十个工作日内公示。"),
    PublicationState.PUBLISHED: _("公示中；期满、对方准予提前停止或者撤销的，停止公示。"),
    PublicationState.RECALLED: _("接下来：三个工作日内撤回公示。"),
    PublicationState.ENDED: _("已停止公示。"),
    PublicationState.RETURNED: _("已退回推送单位。"),
}


def _party(record: Publication) -> Any:
    return Linked(record.subject_name, record.subject.get_absolute_url()) if record.subject else record.subject_name


def _what(_actor: Actor, record: Publication) -> list[tuple[Any, Any]]:
    return [
        (_("作出处罚决定机关"), record.sender),
        (_("决定书文号"), record.decision_number),
        (_("决定日期"), record.decided_on),
        (_("当事人"), _party(record)),
        (_("统一社会信用代码"), record.subject_code),
        (_("违法行为"), record.breach),
        (_("处罚内容"), record.penalty),
        (_("限制期限至"), record.restricted_until),
    ]


def _shown(_actor: Actor, record: Publication) -> list[tuple[Any, Any]]:
    return [
        (_("收到日期"), record.received_on),
        (_("公示日期"), record.published_on),
        (_("公示至"), record.public_until),
        (_("公示文本"), record.publication),
        (_("退回、撤回或者停止的原因"), record.conclusion),
    ]


PUBLICATIONS = Ledger(
    model=Publication,
    label=_("外省处罚公示"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("party", _("当事人"), value=_party, cell="link", sort="subject_name", related=("subject",)),
        Column("decision_number", _("决定书文号"), sort="decision_number"),
        Column("sender", _("作出处罚决定机关"), sort="sender"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("public_until", _("公示至"), cell="date", sort="public_until"),
        Column("breach", _("违法行为"), shown=False),
        Column("decided_on", _("决定日期"), cell="date", sort="decided_on", shown=False),
        Column("received_on", _("收到日期"), cell="date", sort="received_on", shown=False),
        Column("published_on", _("公示日期"), cell="date", sort="published_on", shown=False),
        Column("agency", _("公示单位"), cell="agency", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("agency", _("公示单位"), "agency"),
        Filter("subject", _("当事人"), "reference", to="subjects", shown=False),
        Filter("received_on", _("收到日期"), "day", shown=False),
        Filter("published_on", _("公示日期"), "day", shown=False),
        Filter("public_until", _("公示至"), "day", shown=False),
    ),
    panels=(Panel("what", _("处罚决定"), rows=_what), Panel("shown", _("公示"), rows=_shown)),
    views=(View("waiting", _("待公示"), "state=received&state=recalled&sort=due"),),
    openings=("receive",),
    summary=lambda record: NEXT[record.state],
    period="received_on",
    sensitive=True,
)
