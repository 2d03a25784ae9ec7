"""Whether the journal of a restored database is the one whose heads were kept. Run as a process of its own."""

import os
import sys
import tempfile
from pathlib import Path

from yaoan.config.cli import setup

FOUND = 3
"""The status with which a proof ends that found something; any other but 0 says that it did not come to its end."""


def main(heads: str) -> int:
    """Export the journal of the database in the environment and verify it against a file of heads; `FOUND` with the findings."""
    setup()
    from yaoan.kernel.journal import export, signing
    from yaoan.kernel.journal.verify.checking import verify

    with tempfile.TemporaryDirectory(prefix="yaoan-proof-") as folder:
        journal = Path(folder) / "journal.jsonl.gz"
        export.write(journal)
        kept = heads if Path(heads).stat().st_size else None
        report = verify(journal, heads=kept, keys=[signing.public_key()], jobs=os.cpu_count() or 1)
    for finding in report.findings[:20]:
        print(finding, file=sys.stderr)
    print(f"Journal verified: {report.entries:,} entries, {report.seals} seals, {report.count} findings")
    return FOUND if report.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
