"""Deadlines are a projection: rebuilt every night and compared, and a difference is told loudly."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from yaoan.kernel import sight
from yaoan.kernel.commands.values import column_names
from yaoan.kernel.commands.writing import duties_of, nearest, refresh_deadlines
from yaoan.kernel.records.models import Deadline, Record, record_models

BATCH = 2000
Kept = Mapping[str, tuple[datetime | None, int | None]]
"""When each duty is due and who holds it, by act."""


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

    Differences are expected only after a change of law or calendar. Rows are read without a lock; those that seem to
    differ are looked at again under one, so that nobody waits and nothing that just changed is taken for a difference.
    May be broken off and begun again at any time.
    """
    found: list[Difference] = []
    for model in record_models():
        last = 0
        while records := list(_owing(model).filter(pk__gt=last).order_by("pk")[:BATCH]):
            kept = _kept(records)
            wrong = [record.pk for record in records if _is_wrong(record, kept[record.pk])]
            found += _mended(model, wrong)
            last = records[-1].pk
            if told:
                told(BATCH)
    return found


def _owing(model: type[Record]) -> QuerySet[Any]:
    """The rows that owe something, or of which it is kept that they do; any other is right as it is."""
    clocked = {state for duty in model.lifecycle.duties for state in (*duty.runs, *duty.pauses)}
    kept = Exists(Deadline.objects.filter(record_id=OuterRef("pk")))
    rows = model.objects.filter(Q(state__in=clocked) | Q(due_at__isnull=False) | kept)
    named = {name for duty in model.lifecycle.duties for name in (duty.agreed, duty.only, duty.holder) if name}
    is_kept = named <= set(column_names(model))  # what is worked out may need any column
    return rows.only("number", "state", "area", "stays", "extensions", "due_at", *named) if is_kept else rows


def _kept(records: Iterable[Record]) -> dict[int, dict[str, tuple[datetime | None, int | None]]]:
    rows = Deadline.objects.filter(record_id__in=[record.pk for record in records])
    kept: dict[int, dict[str, tuple[datetime | None, int | None]]] = defaultdict(dict)
    for record, act, due_at, holder in rows.values_list("record_id", "act", "due_at", "holder_id"):
        kept[record][act] = due_at, holder
    return kept


def _is_wrong(record: Record, kept: Kept) -> bool:
    return record.due_at != nearest(due for due, _holder in kept.values()) or any(_differences(record, kept))


def _differences(record: Record, kept: Kept) -> Iterator[Difference]:
    fresh = {item.duty.act: (item.at, holder) for item, holder in duties_of(record)}
    if fresh == kept:
        return
    for act in sorted(fresh.keys() | kept.keys()):
        new, old = fresh.get(act), kept.get(act)
        if new != old:
            yield Difference(record.number, act, old[0] if old else None, new[0] if new else None)


@transaction.atomic
def _mended(model: type[Record], ids: list[int]) -> list[Difference]:
    if not ids:
        return []
    records = list(model.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk"))
    kept = _kept(records)
    wrong = [record for record in records if _is_wrong(record, kept[record.pk])]
    found = [difference for record in wrong for difference in _differences(record, kept[record.pk])]
    refresh_deadlines(wrong)
    return found
