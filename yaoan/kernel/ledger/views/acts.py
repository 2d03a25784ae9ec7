"""Doing an act: the form, what is wrong with it, the question once more, and the deed."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from yaoan.kernel.access import kept
from yaoan.kernel.commands import (
    Change,
    Command,
    Invalid,
    NotAllowed,
    NotThere,
    Open,
    Stale,
    command_for,
    open_record,
    perform,
    why_not,
)
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.forms import ActForm
from yaoan.kernel.ledger.history import history_of
from yaoan.kernel.ledger.pages import Visit, draw, find, go, inside, page
from yaoan.kernel.ledger.views.lists import births
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import _

BESIDE = ("_find", "_upload", "_back")
"""Buttons that send the form without asking for the deed."""


@page
def act(request: Visit, ledger: Ledger, number: str, act: str) -> HttpResponse:
    """One act on one record."""
    record = find(ledger, request.actor, number)
    command = _command(ledger, act, Change)
    return (
        _send(request, ledger, command, record) if request.method == "POST" else _ask(request, ledger, command, record)
    )


@page
def opening(request: Visit, ledger: Ledger, act: str) -> HttpResponse:
    """An act that opens a record."""
    command = _command(ledger, act, Open)
    return _send(request, ledger, command, None) if request.method == "POST" else _ask(request, ledger, command, None)


@page
def new(request: Visit, ledger: Ledger) -> HttpResponse:
    """The ways to open a record; where there is one, that one."""
    ways = births(ledger, request.actor)
    if len(ways) == 1:
        return HttpResponseRedirect(f"{ledger.url}new/{ways[0].name}/?{request.GET.urlencode()}".rstrip("?"))
    return draw(request, "new.html", {"ledger": ledger, "births": ways, "title": ledger.label})


def _command(ledger: Ledger, act: str, sort: type[Command]) -> type[Command]:
    try:
        command: type[Command] = command_for(ledger.model, act)
    except LookupError:
        raise NotThere(str(_("没有这项操作。"))) from None
    if not issubclass(command, sort):
        raise NotThere(str(_("没有这项操作。")))
    return command


def _ask(request: Visit, ledger: Ledger, command: type[Command], record: Record | None) -> HttpResponse:
    reason = _reason(request, command.act, record)
    if reason:
        return refused(request, ledger, command, record, str(reason))
    key = request.GET.get("kept", "")
    typed = kept.find(request.session, key, path=request.path, user_id=request.actor.user_id) if key else None
    if typed is not None:
        form = ActForm(command, request.actor, record, data=typed)
        notice = gettext("您已重新登录，刚才填写的内容都在。请核对后提交。")
        return draw_form(request, ledger, form, notice=notice)
    return draw_form(request, ledger, ActForm(command, request.actor, record, given=request.GET.dict()))


def _reason(request: Visit, act: Act, record: Record | None) -> Any:
    if record is not None:
        return why_not(act, record, request.actor)
    return (
        None
        if request.actor.may(act.permission)
        else _("您没有“{act}”的权限；请联系本单位管理员。").format(act=act.label)
    )


def _send(request: Visit, ledger: Ledger, command: type[Command], record: Record | None) -> HttpResponse:
    data = request.POST
    form = ActForm(command, request.actor, record, data=data, files=request.FILES, find=data.get("_find", ""))
    if any(word in data for word in BESIDE):
        return draw_form(request, ledger, form)
    try:
        form.ensure_all_asked()
        ready = form.ready()
        if command.act.dangerous and "confirmed" not in data:
            return draw_form(request, ledger, form, template="confirm.html")
        done = _do(request, ready, form, record)
    except Invalid as refusal:
        form.take_faults(refusal)
        return draw_form(request, ledger, form, status=422)
    except Stale as refusal:
        return _stale(request, ledger, form, refusal)
    except NotAllowed as refusal:
        return refused(request, ledger, command, record, str(refusal), form)
    kept.drop(request.session, request.GET.get("kept", ""))
    return _onward(request, ledger, command, done)


def _do(request: Visit, ready: Command, form: ActForm, record: Record | None) -> Record:
    if isinstance(ready, Open):
        opened: Record = open_record(ready, by=request.actor)
        return opened
    assert isinstance(ready, Change) and record is not None
    changed: Record = perform(ready, on=record, by=request.actor, version=form.version)
    return changed


def _onward(request: Visit, ledger: Ledger, command: type[Command], record: Record) -> HttpResponse:
    said = gettext("%(number)s：“%(act)s”已办理。") % {"number": record.number, "act": command.act.label}
    if not ledger.model.objects.seen_by(request.actor).filter(pk=record.pk).exists():
        return go(
            request, f"{ledger.url}new/{command.act.name}/" if issubclass(command, Open) else ledger.url, say=said
        )
    return go(request, f"{record.get_absolute_url()}{inside(request)}", say=said)


def draw_form(
    request: Visit, ledger: Ledger, form: ActForm, *, template: str = "act.html", status: int = 200, **more: Any
) -> HttpResponse:
    back = form.record.get_absolute_url() if form.record else ledger.url
    context = {
        "ledger": ledger,
        "form": form,
        "record": form.record,
        "title": form.act.label,
        "author": kept.author_token(request.user),
        "back": f"{back}{inside(request) if form.record else ''}",
        **more,
    }
    return draw(request, template, context, status=status)


def _stale(request: Visit, ledger: Ledger, form: ActForm, refusal: Stale) -> HttpResponse:
    """409: what was changed since, by whom; the answers stay, and may be sent again after a look."""
    seen, form.version = form.version, refusal.record.version
    form.record = refusal.record
    since = history_of(refusal.record, request.actor, after=seen)
    return draw_form(request, ledger, form, status=409, sentence=str(refusal), since=since)


def refused(
    request: Visit, ledger: Ledger, command: type[Command], record: Record | None, sentence: str,
    form: ActForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The sentence that says why not, and the way out: 403 for want of a right, 409 for the state of things."""
    act = command.act
    may = request.actor.may(act.permission)
    if record is not None and may:
        reached = request.actor.may_in(act.permission, record.area, record.agency_id)
        may = reached or record.holder_id == request.actor.user_id
    context = {
        "ledger": ledger,
        "record": record,
        "title": act.label,
        "sentence": sentence,
        "answers": [(item.ask.label, item.answer) for item in form.fields if item.answer] if form else [],
        "back": f"{record.get_absolute_url()}{inside(request)}" if record else ledger.url,
    }
    return draw(request, "refused.html", context, status=409 if may else 403)
