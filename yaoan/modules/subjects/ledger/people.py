"""The register of people: what they answer for, and where. Identity numbers are shown covered."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Panel, Table
from yaoan.kernel.words import _
from yaoan.modules.subjects import queries
from yaoan.modules.subjects.choices import P, PostKind
from yaoan.modules.subjects.ledger.firms import linked
from yaoan.modules.subjects.models import Person


def _firm(person: Person) -> Any:
    return linked(person.subject) if person.subject else None


def _about(_actor: Actor, person: Person) -> list[tuple[Any, Any]]:
    pairs = [
        (_("身份号码"), person.identity_hint),
        (_("执业药师注册证编号"), person.pharmacist_code),
    ]
    return [(label, value) for label, value in pairs if value]


def _posts(actor: Actor, person: Person) -> Table:
    firms = queries.firms_of(actor, [post["subject"] for post in person.posts])
    rows = [
        [
            linked(firms[post["subject"]]) if post["subject"] in firms else _("其他辖区的企业"),
            PostKind(post["post"]).label,
            post["since"],
            post["until"],
        ]
        for post in reversed(person.posts)
    ]
    return Table([_("企业"), _("职务"), _("任职日期"), _("离任日期")], rows)


def _bans(_actor: Actor, person: Person) -> Table | list[Any]:
    rows = [[ban["since"], ban["until"] or Chip(_("终身"), "danger"), ban["basis"]] for ban in reversed(person.bans)]
    return Table([_("自"), _("至"), _("依据")], rows) if rows else []


def _same_number(actor: Actor, person: Person) -> Table:
    """Other entries with the same identity number: the same person, entered twice or working in two places."""
    return Table(
        [_("姓名"), _("职务")], [[linked(one), one.present_post_labels] for one in queries.same_as(actor, person)]
    )


def _identity(person: Person) -> str | None:
    return f"{person.get_absolute_url()}identity/" if person.identity else None


PEOPLE = Ledger(
    model=Person,
    label=_("人员"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("姓名"), sort="title"),
        Column("subject", _("任职企业"), value=_firm, sort="subject__title", related=("subject",)),
        Column("post", _("职务"), value="present_post_labels", cell="tags"),
        Column("pharmacist_code", _("执业药师注册证编号")),
        Column("identity_hint", _("身份号码"), shown=False),
        Column("area", _("所在地"), cell="place", sort="area", shown=False),
        Column("state", _("状态"), cell="state", sort="state"),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("subject", _("任职企业"), "reference", to="subjects"),
        Filter("pharmacist_code", _("执业药师注册证编号"), "text", shown=False),
    ),
    panels=(
        Panel("about", _("基本情况"), rows=_about),
        Panel("bans", _("禁业"), rows=_bans, wide=True),
        Panel("posts", _("任职经历"), rows=_posts, wide=True),
        Panel("same", _("身份号码相同的人员"), rows=_same_number, wide=True),
    ),
    links=(Link(_("查看身份号码"), _identity, permission=P.UNSEAL, place="item"),),
    sensitive=True,
    period="",
)
