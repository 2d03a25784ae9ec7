"""The words of assistance between units and of supervision from above."""

from yaoan.kernel.words import Choice, Text, _


class Urgency(Choice):
    """How soon the answer is needed; each has a term of its own."""

    ORDINARY = "ordinary", Text("一般", "Ordinary")
    URGENT = "urgent", _("加急")
    EMERGENCY = "emergency", _("特急")


class State(Choice):
    """Where a request for assistance stands."""

    DRAFTED = "drafted", _("待签发")
    SENT = "sent", _("待接收")
    PASSED = "passed", _("已转交，待接收")
    WORKING = "working", _("协查中")
    SUBMITTED = "submitted", _("复函待签发")
    ANSWERED = "answered", _("已复函，待确认")
    REFUSED = "refused", _("已退回")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class Result(Choice):
    """What the asked unit found."""

    CONFIRMED = "confirmed", _("属实")
    PARTLY = "partly", _("部分属实")
    REFUTED = "refuted", _("不属实")
    UNKNOWN = "unknown", _("无法查实")


class Punctuality(Choice):
    """Whether something was done by its day."""

    IN_TIME = "in_time", _("按期")
    LATE = "late", _("逾期")


class Level(Choice):
    """How a matter is supervised."""

    LISTED = "listed", _("挂牌督办")
    JOINT = "joint", _("联合督办")


class Standing(Choice):
    """Where a supervision stands."""

    REPORTED = "reported", _("已上报，待决定")
    LISTED = "listed", _("督办中")
    CONCLUDED = "concluded", _("已报结果，待解除")
    LIFTED = "lifted", _("已解除")
    LEFT = "left", _("由原单位办理")
    TAKEN_UP = "taken_up", _("已提级")


class P:
    """Permissions of requests for assistance."""

    VIEW = "requests.view"
    """Read requests for assistance."""
    ASK = "requests.ask"
    """Draft a request for assistance, and take the answer or ask further."""
    SIGN = "requests.sign"
    """Sign a request that another person drafted, sign an answer, extend, send to another unit, withdraw."""
    ANSWER = "requests.answer"
    """Accept a request, refuse it or pass it on, work on it and draft the answer."""


class SP:
    """Permissions of supervision from above."""

    VIEW = "supervisions.view"
    """Read what is supervised."""
    REPORT = "supervisions.report"
    """Report a major matter up, report on progress and on the result."""
    SUPERVISE = "supervisions.supervise"
    """Put a matter of a lower unit on the list, extend, chase, lift, leave it or take it up."""
