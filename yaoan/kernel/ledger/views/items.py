"""The item page, its brief in a list, and its print."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.commands import allowed_acts, commands_of
from yaoan.kernel.ledger import cells, clocks, looks, names
from yaoan.kernel.ledger.clocks import Owed
from yaoan.kernel.ledger.declarations import Ledger, Panel
from yaoan.kernel.ledger.history import NEWEST, history_of
from yaoan.kernel.ledger.listing import Listing, clean
from yaoan.kernel.ledger.pages import Visit, draw, find, inside, is_fragment, page
from yaoan.kernel.ledger.values import Table
from yaoan.kernel.ledger.views.lists import may_follow
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.records.models import Record

QUIET_ACTS = frozenset({"remark", "revert"})
"""Acts that every record always has: never the one coloured button."""


@page
def show(request: Visit, ledger: Ledger, number: str) -> HttpResponse:
    """All there is to know about one record, and what may be done to it."""
    record = find(ledger, request.actor, number)
    context = facts(request, ledger, record)
    if is_fragment(request, f"row-{record.pk}"):
        _note(request, ledger, record, "brief")
        return draw(request, "_brief_row.html", context)
    _note(request, ledger, record, "item")
    context |= details(request, ledger, record)
    context["around"] = around(request, ledger, record)
    return draw(request, "item.html", context)


@page
def print_out(request: Visit, ledger: Ledger, number: str) -> HttpResponse:
    """The same on paper: everything open, nothing to press."""
    record = find(ledger, request.actor, number)
    _note(request, ledger, record, "print")
    context = facts(request, ledger, record) | details(request, ledger, record, whole=True)
    context |= {"actor": request.actor, "printed_at": clock.now()}
    return draw(request, "print.html", context)


def _note(request: Visit, ledger: Ledger, record: Record, what: str) -> None:
    if ledger.sensitive:
        looks.note(request.actor, what, record=record.pk)


def facts(request: Visit, ledger: Ledger, record: Record) -> dict[str, Any]:
    """What the head of the page and the brief in a list say: state, clocks, who answers, what comes next."""
    owed = clocks.owed(record)
    acts = list(acts_of(record, request.actor))
    names.read_places([record.area])
    return {
        "ledger": ledger,
        "record": record,
        "title": record.title,
        "owed": owed,
        "next_act": next_act(acts, owed),
        "sentence": ledger.summary(record) if ledger.summary else None,
        "assisting": list(Agency.objects.filter(pk__in=record.assisting)) if record.assisting else [],
        "place": names.place(record.area),
        "inside": inside(request),
        "acts": acts,
        "panels": [drawn for panel in panels_of(ledger) if (drawn := draw_panel(panel, request.actor, record))],
    }


def details(request: Visit, ledger: Ledger, record: Record, *, whole: bool = False) -> dict[str, Any]:
    """The rest of the page: time line, files, further links."""
    show_all = whole or request.GET.get("all") == "1"
    links = [
        (link, link.url(record) if callable(link.url) else link.url) for link in ledger.links if link.place == "item"
    ]
    return {
        "history": history_of(record, request.actor, newest=None if show_all else NEWEST),
        "links": [(link, url) for link, url in links if url and may_follow(link, request.actor)],
        "purposes": purposes_of(ledger),
        "may_remark": any(act.name == "remark" and reason is None for act, reason in acts_of(record, request.actor)),
    }


def acts_of(record: Record, actor: Actor) -> Iterator[tuple[Act, Any]]:
    """The acts of the record's state that have a command, each with None or why not."""
    commands = commands_of(type(record))
    return ((act, reason) for act, reason in allowed_acts(record, actor) if act.name in commands)


def next_act(acts: list[tuple[Act, Any]], owed: list[Owed]) -> Act | None:
    """The one act to put forward: what is owed first, else the first of the table that the actor may do."""
    free = {act.name: act for act, reason in acts if reason is None and act.name not in QUIET_ACTS}
    for duty in owed:
        if duty.act in free:
            return free[duty.act]
    return next((act for act in free.values() if not act.dangerous and act.moves), None)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel ready for the page."""

    panel: Panel
    pairs: list[tuple[str, SafeString]]
    table: Table | None = None
    lines: list[list[tuple[Any, SafeString]]] | None = None
    body: str = ""


def panels_of(ledger: Ledger) -> tuple[Panel, ...]:
    """The panels of an item; where a module declares none, its columns."""
    if ledger.panels:
        return ledger.panels
    return (Panel("columns", ledger.label, lambda _actor, record: [
        (column.label, SafeString(column.html(record))) for column in ledger.columns if column.cell not in ("clock", "link")
    ]),)  # fmt: skip


def draw_panel(panel: Panel, actor: Actor, record: Record) -> Drawn | None:
    """A panel with its values as HTML; None when it has nothing to say."""
    if panel.template:
        return Drawn(
            panel, [], body=render_to_string(panel.template, {"record": record, "actor": actor, "panel": panel})
        )
    assert panel.rows is not None
    found = panel.rows(actor, record)
    if isinstance(found, Table):
        if not found.rows and not found.empty:
            return None
        lines = [[(head, value_html(value)) for head, value in zip(found.head, row, strict=True)] for row in found.rows]
        return Drawn(panel, [], found, lines)
    pairs = [(str(label), value_html(value)) for label, value in found if value not in (None, "", [], ())]
    return Drawn(panel, pairs) if pairs else None


def value_html(value: Any) -> SafeString:
    return value if isinstance(value, SafeString) else cells.html("text", value)


def purposes_of(ledger: Ledger) -> dict[str, str]:
    """What the purposes of files are called: purpose -> label, over all commands of the kind."""
    from yaoan.kernel.ledger.fields import fields_for

    found: dict[str, str] = {}
    for command in commands_of(ledger.model).values():
        for question in fields_for(command):
            if question.control == "files" and question.ask.choices:
                found.update((str(value), str(label)) for value, label in question.ask.choices())
    return found


def around(request: Visit, ledger: Ledger, record: Record) -> dict[str, Any] | None:
    """The records before and after this one in the list the person came from; None when they came another way."""
    inside, position = request.GET.get("list"), request.GET.get("n", "")
    if inside is None or not position.isdigit() or not 0 < int(position) <= 10_000:
        return None
    listing = Listing(ledger, request.actor, clean(ledger, QueryDict(inside)))
    before, after = listing.neighbours(int(position), record)
    return {
        "back": f"{ledger.url}?{inside}",
        "before": _neighbour(ledger, inside, before),
        "after": _neighbour(ledger, inside, after),
    }


def _neighbour(ledger: Ledger, inside: str, found: tuple[str, int] | None) -> str:
    if found is None:
        return ""
    where = QueryDict(mutable=True)
    where["list"], where["n"] = inside, str(found[1])
    return f"{ledger.url}{found[0]}/?{where.urlencode()}"
