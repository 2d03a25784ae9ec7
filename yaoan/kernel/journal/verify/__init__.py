"""Check an exported journal against heads that were kept elsewhere.

The package stands alone: Python 3.11 with the package `cryptography`, nothing else of Yaoan (hence its relative imports).
`yaoan journal verifier FILE` packs it into one file for a stick, to be run as `python FILE JOURNAL --heads HEADS`.

`definitions` says what is hashed, and how; the system writes by the same definitions (see `chain`), so what is written
and what is checked cannot drift apart. What the proof covers, and where it ends, stands in `docs/guide/journal.md`.
"""

from .checking import verify, verify_heads
from .findings import Finding
from .reading import NotAJournal
from .report import Report

__all__ = ["Finding", "NotAJournal", "Report", "verify", "verify_heads"]
