"""Whether the journal of a restored database is the one whose heads were kept. Run as a process of its own."""

import os
import sys
import tempfile
from pathlib import Path

from yaoan.config.cli import setup
from yaoan.config.keeping.steps import step

FOUND = 3
"""The status with which a proof ends that found something; any other but 0 says that it did not come to its end."""


class Far:
    """How much of how much is done, as it was told last."""

    def __init__(self) -> None:
        self._done = self._whole = 0

    def tell(self, done: int, whole: int) -> None:
        self._done, self._whole = done, whole

    def __call__(self) -> str:
        return f"{self._done:,} of {self._whole:,}," if self._whole else ""


def main(heads: str) -> int:
    """Export the journal of the database in the environment and verify it against a file of heads; `FOUND` with the findings."""
    setup()
    from yaoan.kernel.journal import export, signing
    from yaoan.kernel.journal.verify.checking import verify

    with tempfile.TemporaryDirectory(prefix="yaoan-proof-") as folder:
        journal = Path(folder) / "journal.jsonl.gz"
        jobs, far = os.cpu_count() or 1, Far()
        with step("Journal exported", far):
            export.write(journal, jobs=jobs, told=far.tell)
        kept, far = heads if Path(heads).stat().st_size else None, Far()
        with step("Journal held against its heads", far):
            report = verify(journal, heads=kept, keys=[signing.public_key()], jobs=jobs, told=far.tell)
    for finding in report.findings[:20]:
        print(finding, file=sys.stderr)
    print(f"Journal verified: {report.entries:,} entries, {report.seals} seals, {report.count} findings")
    return FOUND if report.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
