"""Writing what was accepted: rows become commands, some hundred to a transaction, each with an id that is always the same."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation

from yaoan.kernel import clock, jobs
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Step, perform_many
from yaoan.kernel.exchange.importer import Importer
from yaoan.kernel.exchange.models import Batch, Result, Row, State
from yaoan.kernel.exchange.registry import importer_of
from yaoan.kernel.words import _

SIZE = 500
"""Rows to a transaction: after a crash at most so many are done again, and found to be done."""


def apply(batch: Batch) -> None:
    """Write the rows that were accepted, from where an earlier attempt stopped.

    Progress is written in the transaction of the rows themselves, and the ids of their commands rest on batch and row:
    however often this is broken off and begun again, no row is lost and none is written twice.
    """
    importer = importer_of(batch.importer)
    actor = Actor.of(batch.by)
    label = _("写入导入的数据")
    with translation.override(batch.by.language), jobs.progress(label, batch.wanted, key=applying_key(batch)) as report:
        while _some(batch.pk, importer, actor, report):
            pass


def _some(batch_id: int, importer: Importer, actor: Actor, report: jobs.Report) -> int:
    """Write the next rows; returns how many there were."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state != State.APPLYING:
            return 0
        waiting = batch.rows.filter(result__in=(Result.NEW, Result.CHANGE), number__gt=batch.position)
        rows = list(waiting.order_by("number")[:SIZE])
        for row in rows:
            row.batch = batch
        outcomes = list(perform_many([_step(importer, row) for row in rows], by=actor, size=SIZE))
        refused = [row for row, outcome in zip(rows, outcomes, strict=True) if outcome.refusal]
        for row, outcome in zip(rows, outcomes, strict=True):
            if outcome.refusal:
                row.refusal = str(outcome.refusal)
        Row.objects.bulk_update(refused, ["refusal"])
        _advance(batch, rows, len(refused))
        report.advance(len(rows))
        return len(rows)


def _step(importer: Importer, row: Row) -> Step:
    opens = row.record is None
    return Step(
        importer.command(row.values, opens=opens, command_id=row.command_id),
        on=None if opens else row.record,
        version=None if opens else row.version,
    )


def _advance(batch: Batch, rows: Sequence[Row], refused: int) -> None:
    if rows:
        batch.position = rows[-1].number
        batch.done += len(rows) - refused
        batch.refused += refused
    else:
        batch.state, batch.finished_at = State.DONE, clock.now()
    batch.save(update_fields=["position", "done", "refused", "state", "finished_at"])


def applying_key(batch: Batch) -> str:
    """The name under which the progress of writing is reported."""
    return f"exchange:{batch.pk}:apply"
