"""What may be asked of the exchange between levels."""

from yaoan.modules.packages.queries.checking import report_of, to_relay
from yaoan.modules.packages.queries.differences import Difference, accepted_by, differences, shown
from yaoan.modules.packages.queries.gathering import NothingNew, gathered
from yaoan.modules.packages.queries.series import (
    correspondent_of,
    correspondent_with,
    file_of,
    found_with,
    heads_from,
    history_of,
    last_made,
    newest_packages,
    packages_of,
    receiver_of,
    to_pass_on,
)

__all__ = [
    "Difference",
    "NothingNew",
    "accepted_by",
    "correspondent_of",
    "correspondent_with",
    "differences",
    "file_of",
    "found_with",
    "gathered",
    "heads_from",
    "history_of",
    "last_made",
    "newest_packages",
    "packages_of",
    "receiver_of",
    "report_of",
    "shown",
    "to_pass_on",
    "to_relay",
]
