"""What officials may do to the exchange with another installation, to packages, and what becomes of foreign records."""

from yaoan.modules.packages.commands.correspondents import Confirm, Pack, Rejoin, Rekey, Resume, Retire, Trust
from yaoan.modules.packages.commands.foreigns import Arrive, Finish, Renew, Reopen
from yaoan.modules.packages.commands.packages import Accept, AcceptPart, Check, Fail, Make, Note, Receive, Refuse, Relay

__all__ = [
    "Accept",
    "AcceptPart",
    "Arrive",
    "Check",
    "Confirm",
    "Fail",
    "Finish",
    "Make",
    "Note",
    "Pack",
    "Receive",
    "Refuse",
    "Rejoin",
    "Rekey",
    "Relay",
    "Renew",
    "Reopen",
    "Resume",
    "Retire",
    "Trust",
]
