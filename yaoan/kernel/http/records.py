"""Lists, items and acts of one ledger."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Command, Invalid, Open, commands_of, open_record, perform
from yaoan.kernel.http import asking, reading
from yaoan.kernel.http.answers import absent, answer
from yaoan.kernel.http.doing import FRAME, body_of, command_of, version_in
from yaoan.kernel.ledger import looks
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.pages import find
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import _

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def commands_by_sort(ledger: Ledger) -> tuple[list[type[Command]], list[type[Command]]]:
    """The commands people may give that open a record, and those that change one. What only follows is left out."""
    commands = [command for command in commands_of(ledger.model).values() if not command.act.follows]
    return [one for one in commands if issubclass(one, Open)], [one for one in commands if issubclass(one, Change)]


def listed(ledger: Ledger) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        """Rows the person may see, filtered and ordered as in the address of the page, cut by keys."""
        found = asking.slice_of(ledger, actor_of(request), request.GET)
        if ledger.sensitive:
            looks.note(actor_of(request), "list", reason=f"api {ledger.kind}?{request.GET.urlencode()}")
        rows = [reading.row(record, found.columns) for record in found.records]
        return answer({"kind": ledger.kind, "rows": rows, "after": found.after})

    return view


def shown(ledger: Ledger) -> View:
    def view(request: HttpRequest, number: str) -> HttpResponse:
        """One record: columns, acts with the reason why not, deadlines with their explanation, history."""
        record = _find(ledger, actor_of(request), number)
        if ledger.sensitive:
            looks.note(actor_of(request), "item", record=record.pk, reason="api")
        return answer(reading.item(ledger, record, actor_of(request)))

    return view


def opening(ledger: Ledger) -> View:
    births = {command.act.name: command for command in commands_by_sort(ledger)[0]}

    def view(request: HttpRequest) -> HttpResponse:
        """Open a record by one of its first acts."""
        body = body_of(request)
        name = body.get("act")
        command = births.get(name) if isinstance(name, str) else None
        if command is None:
            raise Invalid({"act": [_("请写明以哪一项开始：{acts}。").format(acts="、".join(births))]})
        ready = command_of(command, body, actor_of(request), words=FRAME - {"version"})
        record = open_record(cast("Open[Any]", ready), by=actor_of(request))
        return _done(ledger, record, actor_of(request), status=201)

    return view


def acting(ledger: Ledger, command: type[Command]) -> View:
    def view(request: HttpRequest, number: str) -> HttpResponse:
        """Do one act to one record."""
        actor = actor_of(request)
        record = _find(ledger, actor, number)
        body = body_of(request)
        ready = command_of(command, body, actor, words=FRAME - {"act"})
        changed = perform(cast("Change[Any]", ready), on=record, by=actor, version=version_in(body))
        return _done(ledger, changed, actor, status=200)

    return view


def _find(ledger: Ledger, actor: Actor, number: str) -> Record:
    if "\0" in number:
        raise absent()
    return find(ledger, actor, number)


def _done(ledger: Ledger, record: Record, actor: Actor, *, status: int) -> HttpResponse:
    """The record as it stands now, or no more than its number where the act took it out of the person's sight.

    Its time line is left to those who ask for the record: most programs that act want no more than the receipt.
    """
    seen = ledger.model.objects.seen_by(actor).filter(pk=record.pk).select_related("agency", "holder").first()
    if seen is None:
        return answer({"kind": ledger.kind, "number": record.number, "is_gone": True}, status=status)
    place = {"Location": f"/api{seen.get_absolute_url()}"}
    return answer(reading.standing(ledger, seen, actor), status=status, headers=place)
