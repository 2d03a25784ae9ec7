"""Telling how far a piece of long work has come, and reading it when the work is taken up again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import DatabaseError, transaction

from yaoan.kernel import clock
from yaoan.kernel.jobs.queue import Interrupted, TakenOver, current

if TYPE_CHECKING:
    from yaoan.kernel.jobs.models import Progress

logger = logging.getLogger(__name__)


class Report:
    """The hand by which work writes its progress. Each call writes at once, in the transaction under way.

    Each raises `TakenOver` where another worker has taken the job up meanwhile, so that nothing is done twice.
    """

    def __init__(self, row: "Progress") -> None:
        self._row = row

    @property
    def done(self) -> int:
        """How many units are done; where an earlier attempt stopped, more than none at the start."""
        return self._row.done

    @property
    def position(self) -> Any:
        """What was last passed to `advance` as position, by this or an earlier attempt."""
        return self._row.position

    def advance(self, count: int = 1, *, message: str | None = None, position: Any = None) -> None:
        """`count` more units are done. Written in the transaction of the work itself, it is exactly as true as that.

        Raises `Interrupted` first when the worker is stopping: nothing of this unit is then kept.
        """
        run = current()
        if run and run.must_stop():
            raise Interrupted
        self._write(
            done=self._row.done + count,
            message=self._row.message if message is None else message,
            position=self._row.position if position is None else position,
        )

    def say(self, message: str) -> None:
        """Replace the message."""
        self._write(message=message)

    def expect(self, total: int | None) -> None:
        """Set how many units there are in all."""
        self._write(total=total)

    def _write(self, **values: Any) -> None:
        with _held():
            for name, value in {**values, "changed_at": clock.now()}.items():
                setattr(self._row, name, value)
            self._row.save(update_fields=[*values, "changed_at"])


@contextmanager
def progress(label: object, total: int | None = None, *, key: str | None = None) -> Iterator[Report]:
    """Report a piece of work from its beginning, or from where its last attempt stopped, to its end.

    `label` is a text in the source language. `key` names the work; by default it is the running job, so that a job
    taken up again goes on with its own report. Errors are noted and passed on.
    """
    row = _open(str(label), total, key)
    try:
        yield Report(row)
    except Interrupted:
        _close(row, state="interrupted")
        raise
    except BaseException as error:
        _close(row, state="failed", error=f"{type(error).__name__}: {error}"[:2000], finished_at=clock.now())
        raise
    _close(row, state="done", finished_at=clock.now())


def _open(label: str, total: int | None, key: str | None) -> "Progress":
    from yaoan.kernel.jobs.models import Progress

    run = current()
    number = run.number if run else None
    key = key or (f"job:{number}" if number else uuid4().hex)
    now = clock.now()
    with _held():
        row, _ = Progress.objects.get_or_create(
            key=key, defaults={"label": label, "total": total, "started_at": now, "changed_at": now}
        )
        row.job, row.label, row.total = number, label, row.total if total is None else total
        row.state, row.error, row.finished_at, row.changed_at = "running", "", None, now
        row.save()
    return row


def _close(row: "Progress", **values: Any) -> None:
    """Write the outcome, and only that: what was done is what was committed, not what we remember."""
    try:
        with _held():
            type(row).objects.filter(pk=row.pk).update(**values, changed_at=clock.now())
    except TakenOver:
        logger.warning("%s was taken up by another worker; the outcome is its own", row)
    except DatabaseError:
        logger.exception("the outcome of %s could not be written", row)


@contextmanager
def _held() -> Iterator[None]:
    """A transaction in which the job that is running stays ours. Raises TakenOver where it is no more."""
    with transaction.atomic(savepoint=False):
        if run := current():
            run.hold()
        yield
