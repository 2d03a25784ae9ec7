"""What officials may do to firms, licences, products and people."""

from yaoan.modules.subjects.commands.doubles import Absorb, Distinguish, Merge, Release, Unmerge
from yaoan.modules.subjects.commands.firms import Amend, Close, Move, Register, Remark, Rename, Resume, Revert
from yaoan.modules.subjects.commands.licences import (
    AmendLicence,
    Cancel,
    FollowLicence,
    Grant,
    Lapse,
    RemarkLicence,
    Remind,
    Renew,
    RevertLicence,
    Urge,
)
from yaoan.modules.subjects.commands.people import (
    AmendPerson,
    Appoint,
    Bar,
    Dismiss,
    Enrol,
    Leave,
    RemarkPerson,
    RevertPerson,
    Unbar,
)
from yaoan.modules.subjects.commands.products import (
    AmendProduct,
    FollowProduct,
    RegisterProduct,
    RemarkProduct,
    Restore,
    RevertProduct,
    Withdraw,
)
from yaoan.modules.subjects.commands.registers import Update

__all__ = [
    "Absorb", "Amend", "AmendLicence", "AmendPerson", "AmendProduct", "Appoint", "Bar", "Cancel", "Close", "Dismiss",
    "Distinguish", "Enrol", "FollowLicence", "FollowProduct", "Grant", "Lapse", "Leave", "Merge", "Move", "Register",
    "RegisterProduct", "Release", "Remark", "RemarkLicence", "RemarkPerson", "RemarkProduct", "Remind", "Rename", "Renew",
    "Restore", "Resume", "Revert", "RevertLicence", "RevertPerson", "RevertProduct", "Unbar", "Unmerge", "Update", "Urge",
    "Withdraw",
]  # fmt: skip
