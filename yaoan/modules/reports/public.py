"""What other modules may use of reports."""

from yaoan.modules.reports.choices import State
from yaoan.modules.reports.commands import draft_monthly, write_docx, write_monthly, write_xlsx
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.queries import owed_returns

__all__ = ["Report", "State", "draft_monthly", "owed_returns", "write_docx", "write_monthly", "write_xlsx"]
