"""The pages of an import: upload, columns, progress, preview, acceptance, result."""

from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from yaoan.kernel import clock, jobs
from yaoan.kernel.access import kept
from yaoan.kernel.attachments.storage import NotStored, store
from yaoan.kernel.exchange import outgoing
from yaoan.kernel.exchange.applying import applying_key
from yaoan.kernel.exchange.checking import checking_key
from yaoan.kernel.exchange.columns import Form
from yaoan.kernel.exchange.importer import Importer
from yaoan.kernel.exchange.models import Batch, State
from yaoan.kernel.exchange.pages import Visit, batch_of, draw, go, page
from yaoan.kernel.exchange.preview import preview
from yaoan.kernel.exchange.setting import Setting
from yaoan.kernel.exchange.sheets import UnreadableSheet
from yaoan.kernel.exchange.tasks import apply_rows, check_sheet
from yaoan.kernel.jobs.models import Progress
from yaoan.kernel.words import _

EARLIER = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page
def upload(visit: Visit, importer: Importer) -> HttpResponseBase:
    """Choose a sheet; beside it the imports of the unit so far."""
    faults: list[str] = []
    if visit.method == "POST":
        try:
            return go(_received(visit, importer), "columns")
        except (NotStored, UnreadableSheet) as obstacle:
            faults.append(str(obstacle))
    earlier = Batch.objects.seen_by(visit.actor).filter(importer=importer.name).select_related("by").order_by("-pk")
    context = {"title": _("导入{label}").format(label=importer.label), "faults": faults, "batches": earlier[:EARLIER]}
    return draw(visit, "upload.html", importer, status=422 if faults else 200, **context)


def _received(visit: Visit, importer: Importer) -> Batch:
    """Keep the file that was sent and make sure it can be read. Raises NotStored, UnreadableSheet."""
    file = visit.FILES.get("file")
    if file is None:
        raise NotStored(str(_("请选择一个文件。")))
    evidence = store(file.chunks(), name=file.name or "")
    batch = Batch(
        importer=importer.name,
        by=visit.user,
        agency_id=visit.actor.agency_id,
        at=clock.now(),
        area=visit.actor.place,
        sha256=evidence.sha256,
        name=evidence.name,
    )
    batch.sheet = Form(importer, batch, visit.actor).sheet
    batch.save()
    return batch


@require_GET
@page
def template(_visit: Visit, importer: Importer) -> HttpResponseBase:
    """The empty sheet to fill in."""
    name = _("{label}导入模板.xlsx").format(label=importer.label)
    return FileResponse(outgoing.template(importer), as_attachment=True, filename=name, content_type=XLSX)


@page
def columns(visit: Visit, importer: Importer, pk: int) -> HttpResponseBase:
    """Which column is which; sent, the sheet is checked."""
    batch = batch_of(visit, importer, pk, own=True)
    if batch.state not in (State.UPLOADED, State.CHECKED, State.FAILED):
        return go(batch)
    sent = visit.POST if visit.method == "POST" else _typed(visit)
    if sent is not None and sent.get("sheet", batch.sheet) != batch.sheet:
        batch.sheet = sent["sheet"][:120]
        chosen = None if "switch" in sent else sent.dict()
    else:
        chosen = sent.dict() if sent is not None else None
    try:
        form = Form(importer, batch, visit.actor, chosen)
    except UnreadableSheet as obstacle:
        return draw(
            visit, "upload.html", importer, status=422, title=importer.label, faults=[str(obstacle)], batches=[]
        )
    if visit.method != "POST" or "switch" in visit.POST:
        return draw(visit, "columns.html", importer, batch=batch, form=form, title=_("核对列"))
    if not form.is_right():
        return draw(visit, "columns.html", importer, status=422, batch=batch, form=form, title=_("核对列"))
    _begin_check(batch, form)
    kept.drop(visit.session, visit.GET.get("kept", ""))
    return go(batch)


def _typed(visit: Visit) -> Any:
    """What was typed before the sign-in ran out."""
    key = visit.GET.get("kept", "")
    return kept.find(visit.session, key, path=visit.path, user_id=visit.actor.user_id) if key else None


def _begin_check(batch: Batch, form: Form) -> None:
    with transaction.atomic():
        batch.sheet, batch.head, batch.columns, batch.area = form.sheet, form.head, form.columns, form.area
        batch.state, batch.trouble, batch.counts = State.CHECKING, "", {}
        batch.save()
        jobs.enqueue(check_sheet.once(str(batch.pk)), batch=batch.pk)


@require_GET
@page
def show(visit: Visit, importer: Importer, pk: int) -> HttpResponseBase:
    """Where the import stands: its progress, its rows, or what came of it."""
    batch = batch_of(visit, importer, pk)
    if batch.state == State.UPLOADED and batch.by_id == visit.actor.user_id:
        return go(batch, "columns")
    is_part = bool(visit.htmx) and visit.htmx.target == "import"
    if is_part and batch.state not in (State.CHECKING, State.APPLYING):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context: dict[str, Any] = {"batch": batch, "title": batch.name, "is_own": batch.by_id == visit.actor.user_id}
    if batch.state in (State.CHECKING, State.APPLYING):
        name = checking_key(batch) if batch.state == State.CHECKING else applying_key(batch)
        context["progress"] = Progress.objects.filter(key=name).first()
        return draw(visit, "_progress.html" if is_part else "progress.html", importer, **context)
    if batch.state in (State.CHECKED, State.DONE) and batch.cleared_at is None:
        setting = Setting.of(visit.actor, batch.area)
        asked = {"tab": visit.GET.get("rows", ""), "page": visit.GET.get("page", "")}
        context["preview"] = preview(importer, setting, batch, **asked)
    return draw(visit, "rows.html", importer, **context)


@require_POST
@page
def accept(visit: Visit, importer: Importer, pk: int) -> HttpResponseBase:
    """Write the rows. With errors in the sheet only where the person says that the right rows are enough."""
    batch = batch_of(visit, importer, pk, own=True)
    good_only = visit.POST.get("good_only") == "1"
    if batch.state == State.CHECKED and batch.errors and not good_only:
        setting = Setting.of(visit.actor, batch.area)
        context = {"preview": preview(importer, setting, batch, tab="", page=""), "is_own": True, "title": batch.name}
        fault = _("表里还有 {count} 行有错误：请改好后重新上传，或勾选“只导入正确的行”。").format(count=batch.errors)
        return draw(visit, "rows.html", importer, status=422, batch=batch, faults=[fault], **context)
    with transaction.atomic():
        waiting = Batch.objects.filter(pk=batch.pk, state=State.CHECKED)
        if waiting.update(state=State.APPLYING, accepted_at=clock.now(), good_only=good_only):
            jobs.enqueue(apply_rows.once(str(batch.pk)), batch=batch.pk)
    return go(batch)


@require_POST
@page
def again(visit: Visit, importer: Importer, pk: int) -> HttpResponseBase:
    """Ask once more for work that broke off: it goes on from where it stopped."""
    batch = batch_of(visit, importer, pk, own=True)
    if batch.state in (State.CHECKING, State.APPLYING):
        job = check_sheet if batch.state == State.CHECKING else apply_rows
        jobs.enqueue(job.once(str(batch.pk)), batch=batch.pk)
    return go(batch)


@require_POST
@page
def drop(visit: Visit, importer: Importer, pk: int) -> HttpResponseBase:
    """Give an import up before anything was written."""
    batch = batch_of(visit, importer, pk, own=True)
    with transaction.atomic():
        open_states = (State.UPLOADED, State.CHECKED, State.FAILED)
        if Batch.objects.filter(pk=batch.pk, state__in=open_states).update(
            state=State.DROPPED, finished_at=clock.now()
        ):
            batch.rows.all().delete()
    return go(batch)


@require_GET
@page
def marked(visit: Visit, importer: Importer, pk: int) -> HttpResponseBase:
    """The sheet that was received, sent back with what is wrong marked in it."""
    batch = batch_of(visit, importer, pk)
    if batch.state not in (State.CHECKED, State.DONE):
        return go(batch)
    stem = batch.name.rpartition(".")[0] or batch.name
    name = _("{name}（标注问题）.xlsx").format(name=stem)
    return FileResponse(outgoing.marked(batch), as_attachment=True, filename=name, content_type=XLSX)
