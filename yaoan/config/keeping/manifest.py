"""What a backup consists of, file by file, and whether it is still that."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "yaoan-backup-1"
NAME = "manifest.json"
DUMP, HEADS, FILES, KEYS = "database.dump", "heads.jsonl", "files", "keys"
PIECE = 1 << 20


class Damaged(Exception):
    """The folder is no backup, or not any more the one that was made; the text names every fault."""


@dataclass(frozen=True)
class Manifest:
    """`files` are (size, SHA-256 in hex) by path below the folder; `facts` say when, by which program and up to where."""

    facts: Mapping[str, Any]
    files: Mapping[str, tuple[int, str]]
    key: str
    signature: str

    @classmethod
    def of(cls, folder: Path, facts: Mapping[str, Any], *, key: str, sign: Any) -> Self:
        """The manifest of what lies in a folder now."""
        files = {str(path.relative_to(folder)): fingerprint(path) for path in _contents(folder)}
        return cls(facts, files, key, sign(_spelled(facts, files)).hex())

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest in a folder. Raises Damaged."""
        try:
            found = json.loads((folder / NAME).read_text("utf-8"))
            if found["facts"]["format"] != FORMAT:
                raise Damaged(
                    f"{folder} was made in the format {found['facts']['format']}; this program reads {FORMAT}."
                )
            files = {path: (int(size), str(digest)) for path, (size, digest) in found["files"].items()}
            return cls(found["facts"], files, found["key"], found["signature"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Damaged(f"{folder} is no complete backup: {NAME} cannot be read ({error}).") from error

    def write(self, folder: Path) -> None:
        body = {"facts": self.facts, "files": self.files, "key": self.key, "signature": self.signature}
        (folder / NAME).write_text(json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")

    def check(self, folder: Path) -> None:
        """Raises Damaged, naming every file that is missing, changed or too many."""
        faults = list(self._faults(folder))
        if faults:
            shown = "\n".join(f"  {fault}" for fault in faults[:20])
            raise Damaged(f"{folder} is damaged ({len(faults)} faults), nothing was restored:\n{shown}")

    def _faults(self, folder: Path) -> Iterator[str]:
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            key.verify(bytes.fromhex(self.signature), _spelled(self.facts, self.files))
        except (InvalidSignature, ValueError):
            yield f"{NAME}: the signature does not fit"
        there = {str(path.relative_to(folder)) for path in _contents(folder)}
        for path, expected in sorted(self.files.items()):
            if path not in there:
                yield f"{path}: missing"
            elif fingerprint(folder / path) != expected:
                yield f"{path}: not what was backed up"
        for path in sorted(there - self.files.keys()):
            yield f"{path}: does not belong to this backup"


def fingerprint(path: Path) -> tuple[int, str]:
    """(size, SHA-256 in hex) of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def _contents(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / NAME)


def _spelled(facts: Mapping[str, Any], files: Mapping[str, tuple[int, str]]) -> bytes:
    return json.dumps([facts, files], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
