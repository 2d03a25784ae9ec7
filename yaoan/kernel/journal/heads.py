"""Heads as they leave the house: JSON lines for the level above and the auditor, short heads for paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yaoan.kernel.journal import chain
from yaoan.kernel.journal.models import Seal


def as_dict(seal: Seal) -> dict[str, Any]:
    """A seal by the names and in the spelling it has in exports and files of heads; bytes in hex."""
    return {
        "id": seal.pk,
        "first": seal.first,
        "last": seal.last,
        "count": seal.count,
        "root": bytes(seal.root).hex(),
        "previous": bytes(seal.previous).hex(),
        "head": bytes(seal.head).hex(),
        "sealed_at": chain.instant(seal.sealed_at),
        "key": seal.key,
        "signature": bytes(seal.signature).hex(),
    }


def as_row(seal: dict[str, Any]) -> Seal:
    """The row of a seal, not saved."""
    raw = {name: bytes.fromhex(seal[name]) for name in ("root", "previous", "head", "signature")}
    return Seal(**{**seal, **raw, "sealed_at": datetime.fromisoformat(seal["sealed_at"])})


def as_json(seal: Seal) -> str:
    """A seal as one line, the form in which heads are kept elsewhere."""
    return chain.spelled(as_dict(seal)).decode()


@dataclass(frozen=True)
class Printed:
    """A head as it is printed on records: `text` also as a QR code, `groups` to be compared by eye."""

    seal: int
    last: int
    sealed_at: datetime
    text: str
    groups: tuple[str, ...]


def printed(seal: Seal) -> Printed:
    """A head for paper. `text` is taken by `yaoan journal verify --heads` as it stands, with its check digits."""
    head = bytes(seal.head).hex()
    groups = tuple(head[at : at + 4] for at in range(0, len(head), 4))
    return Printed(seal.pk, seal.last, seal.sealed_at, chain.short_head(seal.pk, seal.last, head), groups)
