"""How long one stays signed in, and where one is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from yaoan.kernel import clock
from yaoan.kernel.access.devices import device
from yaoan.kernel.access.models import User
from yaoan.kernel.access.rules import rules

BEGAN, SEEN = "signed_in_at", "seen_at"
NOTED_EVERY = timedelta(minutes=1)
"""A request is written down at most this often: reading ten pages a minute is one line, not ten."""


@dataclass(frozen=True, slots=True)
class Place:
    """A browser in which somebody is signed in."""

    pk: int
    device: str
    address: str
    since: datetime
    seen_at: datetime
    is_here: bool


def begin(request: HttpRequest, **_sent: Any) -> None:
    """A session starts counting: whenever somebody signs in, by whatever way."""
    request.session[BEGAN] = request.session[SEEN] = clock.now().timestamp()


def has_expired(session: SessionBase) -> bool:
    """Whether it was idle for too long, or lasted too long at all."""
    now, limits = clock.now().timestamp(), rules()
    began, seen = float(session.get(BEGAN, now)), float(session.get(SEEN, now))
    return now - seen > limits.idle.total_seconds() or now - began > limits.longest.total_seconds()


def note_use(request: HttpRequest) -> None:
    """Write down that the session is in use, once a minute."""
    now = clock.now()
    if BEGAN not in request.session:
        begin(request)
    elif now.timestamp() - request.session[SEEN] < NOTED_EVERY.total_seconds():
        return
    request.session[SEEN] = now.timestamp()
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def places_of(user: User, *, here: str | None) -> list[Place]:
    """Where the person is signed in, this browser first, then the latest used."""
    found = [
        Place(row.pk, device(row.user_agent), row.ip, row.created_at, row.last_seen_at, row.session_key == here)
        for row in UserSession.objects.filter(user=user)
        if _is_alive(row, user)
    ]
    return sorted(found, key=lambda place: (not place.is_here, -place.seen_at.timestamp()))


def _is_alive(row: UserSession, user: User) -> bool:
    session = SessionStore(row.session_key)
    is_mine = session.get("_auth_user_hash") == user.get_session_auth_hash()
    return is_mine and not has_expired(session)


def end(user: User, *, pk: int | None = None, but: str | None = None) -> int:
    """End one place of the person, or with `but` all others. How many were ended."""
    rows = UserSession.objects.filter(user=user)
    rows = rows.filter(pk=pk) if pk is not None else rows.exclude(session_key=but)
    ended = list(rows)
    for row in ended:
        row.end()
    return len(ended)
