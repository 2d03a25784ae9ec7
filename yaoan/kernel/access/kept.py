"""Nothing typed is lost: a form whose sign-in ran out is carried, sealed, past a new sign-in and shown again."""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from yaoan.kernel import clock, secrets
from yaoan.kernel.access.models import User

AUTHOR = "author"
"""The field of a form that says, signed, for whom it was made."""

SALT = "yaoan.access.author"
KEEP_FOR = timedelta(days=2)
PLACE = "kept_forms"
MOST = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the form of an address."""

    user_id: int
    path: str
    body: str

    @property
    def data(self) -> QueryDict:
        return QueryDict(self.body, mutable=True)


def author_token(user: User) -> str:
    return signing.dumps(user.pk, salt=SALT)


def author_of(request: HttpRequest) -> int | None:
    """For whom the form that was sent had been made; None when it does not say so credibly."""
    try:
        return int(signing.loads(request.POST.get(AUTHOR, ""), salt=SALT, max_age=KEEP_FOR))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def sealed(typed: Typed) -> str:
    """What was typed, unreadable to whoever else sits before the screen."""
    nonce = os.urandom(12)
    body = json.dumps([typed.user_id, typed.path, typed.body, clock.now().isoformat()]).encode()
    return urlsafe_base64_encode(nonce + AESGCM(secrets.secret("kept")).encrypt(nonce, body, None))


def unsealed(text: str) -> Typed | None:
    """What was sealed, or None when it was not, or too long ago."""
    try:
        raw = urlsafe_base64_decode(text)
        user_id, path, body, at = json.loads(AESGCM(secrets.secret("kept")).decrypt(raw[:12], raw[12:], None))
    except (InvalidTag, ValueError):
        return None
    return Typed(user_id, path, body) if clock.now() - datetime.fromisoformat(at) < KEEP_FOR else None


def keep(session: SessionBase, typed: Typed) -> str:
    """Lay what was typed into the session, and return the key under which the form asks for it."""
    shelf: dict[str, Any] = session.get(PLACE, {})
    key = token_urlsafe(6)
    newest = list(shelf.items())[-(MOST - 1) :]
    session[PLACE] = {**dict(newest), key: [typed.user_id, typed.path, typed.body]}
    return key


def find(session: SessionBase, key: str, *, path: str, user_id: int) -> QueryDict | None:
    """What the person typed into the form of this address before, if it was kept under this key."""
    found = session.get(PLACE, {}).get(key)
    if not found or found[:2] != [user_id, path]:
        return None
    return Typed(*found).data


def drop(session: SessionBase, key: str) -> None:
    """Forget what was kept: the form has been sent."""
    shelf = session.get(PLACE, {})
    if key in shelf:
        session[PLACE] = {name: value for name, value in shelf.items() if name != key}
