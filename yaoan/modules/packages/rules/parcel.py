"""A package as a file: a zip with a signed manifest, and beside it records, journal entries, heads and files by hash.

    manifest.json   one line, signed: sender, receiver, sequence number, hash of the package before, hash of every member
    records.jsonl   what each record is now, in words
    entries.jsonl   its whole journal, each line as it was hashed and signed (the lines of an exported journal)
    heads.jsonl     the seals of the sender's journal since the package before
    files/SHA256    attachments
    packages/SHA256 packages from below that are passed on, as they came: each a package like this one

Every member is deflated or stored, and dated alike, so that the same content gives the same file.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from yaoan.kernel.journal import chain

FORMAT = "yaoan-package/1"
MANIFEST, RECORDS, ENTRIES, HEADS, FILES = "manifest.json", "records.jsonl", "entries.jsonl", "heads.jsonl", "files/"
PACKAGES = "packages/"
MOST_RECORDS = 1_000
"""The most records in one package; what remains goes into the next. It bounds the transaction that accepts it."""
MOST_ENTRIES = 100_000
MOST_MEMBERS = 6_000
LARGEST_PART = 128 << 20
"""The most bytes of a member of lines, unpacked."""
LARGEST_FILE = 200 << 20
_DAY = (1980, 1, 1, 0, 0, 0)


def digest_of(manifest: Mapping[str, Any]) -> str:
    """What the next package names as the one before it: SHA-256 of the manifest as it is spelled, in hex."""
    return hashlib.sha256(chain.spelled(manifest)).hexdigest()


def write(
    path: Path,
    head: Mapping[str, Any],
    *,
    records: Sequence[Mapping[str, Any]],
    entries: Iterable[bytes],
    heads: Iterable[Mapping[str, Any]],
    files: Iterable[tuple[str, Path]],
    packages: Iterable[tuple[str, Path]] = (),
    sign: Callable[[bytes], bytes],
) -> dict[str, Any]:
    """Write a package and return its manifest. `head` names sender, receiver, sequence, previous, made_at, since, until;
    `files` and `packages` are (SHA-256, path). Raises OSError."""
    seals, lines = list(heads), list(entries)
    parts = {
        RECORDS: b"".join(chain.spelled(record) + b"\n" for record in records),
        ENTRIES: b"".join(lines),
        HEADS: b"".join(chain.spelled(seal) + b"\n" for seal in seals),
    }
    named = {name: [len(part), hashlib.sha256(part).hexdigest()] for name, part in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name, part in parts.items():
            target.writestr(_info(name), part)
        enclosed = [*((FILES, *one) for one in files), *((PACKAGES, *one) for one in packages)]
        for folder, sha256, source in enclosed:
            name = f"{folder}{sha256}"
            named[name] = [source.stat().st_size, sha256]
            with source.open("rb") as given, target.open(_info(name, stored=True), "w") as into:
                while piece := given.read(1 << 20):
                    into.write(piece)
        counts = {"records": len(records), "entries": len(lines), "heads": len(seals)}
        manifest = {"format": FORMAT, **head, **counts, "members": named}
        target.writestr(_info(MANIFEST), chain.manifest_line(manifest, sign(chain.spelled(manifest))))
    return manifest


def _info(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def lines_of(part: bytes) -> list[bytes]:
    """The lines of a member, each with its end."""
    return part.splitlines(keepends=True) if b"\r" not in part else [line + b"\n" for line in part.split(b"\n") if line]


def said(line: bytes) -> dict[str, Any]:
    """What an entry says, from the bytes that were hashed."""
    value: dict[str, Any] = json.loads(line)
    return value
