"""What is hashed, and how. The verifier defines it, so that it can stand alone; the system writes by that definition.

Pure, on the standard library alone. Beside it: how the lines of an export are spelled.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    "leaf",
    "link",
    "manifest_line",
    "merkle_root",
    "paths",
    "seal_line",
    "short_head",
    "spelled",
]


def manifest_line(manifest: Mapping[str, Any], signature: bytes) -> bytes:
    """The first line of an export; the signature is over the manifest as it is spelled."""
    return b'{"manifest":%b,"signature":"%b"}\n' % (spelled(manifest), signature.hex().encode())


def seal_line(seal: Mapping[str, Any]) -> bytes:
    """The line of a seal."""
    return b'{"seal":%b}\n' % spelled(seal)


def entry_line(
    entry: int, previous: str, hash_: str, signature: str, line: Mapping[str, Any], path: Sequence[str] | None = None
) -> bytes:
    """The line of an entry: what lies around the hashed bytes comes first, so that they can be hashed as they stand."""
    steps = b"" if path is None else b',"path":%b' % spelled(path)
    around = f'{{"id":{entry},"previous":"{previous}","hash":"{hash_}","signature":"{signature}"'.encode()
    return b'%b%b,"entry":%b}\n' % (around, steps, canonical(line))


def paths(leaves: Iterable[bytes], wanted: Collection[int]) -> dict[int, list[str]]:
    """For some leaves (by their place, from 0) the way up to the root over all, as `climb` goes it. Constant memory."""
    ways: dict[int, list[str]] = {place: [] for place in wanted}
    peaks: list[tuple[bytes, list[int]]] = []

    def join(left: tuple[bytes, list[int]], right: tuple[bytes, list[int]]) -> tuple[bytes, list[int]]:
        for place in left[1]:
            ways[place].append(f"R{right[0].hex()}")
        for place in right[1]:
            ways[place].append(f"L{left[0].hex()}")
        return node(left[0], right[0]), left[1] + right[1]

    for place, content in enumerate(leaves):
        top = leaf_node(content), [place] if place in ways else []
        while place & 1:
            top = join(peaks.pop(), top)
            place >>= 1
        peaks.append(top)
    while len(peaks) > 1:
        right = peaks.pop()
        peaks.append(join(peaks.pop(), right))
    return ways
