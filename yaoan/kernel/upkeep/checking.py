"""The journal of this installation, exported and held against its own seals."""

import tempfile
from pathlib import Path

from yaoan.kernel import secrets
from yaoan.kernel.journal import export, signing
from yaoan.kernel.journal.verify import Report, verify
from yaoan.kernel.upkeep.marks import VERIFY, note


def verified(*, since: int = 0) -> Report:
    """Check the entries after the seal that covers `since`, and note the outcome. Raises Busy and OSError.

    Heads that lie outside the house prove more: see `yaoan journal verify --heads`.
    """
    home = secrets.home()
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="verify-", dir=home) as folder:
        file = Path(folder) / "journal.jsonl.gz"
        manifest = export.write(file, since=since)
        report = verify(file, keys=[signing.public_key()])
    note(VERIFY, is_good=report.ok, last=manifest["last"], since=manifest["since"], entries=report.entries)
    return report
