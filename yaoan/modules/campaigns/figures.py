"""What leaders ask of campaigns: tasks given and done, returns made on time."""

from yaoan.kernel.figures import Metric, acts, difference, overdue, ratio, stock
from yaoan.kernel.words import Text, _
from yaoan.modules.campaigns.choices import ReturnState, State, TaskState

CAMPAIGNS, RETURNS = _("专项行动与任务"), _("报送")
TASKS, TIMES, COUNT, SHARE = _("项"), _("次"), _("个"), _("%")
IN_TIME = {"punctuality": "in_time"}
LATE = {"punctuality": "late"}

_done = stock("tasks", TaskState.DONE)
_open = stock("tasks", TaskState.SENT, TaskState.REFUSED, TaskState.WORKING, TaskState.SUBMITTED)
_standing = stock("tasks", TaskState.SENT, TaskState.REFUSED, TaskState.WORKING, TaskState.SUBMITTED, TaskState.DONE)
_sent, _sent_in_time = acts("returns", "send"), acts("returns", "send", where=IN_TIME)

METRICS = (
    Metric("campaigns.running", _("实施中的专项行动"), COUNT, stock("campaigns", State.ISSUED), CAMPAIGNS,
           note=_("期末已印发、没有结束的专项行动。")),
    Metric("campaigns.issued", _("印发专项行动"), COUNT, acts("campaigns", "issue"), CAMPAIGNS, note=_("本期印发的专项行动。")),
    Metric("tasks.given", Text("下达任务", "Tasks given"), TASKS, acts("tasks", "give"), CAMPAIGNS, note=_("本期下达到责任单位的任务。")),
    Metric("tasks.taken", Text("接收任务", "Tasks taken"), TASKS, acts("tasks", "take"), CAMPAIGNS, note=_("本期由责任单位接收并指定责任人的任务。")),
    Metric("tasks.refused", Text("退回任务", "Tasks sent back to who gave them"), TASKS, acts("tasks", "refuse"), CAMPAIGNS, better="down",
           note=_("本期由责任单位退回下达单位的任务。")),
    Metric("tasks.done", _("已验收任务"), TASKS, acts("tasks", "accept"), CAMPAIGNS, better="up", note=_("本期验收通过的任务。")),
    Metric("tasks.handed_in_time", _("按期报请验收"), TASKS, acts("tasks", "submit", where=IN_TIME), CAMPAIGNS, better="up",
           note=_("本期在完成期限内报请验收的任务；没有期限的不计。")),
    Metric("tasks.handed_late", _("超期报请验收"), TASKS, acts("tasks", "submit", where=LATE), CAMPAIGNS, better="down",
           note=_("本期过了完成期限才报请验收的任务。")),
    Metric("tasks.in_time_rate", _("任务按期率"), SHARE, ratio(acts("tasks", "submit", where=IN_TIME),
           acts("tasks", "submit", where={"punctuality": ("in_time", "late")})), CAMPAIGNS, better="up",
           note=_("按期报请验收 ÷ 有期限的报请验收。")),
    Metric("tasks.open", _("在办任务"), TASKS, _open, CAMPAIGNS, better="down", note=_("期末没有完成也没有撤销的任务。")),
    Metric("tasks.finished", _("累计完成任务"), TASKS, _done, CAMPAIGNS, better="up", note=_("期末已经验收通过的任务。")),
    Metric("tasks.completion", _("任务完成率"), SHARE, ratio(_done, _standing), CAMPAIGNS, better="up",
           note=_("累计完成任务 ÷ 全部没有撤销的任务，按期末状态计。")),
    Metric("tasks.overdue", _("超期任务"), TASKS, overdue("tasks", "take", "submit", "accept", "give_again"), CAMPAIGNS,
           better="down", note=_("现在超过期限还没有接收、完成或验收的任务；过去的日子说不出这个数。")),
    Metric("returns.owed", Text("列入报送日历", "Returns put on the calendar"), TIMES, acts("returns", "owe"), RETURNS, note=_("本期列入报送日历的报送。")),
    Metric("returns.sent", Text("已报送", "Returns made"), TIMES, _sent, RETURNS, better="up", note=_("本期报送的次数，退回重报的再计一次。")),
    Metric("returns.sent_in_time", _("按期报送"), TIMES, _sent_in_time, RETURNS, better="up", note=_("本期在报送期限内报送的次数。")),
    Metric("returns.sent_late", _("迟报"), TIMES, difference(_sent, _sent_in_time), RETURNS, better="down",
           note=_("已报送减按期报送。")),
    Metric("returns.in_time_rate", _("报送按期率"), SHARE, ratio(_sent_in_time, _sent), RETURNS, better="up",
           note=_("按期报送 ÷ 已报送。")),
    Metric("returns.rejected", Text("退回重报", "Returns sent back"), TIMES, acts("returns", "reject"), RETURNS, better="down",
           note=_("本期被接收单位退回的报送。")),
    Metric("returns.due", Text("待报送", "Returns due"), TIMES, stock("returns", ReturnState.DUE), RETURNS, note=_("期末还没有报送的报送。")),
    Metric("returns.overdue", _("超期未报"), TIMES, overdue("returns", "send"), RETURNS, better="down",
           note=_("现在过了报送期限还没有报送的；过去的日子说不出这个数。")),
)  # fmt: skip
