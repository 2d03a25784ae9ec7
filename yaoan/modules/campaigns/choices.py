"""The words of campaigns, their tasks and the returns they owe."""

from yaoan.kernel.words import Choice, _


class State(Choice):
    """Where a campaign stands."""

    DRAFT = "draft", _("草案")
    RECEIVED = "received", _("上级下发，待部署")
    ISSUED = "issued", _("实施中")
    FINISHED = "finished", _("已结束")
    CANCELLED = "cancelled", _("已撤销")


class TaskState(Choice):
    """Where a task stands."""

    SENT = "sent", _("待接收")
    REFUSED = "refused", _("已退回")
    WORKING = "working", _("办理中")
    SUBMITTED = "submitted", _("待验收")
    DONE = "done", _("已完成")
    WITHDRAWN = "withdrawn", _("已撤销")


class ReturnState(Choice):
    """Where a return to the level above stands."""

    DUE = "due", _("待报送")
    SENT = "sent", _("已报送，待接收")
    RECEIVED = "received", _("已接收")


class Focus(Choice):
    """The four focus lists of a campaign."""

    PRODUCTS = "products", _("重点品种")
    LINKS = "links", _("重点环节")
    OBJECTS = "objects", _("重点对象")
    REGIONS = "regions", _("重点区域")


class P:
    """Permissions of campaigns."""

    VIEW = "campaigns.view"
    """Read campaigns."""
    DRAFT = "campaigns.draft"
    """Draft a campaign, from a notice or by hand, and correct it."""
    ISSUE = "campaigns.issue"
    """Issue, change, extend, finish or cancel a campaign; send it to the units below."""
    TASKS_VIEW = "tasks.view"
    """Read the tasks of campaigns."""
    ASSIGN = "tasks.assign"
    """Give tasks to units, decompose them, withdraw them."""
    WORK = "tasks.work"
    """Take a task, name the person, report progress, submit it."""
    ACCEPT = "tasks.accept"
    """Accept a task that was submitted, or send it back."""
    RETURNS_VIEW = "returns.view"
    """Read returns."""
    RETURN = "returns.send"
    """Send a return to the level above."""
    TAKE_RETURN = "returns.take"
    """Take in a return from below, or send it back."""
