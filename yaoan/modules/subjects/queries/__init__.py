"""What may be asked of the register; every function takes the actor first, and what is out of scope does not exist."""

from yaoan.modules.subjects.queries.doubles import (
    Double,
    Pair,
    doubles_in,
    firm_count,
    keys_of,
    likely_doubles,
    party_of,
    subjects_like,
)
from yaoan.modules.subjects.queries.links import (
    ban_of,
    current_of,
    firms_named,
    firms_of,
    identity_of,
    licences_of,
    people_of,
    products_of,
    run_out_licences,
    same_as,
    shops_of,
    subject_by_code,
    supplied_by,
)
from yaoan.modules.subjects.queries.registers import firms_by_code, firms_by_name, licences_by_code
from yaoan.modules.subjects.queries.siblings import Sibling, siblings_by

__all__ = [
    "Double",
    "Pair",
    "Sibling",
    "ban_of",
    "current_of",
    "doubles_in",
    "firm_count",
    "firms_by_code",
    "firms_by_name",
    "firms_named",
    "firms_of",
    "identity_of",
    "keys_of",
    "licences_by_code",
    "licences_of",
    "likely_doubles",
    "party_of",
    "people_of",
    "products_of",
    "run_out_licences",
    "same_as",
    "shops_of",
    "siblings_by",
    "subject_by_code",
    "subjects_like",
    "supplied_by",
]
