"""The signed snapshot of a report: what is signed, and how anybody checks it without this system."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "yaoan-report-1"
DOMAIN = b"yaoan report snapshot\n"
"""Stands before the hash that is signed, so that the signature can mean nothing else."""


def spelled(content: Mapping[str, Any]) -> bytes:
    """The bytes of a snapshot, always the same for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(spelled(content)).hexdigest()


def proof(digest: str) -> bytes:
    """The bytes that are signed for a snapshot with this SHA-256."""
    return DOMAIN + bytes.fromhex(digest)


def envelope(content: Mapping[str, Any], *, sign: Callable[[bytes], bytes], key: str) -> dict[str, Any]:
    """A snapshot with its SHA-256 and its Ed25519 signature, as it is kept and handed on."""
    digest = sha256_of(content)
    return {
        "format": FORMAT,
        "snapshot": content,
        "sha256": digest,
        "signature": sign(proof(digest)).hex(),
        "key": key,
    }


def verify(found: Mapping[str, Any], *, key: str = "") -> list[str]:
    """What is wrong with an envelope, in words; nothing where it is what was signed (with `key`: by that key)."""
    if found.get("format") != FORMAT:
        return [f"the format is {found.get('format')!r}, not {FORMAT!r}"]
    wrong = []
    digest = sha256_of(found["snapshot"])
    if digest != found["sha256"]:
        wrong.append("the content is not what its SHA-256 says: it was changed")
    if key and key != found["key"]:
        wrong.append("the snapshot was signed with another key")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(found["key"])).verify(
            bytes.fromhex(found["signature"]), proof(digest)
        )
    except (InvalidSignature, ValueError):
        wrong.append("the signature does not fit the content")
    return wrong
