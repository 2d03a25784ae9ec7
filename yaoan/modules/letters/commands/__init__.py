"""What officials may do to talks and letters."""

from yaoan.modules.letters.commands.drafting import Amend, Draft, Issue, Keep, Raise, Withdraw
from yaoan.modules.letters.commands.following import (
    Answer,
    Chase,
    Check,
    Extend,
    Hold,
    HoldToAccount,
    Lift,
    Reassign,
    Remark,
    Revert,
    SendBack,
    Serve,
)

__all__ = [
    "Amend",
    "Answer",
    "Chase",
    "Check",
    "Draft",
    "Extend",
    "Hold",
    "HoldToAccount",
    "Issue",
    "Keep",
    "Lift",
    "Raise",
    "Reassign",
    "Remark",
    "Revert",
    "SendBack",
    "Serve",
    "Withdraw",
]
