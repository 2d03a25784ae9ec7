"""Another installation, invented: it signs with a key of its own and makes packages for ours."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.journal import chain, signing
from yaoan.modules.packages import rules
from yaoan.modules.packages.commands.packages import FILE

WHEN = "2025-03-01T08:00:00.000000Z"


@dataclass
class Record:
    """A record over there with its journal, as an export spells it."""

    id: int
    number: str
    title: str = "青溪康和大药房"
    area: str = "990121"
    kind: str = "risks"
    state: str = "reported"
    is_closed: bool = False
    lines: list[bytes] = field(default_factory=list)
    head: bytes = chain.ORIGIN


@dataclass
class Elsewhere:
    """An installation: a key, records, seals, and the packages it has made."""

    seed: str = "elsewhere"
    name: str = "青溪县市场监督管理局"
    sequence: int = 0
    previous: str = ""
    entry: int = 0
    seals: list[dict[str, Any]] = field(default_factory=list)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(sha256(self.seed.encode()).digest())

    @property
    def key(self) -> str:
        raw = self._key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return raw.hex()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)

    def record(self, record_id: int, **values: Any) -> Record:
        """A new record with its first entry."""
        made = Record(record_id, values.pop("number", f"RSK-2025-{record_id:06}"), **values)
        self.act(made, "report")
        return made

    def act(self, record: Record, act: str, *, state: str = "", payload: Mapping[str, Any] | None = None) -> None:
        """One more entry."""
        self.entry += 1
        before, record.state = record.state, state or record.state
        line = {
            "record": record.id, "kind": record.kind, "number": record.number, "seq": len(record.lines) + 1, "act": act,
            "command_id": f"00000000-0000-4000-8000-{self.entry:012}", "cause": None, "actor": 1, "agency": 1,
            "area": record.area, "owner": 1, "from_state": before, "to_state": record.state, "effective_on": "2025-03-01",
            "recorded_at": WHEN, "payload": dict(payload or {}), "facets": {},
        }  # fmt: skip
        hash_ = chain.link(record.head, line)
        record.lines.append(chain.entry_line(self.entry, record.head, hash_, self.sign(hash_), line))
        record.head = hash_

    def seal(self) -> dict[str, Any]:
        """One more seal; what it covers does not matter to a package."""
        tree = chain.Tree()
        tree.add(self.entry.to_bytes(8, "big"))
        last = self.seals[-1]["last"] + 1 if self.seals else 1
        made = chain.next_seal(
            self.seals[-1] if self.seals else None, tree, last=last, sealed_at=WHEN, key=self.key, sign=self.sign
        )
        self.seals.append(made)
        return made

    def package(
        self,
        *records: Record,
        told: Callable[[dict[str, Any]], None] | None = None,
        files: Sequence[tuple[str, Path]] = (),
        packages: Sequence[tuple[str, Path]] = (),
        heads: Sequence[dict[str, Any]] | None = None,
        **head: Any,
    ) -> bytes:
        """The next package; `told` may change what is said of each record, `head` what the manifest says."""
        self.sequence += 1
        said = [_said(record, files) for record in records]
        for one in said if told else ():
            told(one)  # type: ignore[misc]
        begin = {
            "sender": self.key, "sender_name": self.name, "receiver": signing.public_key(), "receiver_name": "云河市局",
            "sequence": self.sequence, "previous": self.previous, "made_at": WHEN, "since": 0, "until": self.entry,
        } | head  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "package.zip"
            manifest = rules.write(
                path, begin, records=said, entries=[line for record in records for line in record.lines],
                heads=self.seals if heads is None else heads, files=files,
                packages=packages, sign=self.sign,
            )  # fmt: skip
            self.previous = rules.digest_of(manifest)
            return path.read_bytes()


def _said(record: Record, files: Sequence[tuple[str, Path]]) -> dict[str, Any]:
    return {
        "id": record.id, "kind": record.kind, "number": record.number, "title": record.title, "label": "风险隐患",
        "state": record.state, "state_label": "待研判", "closed": record.is_closed, "area": record.area,
        "seq": len(record.lines), "head": record.head.hex(), "details": [["隐患名称", record.title], ["等级", "一般"]],
        "files": [{"name": "现场.jpg", "purpose": "", "sent": True, "sha256": sha} for sha, _path in files],
    }  # fmt: skip


def kept(content: bytes, name: str = "package.zip") -> tuple[Evidence, ...]:
    """A package as the form carries it."""
    return (store([content], name=name, purpose=FILE),)
