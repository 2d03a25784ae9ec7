"""The address of a list as programs write it: strict where the pages forgive, and cut by keys instead of page numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Invalid
from yaoan.kernel.ledger.declarations import Column, Ledger
from yaoan.kernel.ledger.filters import parameters_of
from yaoan.kernel.ledger.listing import Listing, columns_named, kept_words, prepare, sort_path
from yaoan.kernel.ledger.periods import Period
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import _

SALT = "yaoan.http.after"
USUAL, MOST = 50, 200
OWN = frozenset({"after", "rows", "cols", "sort"})


@dataclass(frozen=True)
class Slice:
    """Some rows of a list, and what to send as `after` for those that follow (None: these are the last)."""

    records: Sequence[Record]
    columns: tuple[Column, ...]
    after: str | None


def slice_of(ledger: Ledger, actor: Actor, query: QueryDict) -> Slice:
    """The rows an address asks for. A constant number of queries. Raises Invalid with every fault at once."""
    listing = Listing(ledger, actor, query)
    faults = _faults(listing)
    cursor = _cursor(listing, faults)
    if faults:
        raise Invalid(faults)
    columns = columns_named(ledger, query.get("cols", "").split(",")) or ledger.columns
    size = int(query.get("rows") or USUAL)
    path, falling = _order(listing)
    rows: QuerySet[Any] = listing.ordered.annotate(cut_place=F(path)).order_by(
        F("cut_place").desc(nulls_last=True) if falling else F("cut_place").asc(nulls_last=True), "-id"
    )
    if cursor is not None:
        rows = rows.filter(_beyond(cursor, falling))
    found = list(rows[: size + 1])
    records = found[:size]
    prepare(records, columns)
    return Slice(records, columns, _after(listing, records[-1]) if len(found) > size else None)


def words_of(ledger: Ledger) -> frozenset[str]:
    """Every word the address of a list may have."""
    return kept_words(ledger) | OWN


def _faults(listing: Listing) -> dict[str, list[str]]:
    query, ledger = listing.query, listing.ledger
    faults = {name: [str(_("没有这一项。"))] for name in query if name not in words_of(ledger)}
    for question in listing.questions:
        if question.fault:
            faults.update({name: [question.fault] for name in question.parameters if query.get(name)})
    if query.get("sort") and not listing.sort:
        faults["sort"] = [str(_("不能按这一列排序。"))]
    if query.get("area") and listing.scope.area != query["area"] and "area" not in parameters_of(ledger):
        faults["area"] = [str(_("这个区域不在您的管辖范围内。"))]
    if query.get("period") and Period.read(str(query["period"])) is None:
        faults["period"] = [str(_("请写成 2025、2025-Q4 或 2025-11 这样的期间。"))]
    rows = query.get("rows", "")
    if rows and not (rows.isascii() and rows.isdigit() and len(rows) < 4 and 1 <= int(rows) <= MOST):
        faults["rows"] = [str(_("一次取 1 到 {most} 行。").format(most=MOST))]
    unknown = [name for name in query.get("cols", "").split(",") if name and ledger.column(name) is None]
    if unknown:
        faults["cols"] = [str(_("没有这些列：{names}。").format(names="、".join(unknown)))]
    for name, values in query.lists():
        if any("\0" in value for value in values):
            faults[name] = [str(_("文字里不能有空字符。"))]
    return faults


def _order(listing: Listing) -> tuple[str, bool]:
    """The path rows are ordered by, and whether the greatest comes first."""
    column = listing.ledger.column(listing.sort.removeprefix("-"))
    path = sort_path(column) if column else None
    if path is None:
        return listing.ledger.order.removeprefix("-"), listing.ledger.order.startswith("-")
    return path, listing.sort.startswith("-")


def _after(listing: Listing, last: Record) -> str:
    place = last.__dict__["cut_place"]
    spelled = place if isinstance(place, (int, str)) or place is None else str(place)
    return signing.dumps([listing.ledger.kind, listing.sort, spelled, last.pk], salt=SALT)


def _cursor(listing: Listing, faults: dict[str, list[str]]) -> tuple[Any, int] | None:
    given = listing.query.get("after", "")
    if not given:
        return None
    try:
        kind, sort, place, last = signing.loads(given, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        kind, sort, place, last = "", "", None, 0
    if (kind, sort) != (listing.ledger.kind, listing.sort):
        faults["after"] = [str(_("这个续页标记不属于这个列表和排序；请从头取起。"))]
    return place, last


def _beyond(cursor: tuple[Any, int], falling: bool) -> Q:
    """The rows after one that stood at `cursor`; rows without a value come last, and of equals the newest first."""
    place, last = cursor
    if place is None:
        return Q(cut_place=None, pk__lt=last)
    further = Q(cut_place__lt=place) if falling else Q(cut_place__gt=place)
    return further | Q(cut_place=place, pk__lt=last) | Q(cut_place=None)
