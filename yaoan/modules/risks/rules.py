"""Pure rules of the risk ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

RECHECK_SHARE = 20
"""One closed risk in so many is visited again unannounced (the share is this office's own rule)."""


def missing_evidence(required: Iterable[str], evidence: Sequence[Mapping[str, Any]], since_seq: int = 0) -> list[str]:
    """The purposes a kind of risk asks evidence for and that no file, attached after `since_seq`, serves."""
    given = {item.get("purpose") for item in evidence if item.get("seq", 0) > since_seq}
    return [purpose for purpose in required if purpose not in given]


def is_drawn_for_recheck(number: str, closed_on: date) -> bool:
    """Whether a closed risk is visited again: a draw anybody can repeat from its number and the day of closing."""
    digest = sha256(f"{number}|{closed_on.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % RECHECK_SHARE == 0


def coverage(visited: int, total: int) -> int:
    """Share of a sweep's visits that are done, in whole per cent (rounded down: 100 means all)."""
    return 100 * visited // total if total else 0
