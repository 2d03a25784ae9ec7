"""What later modules may use of assistance and supervision."""

from yaoan.modules.assistance.choices import Level, Standing, State
from yaoan.modules.assistance.commands.asking import Draft
from yaoan.modules.assistance.commands.supervisions import Enlist, ReportUp
from yaoan.modules.assistance.models import Request, Supervision

__all__ = ["Draft", "Enlist", "Level", "ReportUp", "Request", "Standing", "State", "Supervision"]
