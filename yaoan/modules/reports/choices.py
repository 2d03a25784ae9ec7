"""The words of reports."""

from yaoan.kernel.words import Choice, _


class State(Choice):
    """Where a report stands. From `frozen` on its figures are what was signed."""

    DRAFTED = "drafted", _("起草中")
    PRESENTED = "presented", _("待审定")
    FROZEN = "frozen", _("已冻结，待报送")
    SUBMITTED = "submitted", _("已报送")
    CORRECTED = "corrected", _("已更正")
    WITHDRAWN = "withdrawn", _("已作废")


class Slot(Choice):
    """The places of a report where an officer writes in words of his own."""

    OVERVIEW = "overview", _("总体情况补充")
    WORK = "work", _("主要做法和成效")
    PROBLEMS = "problems", _("存在的问题")
    PLANS = "plans", _("下一步打算")
    REQUESTS = "requests", _("需要上级协调的事项")


class P:
    """Permissions of reports."""

    VIEW = "reports.view"
    """Read reports; each figure shows only the rows one may read."""
    DRAFT = "reports.draft"
    """Draft a report, refresh its figures, write its words, present it."""
    FREEZE = "reports.freeze"
    """Freeze a report with a signed snapshot as a second person, send it back, correct it."""
    SUBMIT = "reports.submit"
    """Send a frozen report to the level above."""
