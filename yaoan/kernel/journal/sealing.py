"""Sealing the journal: a signed head over all entries so far, made every hour and at the end of each day."""

from datetime import date, datetime, time, timedelta

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from yaoan.kernel import clock, sight
from yaoan.kernel.journal import chain, heads, signing
from yaoan.kernel.journal.lines import leaves
from yaoan.kernel.journal.models import Seal
from yaoan.kernel.words import _

MOST = 100_000
"""The most entries under one seal: the range in which tampering lies where it cannot be named more closely."""

TRIES = 3
HORIZON = """SELECT CASE WHEN pg_is_in_recovery() THEN (SELECT coalesce(max(last), 0) FROM journal_seal)
                         ELSE journal_horizon() END"""
_TURN = 7_264_001
"""The advisory lock by which one process seals at a time."""


class Busy(Exception):
    """A long transaction is writing to the journal; nothing was sealed. Try again later."""


def horizon() -> int:
    """The id up to which the journal is complete: no entry with this id or a smaller one can appear any more.

    Ids are drawn before they are committed, so a transaction still running may hold a smaller id than the largest one
    to be seen. But it draws them only after its insert has locked the table in a mode that conflicts with `SHARE`: who
    holds `SHARE` for an instant sees every id drawn so far. The database function `journal_horizon` takes that lock
    for us, since the application has no right to change the journal and therefore none to lock it. Ask outside of any
    transaction, at whose end the lock is given back. Raises Busy.

    A replica cannot lock and does not see who writes: there it is the end of the last seal.
    """
    for attempt in range(TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(HORIZON)
                return int(cursor.fetchone()[0])
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            if attempt == TRIES - 1:
                raise Busy(str(_("有长时间的写入正在进行，暂时不能封印日志，请稍后再试。"))) from error
    raise AssertionError("unreachable")


@sight.whole()
def seal(now: datetime) -> Seal | None:
    """Seal all entries that no seal covers yet, at most `MOST` under each; returns the newest seal made, if any was.

    Writers wait for milliseconds only, since roots are worked out after the lock of `horizon` is given back. Memory is
    constant. Raises Busy.
    """
    last, made = horizon(), None
    while following := _seal_next(last, now):
        made = following
    return made


@transaction.atomic
def _seal_next(horizon: int, now: datetime) -> Seal | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    before = newest()
    tree, last = chain.Tree(), 0
    for entry, leaf in leaves(before.last + 1 if before else 1, horizon, most=MOST):
        tree.add(leaf)
        last = entry
    if not tree.count:
        return None
    made = chain.next_seal(
        heads.as_dict(before) if before else None,
        tree,
        last=last,
        sealed_at=chain.instant(now),
        key=signing.public_key(),
        sign=signing.sign,
    )
    row = heads.as_row(made)
    row.save(force_insert=True)
    return row


def newest() -> Seal | None:
    """The newest seal."""
    return Seal.objects.order_by("-id").first()


def covering(entry: int) -> Seal | None:
    """The seal under which an entry lies; None while no seal covers it."""
    return Seal.objects.filter(last__gte=entry).order_by("last").first()


def day_head(day: date) -> Seal | None:
    """The head that held at the end of a day in China: the newest seal made before midnight."""
    midnight = datetime.combine(day + timedelta(days=1), time(), clock.BEIJING)
    return Seal.objects.filter(sealed_at__lt=midnight).order_by("-id").first()
