"""What leaders ask of the risk ledger and its sweeps: found, closed, overdue, come back, gone up the line."""

from yaoan.kernel.figures import Metric, acts, overdue, ratio, stock
from yaoan.kernel.lifecycle import Lifecycle
from yaoan.kernel.words import Text, _
from yaoan.modules.risks import lifecycle
from yaoan.modules.risks.choices import Level, State, SweepState, VisitState

RISKS, SWEEPS = _("风险隐患"), _("同类排查")
PIECES, FIRMS, TIMES, SHARE = _("项"), _("家"), _("次"), _("%")
OPEN = tuple(state for state in State if state not in lifecycle.RISK.closed)
GRAVE = (Level.MAJOR, Level.HIGH)


def _timed(table: Lifecycle) -> tuple[str, ...]:
    """The acts of a table that are owed by a day while a record of it is open, and then alone."""
    return tuple(dict.fromkeys(duty.act for duty in table.duties if duty.runs.isdisjoint(table.closed)))


_found, _closed = acts("risks", "report", "raise"), acts("risks", "close")
_reopened = acts("risks", "reopen")
_in_time = acts("risks", "prove", where={"punctuality": "in_time"})
_visited, _hits = acts("visits", "clear", "find", "skip"), acts("visits", "find")

METRICS = (
    Metric("risks.found", _("排查发现隐患"), PIECES, _found, RISKS,
           note=_("本期登记的和由线索转来的隐患，按发生日期计；可按类别、渠道、产品类别分。")),
    Metric("risks.assessed", Text("研判定级", "Risks assessed"), PIECES, acts("risks", "assess"), RISKS, note=_("本期定级的隐患，可按等级分。")),
    Metric("risks.assessed_major", _("定为重大"), PIECES, acts("risks", "assess", where={"level": Level.MAJOR}), RISKS,
           better="down", note=_("本期定为重大等级的隐患。")),
    Metric("risks.assessed_high", _("定为较大"), PIECES, acts("risks", "assess", where={"level": Level.HIGH}), RISKS,
           better="down", note=_("本期定为较大等级的隐患。")),
    Metric("risks.assessed_moderate", _("定为一般"), PIECES, acts("risks", "assess", where={"level": Level.MODERATE}), RISKS,
           note=_("本期定为一般等级的隐患。")),
    Metric("risks.assessed_low", _("定为低风险"), PIECES, acts("risks", "assess", where={"level": Level.LOW}), RISKS,
           note=_("本期定为低等级的隐患。")),
    Metric("risks.dismissed", Text("认定不成立", "Risks dismissed"), PIECES, acts("risks", "dismiss"), RISKS, note=_("本期研判后认定不成立的隐患。")),
    Metric("risks.ordered", Text("确定措施和责任人", "Measures set"), PIECES, acts("risks", "order"), RISKS,
           note=_("本期确定了一条措施、一名责任人、一个期限的隐患；复发的再计一次。")),
    Metric("risks.proved", Text("提交整改证明", "Proofs entered"), TIMES, acts("risks", "prove"), RISKS, note=_("本期提交整改证明的次数，退回重交的再计一次。")),
    Metric("risks.proved_in_time", _("按期整改"), TIMES, _in_time, RISKS, better="up", note=_("本期在整改期限内提交的整改证明。")),
    Metric("risks.in_time_rate", _("按期整改率"), SHARE, ratio(_in_time, acts("risks", "prove")), RISKS, better="up",
           note=_("按期整改 ÷ 提交整改证明。")),
    Metric("risks.sent_back", Text("退回继续整改", "Sent back"), TIMES, acts("risks", "send_back"), RISKS, better="down",
           note=_("本期验收没有通过、退回继续整改的次数。")),
    Metric("risks.accepted", Text("验收通过", "Rectifications accepted"), PIECES, acts("risks", "accept"), RISKS, better="up",
           note=_("本期由第二人凭证据验收通过的隐患。")),
    Metric("risks.closed", _("销号隐患"), PIECES, _closed, RISKS, better="up", note=_("本期销号的隐患；复发后再销号的再计一次。")),
    Metric("risks.closing_rate", _("销号率"), SHARE, ratio(_closed, _found), RISKS, better="up",
           note=_("本期销号 ÷ 本期发现；销号的可能是以前发现的，所以会超过100%。")),
    Metric("risks.reopened", Text("复发重开", "Relapses"), PIECES, _reopened, RISKS, better="down",
           note=_("本期重新打开的隐患：销号后复发的，和认定不成立后又成立的。")),
    Metric("risks.relapse_rate", _("复发率"), SHARE, ratio(_reopened, _closed), RISKS, better="down",
           note=_("本期复发重开 ÷ 本期销号。")),
    Metric("risks.rechecked", Text("回访未复发", "Return visits without relapse"), PIECES, acts("risks", "recheck"), RISKS, better="up",
           note=_("本期对销号隐患回访，没有复发的。")),
    Metric("risks.escalated", Text("上报上级", "Reported up the line"), PIECES, acts("risks", "escalate"), RISKS, note=_("本期上报到上一级的隐患，每上一级计一次。")),
    Metric("risks.supervised", Text("挂牌督办", "Put under listed supervision"), PIECES, acts("risks", "supervise"), RISKS, note=_("本期挂牌督办的隐患。")),
    Metric("risks.lifted", Text("解除督办", "Supervision lifted"), PIECES, acts("risks", "lift"), RISKS, note=_("本期解除督办的隐患。")),
    Metric("risks.open", _("在办隐患"), PIECES, stock("risks", *OPEN), RISKS, better="down",
           note=_("期末没有销号、也没有认定不成立的隐患，可按等级、类别分。")),
    Metric("risks.open_major", _("在办重大隐患"), PIECES, stock("risks", *OPEN, where={"level": Level.MAJOR}), RISKS,
           better="down", note=_("期末没有销号的重大隐患。")),
    Metric("risks.open_grave", _("在办重大和较大隐患"), PIECES, stock("risks", *OPEN, where={"level": GRAVE}), RISKS,
           better="down", note=_("期末没有销号的重大和较大隐患。")),
    Metric("risks.rectifying", Text("整改中", "Being put right"), PIECES, stock("risks", State.RECTIFYING), RISKS, note=_("期末正在整改的隐患。")),
    Metric("risks.waiting", _("待验收销号"), PIECES, stock("risks", State.RECTIFIED, State.ACCEPTED), RISKS, better="down",
           note=_("期末等待验收或销号的隐患。")),
    Metric("risks.overdue", _("超期隐患"), PIECES, overdue("risks", *_timed(lifecycle.RISK)), RISKS, better="down",
           note=_("现在超过研判、定措施、整改、验收或销号期限的在办隐患；过去的日子说不出这个数。")),
    Metric("risks.recheck_overdue", _("超期未回访"), PIECES, overdue("risks", "recheck"), RISKS, better="down",
           note=_("销号后抽中回访、现在过了期限还没有回访的隐患；过去的日子说不出这个数。")),
    Metric("sweeps.opened", Text("开展同类排查", "Sweeps opened"), TIMES, acts("sweeps", "open"), SWEEPS, better="up",
           note=_("本期由一项隐患引出的同类排查。")),
    Metric("sweeps.finished", Text("完成同类排查", "Sweeps completed"), TIMES, acts("sweeps", "finish"), SWEEPS, better="up",
           note=_("本期逐家排查完毕的同类排查。")),
    Metric("sweeps.running", _("进行中的同类排查"), TIMES, stock("sweeps", SweepState.RUNNING), SWEEPS,
           note=_("期末没有完成的同类排查。")),
    Metric("sweeps.tallied", _("排查计入对象"), FIRMS, acts("sweeps", "tally"), SWEEPS, better="up",
           note=_("本期各同类排查计入结果的对象，含写明理由不需排查的。")),
    Metric("visits.listed", Text("列入排查", "Places listed"), FIRMS, acts("visits", "propose"), SWEEPS, note=_("本期列入同类排查的对象。")),
    Metric("visits.done", _("已排查"), FIRMS, _visited, SWEEPS, better="up", note=_("本期有结果的排查对象，含写明理由不需排查的。")),
    Metric("visits.found", Text("发现同类问题", "Same problem found"), FIRMS, _hits, SWEEPS, note=_("本期排查发现同类问题的对象。")),
    Metric("visits.hit_rate", _("同类问题发现率"), SHARE, ratio(_hits, acts("visits", "clear", "find")), SWEEPS,
           note=_("发现同类问题 ÷ 上门排查的对象。")),
    Metric("visits.planned", Text("待排查", "Places not yet visited"), FIRMS, stock("visits", VisitState.PLANNED), SWEEPS, better="down",
           note=_("期末列入而没有排查的对象。")),
    Metric("visits.overdue", _("超期未排查"), FIRMS, overdue("visits", "clear"), SWEEPS, better="down",
           note=_("现在过了排查期限还没有排查的对象；过去的日子说不出这个数。")),
)  # fmt: skip
