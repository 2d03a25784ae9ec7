"""How the ledger of the watchdog's hits looks."""

from typing import Any
from urllib.parse import urlencode

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, View
from yaoan.kernel.words import Text, _
from yaoan.modules.transfers.choices import HitState
from yaoan.modules.transfers.models import Hit

H = HitState
NEXT: dict[str, Text] = {
    H.OPEN: _("接下来：启动移送；不移送的，写明理由由负责人签批。"),
    H.EXPLAINED: _("接下来：由负责人签批不移送理由，不同意的退回。"),
    H.SIGNED: _("负责人已签批不移送理由。"),
    H.TRANSFERRED: _("已启动移送。"),
    H.LAPSED: _("案件事实变动，不再符合标准。"),
}


def _case(hit: Hit) -> Linked:
    return Linked(f"{hit.case.number} {hit.case.title}", hit.case.get_absolute_url())


def _threshold(hit: Hit) -> str:
    return law.label("transfer_thresholds", hit.threshold)


def _verified(hit: Hit) -> Chip:
    if hit.threshold_row.get("verified"):
        return Chip(_("已核对原文"), "good")
    return Chip(_("参数，使用前须核对原文"), "warn")


def _what(_actor: Actor, hit: Hit) -> list[tuple[Any, Any]]:
    row = hit.threshold_row
    return [
        (Text("案件", "Case"), _case(hit)),
        (_("标准"), _threshold(hit)),
        (_("依据"), f"{row.get('source', '')}{row.get('article', '')}"),
        (_("标准的核对"), _verified(hit)),
        (_("施行日期"), row.get("from")),
        (_("触发的事实"), hit.detail),
        (_("不移送理由"), hit.reason),
        (_("说明人"), hit.explained_by and hit.explained_by.name),
        (_("签批人"), hit.signed_by and hit.signed_by.name),
        (_("签批日期"), hit.signed_on),
        (_("签批意见"), hit.opinion),
        (
            _("移送"),
            hit.transfer and Linked(f"{hit.transfer.number} {hit.transfer.title}", hit.transfer.get_absolute_url()),
        ),
    ]


def _transfer(hit: Hit) -> str | None:
    """The form that begins the transfer of the case."""
    if hit.state not in (H.OPEN, H.EXPLAINED):
        return None
    case = hit.case
    known = {
        "case_id": case.pk, "title": case.title, "description": case.facts or case.description, "area": case.area,
        "product_kind": case.product_kind, "agency_id": case.agency_id, "subject_id": case.subject_id,
        "subject_name": case.party_name, "campaign_id": case.campaign_id,
    }  # fmt: skip
    return f"/transfers/new/propose/?{urlencode({name: value for name, value in known.items() if value})}"


HITS = Ledger(
    model=Hit,
    label=_("移送核查提示"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("案由"), sort="title"),
        Column("case", Text("案件", "Case"), value=_case, cell="link", related=("case",), shown=False),
        Column("threshold", _("标准"), value=_threshold, sort="threshold"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("verified", _("标准的核对"), value=_verified, cell="chip", shown=False),
        Column("signed_on", _("签批日期"), cell="date", sort="signed_on", shown=False),
        Column("agency", _("办案单位"), cell="agency", shown=False),
        Column("opened_on", _("提示日期"), cell="date", sort="opened_on", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("threshold", _("标准"), "choice", choices=lambda: law.catalogue("transfer_thresholds")),
        Filter("agency", _("办案单位"), "agency"),
        Filter("case", Text("案件", "Case"), "reference", to="cases", shown=False),
    ),
    panels=(Panel("what", _("提示"), rows=_what),),
    views=(View("open", _("待说明"), "state=open&sort=due"), View("signing", _("待签批"), "state=explained&sort=due")),
    links=(Link(_("启动移送"), _transfer, "transfers.prepare", place="item"),),
    openings=("flag",),
    summary=lambda hit: NEXT[hit.state],
    period="opened_on",
    dimensions={"product": "product_kind", "campaign": "campaign"},
    sensitive=True,
)
