"""Rules of the register that need no database: codes and their checks, names, likeness, search keys.

``from yaoan.modules.subjects import rules`` and ask ``rules.check_identifier("uscc", text)``.
"""

from yaoan.modules.subjects.rules.identifiers import IDENTIFIERS, check_identifier, kinds_of
from yaoan.modules.subjects.rules.likeness import LIKELY, POSSIBLE, Likeness, Party, blocking_keys, likeness
from yaoan.modules.subjects.rules.names import NameParts, normal_name, parts_of
from yaoan.modules.subjects.rules.search import search_keys, sounds_of
from yaoan.modules.subjects.rules.verdicts import Form, Identifier, Verdict

__all__ = [
    "IDENTIFIERS",
    "LIKELY",
    "POSSIBLE",
    "Form",
    "Identifier",
    "Likeness",
    "NameParts",
    "Party",
    "Verdict",
    "blocking_keys",
    "check_identifier",
    "kinds_of",
    "likeness",
    "normal_name",
    "parts_of",
    "search_keys",
    "sounds_of",
]
