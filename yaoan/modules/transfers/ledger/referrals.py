"""How the ledger of clues on officials looks. Lists and pages never show what a clue says."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Column, Filter, Ledger, Link, Linked, Panel
from yaoan.kernel.words import Text, _
from yaoan.modules.transfers.choices import P, ReferralState
from yaoan.modules.transfers.models import Referral

R = ReferralState
NEXT: dict[str, Text] = {
    R.PREPARED: _("接下来：由另一名负责人批准或者不予移送。"),
    R.APPROVED: _("接下来：移送监察机关，登记签收。"),
    R.DECLINED: _("不予移送，理由在卷。"),
    R.SENT: _("接下来：取得监察机关的反馈。"),
    R.ANSWERED: _("已反馈。"),
}


def _what(_actor: Actor, referral: Referral) -> list[tuple[Any, Any]]:
    return [
        (_("接收机关"), referral.organ),
        (Text("案件", "Case"), Linked.to(referral.case)),
        (_("移送"), Linked.to(referral.transfer)),
        (_("问题线索"), _("已封存；经授权写明理由后查看")),
        (_("批准意见或者不移送理由"), referral.decision),
        (_("移送日期"), referral.sent_on),
        (_("签收"), referral.receiver),
        (_("反馈日期"), referral.answered_on),
        (_("反馈情况"), referral.answer),
    ]


REFERRALS = Ledger(
    model=Referral,
    label=_("问题线索移送"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("事由"), sort="title"),
        Column("organ", _("接收机关"), sort="organ"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("sent_on", _("移送日期"), cell="date", sort="sent_on"),
        Column("agency", _("移送单位"), cell="agency", shown=False),
    ),
    filters=(Filter("state", _("状态"), "choice"), Filter("agency", _("移送单位"), "agency")),
    panels=(Panel("what", _("问题线索移送"), rows=_what),),
    links=(Link(_("查看问题线索"), lambda referral: f"{referral.get_absolute_url()}clue/", P.UNSEAL, place="item"),),
    openings=("prepare",),
    summary=lambda referral: NEXT[referral.state],
    period="opened_on",
    sensitive=True,
)
