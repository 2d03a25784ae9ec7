"""What other modules may use of risks."""

from yaoan.modules.risks.choices import Level, State
from yaoan.modules.risks.commands import Raise, Report
from yaoan.modules.risks.models import Risk, Sweep, Visit

__all__ = ["Level", "Raise", "Report", "Risk", "State", "Sweep", "Visit"]
