"""Bringing the sample register in through the same import an officer uses: guess, check, accept, write."""

from collections.abc import Callable
from pathlib import Path

from yaoan.kernel import clock, jobs
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.exchange.columns import Form
from yaoan.kernel.exchange.models import Batch, State
from yaoan.kernel.exchange.registry import importer_of
from yaoan.kernel.exchange.tasks import apply_rows, check_sheet
from yaoan.modules.subjects.public import Subject

PIECE = 1 << 16


class NotBroughtIn(Exception):
    """The register was not taken as it is; the text says what stands in the way."""


def bring_in(path: Path, *, by: Actor, told: Callable[[str, int, int], None]) -> list[Subject]:
    """Import a register of firms and return them in the order of the sheet. Raises NotBroughtIn, UnreadableSheet."""
    told("register", 0, 3)
    importer, user = importer_of("subjects"), User.objects.get(pk=by.user_id)
    with path.open("rb") as file:
        evidence = store(iter(lambda: file.read(PIECE), b""), name=path.name)
    batch = Batch(
        importer=importer.name, by=user, agency_id=by.agency_id, at=clock.now(), area=by.place, sha256=evidence.sha256, name=evidence.name,
    )  # fmt: skip
    form = Form(importer, batch, by)
    if not form.is_right():
        raise NotBroughtIn("；".join(form.faults))
    batch.sheet, batch.head, batch.columns, batch.state = form.sheet, form.head, form.columns, State.CHECKING
    batch.save()
    told("register", 1, 3)
    with jobs.inline():
        jobs.enqueue(check_sheet, batch=batch.pk)
        batch.refresh_from_db()
        told("register", 2, 3)
        if batch.state != State.CHECKED or batch.errors:
            raise NotBroughtIn(f"{path.name}: {batch.errors} rows with errors {batch.trouble}")
        Batch.objects.filter(pk=batch.pk).update(state=State.APPLYING, accepted_at=clock.now())
        jobs.enqueue(apply_rows, batch=batch.pk)
    told("register", 3, 3)
    return list(Subject.objects.filter(opened_by_id=by.user_id).order_by("id"))
