"""The list page, its views and its columns."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import commands_of
from yaoan.kernel.ledger import saved
from yaoan.kernel.ledger.declarations import Column, Ledger, Link
from yaoan.kernel.ledger.filters import read_options
from yaoan.kernel.ledger.listing import SIZES, Listing, clean, sort_path
from yaoan.kernel.ledger.models import SavedView
from yaoan.kernel.ledger.pages import Visit, draw, go, is_fragment, page
from yaoan.kernel.ledger.scope import Scope
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import _

LIST = "list"
"""The id of the part of the page that a filter replaces."""

MORE = "more"
"""The id of the part with the filters that are asked for; and the word of an address that asks for them at once."""


@page
def show(request: Visit, ledger: Ledger) -> HttpResponse:
    """The rows of a ledger that match the address."""
    asked = listing_of(request, ledger)
    further = [question for question in asked.questions if not question.filter.shown]
    if is_fragment(request, MORE):
        read_options(ledger, request.actor, further)
        return draw(request, "_more.html", {"questions": further})
    query = clean(ledger, request.GET)
    is_part = is_fragment(request, LIST)
    more_is_open = MORE in request.GET or any(question.is_active or question.fault for question in further)
    drawn = asked.questions if more_is_open else [one for one in asked.questions if one.filter.shown]
    read_options(ledger, request.actor, [one for one in drawn if one.is_active or not is_part])
    context = part(request, ledger, asked, query)
    if is_part:
        response = draw(request, "_list.html", context)
        response.headers["HX-Push-Url"] = asked.scope.carried_by(f"{ledger.url}?{query.urlencode()}".rstrip("?"))
        return response
    beside = {"q", *(word for question in asked.questions for word in question.parameters)}
    context |= {
        "title": ledger.label,
        "questions": asked.questions,
        "has_more": bool(further),
        "more_is_open": more_is_open,
        "more_url": f"{ledger.url}?{'&'.join(filter(None, (query.urlencode(), MORE)))}",
        "carried": [(name, value) for name, values in query.lists() if name not in beside for value in values],
        "links": [link for link in ledger.links if link.place == "list" and may_follow(link, request.actor)],
    }
    return draw(request, "list.html", context)


def part(request: Visit, ledger: Ledger, asked: Listing, query: QueryDict) -> dict[str, Any]:
    """What the part of the page below the filters shows."""
    found, bulk = asked.page, bulk_acts(ledger, request.actor)
    tabs = saved.views_of(ledger, request.actor)
    scope_words = {name for name, _value in asked.scope.pairs}
    own = [(name, values) for name, values in query.lists() if name not in scope_words]
    bare = QueryDict(mutable=True)
    for name, values in own:
        bare.setlist(name, values)
    whole = query.copy()
    whole["cols"] = ",".join(column.name for column in asked.columns)
    return {
        "ledger": ledger,
        "listing": asked,
        "page": found,
        "query": query.urlencode(),
        "export_query": whole.urlencode(),
        "heads": list(heads(asked, query)),
        "rows": list(rows(asked, query, with_ticks=bool(bulk))),
        "chips": list(chips(asked, query)),
        "pages": list(pager(query, found.number, found.page_count)),
        "sizes": [(size, _with(query, rows=str(size))) for size in sorted(SIZES)],
        "bulk": bulk,
        "births": births(ledger, request.actor),
        "is_filtered": bool(own),
        "scope_is_set": bool(scope_words),
        "tabs": [(tab, _same(ledger, tab.query, query) or _same(ledger, tab.query, bare)) for tab in tabs],
        "own_views": [tab for tab in tabs if tab.saved and tab.saved.owner_id == request.actor.user_id],
        "chosen": [column.name for column in asked.columns],
        "choices": [*asked.columns, *(column for column in ledger.columns if column not in asked.columns)],
        "audiences": SavedView.AUDIENCES,
        "imports_url": f"/imports/{ledger.imports}/" if ledger.imports else "",
        "template_url": f"/imports/{ledger.imports}/template.xlsx" if ledger.imports else "",
    }


def listing_of(request: Visit, ledger: Ledger) -> Listing:
    return Listing(ledger, request.actor, request.GET, preferred=saved.chosen_columns(request.user, ledger))


def _same(ledger: Ledger, one: str, other: QueryDict) -> bool:
    """Whether an address asks for the same list, in whatever order it says so."""
    return dict(clean(ledger, QueryDict(one)).lists()) == dict(other.lists())


def may_follow(link: Link, actor: Actor) -> bool:
    return not link.permission or actor.may(link.permission)


def births(ledger: Ledger, actor: Actor) -> list[Act]:
    """The acts by which this person may open a record from the list."""
    commands = commands_of(ledger.model)
    acts = (act for act in ledger.model.lifecycle.births if ledger.openings is None or act.name in ledger.openings)
    return [act for act in acts if act.name in commands and actor.may(act.permission)]


def bulk_acts(ledger: Ledger, actor: Actor) -> list[Act]:
    acts = (ledger.model.lifecycle[name] for name in ledger.bulk)
    return [act for act in acts if actor.may(act.permission)]


def rows(asked: Listing, query: QueryDict, *, with_ticks: bool) -> Iterator[SafeString]:
    """Each record as a row of the table. Drawn here and not in a template: it is what a long list spends its time on."""
    opening = {column: _cell_opening(column) for column in asked.columns}
    inside = urlencode({"list": query.urlencode()})
    scope = "".join(f"&{urlencode([pair])}" for pair in asked.scope.pairs)
    for place, record in enumerate(asked.page.records, start=asked.page.first):
        url = escape(f"{record.get_absolute_url()}?{inside}&n={place}{scope}")
        parts = [
            f'<tr id="row-{record.pk}" data-url="{url}">',
            _tick(record) if with_ticks else "",
            _arrow(record, url),
        ]
        for column, start in opening.items():
            is_number = column.name == "number"
            body = f'<a href="{url}">{record.number}</a>' if is_number else column.html(record)
            parts += (start, body, "</td>")
        parts.append("</tr>")
        yield SafeString("".join(parts))


def _cell_opening(column: Column) -> str:
    return f'<td class="c-{column.cell}" data-label="{escape(str(column.label))}">'


def _tick(record: Record) -> str:
    label = gettext("选择 %(number)s") % {"number": record.number}
    return f'<td class="c-pick"><input type="checkbox" name="id" value="{record.pk}" aria-label="{label}"></td>'


def _arrow(record: Record, url: str) -> str:
    label = gettext("展开 %(number)s") % {"number": record.number}
    return (
        f'<td class="c-unfold"><a href="{url}" hx-get="{url}" hx-target="#row-{record.pk}" hx-swap="afterend" '
        f'aria-expanded="false" data-unfold="{record.pk}"><span aria-hidden="true">▸</span>'
        f'<span class="hidden">{label}</span></a></td>'
    )


def heads(asked: Listing, query: QueryDict) -> Iterator[dict[str, Any]]:
    """The heads of the columns; those that can be sorted by lead to the list sorted so."""
    for column in asked.columns:
        yield {"column": column, "sorted": _sorted(column, asked.sort), "url": _sort_url(column, asked.sort, query)}


def _sorted(column: Column, sort: str) -> str:
    if sort.removeprefix("-") != column.name:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


def _sort_url(column: Column, sort: str, query: QueryDict) -> str:
    if not sort_path(column):
        return ""
    return _with(query, sort=f"-{column.name}" if sort == column.name else column.name)


def chips(asked: Listing, query: QueryDict) -> Iterator[tuple[str, str, str]]:
    """(question, answer, the address without it) for everything that narrows the list beside the scope."""
    if asked.words:
        yield str(_("搜索")), asked.words, _without(query, "q")
    for question in asked.questions:
        if question.is_active:
            yield str(question.filter.label), question.answer, _without(query, *question.parameters)


def pager(query: QueryDict, number: int, count: int) -> Iterator[tuple[int, str]]:
    """(page, address) around the present page, with the first and the last; 0 stands for a gap."""
    near = {1, count, *range(number - 2, number + 3)}
    before = 0
    for one in sorted(place for place in near if 1 <= place <= count):
        if one > before + 1:
            yield 0, ""
        yield one, _with(query, page=str(one))
        before = one


def _with(query: QueryDict, **words: str) -> str:
    changed = query.copy()
    for name, value in words.items():
        changed[name] = value
    return f"?{changed.urlencode()}"


def _without(query: QueryDict, *words: str) -> str:
    changed = query.copy()
    for word in words:
        changed.pop(word, None)
    return f"?{changed.urlencode()}"


@require_POST
@page
def choose_columns(request: Visit, ledger: Ledger) -> HttpResponse:
    """Keep the columns ticked, in their order; `up` or `down` moves one of them."""
    names = [name for name in request.POST.getlist("column") if ledger.column(name)]
    everything = [name for name in request.POST.getlist("order") if ledger.column(name)]
    word, _colon, moved = request.POST.get("move", "").partition(":")
    if moved in everything:
        place = everything.index(moved)
        other = place + (1 if word == "down" else -1)
        if 0 <= other < len(everything):
            everything[place], everything[other] = everything[other], everything[place]
    ordered = [name for name in everything if name in names]
    saved.choose_columns(request.user, ledger, [] if "usual" in request.POST else ordered)
    kept = QueryDict(request.POST.get("query", ""), mutable=True)
    kept.pop("cols", None)
    return go(request, f"{ledger.url}?{clean(ledger, kept).urlencode()}{'#columns' if moved else ''}")


@require_POST
@page
def save_view(request: Visit, ledger: Ledger) -> HttpResponse:
    """Keep the present address of the list under a name."""
    query = clean(ledger, QueryDict(request.POST.get("query", "")))
    refusal = saved.save_view(
        ledger,
        request.actor,
        name=request.POST.get("name", ""),
        query=query.urlencode(),
        audience=request.POST.get("audience", ""),
    )
    if refusal:
        context = {"sentence": refusal, "title": _("没有保存视图"), "back": f"{ledger.url}?{query.urlencode()}"}
        return draw(request, "refused.html", context, status=422)
    return go(request, f"{ledger.url}?{query.urlencode()}", say=str(_("视图已保存。")))


@require_POST
@page
def delete_view(request: Visit, ledger: Ledger) -> HttpResponse:
    """Forget a view of one's own."""
    pk = request.POST.get("view", "")
    gone = pk.isdigit() and saved.delete_view(ledger, request.actor, int(pk))
    said = _("视图已删除。") if gone else _("没有这个视图，或者不是您保存的。")
    return go(request, Scope.of(request.GET, request.actor).carried_by(ledger.url), say=str(said))
