"""What later modules may use of cases."""

from yaoan.modules.cases.choices import Outcome, PartyKind, Source, State
from yaoan.modules.cases.commands import Exhibit, File, Receive, Remark, TakeUp
from yaoan.modules.cases.models import Case, Document, Measure

__all__ = [
    "Case", "Document", "Exhibit", "File", "Measure", "Outcome", "PartyKind", "Receive", "Remark", "Source", "State",
    "TakeUp",
]  # fmt: skip
