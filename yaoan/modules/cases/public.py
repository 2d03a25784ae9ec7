"""What later modules may use of cases."""

from yaoan.modules.cases.choices import HitStand, Outcome, PartyKind, Source, State
from yaoan.modules.cases.commands import Exhibit, File, NoteHit, Receive, Remark, Resume, Suspend, TakeUp
from yaoan.modules.cases.commands.asking import not_certified
from yaoan.modules.cases.models import Case, Document, Measure
from yaoan.modules.cases.queries import names_of, thresholds_of, watched_cases
from yaoan.modules.cases.rules.papers import Form, forms_of
from yaoan.modules.cases.rules.papers import paper_of as form_paper
from yaoan.modules.cases.rules.thresholds import WHOLE

__all__ = [
    "WHOLE", "Case", "Document", "Exhibit", "File", "Form", "HitStand", "Measure", "NoteHit", "Outcome", "PartyKind", "Receive", "Remark", "Resume", "Source",
    "State", "Suspend", "TakeUp", "form_paper", "forms_of", "names_of", "not_certified", "thresholds_of", "watched_cases",
]  # fmt: skip
