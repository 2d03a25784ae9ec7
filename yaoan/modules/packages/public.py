"""The door of the exchange between levels."""

from yaoan.modules.packages.commands import Pack, Receive
from yaoan.modules.packages.models import Correspondent, Foreign, Package
from yaoan.modules.packages.queries import (
    correspondent_of,
    correspondent_with,
    file_of,
    found_with,
    heads_from,
    last_made,
)
from yaoan.modules.packages.rules import NotAPackage, claimed, sentence

__all__ = [
    "Correspondent",
    "Foreign",
    "NotAPackage",
    "Pack",
    "Package",
    "Receive",
    "claimed",
    "correspondent_of",
    "correspondent_with",
    "file_of",
    "found_with",
    "heads_from",
    "last_made",
    "sentence",
]
