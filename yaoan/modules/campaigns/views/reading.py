"""The notice reader: the text on the left with what was understood, the draft on the right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yaoan.kernel.attachments.storage import NotStored, store
from yaoan.kernel.commands import Refused, open_record
from yaoan.kernel.ledger import pickers
from yaoan.kernel.ledger.pages import Visit, go, page
from yaoan.modules.campaigns.choices import P
from yaoan.modules.campaigns.commands.campaigns import Draft
from yaoan.modules.campaigns.forms import DraftForm, NoticeForm, TaskFormSet, faults_of
from yaoan.modules.campaigns.imports import draft_of
from yaoan.modules.campaigns.ledger import CAMPAIGNS
from yaoan.modules.campaigns.rules import CAMPAIGNS as CAMPAIGN_KINDS
from yaoan.modules.campaigns.rules import Reading, UnreadableFile, read_notice, read_text

LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of the notice: plain, or marked as understood for a field."""

    text: str
    field: str = ""
    label: str = ""


@page
def read(request: Visit) -> HttpResponse:
    """Take a notice in; show what was understood; make the draft the officer has corrected."""
    if not request.actor.may(P.DRAFT):
        return render(
            request,
            "campaigns/read.html",
            {"title": gettext("读取通知"), "form": None, "ledger": CAMPAIGNS},
            status=403,
        )
    if request.method == "POST" and "notice" in request.POST:
        return _draft(request)
    form = NoticeForm(request.POST or None, request.FILES or None)
    obstacle = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _show(request, *_taken(form))
        except (UnreadableFile, NotStored) as refused:
            obstacle = str(refused)
    context = {"title": gettext("读取通知"), "form": form, "obstacle": obstacle, "ledger": CAMPAIGNS}
    return render(request, "campaigns/read.html", context, status=422 if request.method == "POST" else 200)


def _taken(form: NoticeForm) -> tuple[Reading, str]:
    """The reading of what was sent, and the name of the file."""
    upload = form.cleaned_data.get("file")
    if upload is None:
        return read_text(form.cleaned_data["text"]), ""
    if upload.size > LARGEST:
        raise UnreadableFile(gettext("文件超过 {size} MB，请确认选对了文件。").format(size=LARGEST >> 20))
    return read_notice(upload.read(), name=upload.name), upload.name


def _show(request: Visit, reading: Reading, name: str) -> HttpResponse:
    """The two columns, or a plain word that this is no plan."""
    if reading.kind not in CAMPAIGN_KINDS:
        context = {"title": gettext("读取通知"), "reading": reading, "slips": list(slips(reading)), "ledger": CAMPAIGNS}
        return render(request, "campaigns/no_campaign.html", context)
    found = draft_of(reading)
    form = DraftForm(initial={**found, "area": request.actor.place})
    tasks = TaskFormSet(initial=[_as_form(task) for task in found["plan"]], prefix="tasks")
    return _page(request, reading, name, form, tasks)


def _as_form(task: Mapping[str, Any]) -> dict[str, Any]:
    units = {key: "、".join(task[key]) for key in ("responsible", "support")}
    return {
        "keep": True,
        "path": task["path"],
        "title": task["title"],
        "due": task["due"],
        "body": task["body"],
        **units,
    }


def _draft(request: Visit) -> HttpResponse:
    """The corrected draft was sent: the notice is read again (it always reads the same), and the draft is opened."""
    name = request.POST.get("notice_name", "")[:200]
    reading = read_text(request.POST["notice"])
    form, tasks = DraftForm(request.POST), TaskFormSet(request.POST, prefix="tasks")
    form.fields["area"].choices = _areas(request)  # type: ignore[attr-defined]
    refusal = ""
    if form.is_valid() and tasks.is_valid():
        try:
            record = open_record(_command(reading, name, form, tasks), by=request.actor)
            return go(request, record.get_absolute_url(), say=gettext("草案已建立。请逐条确认疑点，然后印发。"))
        except (Refused, NotStored) as refused:
            refusal = str(refused)
    return _page(request, reading, name, form, tasks, refusal=refusal, status=422)


def _command(reading: Reading, name: str, form: DraftForm, tasks: Any) -> Draft:
    found = draft_of(reading)
    plan = [
        {
            "path": row["path"], "title": row["title"], "body": row["body"], "due": row["due"] and row["due"].isoformat(),
            "responsible": _units(row["responsible"]), "support": _units(row["support"]),
        }
        for row in tasks.cleaned_data
        if row.get("keep")
    ]  # fmt: skip
    text = reading.text
    source = store([text.encode()], name=name or gettext("通知正文.txt"), purpose="")
    beside = {key: found[key] for key in ("targets", "stages", "calendar", "marks", "repairs", "doubts")}
    return Draft(**form.cleaned_data, **beside, plan=plan, notice=text, notice_name=name, files=(source,))


def _units(text: str) -> list[str]:
    return [unit for unit in text.replace("，", "、").split("、") if unit.strip()]


def _areas(request: Visit) -> list[tuple[str, str]]:
    return [
        (o.value, o.label) for o in pickers.options("division", request.actor, chosen=[request.actor.place], limit=60)
    ]


def _page(
    request: Visit, reading: Reading, name: str, form: DraftForm, tasks: Any, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    form.fields["area"].choices = _areas(request)  # type: ignore[attr-defined]
    found = reading.as_json()
    context = {
        "title": gettext("通知与草案"), "ledger": CAMPAIGNS, "form": form, "tasks": tasks, "found": found, "notice_name": name,
        "slips": list(slips(reading)), "refusal": refusal, "faults": list(faults_of(form, tasks)) if form.is_bound else [],
    }  # fmt: skip
    return render(request, "campaigns/draft.html", context, status=status)


def slips(reading: Reading) -> Iterator[Slip]:
    """The text cut at its marks, in order; where marks overlap, the one that begins first and is longest wins."""
    position = 0
    for mark in sorted(reading.marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < position:
            continue
        if mark.start > position:
            yield Slip(reading.text[position : mark.start])
        yield Slip(reading.text[mark.start : mark.end], mark.field, mark.label)
        position = mark.end
    if position < len(reading.text):
        yield Slip(reading.text[position:])
