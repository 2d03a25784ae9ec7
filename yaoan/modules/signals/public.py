"""What other modules may use of signals."""

from yaoan.modules.signals.choices import Finding, State
from yaoan.modules.signals.commands import BecomeCase, BecomeRisk, Receive
from yaoan.modules.signals.models import Signal

__all__ = ["BecomeCase", "BecomeRisk", "Finding", "Receive", "Signal", "State"]
