"""What leaders ask of assistance and supervision: sent, answered in time, overdue, refused; supervised, lifted."""

from yaoan.kernel.figures import Metric, acts, overdue, ratio, stock
from yaoan.kernel.words import _
from yaoan.modules.assistance.choices import Level, Standing, State

ASSISTANCE, SUPERVISION = _("协查"), _("督办")
PIECES, TIMES, SHARE = _("件"), _("次"), _("%")

_answered = acts("requests", "answer")
_in_time = acts("requests", "answer", where={"punctuality": "in_time"})

METRICS = (
    Metric("requests.sent", _("发出协查"), PIECES, acts("requests", "issue"), ASSISTANCE, note=_("本期签发的协查函，算在请求单位。")),
    Metric("requests.received", _("接收协查"), PIECES, acts("requests", "accept"), ASSISTANCE,
           note=_("本期接收的协查函，算在被请求单位。")),
    Metric("requests.refused", _("退回协查"), TIMES, acts("requests", "refuse"), ASSISTANCE, better="down",
           note=_("本期被退回的协查函，算在请求单位。")),
    Metric("requests.answered", _("复函"), TIMES, _answered, ASSISTANCE,
           note=_("本期签发的复函，补充协查的再计一次；算在被请求单位。")),
    Metric("requests.answered_in_time", _("按期复函"), TIMES, _in_time, ASSISTANCE, better="up", note=_("本期在协查期限内签发的复函。")),
    Metric("requests.in_time_rate", _("按期复函率"), SHARE, ratio(_in_time, _answered), ASSISTANCE, better="up",
           note=_("按期复函 ÷ 复函。")),
    Metric("requests.escalated", _("提请上级协调"), TIMES, acts("requests", "escalate"), ASSISTANCE, better="down",
           note=_("本期提请共同上级协调的次数。")),
    Metric("requests.closed", _("办结协查"), PIECES, acts("requests", "take"), ASSISTANCE, better="up",
           note=_("本期请求单位确认复函的协查，算在被请求单位。")),
    Metric("requests.open", _("协查中"), PIECES, stock("requests", State.WORKING, State.SUBMITTED), ASSISTANCE,
           note=_("期末已经接收、没有复函的协查。")),
    Metric("requests.overdue", _("超期协查"), PIECES, overdue("requests", "accept", "submit", "take"), ASSISTANCE, better="down",
           note=_("现在超过接收、复函或者确认期限的协查；过去的日子说不出这个数。")),
    Metric("supervisions.reported", _("上报重大事项"), PIECES, acts("supervisions", "report_up"), SUPERVISION,
           note=_("本期报给上级的重大案件和隐患。")),
    Metric("supervisions.listed", _("列入督办"), PIECES, acts("supervisions", "enlist", "place"), SUPERVISION,
           note=_("本期列入挂牌督办和联合督办的事项；隐患台账里直接挂牌的不在内。")),
    Metric("supervisions.joint", _("联合督办"), PIECES, acts("supervisions", "enlist", "place", where={"level": Level.JOINT}),
           SUPERVISION, note=_("本期会同公安机关督办的事项。")),
    Metric("supervisions.taken_up", _("提级管辖"), PIECES, acts("supervisions", "take_up"), SUPERVISION,
           note=_("本期由上级提级管辖的案件。")),
    Metric("supervisions.lifted", _("解除督办"), PIECES, acts("supervisions", "lift"), SUPERVISION, better="up",
           note=_("本期解除督办的事项。")),
    Metric("supervisions.open", _("督办中"), PIECES, stock("supervisions", Standing.LISTED, Standing.CONCLUDED), SUPERVISION,
           note=_("期末没有解除的督办。")),
    Metric("supervisions.overdue", _("超期督办"), PIECES, overdue("supervisions", "place", "report", "conclude", "lift"), SUPERVISION,
           better="down", note=_("现在超过决定、报告、办结或者解除期限的督办；过去的日子说不出这个数。")),
)  # fmt: skip
