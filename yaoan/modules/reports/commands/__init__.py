"""What officials may do to reports, and the short ways that programs take."""

from yaoan.modules.reports.commands.drafting import draft_monthly, write_docx, write_monthly, write_xlsx
from yaoan.modules.reports.commands.papers import (
    Address,
    Correct,
    Draft,
    Freeze,
    Present,
    Reckon,
    Refresh,
    Remark,
    Resubmit,
    Revert,
    SendBack,
    Sign,
    Slip,
    Submit,
    Withdraw,
    Write,
)

__all__ = [
    "Address",
    "Correct",
    "Draft",
    "Freeze",
    "Present",
    "Reckon",
    "Refresh",
    "Remark",
    "Resubmit",
    "Revert",
    "SendBack",
    "Sign",
    "Slip",
    "Submit",
    "Withdraw",
    "Write",
    "draft_monthly",
    "write_docx",
    "write_monthly",
    "write_xlsx",
]
