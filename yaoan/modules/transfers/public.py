"""What later modules may use of transfers."""

from yaoan.modules.transfers.choices import Direction, HitState, State
from yaoan.modules.transfers.commands import Propose, Receive, Remark
from yaoan.modules.transfers.models import Hit, Transfer

__all__ = ["Direction", "Hit", "HitState", "Propose", "Receive", "Remark", "State", "Transfer"]
