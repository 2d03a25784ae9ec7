"""Whole lives of records at once: what the commands would write one after the other, written in one go.

`perform_many` writes a record anew for each act on it. Where all acts on new records are known beforehand (a simulation, a
load test, a register taken over from another system with its history), each act is run here as there, with the same
checks, lines, chains and signatures, but record, docket and deadlines are written once, as they are after the last act.

Only what stands in the acts and on the record itself is at hand: acts that look the new record up in the database (taking
back, consequences that read it there) or refer to another new record cannot be loaded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from yaoan.kernel import sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands.base import Change, Command, Open, Step
from yaoan.kernel.commands.transaction import Session
from yaoan.kernel.records.models import Record


@dataclass(frozen=True, slots=True)
class Deed:
    """A command, who gave it, and when (aware)."""

    at: datetime
    command: Command
    by: Actor


Life = Sequence[Deed]
"""The deeds on one record in the order of time; the first opens it."""


def load(lives: Iterable[Life], *, size: int = 500) -> Iterator[Record]:
    """Write lives, `size` to a transaction, and yield the records.

    Raises the Refused of the first deed that is refused; its batch is not written. Lines of a batch stand in the order of
    time behind its openings.
    """
    rest = iter(lives)
    while batch := list(islice(rest, size)):
        with transaction.atomic(), sight.whole():
            written = _loaded(batch)
        yield from written


def _loaded(lives: Sequence[Life]) -> list[Record]:
    session = Session()
    session.prepare([Step(deed.command, None, deed.by) for life in lives for deed in life[:1]])
    session.look_up_references([Step(deed.command, None, deed.by) for life in lives for deed in life[1:]])
    records = [_run(session, life[0], None) for life in lives]
    session.drafts.number()
    later = [(deed, record) for life, record in zip(lives, records, strict=True) for deed in life[1:]]
    for deed, record in sorted(later, key=lambda item: item[0].at):
        _run(session, deed, record)
    session.write()
    return records


def _run(session: Session, deed: Deed, record: Record | None) -> Record:
    """One deed at its own time. The scope is asked of the row in hand, as it is for batches of several persons."""
    session.at(deed.at)
    if record is None:
        if not isinstance(deed.command, Open):
            raise TypeError(f"{type(deed.command).__name__} does not open a record: a life begins with one that does")
        return session.run(Step(deed.command, None, deed.by))
    assert isinstance(deed.command, Change)
    permission = deed.command.act.permission
    if deed.by.reaches(permission, record):
        session.visible.add((record.pk, deed.by.user_id, permission))
    else:
        session.visible.discard((record.pk, deed.by.user_id, permission))
    return session.run(Step(deed.command, record, deed.by))
