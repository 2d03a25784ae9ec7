"""The register of firms: all about a firm on one page, links both ways."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, View
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import _
from yaoan.modules.subjects import queries
from yaoan.modules.subjects.choices import LicenceState, P, ProductKind, SubjectState
from yaoan.modules.subjects.models import Subject

MOST_LINES = 50
"""Lines of a panel; the list behind its last line has them all."""


def linked(record: Record) -> Linked:
    return Linked(record.title, record.get_absolute_url())


def shortened(rows: Iterable[list[Any]], all_of_them: Linked) -> list[list[Any]]:
    """The first lines of a table, with the way to all of them where there are more."""
    lines = list(rows)
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], [all_of_them, *[""] * (len(lines[0]) - 1)]]


def _about(_actor: Actor, subject: Subject) -> list[tuple[Any, Any]]:
    pairs = [
        (_("统一社会信用代码"), subject.code),
        (_("企业类别"), subject.get_subject_kind_display()),
        (_("产品类别"), [ProductKind(kind).label for kind in subject.product_kinds]),
        (_("地址"), subject.address),
        (_("联系电话"), subject.phone),
        (_("法定代表人"), subject.legal_representative),
        (_("实际控制人"), subject.controller),
        (_("成立日期"), subject.founded_on),
        (_("停业日期"), subject.closed_on),
        (_("经营范围"), subject.scope),
        (_("经纬度"), f"{subject.longitude}, {subject.latitude}" if subject.longitude is not None else ""),
        (_("风险标签"), list(subject.tags)),
    ]
    return [(label, value) for label, value in pairs if value]


def _standing(actor: Actor, subject: Subject) -> list[tuple[Any, Any]]:
    """Where an entry was merged to, and what was merged into it."""
    pairs: list[tuple[Any, Any]] = []
    if subject.merged_into_id:
        pairs.append((_("已并入"), linked(queries.current_of(actor, subject))))
    for other in queries.firms_of(actor, subject.absorbed).values():
        pairs.append((_("并入本档案"), linked(other)))
    return pairs


def _names(_actor: Actor, subject: Subject) -> Table:
    rows = [[_("曾用名"), item["value"], item["until"]] for item in subject.former_names]
    rows += [[_("曾用地址"), item["value"], item["until"]] for item in subject.former_addresses]
    return Table([_("项目"), _("内容"), _("用至")], rows)


def _ties(actor: Actor, subject: Subject) -> list[tuple[Any, Any]]:
    """Headquarters, suppliers, and how many name this firm as theirs."""
    pairs: list[tuple[Any, Any]] = []
    if subject.parent_id:
        head = queries.firms_of(actor, [subject.parent_id]).get(subject.parent_id)
        pairs.append((_("连锁总部"), linked(queries.current_of(actor, head)) if head else _("在其他辖区")))
    known = queries.firms_named(actor, [*subject.suppliers, subject.chain])
    if subject.chain and not subject.parent_id:
        pairs.append((_("连锁总部"), linked(known[subject.chain]) if subject.chain in known else subject.chain))
    for name in subject.suppliers:
        pairs.append((_("主要供货单位"), linked(known[name]) if name in known else name))
    supplied = list(queries.supplied_by(actor, subject)[: MOST_LINES + 1])
    pairs += [(_("供货给"), linked(other)) for other in supplied[:MOST_LINES]]
    if len(supplied) > MOST_LINES:
        pairs.append((_("供货给"), Linked(_("查看全部"), f"/subjects/?{urlencode({'suppliers': subject.title})}")))
    return pairs


def _shops(actor: Actor, subject: Subject) -> Table:
    shops = list(queries.shops_of(actor, subject).order_by("title")[: MOST_LINES + 1])
    rows = ([linked(shop), shop.code, shop.address, shop.state_label] for shop in shops)
    named = any(shop.parent_id is None for shop in shops)
    which = urlencode({"chain": subject.title} if named else {"parent": subject.pk})
    everything = Linked(_("查看全部门店"), f"/subjects/?{which}")
    return Table([_("门店"), _("统一社会信用代码"), _("地址"), _("状态")], shortened(rows, everything))


def _licences(actor: Actor, subject: Subject) -> Table:
    licences = queries.licences_of(actor, subject).order_by("state", "-id")[: MOST_LINES + 1]
    rows = (
        [Linked(held.code, held.get_absolute_url()), held.get_licence_kind_display(), held.issued_on, held.expires_on,
         Chip(held.state_label, "danger" if held.state == LicenceState.LAPSED else "plain")]
        for held in licences
    )  # fmt: skip
    everything = Linked(_("查看全部证照"), f"/licences/?subject={subject.pk}")
    head = [_("证照编号"), _("证照类别"), _("发证日期"), _("有效期至"), _("状态")]
    return Table(head, shortened(rows, everything))


def _products(actor: Actor, subject: Subject) -> Table:
    products = queries.products_of(actor, subject)[: MOST_LINES + 1]
    rows = ([linked(item), item.code, item.strength, item.state_label] for item in products)
    everything = Linked(_("查看全部产品"), f"/products/?owner={subject.pk}")
    return Table([_("产品"), _("批准文号或注册备案号"), _("规格"), _("状态")], shortened(rows, everything))


def _people(actor: Actor, subject: Subject) -> Table:
    own = set(subject.identity())
    rows = (
        [linked(person), post.label, since, until]
        for person in queries.people_of(actor, subject)[: MOST_LINES + 1]
        for post, since, until in person.posts_in(own)
    )
    everything = Linked(_("查看全部人员"), f"/people/?subject={subject.pk}")
    return Table([_("姓名"), _("职务"), _("任职日期"), _("离任日期")], shortened(rows, everything))


def _doubles(actor: Actor, subject: Subject) -> Table | list[Any]:
    """Entries that may be the same firm, with why, and the way to look at both side by side."""
    if subject.state == SubjectState.MERGED or not actor.may(P.MERGE):
        return []
    found = queries.subjects_like(actor, queries.party_of(subject), apart_from=subject)
    rows = [
        [linked(double.subject), f"{double.score:.0%}", double.why,
         Linked(_("对比"), f"/subjects/doubles/{subject.number}/{double.subject.number}/")]
        for double in found[:10]
    ]  # fmt: skip
    return Table([_("可能是同一家"), _("相似度"), _("理由"), _("办理")], rows)


def _summary(subject: Subject) -> Any:
    if subject.state == SubjectState.MERGED:
        return _("这份档案已并入另一份，请到那里办理。")
    if subject.state == SubjectState.CLOSED:
        return _("企业已停业注销；恢复经营后可以继续办理。")
    if not subject.code:
        return _("还没有统一社会信用代码；请按营业执照补填，便于查重和归集。")
    return _("档案在用。")


def new_licence(subject: Subject) -> str | None:
    if subject.is_closed:
        return None
    given = {"subject_id": subject.pk, "area": subject.area, "agency_id": subject.agency_id}
    return f"/licences/new/grant/?{urlencode(given)}"


def new_person(subject: Subject) -> str | None:
    if subject.is_closed:
        return None
    given = {"subject_id": subject.pk, "area": subject.area, "agency_id": subject.agency_id}
    return f"/people/new/enrol/?{urlencode(given)}"


def new_product(subject: Subject) -> str | None:
    if subject.is_closed:
        return None
    given = {"owner_id": subject.pk, "area": subject.area, "agency_id": subject.agency_id}
    return f"/products/new/register/?{urlencode(given)}"


def new_letter(subject: Subject) -> str | None:
    if subject.is_closed:
        return None
    given = {
        "subject_id": subject.pk,
        "subject_name": subject.title,
        "area": subject.area,
        "agency_id": subject.agency_id,
    }
    return f"/letters/new/draft/?{urlencode(given)}"


SUBJECTS = Ledger(
    model=Subject,
    label=_("企业单位"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("名称"), sort="title"),
        Column("code", _("统一社会信用代码"), sort="code", cell="link"),
        Column("subject_kind", _("企业类别"), sort="subject_kind", cell="chip"),
        Column("product_kinds", _("产品类别"), value="kinds_label", shown=False),
        Column("area", _("所在地"), cell="place", sort="area"),
        Column("address", _("地址")),
        Column("legal_representative", _("法定代表人"), sort="legal_representative"),
        Column("controller", _("实际控制人"), shown=False),
        Column("phone", _("联系电话"), shown=False),
        Column("parent", _("连锁总部"), value="parent.title", shown=False),
        Column("chain", _("连锁总部名称"), sort="chain", shown=False),
        Column("suppliers", _("主要供货单位"), cell="tags", shown=False),
        Column("scope", _("经营范围"), shown=False),
        Column("tags", _("风险标签"), cell="tags", shown=False),
        Column("founded_on", _("成立日期"), cell="date", sort="founded_on", shown=False),
        Column("agency", _("监管单位"), cell="agency", shown=False),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("changed_at", _("最近变动"), cell="instant", sort="changed_at", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), "choice"),
        Filter("subject_kind", _("企业类别"), "choice"),
        Filter("product_kinds", _("产品类别"), "choice", choices=ProductKind.pairs),
        Filter("agency", _("监管单位"), "agency"),
        Filter("legal_representative", _("法定代表人"), "text", shown=False),
        Filter("address", _("地址"), "text", shown=False),
        Filter("suppliers", _("供货单位"), "text", shown=False),
        Filter("scope", _("经营范围"), "text", shown=False),
        Filter("parent", _("连锁总部"), "reference", to="subjects", shown=False),
        Filter("chain", _("连锁总部名称"), "text", shown=False),
        Filter("founded_on", _("成立日期"), "day", shown=False),
        Filter("closed_on", _("停业日期"), "day", shown=False),
    ),
    panels=(
        Panel("about", _("基本情况"), rows=_about),
        Panel("standing", _("合并情况"), rows=_standing),
        Panel("ties", _("总部和供货"), rows=_ties),
        Panel("licences", _("证照"), rows=_licences, wide=True),
        Panel("people", _("人员"), rows=_people, wide=True),
        Panel("shops", _("连锁门店"), rows=_shops, wide=True),
        Panel("products", _("产品"), rows=_products, wide=True),
        Panel("names", _("名称和地址沿革"), rows=_names, wide=True),
        Panel("doubles", _("可能重复的档案"), rows=_doubles, wide=True),
    ),
    views=(
        View("active", _("经营中"), "state=active"),
        View("pharmacies", _("药店"), "state=active&subject_kind=pharmacy&subject_kind=chain_shop"),
        View("clinics", _("诊所和村卫生室"), "state=active&subject_kind=clinic&subject_kind=village_clinic"),
    ),
    links=(
        Link(_("查重"), "/subjects/doubles/", permission=P.MERGE),
        Link(_("登记证照"), new_licence, permission=P.EDIT, place="item"),
        Link(_("登记人员"), new_person, permission=P.EDIT, place="item"),
        Link(_("登记产品"), new_product, permission=P.EDIT, place="item"),
        Link(_("发函或约谈"), new_letter, permission="letters.draft", place="item"),
        Link(_("查看函件"), lambda subject: f"/letters/?subject={subject.pk}", permission="letters.view", place="item"),
    ),
    imports="subjects",
    summary=_summary,
    dimensions={"product": "product_kinds"},
    period="",
)
