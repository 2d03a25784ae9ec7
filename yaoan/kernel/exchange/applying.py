"""Writing what was accepted: rows become commands, some hundred to a transaction, each with an id that is always the same."""

from typing import Any

from django.db import transaction
from django.utils import translation

from yaoan.kernel import clock, jobs, sight
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
    seeing, speaking = sight.seeing(actor.sight), translation.override(batch.by.language)
    with seeing, speaking, jobs.progress(label, batch.wanted, key=applying_key(batch)) as report:
        while _some(batch.pk, importer, actor, report):
            pass


def _some(batch_id: int, importer: Importer, actor: Actor, report: jobs.Report) -> int:
    """Write the next rows; returns how many there were."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state != State.APPLYING:
            return 0
        waiting = batch.rows.filter(result__in=(Result.NEW, Result.CHANGE), number__gt=batch.position)
        rows = list(waiting.order_by("number").values_list("pk", "number", "values", "record", "version")[:SIZE])
        steps = [_step(importer, batch, *row) for _pk, *row in rows]
        outcomes = perform_many(steps, by=actor, size=SIZE)
        refused = [
            Row(pk=pk, refusal=str(outcome.refusal))
            for (pk, *_row), outcome in zip(rows, outcomes, strict=True)
            if outcome.refusal
        ]
        Row.objects.bulk_update(refused, ["refusal"])
        _advance(batch, rows[-1][1] if rows else None, len(rows), len(refused))
        report.advance(len(rows))
        return len(rows)


def _step(
    importer: Importer, batch: Batch, number: int, values: dict[str, Any], record: int | None, version: int | None
) -> Step:
    command = importer.command(values, opens=record is None, command_id=batch.command_id(number))
    return Step(command, on=record, version=version)


def _advance(batch: Batch, position: int | None, count: int, refused: int) -> None:
    """Note how far the writing has come; `position` is None when nothing was left."""
    if position is None:
        batch.state, batch.finished_at = State.DONE, clock.now()
    else:
        batch.position = position
        batch.done += count - refused
        batch.refused += refused
    batch.save(update_fields=["position", "done", "refused", "state", "finished_at"])


def applying_key(batch: Batch) -> str:
    """The name under which the progress of writing is reported."""
    return f"exchange:{batch.pk}:apply"
