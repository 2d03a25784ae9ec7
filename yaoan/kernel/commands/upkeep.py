"""Deadlines are a projection: rebuilt every night and compared, and a difference is told loudly."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yaoan.kernel import sight
from yaoan.kernel.commands.writing import deadlines_of, nearest, refresh_deadlines
from yaoan.kernel.records.models import Deadline, Record, record_models

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored deadline that is not what the record's past, the law and the calendar say now (None: there is none)."""

    number: str
    act: str
    stored: datetime | None
    worked_out: datetime | None


@sight.whole()
def rebuild_deadlines(*, told: Callable[[int], None] | None = None) -> list[Difference]:
    """Work out the deadlines of all records anew, mend those that differ, and return the differences.

    Differences are expected only after a change of law or calendar. Works in batches of locked rows; may be broken off
    and begun again at any time.
    """
    found: list[Difference] = []
    for model in record_models():
        last = 0
        while batch := _batch(model, last, found):
            last = batch
            if told:
                told(BATCH)
    return found


def _batch(model: type[Record], after: int, found: list[Difference]) -> int | None:
    with transaction.atomic():
        records = list(model.objects.filter(pk__gt=after).order_by("pk").select_for_update(of=("self",))[:BATCH])
        if not records:
            return None
        kept: dict[int, dict[str, Deadline]] = defaultdict(dict)
        for row in Deadline.objects.filter(record_id__in=[record.pk for record in records]):
            kept[row.record_id][row.act] = row
        wrong = []
        for record in records:
            differences = list(_differences(record, kept[record.pk]))
            if differences or record.due_at != nearest(kept[record.pk].values()):
                wrong.append(record)
                found += differences
        refresh_deadlines(wrong)
        return int(records[-1].pk)


def _differences(record: Record, kept: Mapping[str, Deadline]) -> Iterator[Difference]:
    fresh = {row.act: row for row in deadlines_of(record)}
    for act in sorted(fresh.keys() | kept.keys()):
        new, old = fresh.get(act), kept.get(act)
        if new is None or old is None or new.due_at != old.due_at or new.holder_id != old.holder_id:
            yield Difference(record.number, act, old.due_at if old else None, new.due_at if new else None)
