"""Rules of the register that need no database: codes and their checks, names, likeness, search keys.

``from yaoan.modules.subjects import rules`` and ask ``rules.check_identifier("uscc", text)``.
"""

from yaoan.modules.subjects.rules.identifiers import IDENTIFIERS, check_identifier, kinds_of
from yaoan.modules.subjects.rules.verdicts import Form, Identifier, Verdict

__all__ = ["IDENTIFIERS", "Form", "Identifier", "Verdict", "check_identifier", "kinds_of"]
