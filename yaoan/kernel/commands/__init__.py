"""The one door: `perform` changes records, and nothing else does."""

from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands.base import NAMED, Ask, Change, Command, Open, Step, ask, asked
from yaoan.kernel.commands.errors import Invalid, NotAllowed, NotThere, Refused, Stale
from yaoan.kernel.commands.fields import fields_of, parse
from yaoan.kernel.commands.performing import Outcome, open_record, perform, perform_many
from yaoan.kernel.commands.questions import allowed_acts, why_not
from yaoan.kernel.commands.registry import command_for, commands_of
from yaoan.kernel.commands.standard import Reassigning, Remarking, Reverting

__all__ = [
    "NAMED",
    "Ask",
    "Change",
    "Command",
    "Evidence",
    "Invalid",
    "NotAllowed",
    "NotThere",
    "Open",
    "Outcome",
    "Reassigning",
    "Refused",
    "Remarking",
    "Reverting",
    "Stale",
    "Step",
    "allowed_acts",
    "ask",
    "asked",
    "command_for",
    "commands_of",
    "fields_of",
    "open_record",
    "parse",
    "perform",
    "perform_many",
    "why_not",
]
