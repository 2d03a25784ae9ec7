"""What leaders ask of the queue of signals: how many came by which channel, and whether anybody was left without an answer."""

from yaoan.kernel.figures import Metric, acts, overdue, ratio, stock
from yaoan.kernel.words import _
from yaoan.modules.signals.choices import Finding, State

SIGNALS = _("线索")
PIECES, SHARE = _("条"), _("%")
OPEN = (State.NEW, State.READ, State.VERIFYING, State.HANDED, State.DECIDED, State.RAISED, State.PURSUED)
TRUE = {"finding": (Finding.TRUE, Finding.PARTLY)}

_received = acts("signals", "receive", "report")
_concluded = acts("signals", "conclude")
_answered = acts("signals", "answer", where={"punctuality": ("in_time", "late")})
_answered_in_time = acts("signals", "answer", where={"punctuality": "in_time"})

METRICS = (
    Metric("signals.received", _("收到线索"), PIECES, _received, SIGNALS,
           note=_("本期登记和上报的线索，可按渠道分；并入另一条的也计入。")),
    Metric("signals.read", _("签收"), PIECES, acts("signals", "read"), SIGNALS, note=_("本期有人签收的线索。")),
    Metric("signals.verified", _("核查有结论"), PIECES, _concluded, SIGNALS, better="up", note=_("本期得出核查结论的线索。")),
    Metric("signals.true", _("查实"), PIECES, acts("signals", "conclude", where=TRUE), SIGNALS,
           note=_("本期核查结论为属实或部分属实的线索。")),
    Metric("signals.true_rate", _("查实率"), SHARE, ratio(acts("signals", "conclude", where=TRUE), _concluded), SIGNALS,
           note=_("查实 ÷ 核查有结论。")),
    Metric("signals.raised", _("线索转隐患"), PIECES, acts("signals", "become_risk"), SIGNALS, note=_("本期转入隐患台账的线索。")),
    Metric("signals.pursued", _("线索转案件"), PIECES, acts("signals", "become_case"), SIGNALS, note=_("本期转为案件核查的线索。")),
    Metric("signals.handed", _("转办"), PIECES, acts("signals", "hand_over"), SIGNALS, note=_("本期转给其他单位的线索。")),
    Metric("signals.merged", _("并入"), PIECES, acts("signals", "merge"), SIGNALS, note=_("本期认定为同一件事而并入另一条的线索。")),
    Metric("signals.unmerged", _("取消并入"), PIECES, acts("signals", "unmerge"), SIGNALS, note=_("本期重新分开的线索。")),
    Metric("signals.answered", _("答复反映人"), PIECES, _answered, SIGNALS, better="up",
           note=_("本期对要求答复的反映人作出的答复。")),
    Metric("signals.answered_in_time", _("按期答复"), PIECES, _answered_in_time, SIGNALS, better="up",
           note=_("本期在答复期限内作出的答复。")),
    Metric("signals.answer_rate", _("答复按期率"), SHARE, ratio(_answered_in_time, _answered), SIGNALS, better="up",
           note=_("按期答复 ÷ 答复反映人。")),
    Metric("signals.closed", _("办结线索"), PIECES, acts("signals", "close"), SIGNALS, better="up",
           note=_("本期由第二人办结的线索，都写明了理由。")),
    Metric("signals.reopened", _("重新核查"), PIECES, acts("signals", "reopen"), SIGNALS, better="down",
           note=_("本期办结后又重新核查的线索。")),
    Metric("signals.open", _("在办线索"), PIECES, stock("signals", *OPEN), SIGNALS, better="down",
           note=_("期末没有办结也没有并入的线索。")),
    Metric("signals.unread", _("待签收线索"), PIECES, stock("signals", State.NEW), SIGNALS, better="down",
           note=_("期末还没有人签收的线索。")),
    Metric("signals.overdue", _("超期线索"), PIECES,
           overdue("signals", "read", "verify", "conclude", "take_over", "answer"), SIGNALS, better="down",
           note=_("现在超过签收、分办、核查、接收或答复期限的线索；过去的日子说不出这个数。")),
)  # fmt: skip
