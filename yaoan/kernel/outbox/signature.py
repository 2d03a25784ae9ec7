"""What proves to a receiver that a message is ours and of today: Standard Webhooks 1.0, symmetric signatures (v1).

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from yaoan.kernel.words import Text, _

PREFIX = "whsec_"
LEAST, MOST = 24, 64
"""How many bytes a secret has."""


def fresh() -> str:
    """A new secret of 32 bytes, as it is written."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def fault_of(secret: str) -> Text | str | None:
    """Why this cannot be a secret."""
    try:
        size = len(_bytes(secret))
    except (ValueError, binascii.Error):
        size = 0
    if LEAST <= size <= MOST:
        return None
    return _("密钥应当是 whsec_ 加上 {least} 至 {most} 个字节的 Base64。").format(least=LEAST, most=MOST)


def headers(message_id: str, at: datetime, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The three headers of a message; signed with each secret, so that a receiver may exchange its own in its time."""
    timestamp = str(int(at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(secret, signed) for secret in keys),
    }


def _signature(secret: str, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.new(_bytes(secret), signed, hashlib.sha256).digest()).decode()


def _bytes(secret: str) -> bytes:
    """The bytes of a secret. Raises ValueError, or binascii.Error which is one."""
    if not secret.startswith(PREFIX):
        raise ValueError("no secret")
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
