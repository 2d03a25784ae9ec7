"""What later modules may use of cases."""

from yaoan.modules.cases.choices import Outcome, PartyKind, Source, State
from yaoan.modules.cases.commands import Exhibit, File, Receive, Remark, Resume, Suspend, TakeUp
from yaoan.modules.cases.models import Case, Document, Measure
from yaoan.modules.cases.queries import live_cases, names_of, thresholds_of
from yaoan.modules.cases.rules.papers import Form, forms_of
from yaoan.modules.cases.rules.papers import paper_of as form_paper

__all__ = [
    "Case", "Document", "Exhibit", "File", "Form", "Measure", "Outcome", "PartyKind", "Receive", "Remark", "Resume", "Source",
    "State", "Suspend", "TakeUp", "form_paper", "forms_of", "live_cases", "names_of", "thresholds_of",
]  # fmt: skip
