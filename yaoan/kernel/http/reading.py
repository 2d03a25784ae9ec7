"""Rows and records as JSON: what the list and the item page show, for programs."""

from collections.abc import Iterable, Iterator
from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import allowed_acts, commands_of
from yaoan.kernel.http.values import instant, value_of
from yaoan.kernel.ledger import clocks
from yaoan.kernel.ledger.clocks import Owed
from yaoan.kernel.ledger.declarations import Column, Ledger
from yaoan.kernel.ledger.history import Moment, history_of
from yaoan.kernel.ledger.listing import prepare
from yaoan.kernel.records.models import Record


def row(record: Record, columns: Iterable[Column]) -> dict[str, Any]:
    """One line of a list."""
    return {
        "id": record.pk,
        "number": record.number,
        "title": record.title,
        "state": record.state,
        "version": record.version,
        "area": record.area,
        "changed_at": instant(record.changed_at),
        "columns": {column.name: value_of(column, record) for column in columns},
    }


def standing(ledger: Ledger, record: Record, actor: Actor) -> dict[str, Any]:
    """One record as it stands: its columns, what may be done, what is owed, and the hash of its newest line."""
    prepare([record], ledger.columns)
    return {
        **row(record, ledger.columns),
        "kind": record.kind,
        "state_label": str(record.state_label),
        "is_closed": record.is_closed,
        "acts": list(_acts(record, actor)),
        "deadlines": [_deadline(owed) for owed in clocks.owed(record)],
        "head": bytes(record.head).hex(),
    }


def item(ledger: Ledger, record: Record, actor: Actor) -> dict[str, Any]:
    """All there is to know about one record: how it stands, and what was done."""
    history = history_of(record, actor)
    return {
        **standing(ledger, record, actor),
        "history": [moment(one) for one in history.moments],
        "earlier_count": history.earlier_count,
        "is_whole": history.is_whole,
    }


def _acts(record: Record, actor: Actor) -> Iterator[dict[str, Any]]:
    commands = commands_of(type(record))
    for act, reason in allowed_acts(record, actor):
        if act.name in commands:
            yield {
                "act": act.name,
                "label": str(act.label),
                "basis": act.basis,
                "allowed": reason is None,
                "reason": None if reason is None else str(reason),
            }


def _deadline(owed: Owed) -> dict[str, Any]:
    return {
        "act": owed.act,
        "label": str(owed.label),
        "started_at": instant(owed.found.started_at),
        "due_at": instant(owed.found.at),
        "urgency": owed.clock.urgency,
        "text": owed.clock.text,
        "is_paused": owed.found.paused,
        "is_provisional": owed.found.provisional,
        "explanation": list(owed.why),
    }


def moment(told: Moment) -> dict[str, Any]:
    """One act on a record, as its time line tells it."""
    entry = told.entry
    return {
        "seq": entry.seq,
        "act": entry.act,
        "label": told.label,
        "by": told.who,
        "unit": told.unit,
        "effective_on": entry.effective_on.isoformat(),
        "recorded_at": instant(entry.recorded_at),
        "from_state": entry.from_state,
        "to_state": entry.to_state,
        "command_id": str(entry.command_id),
        "cause": str(entry.cause) if entry.cause else None,
        "changes": [{"label": label, "before": before, "after": after} for label, before, after in told.changes],
        "answers": [{"label": label, "answer": answer} for label, answer in told.answers],
        "files": [{"id": file.pk, "name": file.name, "purpose": file.purpose} for file in told.files],
        "hash": bytes(entry.hash).hex(),
        "is_sealed": told.is_sealed,
    }
