"""The one source of time. Everything that asks what time it is asks here, so that a simulation can tell it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """The present day in China, which is the day the law means."""
    return now().astimezone(BEIJING).date()


def local_day(instant: datetime) -> date:
    """The day in China on which an instant falls."""
    return instant.astimezone(BEIJING).date()


@contextmanager
def told(instant: datetime) -> Iterator[None]:
    """Inside the block it is `instant` (aware). Blocks may be nested."""
    token = _told.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
