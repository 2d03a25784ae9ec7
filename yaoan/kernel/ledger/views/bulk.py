"""One act on many records: first the number and the first ten, then the deed, then what became of each."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext, ngettext

from yaoan.kernel.access import kept
from yaoan.kernel.commands import Change, Command, Invalid, Outcome, Step, command_for, perform_many, why_not
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.forms import ActForm, step_id
from yaoan.kernel.ledger.listing import Listing, clean
from yaoan.kernel.ledger.pages import Visit, draw, go, page
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import _

MOST = 2_000
"""How many records one form may change."""

SHOWN = 10


@page
def show(request: Visit, ledger: Ledger) -> HttpResponse:
    """The preview of an act on many records, and the act itself."""
    query = clean(ledger, QueryDict(request.POST.get("query", "")))
    back = f"{ledger.url}?{query.urlencode()}"
    act = request.POST.get("act", "")
    if request.method != "POST" or act not in ledger.bulk:
        return go(request, back, say=str(_("请先勾选记录，再选择要办理的事。")))
    command: type[Change[Any]] = command_for(ledger.model, act)
    records = chosen(request, ledger, query)
    if not records or len(records) > MOST:
        return _no_such_number(request, records, back)
    pinned = pin(records)
    form = _form(request, command)
    if "pin" in request.POST and not any(word in request.POST for word in ("_find", "_upload", "_back")):
        if request.POST["pin"] != pinned:
            form.faults = [gettext("在您查看之后，这些记录有了变化。下面是现在的数目和清单，请核对后再办理。")]
            return _preview(request, ledger, form, records, query, pinned, status=409)
        try:
            return _outcome(request, ledger, command, do(request, form.ready(), records), back)
        except Invalid as refusal:
            form.take_faults(refusal)
            return _preview(request, ledger, form, records, query, pinned, status=422)
    return _preview(request, ledger, form, records, query, pinned)


def chosen(request: Visit, ledger: Ledger, query: QueryDict) -> list[Record]:
    """The records ticked, or with `every` all that match; one more than allowed where there are too many."""
    if request.POST.get("every") == "1":
        rows = Listing(ledger, request.actor, query).rows
    else:
        ids = [int(pk) for pk in request.POST.getlist("id") if pk.isdigit()]
        rows = ledger.model.objects.seen_by(request.actor).filter(pk__in=ids[: MOST + 1])
    return list(rows.select_related("agency").order_by("-pk")[: MOST + 1])


def pin(records: Sequence[Record]) -> str:
    """What stands for exactly these records as they are now."""
    body = " ".join(f"{record.pk}:{record.version}" for record in records)
    return hashlib.sha256(body.encode()).hexdigest()


def do(request: Visit, ready: Command, records: Sequence[Record]) -> list[Outcome]:
    """Perform the command on each record; those refused leave the others alone. Sending it twice does it once."""
    steps = (
        Step(replace(ready, command_id=step_id(ready.command_id, record.pk)), on=record.pk, version=record.version)
        for record in records
    )
    return list(perform_many(steps, by=request.actor))


def _form(request: Visit, command: type[Command]) -> ActForm:
    if "pin" not in request.POST:
        return ActForm(command, request.actor)
    return ActForm(command, request.actor, data=request.POST, files=request.FILES, find=request.POST.get("_find", ""))


def _preview(
    request: Visit, ledger: Ledger, form: ActForm, records: Sequence[Record], query: QueryDict, pinned: str, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    reasons = [(record, why_not(form.act, record, request.actor)) for record in records]
    blocked = [(record, reason) for record, reason in reasons if reason]
    every = request.POST.get("every") == "1"
    context = {
        "ledger": ledger,
        "form": form,
        "title": form.act.label,
        "author": kept.author_token(request.user),
        "count": len(records),
        "shown": records[:SHOWN],
        "blocked": blocked[:SHOWN],
        "blocked_count": len(blocked),
        "ids": [] if every else [record.pk for record in records],
        "every": every,
        "query": query.urlencode(),
        "pin": pinned,
        "back": f"{ledger.url}?{query.urlencode()}",
    }
    return draw(request, "bulk.html", context, status=status)


def _outcome(
    request: Visit, ledger: Ledger, command: type[Command], outcomes: Sequence[Outcome], back: str
) -> HttpResponse:
    done = [outcome.record for outcome in outcomes if outcome.record]
    refused = [outcome for outcome in outcomes if outcome.refusal]
    ids = [outcome.step.on for outcome in refused]
    names = {record.pk: record for record in ledger.model.objects.seen_by(request.actor).filter(pk__in=ids)}
    context = {
        "ledger": ledger,
        "title": command.act.label,
        "done": done,
        "refused": [(names.get(outcome.step.on), outcome.refusal) for outcome in refused],
        "back": back,
    }
    return draw(request, "outcome.html", context)


def _no_such_number(request: Visit, records: Sequence[Record], back: str) -> HttpResponse:
    if records:
        text = ngettext(
            "一次最多办理 %(n)d 条。请缩小筛选范围后再办理。", "一次最多办理 %(n)d 条。请缩小筛选范围后再办理。", MOST
        )
        return draw(
            request, "refused.html", {"title": _("没有办理"), "sentence": text % {"n": MOST}, "back": back}, status=422
        )
    return go(request, back, say=str(_("请先勾选记录，再选择要办理的事。")))
