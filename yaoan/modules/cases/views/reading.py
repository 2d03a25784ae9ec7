"""The reader of decisions: each paper with what was understood in it, beside the fields to correct and keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yaoan.kernel.attachments.storage import NotStored
from yaoan.kernel.commands import Step, perform_many
from yaoan.kernel.ledger.pages import Visit, go, page
from yaoan.kernel.records.models import Record
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import P
from yaoan.modules.cases.forms import LONGEST, PapersForm, PrecedentForm, PrecedentFormSet
from yaoan.modules.cases.imports import draft_of, enter_of, pushed_form
from yaoan.modules.cases.ledger import PRECEDENTS
from yaoan.modules.cases.rules.decisions import DecisionReading, Form, UnreadableFile, read_decision, read_text

LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of a decision: plain, or marked as understood for a field."""

    text: str
    field: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A decision with its form, as the page shows it."""

    reading: DecisionReading
    form: PrecedentForm
    name: str
    slips: list[Slip]
    firm: Any
    pushed: str
    refusal: str = ""

    @property
    def is_decision(self) -> bool:
        return self.reading.form != Form.OTHER

    @property
    def remarks(self) -> list[str]:
        """What is to be checked, contradictions first."""
        return [remark.sentence for remark in (*self.reading.contradictions, *self.reading.doubts)]


@page
def read(request: Visit) -> HttpResponse:
    """Take decisions in; show what was understood; keep those the officer has corrected."""
    if not request.actor.may(P.COLLECT):
        return _asked(request, None, status=403)
    if request.method == "POST" and "decisions-TOTAL_FORMS" in request.POST:
        return _keep(request)
    if request.method != "POST":
        return _asked(request, PapersForm())
    form = PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _asked(request, form, status=422)
    readings, obstacles = _taken(form)
    if not readings:
        return _asked(request, form, obstacles=obstacles, status=422)
    given = [
        {**draft_of(reading), "text": reading.text, "name": name, "keep": reading.form != Form.OTHER}
        for name, reading in readings
    ]
    forms = PrecedentFormSet(initial=given, prefix="decisions")
    return _shown(request, forms, [reading for _name, reading in readings], obstacles=obstacles)


def _taken(form: PapersForm) -> tuple[list[tuple[str, DecisionReading]], list[str]]:
    """(name, reading) of every paper that could be read, and a sentence on each that could not."""
    readings, obstacles = [], []
    for upload in form.cleaned_data["papers"]:
        try:
            readings.append((upload.name, _read(upload)))
        except UnreadableFile as refused:
            obstacles.append(f"{upload.name}：{refused}")
    if pasted := form.cleaned_data["pasted"].strip():
        readings.append(("", read_text(pasted)))
    return readings, obstacles


def _read(upload: Any) -> DecisionReading:
    if upload.size > LARGEST:
        raise UnreadableFile(gettext("文件超过 {size} MB，请确认选对了文件。").format(size=LARGEST >> 20))
    reading = read_decision(upload.read(), name=upload.name)
    if len(reading.text) > LONGEST:
        raise UnreadableFile(gettext("正文超过 {count} 字，请确认选对了文件。").format(count=LONGEST))
    return reading


def _keep(request: Visit) -> HttpResponse:
    """The corrected decisions were sent: each is read again (it always reads the same) and kept, or shown with what is wrong."""
    forms = PrecedentFormSet(request.POST, prefix="decisions")
    readings = [read_text(form["text"].value() or "") for form in forms]
    if not forms.is_valid():
        return _shown(request, forms, readings, status=422)
    chosen = [(form, reading) for form, reading in zip(forms, readings, strict=True) if form.cleaned_data["keep"]]
    if not chosen:
        return _shown(request, forms, readings, obstacles=[gettext("没有选择要入库的决定。")], status=422)
    try:
        steps = [Step(enter_of(reading, form.cleaned_data, actor=request.actor)) for form, reading in chosen]
    except NotStored as refused:
        return _shown(request, forms, readings, obstacles=[str(refused)], status=422)
    outcomes = list(perform_many(steps, by=request.actor))
    kept = [one.record for one in outcomes if one.record]
    refused_ = {id(form): one.refusal for (form, _r), one in zip(chosen, outcomes, strict=True) if one.refusal}
    if refused_:
        return _left(request, forms, readings, kept, refused_)
    url = kept[0].get_absolute_url() if len(kept) == 1 else PRECEDENTS.url
    return go(request, url, say=gettext("入库 {count} 份决定，今后能在相似案件里查到。").format(count=len(kept)))


def _left(
    request: Visit, forms: Any, readings: list[DecisionReading], kept: list[Record], refused: dict[int, Any]
) -> HttpResponse:
    """The decisions that were refused, each with the reason, to be corrected and sent again; what was kept is named."""
    rest = [(form, reading) for form, reading in zip(forms, readings, strict=True) if id(form) in refused]
    again = PrecedentFormSet(initial=[form.cleaned_data for form, _reading in rest], prefix="decisions")
    reasons = [str(refused[id(form)]) for form, _reading in rest]
    return _shown(request, again, [reading for _form, reading in rest], kept=kept, reasons=reasons, status=422)


def _asked(
    request: Visit, form: PapersForm | None, *, obstacles: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {"title": gettext("读取决定书"), "form": form, "obstacles": obstacles or [], "ledger": PRECEDENTS}
    return render(request, "cases/read.html", context, status=status)


def _shown(
    request: Visit, forms: Any, readings: list[DecisionReading], *, obstacles: list[str] | None = None,
    kept: list[Record] | None = None, reasons: list[str] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    told = reasons or [""] * len(readings)
    sheets = [
        Sheet(
            reading, form, form["name"].value() or "", list(slips(reading)),
            queries.firm_of(request.actor, form["subject_code"].value() or ""), pushed_form(reading), reason,
        )
        for form, reading, reason in zip(forms, readings, told, strict=True)
    ]  # fmt: skip
    context = {
        "title": gettext("核对决定书"), "ledger": PRECEDENTS, "forms": forms, "sheets": sheets, "kept": kept or [],
        "obstacles": obstacles or [], "may_receive": request.actor.may(P.RECEIVE_PUSHED),
    }  # fmt: skip
    return render(request, "cases/decisions.html", context, status=status)


def slips(reading: DecisionReading) -> Iterator[Slip]:
    """The text cut at its marks, in order; where marks overlap, the one that begins first and is longest wins. The facts,
    which are most of a text, are not marked: the values in them are."""
    position = 0
    marks = (mark for mark in reading.marks if mark["field"] != "facts")
    for mark in sorted(marks, key=lambda mark: (mark["start"], -mark["end"])):
        if mark["start"] < position:
            continue
        if mark["start"] > position:
            yield Slip(reading.text[position : mark["start"]])
        yield Slip(reading.text[mark["start"] : mark["end"]], mark["field"], mark["label"])
        position = mark["end"]
    if position < len(reading.text):
        yield Slip(reading.text[position:])
