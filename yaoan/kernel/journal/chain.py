"""What is hashed, and how: canonical JSON of a line, chained to the line before it of the same record.

Pure, on the standard library alone: the offline verifier uses the same functions.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

ORIGIN = b"\0" * 32
"""What the first entry of a record, and the first seal, have before them."""

COLUMNS = (
    "record", "kind", "number", "seq", "act", "command_id", "cause", "actor", "agency", "area", "owner",
    "from_state", "to_state", "effective_on", "recorded_at", "payload", "facets",
)  # fmt: skip
"""The columns a hash covers, by the names they have in an export."""


def canonical(line: Mapping[str, Any]) -> bytes:
    """The bytes of a line: its columns as JSON with sorted keys, no blanks, UTF-8.

    Values must be str, int, bool, None, or lists and mappings of them (no floats: they have no one spelling).
    """
    body = {name: line[name] for name in COLUMNS}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def link(previous: bytes, line: Mapping[str, Any]) -> bytes:
    """The hash of a line after `previous` (32 bytes): SHA-256 of both."""
    return hashlib.sha256(previous + canonical(line)).digest()


def merkle_root(leaves: "list[bytes]") -> bytes:
    """The root of a Merkle tree over 32-byte leaves (RFC 6962 prefixes, the odd node is carried up)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]
