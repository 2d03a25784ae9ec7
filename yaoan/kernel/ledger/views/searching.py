"""Finding things: the search over all kinds, and what a form may refer to."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import NotThere
from yaoan.kernel.ledger import pickers
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.pages import Visit, draw, is_fragment, page
from yaoan.kernel.ledger.registry import ledgers
from yaoan.kernel.records.commonness import is_common
from yaoan.kernel.records.models import Docket
from yaoan.kernel.records.search import matching

FOUND = "found"
PER_KIND = 8
NEWEST = 40
"""Of what common words find, so many are shown over all kinds."""


@page
def search(request: Visit) -> HttpResponse:
    """Records of all kinds by number, name, code or pinyin initials, grouped by kind. The number itself leads there."""
    words = request.GET.get("q", "").strip()
    groups = list(found(request.actor, words)) if words else []
    hits = [row for _ledger, rows in groups for row in rows]
    context = {
        "words": words,
        "groups": groups,
        "per_kind": PER_KIND,
        "is_common": is_common(words),
        "title": gettext("搜索"),
    }
    if is_fragment(request, FOUND):
        return draw(request, "_found.html", context)
    if len(hits) == 1 and hits[0].number.lower() == words.lower():
        return HttpResponseRedirect(hits[0].get_absolute_url())
    return draw(request, "search.html", context)


def found(actor: Actor, words: str) -> Iterator[tuple[Ledger, list[Docket]]]:
    """The newest records of each kind that the words find; of common words the newest of all. One query."""
    kinds = {ledger.kind: ledger for ledger in ledgers()}
    scopes = [
        Q(actor.scope(f"{kind}.view"), kind=kind) for kind in kinds if actor.may(f"{kind}.view") or actor.agencies
    ]
    rows: list[Docket] = []
    if scopes and is_common(words):
        rows = list(matching(Docket.objects.filter(reduce(or_, scopes)), words).order_by("-pk")[:NEWEST])
    elif scopes:
        parts = [matching(Docket.objects.filter(scope), words).order_by("-pk")[: PER_KIND + 1] for scope in scopes]
        rows = list(parts[0].union(*parts[1:], all=True))
    for kind, ledger in kinds.items():
        if hits := [row for row in rows if row.kind == kind]:
            yield ledger, sorted(hits, key=lambda row: -row.pk)


@page
def pick(request: Visit, to: str) -> HttpResponse:
    """The options of a reference that its words find, for the form field `field`."""
    field = request.GET.get("field", "")
    chosen = request.GET.getlist(field)
    words = request.GET.get(f"{field}.words", "")
    try:
        options = pickers.options(to, request.actor, words=words, chosen=chosen)
    except LookupError:
        raise NotThere(gettext("没有这一类可供选择的内容。")) from None
    context = {
        "name": field,
        "options": options,
        "values": chosen,
        "many": request.GET.get("many") == "1",
        "required": request.GET.get("required") == "1",
        "words": words,
    }
    return draw(request, "_options.html", context)
