"""Journals made in memory with the real chain functions, for tests that tamper with them."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from yaoan.kernel.journal import chain

ACTS = ("report", "assess", "assign", "rectify", "accept", "close")


@dataclass(frozen=True)
class Signer:
    """A key: the installation's own, or a forger's."""

    private: Ed25519PrivateKey

    @classmethod
    @cache
    def of(cls, seed: int) -> "Signer":
        return cls(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))

    @property
    def public(self) -> str:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


OURS, FORGER = Signer.of(1), Signer.of(2)


@dataclass
class Entry:
    """One entry as the journal keeps it."""

    id: int
    line: dict[str, Any]
    previous: bytes = b""
    hash: bytes = b""
    signature: bytes = b""

    @property
    def leaf(self) -> bytes:
        return chain.leaf(self.id, self.hash, self.signature)

    def chained(self, previous: bytes, signer: Signer) -> None:
        self.previous = previous
        self.hash = chain.link(previous, self.line)
        self.signature = signer.sign(self.hash)


@dataclass
class Journal:
    """Entries in the order of their ids, and the seals over them."""

    entries: list[Entry] = field(default_factory=list)
    seals: list[dict[str, Any]] = field(default_factory=list)

    def add(self, record: int, *, payload: dict[str, Any], gap: int = 0) -> None:
        """Perform an act on a record; `gap` ids before it were drawn by transactions that failed."""
        before = [entry for entry in self.entries if entry.line["record"] == record]
        seq = len(before) + 1
        entry = Entry((self.entries[-1].id if self.entries else 0) + 1 + gap, line_of(record, seq, payload))
        entry.chained(before[-1].hash if before else chain.ORIGIN, OURS)
        self.entries.append(entry)

    def seal(self, signer: Signer = OURS) -> None:
        """Seal what no seal covers yet."""
        before = self.seals[-1] if self.seals else None
        fresh = [entry for entry in self.entries if entry.id > self.sealed_to]
        if fresh:
            tree = chain.Tree()
            for entry in fresh:
                tree.add(entry.leaf)
            at = f"2026-01-01T{len(self.seals):02}:00:00.000000Z"
            last = fresh[-1].id
            made = chain.next_seal(before, tree, last=last, sealed_at=at, key=signer.public, sign=signer.sign)
            self.seals.append(made)

    @property
    def sealed_to(self) -> int:
        return self.seals[-1]["last"] if self.seals else 0

    def of(self, record: int) -> list[Entry]:
        return [entry for entry in self.entries if entry.line["record"] == record]

    def seal_over(self, entry: int) -> int | None:
        """The number of the seal that covers an id."""
        return next((seal["id"] for seal in self.seals if seal["first"] <= entry <= seal["last"]), None)

    def resealed(self, ends: list[int], signer: Signer) -> None:
        """Throw the seals away and make new ones that end where the old ones did."""
        entries, self.entries, self.seals = self.entries, [], []
        for end in [*ends, None]:
            self.entries = [entry for entry in entries if end is None or entry.id <= end]
            if end is not None:
                self.seal(signer)

    def rechained(self, record: int, signer: Signer | None) -> None:
        """Work the chain of a record out anew; without a signer the signatures stay as they are."""
        previous = chain.ORIGIN
        for entry in self.of(record):
            signature = entry.signature
            if (previous, chain.link(previous, entry.line)) != (entry.previous, entry.hash):
                entry.chained(previous, signer or OURS)
                entry.signature = entry.signature if signer else signature
            previous = entry.hash

    def manifest(self) -> dict[str, Any]:
        """What an export of this journal says of itself."""
        tail = [entry.leaf for entry in self.entries if entry.id > self.sealed_to]
        return {
            "format": chain.FORMAT, "key": OURS.public, "made_at": "2026-02-01T00:00:00.000000Z", "since": 0,
            "number": None, "last": max((entry.id for entry in self.entries), default=0),
            "entries": len(self.entries), "records": len({entry.line["record"] for entry in self.entries}),
            "seals": len(self.seals), "tail_count": len(tail), "tail_root": chain.merkle_root(tail).hex(),
        }  # fmt: skip

    def export_lines(self, signer: Signer = OURS, **changed: Any) -> list[bytes]:
        manifest = {**self.manifest(), **changed}
        return [
            chain.manifest_line(manifest, signer.sign(chain.spelled(manifest))),
            *(chain.seal_line(seal) for seal in self.seals),
            *(chain.entry_line(e.id, e.previous, e.hash, e.signature, e.line) for e in self.entries),
        ]

    def write(self, path: Path, **changed: Any) -> Path:
        path.write_bytes(b"".join(self.export_lines(**changed)))
        return path

    def write_heads(self, path: Path) -> Path:
        path.write_bytes(b"".join(chain.spelled(seal) + b"\n" for seal in self.seals))
        return path


def line_of(record: int, seq: int, payload: dict[str, Any]) -> dict[str, Any]:
    """What stands on the line of an act."""
    return {
        "record": record, "kind": "risks", "number": number_of(record), "seq": seq, "act": ACTS[(seq - 1) % len(ACTS)],
        "command_id": str(UUID(int=record * 10_000 + seq)), "cause": None, "actor": 7, "agency": 3, "area": "990121",
        "owner": 3, "from_state": "" if seq == 1 else "reported", "to_state": "assessed", "effective_on": "2026-01-01",
        "recorded_at": "2026-01-01T08:00:00.000000Z", "payload": payload, "facets": {"level": "high"},
    }  # fmt: skip


def number_of(record: int) -> str:
    return f"RSK-2026-{record:06}"
