"""What is hashed, and how. The verifier defines it, so that it can stand alone; the system writes by that definition.

Pure, on the standard library alone. Beside it: how the lines of an export are spelled.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from yaoan.kernel.journal.verify.definitions import (
    COLUMNS,
    FORMAT,
    ORIGIN,
    Tree,
    canonical,
    climb,
    head_of,
    leaf,
    leaf_node,
    link,
    merkle_root,
    node,
    short_head,
    spelled,
)

__all__ = [
    "COLUMNS",
    "FORMAT",
    "ORIGIN",
    "Tree",
    "canonical",
    "climb",
    "entry_line",
    "head_of",
    "instant",
    "leaf",
    "link",
    "manifest_line",
    "merkle_root",
    "next_seal",
    "paths",
    "seal_line",
    "short_head",
    "spelled",
]


def instant(at: datetime) -> str:
    """An instant in the one spelling that is hashed: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def next_seal(
    before: Mapping[str, Any] | None, tree: Tree, *, last: int, sealed_at: str, key: str, sign: Callable[[bytes], bytes]
) -> dict[str, Any]:
    """The seal after `before` over the entries in `tree`, the newest of which is `last`; bytes are spelled in hex."""
    previous = before["head"] if before else ORIGIN.hex()
    seal = {
        "id": before["id"] + 1 if before else 1,
        "first": before["last"] + 1 if before else 1,
        "last": last,
        "count": tree.count,
        "root": tree.root().hex(),
        "sealed_at": sealed_at,
        "key": key,
    }
    head = head_of(bytes.fromhex(previous), seal)
    return {**seal, "previous": previous, "head": head.hex(), "signature": sign(head).hex()}


def manifest_line(manifest: Mapping[str, Any], signature: bytes) -> bytes:
    """The first line of an export; the signature is over the manifest as it is spelled."""
    return b'{"manifest":%b,"signature":"%b"}\n' % (spelled(manifest), signature.hex().encode())


def seal_line(seal: Mapping[str, Any]) -> bytes:
    """The line of a seal."""
    return b'{"seal":%b}\n' % spelled(seal)


def entry_line(
    entry: int,
    previous: bytes,
    hash_: bytes,
    signature: bytes,
    line: Mapping[str, Any],
    path: Sequence[str] | None = None,
) -> bytes:
    """The line of an entry: what lies around the hashed bytes comes first, so that they can be hashed as they stand."""
    around = f'{{"id":{entry},"previous":"{previous.hex()}","hash":"{hash_.hex()}","signature":"{signature.hex()}"'
    steps = b"" if path is None else b',"path":' + spelled(path)
    return around.encode() + steps + b',"entry":' + canonical(line) + b"}\n"


def paths(leaves: Iterable[bytes], wanted: Collection[bytes]) -> dict[bytes, list[str]]:
    """For some of the leaves the way up to the root over all, as `climb` goes it. Constant memory."""
    ways: dict[bytes, list[str]] = {content: [] for content in wanted}
    peaks: list[tuple[bytes, list[bytes]]] = []

    def join(left: tuple[bytes, list[bytes]], right: tuple[bytes, list[bytes]]) -> tuple[bytes, list[bytes]]:
        for content in left[1]:
            ways[content].append(f"R{right[0].hex()}")
        for content in right[1]:
            ways[content].append(f"L{left[0].hex()}")
        return node(left[0], right[0]), left[1] + right[1]

    for place, content in enumerate(leaves):
        top = leaf_node(content), [content] if content in ways else []
        while place & 1:
            top = join(peaks.pop(), top)
            place >>= 1
        peaks.append(top)
    while len(peaks) > 1:
        right = peaks.pop()
        peaks.append(join(peaks.pop(), right))
    return ways
