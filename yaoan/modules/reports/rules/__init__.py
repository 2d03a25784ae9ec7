"""Pure rules of reports: templates, periods, sentences around figures, sums that must come out, snapshots and slips."""

from yaoan.modules.reports.rules.checking import Sum, check, faults
from yaoan.modules.reports.rules.kept import AFTER, BEFORE, TOTAL, Kept, spelled
from yaoan.modules.reports.rules.paper import Facts, paper_of, tables_of
from yaoan.modules.reports.rules.periods import Span, period_words
from yaoan.modules.reports.rules.sealing import envelope, proof, sha256_of, verify
from yaoan.modules.reports.rules.slips import Difference, differences
from yaoan.modules.reports.rules.templates import Asked, BadTemplates, Passage, Sums, TableSpec, Template, read
from yaoan.modules.reports.rules.wording import numbers_in

__all__ = [
    "AFTER",
    "BEFORE",
    "TOTAL",
    "Asked",
    "BadTemplates",
    "Difference",
    "Facts",
    "Kept",
    "Passage",
    "Span",
    "Sum",
    "Sums",
    "TableSpec",
    "Template",
    "check",
    "differences",
    "envelope",
    "faults",
    "numbers_in",
    "paper_of",
    "period_words",
    "proof",
    "read",
    "sha256_of",
    "spelled",
    "tables_of",
    "verify",
]
