"""Seal, open and destroy. Opening needs a permission and a reason, and is written to the access log."""

import json
import os
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from yaoan.kernel import clock, secrets
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.journal.models import AccessLog
from yaoan.kernel.vault.models import Key, Secret


class Unopened(Exception):
    """The sealed thing may not, or can no longer, be opened; the text says why."""


def seal(value: Mapping[str, Any], *, record: int | None = None) -> UUID:
    """Encrypt `value` (JSON) under a new person's key and return the id that may be written elsewhere."""
    key, secret = encrypted(value, record=record)
    key.save(force_insert=True)
    secret.save(force_insert=True)
    return secret.pk


def encrypted(value: Mapping[str, Any], *, record: int | None = None) -> tuple[Key, Secret]:
    """The two rows under which `value` is sealed, not written: the person's key, and what it encrypts."""
    raw, key_id, secret_id = AESGCM.generate_key(256), uuid4(), uuid4()
    nonce = os.urandom(12)
    wrapped = nonce + AESGCM(_master()).encrypt(nonce, raw, key_id.bytes)
    body = json.dumps(value, ensure_ascii=False, default=str).encode()
    inner = os.urandom(12)
    key = Key(id=key_id, wrapped=wrapped)
    secret = Secret(
        id=secret_id,
        key=key,
        record=record,
        nonce=inner,
        ciphertext=AESGCM(raw).encrypt(inner, body, secret_id.bytes),
        sealed_at=clock.now(),
    )
    return key, secret


def unseal(secret_id: UUID, *, by: Actor, permission: str, area: str, agency_id: int | None, reason: str) -> Any:
    """What was sealed. The look is written down first, even when it is refused."""
    secret = Secret.objects.select_related("key").get(pk=secret_id)
    allowed = by.may_in(permission, area, agency_id) and bool(reason.strip())
    what = "unseal" if allowed else "unseal refused"
    AccessLog(actor=by.user_id, record=secret.record, what=what, reason=reason[:300], at=clock.now()).save()
    if not allowed:
        raise Unopened("查看封存的身份信息需要专门授权，并写明理由。")
    return _open(secret)


def reopened(secret_id: UUID) -> Any:
    """What was sealed, for the system itself while it replays a record; nobody is shown it. Raises Unopened."""
    return _open(Secret.objects.select_related("key").get(pk=secret_id))


def _open(secret: Secret) -> Any:
    if secret.key.wrapped is None:
        raise Unopened("这份身份信息的密钥已按规定销毁，任何人都无法再打开。")
    wrapped = bytes(secret.key.wrapped)
    raw = AESGCM(_master()).decrypt(wrapped[:12], wrapped[12:], secret.key_id.bytes)
    return json.loads(AESGCM(raw).decrypt(bytes(secret.nonce), bytes(secret.ciphertext), secret.pk.bytes))


@transaction.atomic
def destroy(secret_id: UUID, *, by: Actor, reason: str) -> None:
    """Destroy the person's key: the ciphertext stays and nobody can read it any more."""
    secret = Secret.objects.select_related("key").get(pk=secret_id)
    AccessLog(actor=by.user_id, record=secret.record, what="destroy key", reason=reason[:300], at=clock.now()).save()
    Key.objects.filter(pk=secret.key_id).update(wrapped=None, destroyed_at=clock.now())


def _master() -> bytes:
    return secrets.secret("vault")
