"""The note that a restore is changing places: while it lies there, data and keys may not belong together."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from yaoan.kernel import secrets


@dataclass(frozen=True)
class Unfinished:
    """Which backup is being restored, by the signature of its manifest, and the name under which others are set aside."""

    folder: str
    signature: str
    aside: str


def note(begun: Unfinished) -> None:
    """Write the note, on the disk before anything changes."""
    draft = _place().with_suffix(".in")
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(begun), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(_place())


def noted() -> Unfinished | None:
    """The restore that was broken off while places changed, if one was."""
    try:
        return Unfinished(**json.loads(_place().read_text("utf-8")))
    except FileNotFoundError:
        return None


def forget() -> None:
    _place().unlink(missing_ok=True)


def _place() -> Path:
    return secrets.home() / "restore-unfinished.json"
