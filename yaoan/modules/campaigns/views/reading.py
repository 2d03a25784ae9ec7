"""The notice reader: the text on the left with what was understood, the draft on the right."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yaoan.kernel.attachments.storage import Evidence, NotStored, path_of, store
from yaoan.kernel.commands import Refused, open_record
from yaoan.kernel.ledger import pickers, uploads
from yaoan.kernel.ledger.pages import Visit, go, page
from yaoan.modules.campaigns.choices import Focus, P
from yaoan.modules.campaigns.commands.campaigns import Draft
from yaoan.modules.campaigns.forms import DraftForm, NoticeForm, TaskFormSet, faults_of
from yaoan.modules.campaigns.imports import draft_of
from yaoan.modules.campaigns.ledger import CAMPAIGNS
from yaoan.modules.campaigns.rules import CAMPAIGNS as CAMPAIGN_KINDS
from yaoan.modules.campaigns.rules import Reading, UnreadableFile, read_notice

LARGEST = 50 * 1024 * 1024

WORDS_OF = {
    "title": ("attachment_titles", "title"), "document_number": ("doc_no",), "issuer": ("issuer",), "issued_on": ("date",),
    "period_text": ("period",), "starts_on": ("period",), "ends_on": ("period",), "aims": ("goals",),
    **{str(name): (f"focus.{name}",) for name in Focus},
}  # fmt: skip
"""Field of the draft → what the marks of its words are called, the first that is there."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of the notice: plain, or marked as understood for a field."""

    text: str
    field: str = ""
    label: str = ""
    place: str = ""


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
    if request.method == "POST" and "source" in request.POST:
        return _draft(request)
    form = NoticeForm(request.POST or None, request.FILES or None)
    obstacle = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _show(request, *_taken(form, request.actor.user_id))
        except (UnreadableFile, NotStored) as refused:
            obstacle = str(refused)
    context = {"title": gettext("读取通知"), "form": form, "obstacle": obstacle, "ledger": CAMPAIGNS}
    return render(request, "campaigns/read.html", context, status=422 if request.method == "POST" else 200)


def _taken(form: NoticeForm, user_id: int) -> tuple[Reading, str]:
    """The reading of what was sent, and the token of the file, which is kept as it came."""
    upload = form.cleaned_data.get("file")
    if upload is None:
        data, name = form.cleaned_data["text"].encode(), gettext("通知正文.txt")
    elif upload.size > LARGEST:
        raise UnreadableFile(gettext("文件超过 {size} MB，请确认选对了文件。").format(size=LARGEST >> 20))
    else:
        data, name = upload.read(), upload.name
    return read_notice(data, name=name), uploads.token_of(store([data], name=name), user_id)


def _show(request: Visit, reading: Reading, source: str) -> HttpResponse:
    """The two columns, or a plain word that this is no plan."""
    if reading.kind not in CAMPAIGN_KINDS:
        context = {"title": gettext("读取通知"), "reading": reading, "slips": list(slips(reading)), "ledger": CAMPAIGNS}
        return render(request, "campaigns/no_campaign.html", context)
    found = draft_of(reading)
    form = DraftForm(initial={**found, "area": request.actor.place})
    tasks = TaskFormSet(initial=[_as_form(task) for task in found["plan"]], prefix="tasks")
    return _page(request, reading, source, form, tasks)


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
    """The corrected draft was sent: the file is read again (it always reads the same), and the draft is opened."""
    token = request.POST["source"]
    source = uploads.evidence_of(token, request.actor.user_id)
    if source is None:
        obstacle = gettext("通知原件的凭据无效或已超过七天；请重新选择通知文件。")
        context = {"title": gettext("读取通知"), "form": NoticeForm(), "obstacle": obstacle, "ledger": CAMPAIGNS}
        return render(request, "campaigns/read.html", context, status=422)
    reading = read_notice(path_of(source.sha256).read_bytes(), name=source.name)
    form, tasks = DraftForm(request.POST), TaskFormSet(request.POST, prefix="tasks")
    form.fields["area"].choices = _areas(request)  # type: ignore[attr-defined]
    refusal = ""
    if form.is_valid() and tasks.is_valid():
        try:
            record = open_record(_command(reading, source, form, tasks), by=request.actor)
            return go(request, record.get_absolute_url(), say=gettext("草案已建立。请逐条确认疑点，然后印发。"))
        except (Refused, NotStored) as refused:
            refusal = str(refused)
    return _page(request, reading, token, form, tasks, refusal=refusal, status=422)


def _command(reading: Reading, source: Evidence, form: DraftForm, tasks: Any) -> Draft:
    found = draft_of(reading)
    plan = [
        {
            "path": row["path"], "title": row["title"], "body": row["body"] or row["title"],
            "due": row["due"] and row["due"].isoformat(),
            "responsible": _units(row["responsible"]), "support": _units(row["support"]),
        }
        for row in _kept(tasks)
    ]  # fmt: skip
    beside = {key: found[key] for key in ("targets", "stages", "calendar", "marks", "repairs", "doubts")}
    return Draft(
        **form.cleaned_data, **beside, plan=plan, notice=reading.text, notice_name=source.name, files=(source,)
    )


def _kept(tasks: Any) -> Iterator[Mapping[str, Any]]:
    """The tasks that were read and are wanted, then those written down by hand."""
    yield from (row.cleaned_data for row in tasks.initial_forms if row.cleaned_data.get("keep"))
    yield from (row.cleaned_data for row in tasks.extra_forms if row.cleaned_data.get("title"))


def _units(text: str) -> list[str]:
    return [unit for unit in text.replace("，", "、").split("、") if unit.strip()]


def _areas(request: Visit) -> list[tuple[str, str]]:
    return [
        (o.value, o.label) for o in pickers.options("division", request.actor, chosen=[request.actor.place], limit=60)
    ]


def _page(
    request: Visit, reading: Reading, source: str, form: DraftForm, tasks: Any, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    form.fields["area"].choices = _areas(request)  # type: ignore[attr-defined]
    found, cut = reading.as_json(), list(slips(reading))
    context = {
        "title": gettext("通知与草案"), "ledger": CAMPAIGNS, "form": form, "tasks": tasks, "found": found, "source": source,
        "slips": cut, "origins": _origins(form, tasks, reading, {slip.place for slip in cut}), "refusal": refusal,
        "faults": list(faults_of(form, tasks)) if form.is_bound else [],
    }  # fmt: skip
    return render(request, "campaigns/draft.html", context, status=status)


def _origins(form: DraftForm, tasks: Any, reading: Reading, places: Collection[str]) -> dict[str, str]:
    """Where the words of each field stand in the text: the places of marks by the names of fields, "" for those with none."""
    found = {
        name: next((f"{words}-1" for words in WORDS_OF.get(name, ()) if f"{words}-1" in places), "")
        for name in form.fields
    }
    rows = tasks.initial_forms
    if len(rows) == sum(mark.field == "tasks" for mark in reading.marks):
        found |= {row.prefix: f"tasks-{n}" if f"tasks-{n}" in places else "" for n, row in enumerate(rows, start=1)}
    return found | {row.prefix: "" for row in tasks.forms if row.prefix not in found}


def slips(reading: Reading) -> Iterator[Slip]:
    """The text cut at its marks, in order; where marks overlap, the one that begins first and is longest wins."""
    position, counts = 0, Counter[str]()
    for mark in sorted(reading.marks, key=lambda mark: (mark.start, -mark.end)):
        counts[mark.field] += 1
        if mark.start < position:
            continue
        if mark.start > position:
            yield Slip(reading.text[position : mark.start])
        place = f"{mark.field}-{counts[mark.field]}"
        yield Slip(reading.text[mark.start : mark.end], mark.field, mark.label, place)
        position = mark.end
    if position < len(reading.text):
        yield Slip(reading.text[position:])
