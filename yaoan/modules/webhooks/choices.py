"""The words of telling other systems what was done."""

from yaoan.kernel.words import Choice, _


class State(Choice):
    """Where a subscription stands."""

    PROPOSED = "proposed", _("待批准")
    ACTIVE = "active", _("推送中")
    PAUSED = "paused", _("已暂停")
    ENDED = "ended", _("已停用")


class P:
    """Permissions over subscriptions."""

    VIEW = "subscriptions.view"
    """Read which systems are told of what, and how their deliveries stand."""
    MANAGE = "subscriptions.manage"
    """Propose that another system is told what one may read oneself, exchange its secret, pause it, send again."""
    APPROVE = "subscriptions.approve"
    """Approve, as a second person, that records leave the house for an address."""
