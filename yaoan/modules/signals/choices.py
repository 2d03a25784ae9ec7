"""The words of the signal queue."""

from yaoan.kernel.words import Choice, _


class State(Choice):
    """Where a signal stands. There is no state called ignored."""

    NEW = "new", _("待签收")
    READ = "read", _("待分办")
    VERIFYING = "verifying", _("核查中")
    HANDED = "handed", _("已转办，待接收")
    DECIDED = "decided", _("待答复")
    MERGED = "merged", _("已并入")
    RAISED = "raised", _("已转隐患")
    PURSUED = "pursued", _("已转案件")
    CLOSED = "closed", _("已办结")


class Finding(Choice):
    """What a verification found."""

    TRUE = "true", _("属实")
    PARTLY = "partly", _("部分属实")
    FALSE = "false", _("不属实")
    UNKNOWN = "unknown", _("无法查实")
    ELSEWHERE = "elsewhere", _("不属本系统职责，已告知去处")


class P:
    """Permissions of the signal queue."""

    VIEW = "signals.view"
    """Read signals; never who reported them."""
    REPORT = "signals.report"
    """Report what one saw; assistants and informants have no more than this."""
    RECEIVE = "signals.receive"
    """Enter a signal, sign for it, accept or refuse one handed over."""
    TRIAGE = "signals.triage"
    """Verify, hand over, merge, unmerge, turn into a risk."""
    ANSWER = "signals.answer"
    """Answer the one who reported."""
    CLOSE = "signals.close"
    """Close a signal with its reason."""
    UNSEAL = "signals.unseal"
    """Ask to open the sealed identity of one who reported, and open it once another person allowed it."""
    ALLOW_UNSEAL = "signals.allow_unseal"
    """Allow somebody else to open the sealed identity of one who reported."""
