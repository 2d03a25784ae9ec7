"""The register of licences, sorted by what runs out next."""

from typing import Any

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Panel, View
from yaoan.kernel.words import _
from yaoan.modules.subjects.choices import LicenceState
from yaoan.modules.subjects.ledger.firms import linked
from yaoan.modules.subjects.models import Licence


def _firm(licence: Licence) -> Any:
    return linked(licence.subject)


def _end(licence: Licence) -> Any:
    if licence.expires_on is None:
        return Chip(_("长期"))
    return Chip(licence.expires_on.isoformat(), "danger" if licence.state == LicenceState.LAPSED else "plain")


def _about(_actor: Actor, licence: Licence) -> list[tuple[Any, Any]]:
    pairs = [
        (_("企业"), linked(licence.subject)),
        (_("证照类别"), licence.get_licence_kind_display()),
        (_("证照编号"), licence.code),
        (_("发证机关"), licence.issuer),
        (_("发证日期"), licence.issued_on),
        (_("有效期至"), _end(licence)),
        (_("最近提醒"), licence.urged_on or licence.reminded_on),
        (_("许可范围"), licence.scope),
    ]
    return [(label, value) for label, value in pairs if value]


def _summary(licence: Licence) -> Any:
    if licence.state == LicenceState.CANCELLED:
        return _("证照已注销或吊销。")
    if licence.state == LicenceState.LAPSED:
        return _("证照已过期；换证后请登记延续，企业仍在经营的请登记隐患。")
    if licence.expires_on is None:
        return _("长期有效。")
    days = (licence.expires_on - clock.today()).days
    if licence.state == LicenceState.REMINDED:
        return _("已提醒企业续办，还有 {days} 天到期。").format(days=days)
    return _("还有 {days} 天到期。").format(days=days)


LICENCES = Ledger(
    model=Licence,
    label=_("证照"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("code", _("证照编号"), sort="code"),
        Column("licence_kind", _("证照类别"), sort="licence_kind", cell="chip"),
        Column("subject", _("企业"), value=_firm, sort="subject__title", related=("subject",)),
        Column("area", _("所在地"), cell="place", sort="area"),
        Column("issued_on", _("发证日期"), cell="date", sort="issued_on", shown=False),
        Column("expires_on", _("有效期至"), value=_end, sort="expires_on"),
        Column("issuer", _("发证机关"), shown=False),
        Column("scope", _("许可范围"), shown=False),
        Column("due", _("提醒期限"), cell="clock"),
        Column("agency", _("监管单位"), cell="agency", shown=False),
        Column("state", _("状态"), cell="state", sort="state"),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("licence_kind", _("证照类别"), "choice"),
        Filter("expires_on", _("有效期至"), "day"),
        Filter("subject", _("企业"), "reference", to="subjects", shown=False),
        Filter("issued_on", _("发证日期"), "day", shown=False),
        Filter("agency", _("监管单位"), "agency", shown=False),
        Filter("scope", _("许可范围"), "text", shown=False),
    ),
    panels=(Panel("about", _("证照内容"), rows=_about),),
    views=(
        View("ending", _("即将到期"), "state=valid&state=reminded&sort=expires_on"),
        View("lapsed", _("已过期"), "state=lapsed&sort=-expires_on"),
    ),
    summary=_summary,
    bulk=("remind",),
    period="",
)
