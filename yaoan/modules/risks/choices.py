"""The words of the risk ledger."""

from yaoan.kernel.words import Choice, _


class State(Choice):
    """Where a risk stands."""

    REPORTED = "reported", _("待研判")
    SUSPENDED = "suspended", _("补充材料")
    ASSESSED = "assessed", _("待定措施")
    RECTIFYING = "rectifying", _("整改中")
    RECTIFIED = "rectified", _("待验收")
    ACCEPTED = "accepted", _("待销号")
    CLOSED = "closed", _("已销号")
    DISMISSED = "dismissed", _("不成立")


class Level(Choice):
    """How grave a risk is. No national scale exists for counties: the four steps are this office's own."""

    MAJOR = "major", _("重大")
    HIGH = "high", _("较大")
    MODERATE = "moderate", _("一般")
    LOW = "low", _("低")


class SweepState(Choice):
    """Where a sweep stands."""

    RUNNING = "running", _("排查中")
    FINISHED = "finished", _("已完成")
    CANCELLED = "cancelled", _("已取消")


class VisitState(Choice):
    """What a visit of a sweep has come to."""

    PLANNED = "planned", _("待排查")
    CLEAN = "clean", _("未发现同类问题")
    FOUND = "found", _("发现同类问题")
    SKIPPED = "skipped", _("不需排查")


class P:
    """Permissions of the risk ledger."""

    VIEW = "risks.view"
    """Read risks, with the three lists."""
    REPORT = "risks.report"
    """Report a risk, or raise one from a signal."""
    ASSESS = "risks.assess"
    """Fix the level, ask for more material, or find that there is no risk."""
    MANAGE = "risks.manage"
    """Set the measure, the person and the date; hand over; extend."""
    RECTIFY = "risks.rectify"
    """Enter the proof that a risk was put right."""
    ACCEPT = "risks.accept"
    """Accept a rectification as a second person, or send it back."""
    CLOSE = "risks.close"
    """Strike an accepted risk off the ledger."""
    REOPEN = "risks.reopen"
    """Open a closed risk again because it came back."""
    ESCALATE = "risks.escalate"
    """Report a risk up the line."""
    SUPERVISE = "risks.supervise"
    """Put a risk under listed supervision, or lift it."""
    SWEEP = "risks.sweep"
    """Open a sweep of the class of a risk, and enter its visits."""
    SWEEPS_VIEW = "sweeps.view"
    """Read sweeps."""
    VISITS_VIEW = "visits.view"
    """Read the visits of sweeps."""
