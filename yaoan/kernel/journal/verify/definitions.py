"""What is hashed and signed, and how: the one page an auditor must agree with."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMAT = "yaoan-journal/1"

ORIGIN = b"\0" * 32
"""What the first entry of a record, and the first seal, have before them."""

COLUMNS = (
    "record", "kind", "number", "seq", "act", "command_id", "cause", "actor", "agency", "area", "owner",
    "from_state", "to_state", "effective_on", "recorded_at", "payload", "facets",
)  # fmt: skip
"""The columns a hash covers, by the names they have in an export."""

SEALED = ("id", "first", "last", "count", "root", "sealed_at", "key")
"""What the head of a seal covers, beside the head before it."""


def spelled(value: Any) -> bytes:
    """The one spelling of a value: JSON with sorted keys, no blanks, UTF-8.

    Values must be str, int, bool, None, or lists and mappings of them (no floats: they have no one spelling).
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def canonical(line: Mapping[str, Any]) -> bytes:
    """The bytes of a journal line: its columns in their one spelling."""
    return spelled({name: line[name] for name in COLUMNS})


def link(previous: bytes, line: Mapping[str, Any]) -> bytes:
    """The hash of a line after `previous` (32 bytes): SHA-256 of both. The hash is what is signed."""
    return hashlib.sha256(previous + canonical(line)).digest()


def head_of(previous: bytes, seal: Mapping[str, Any]) -> bytes:
    """The head of a seal after the head before it (32 bytes): SHA-256 of both. The head is what is signed."""
    return hashlib.sha256(previous + spelled({name: seal[name] for name in SEALED})).digest()


def leaf(entry: int, hash_: bytes, signature: bytes) -> bytes:
    """What a seal covers of an entry: its id (its place in the journal), its hash and its signature."""
    return entry.to_bytes(8, "big") + hash_ + signature


def leaf_node(content: bytes) -> bytes:
    """The lowest node of a Merkle tree, over the content of one leaf (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The node above two nodes."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A Merkle tree as in RFC 6962 that is fed leaf by leaf and keeps one node a level, whatever its size."""

    __slots__ = ("_peaks", "count")

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []

    def add(self, content: bytes) -> None:
        """Add the next leaf."""
        top, size = leaf_node(content), self.count
        while size & 1:
            top = node(self._peaks.pop(), top)
            size >>= 1
        self._peaks.append(top)
        self.count += 1

    def root(self) -> bytes:
        """The root over the leaves so far."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        top = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            top = node(peak, top)
        return top


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root of the Merkle tree over leaves."""
    tree = Tree()
    for content in leaves:
        tree.add(content)
    return tree.root()


def climb(content: bytes, path: Sequence[str]) -> bytes:
    """The root a leaf leads to: each step is `L` or `R` (the side on which the other node stands) and that node in hex."""
    top = leaf_node(content)
    for step in path:
        other = bytes.fromhex(step[1:])
        top = node(other, top) if step[0] == "L" else node(top, other)
    return top


def short_head(seal: int, last: int, head: str) -> str:
    """A head as one line for paper and QR codes (capitals, digits, colons), with four check digits against slips."""
    text = f"YAOAN:{seal}:{last}:{head.upper()}"
    return f"{text}:{hashlib.sha256(text.encode()).hexdigest()[:4].upper()}"
