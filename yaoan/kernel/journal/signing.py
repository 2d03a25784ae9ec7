"""The key of this installation that signs lines and seals."""

from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yaoan.kernel import secrets


@cache
def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(secrets.secret("journal"))


def sign(message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return _key().sign(message)


@cache
def public_key() -> str:
    """The public half as 64 hex digits; it is printed on heads and given to auditors."""
    raw = _key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return raw.hex()
