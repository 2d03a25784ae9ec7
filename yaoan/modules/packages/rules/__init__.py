"""The format of packages, reading them without trust, and what a check may find. Pure: no database."""

from yaoan.modules.packages.rules.findings import counted, finding, sentence, sentences, verdict
from yaoan.modules.packages.rules.parcel import MOST_RECORDS, PACKAGES, digest_of, write
from yaoan.modules.packages.rules.reading import (
    NotAPackage,
    Parcel,
    chain_in,
    claimed,
    file_in,
    heads_in,
    packages_in,
    read,
)

__all__ = [
    "MOST_RECORDS",
    "PACKAGES",
    "NotAPackage",
    "Parcel",
    "chain_in",
    "claimed",
    "counted",
    "digest_of",
    "file_in",
    "finding",
    "heads_in",
    "packages_in",
    "read",
    "sentence",
    "sentences",
    "verdict",
    "write",
]
