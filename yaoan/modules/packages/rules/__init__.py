"""The format of packages, reading them without trust, and what a check may find. Pure: no database."""

from yaoan.modules.packages.rules.findings import sentence
from yaoan.modules.packages.rules.parcel import MOST_RECORDS, digest_of, write
from yaoan.modules.packages.rules.reading import NotAPackage, Parcel, chain_in, claimed, file_in, heads_in, read

__all__ = [
    "MOST_RECORDS",
    "NotAPackage",
    "Parcel",
    "chain_in",
    "claimed",
    "digest_of",
    "file_in",
    "heads_in",
    "read",
    "sentence",
    "write",
]
