"""What may happen to a risk, a sweep and a visit, by whom, on what ground, and by when."""

from typing import Any

from yaoan.kernel.commands.standard import reassign, remark, revert
from yaoan.kernel.lifecycle import ANY, BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.risks.choices import P, State, SweepState, VisitState

PLAN = "药品安全专项行动方案：建立清单台账，逐一制定化解措施，落实责任到人，逐个验收销号"
CLASS = "发现一处、整治一类、不留死角"
HIDDEN_DANGER = "《药品管理法》第九十九条；《医疗器械监督管理条例》第七十二条"
S, V = State, VisitState

OPEN = among(S.REPORTED, S.SUSPENDED, S.ASSESSED, S.RECTIFYING, S.RECTIFIED, S.ACCEPTED)
IN_HAND = among(S.ASSESSED, S.RECTIFYING, S.RECTIFIED, S.ACCEPTED)


def accepted_by_another(risk: Any, actor: Any) -> str | Text | None:
    """A second person accepts, never the one who rectified or entered the proof, and only on complete evidence."""
    if actor.user_id in (risk.proved_by_id, risk.holder_id):
        return _("验收必须由另一人进行：整改责任人和提交整改证明的人不能验收自己的整改。")
    return None


def evidence_complete(risk: Any, actor: Any) -> str | Text | None:
    missing = risk.missing_evidence()
    if missing:
        return _("还缺整改证据：{missing}。请责任人补充后再提交。").format(
            missing="、".join(str(item) for item in missing)
        )
    return accepted_by_another(risk, actor)


def closed_by_another(risk: Any, actor: Any) -> str | Text | None:
    if actor.user_id in (risk.proved_by_id, risk.holder_id):
        return _("销号必须由另一人办理：整改责任人不能为自己的隐患销号。")
    return None


def not_supervised(risk: Any, _actor: Any) -> str | Text | None:
    return _("已经挂牌督办；请先解除再重新挂牌。") if risk.supervised_by_id else None


def supervised(risk: Any, _actor: Any) -> str | Text | None:
    return None if risk.supervised_by_id else _("没有挂牌督办，无需解除。")


REPORT = Act("report", _("登记隐患"), P.REPORT, PLAN, BIRTH, S.REPORTED)
RAISE = Act("raise", _("线索转隐患"), P.REPORT, PLAN, BIRTH, S.REPORTED)
SUSPEND = Act("suspend", _("要求补充材料"), P.ASSESS, PLAN, among(S.REPORTED), S.SUSPENDED)
RESUME = Act("resume", _("材料已补齐"), P.ASSESS, PLAN, among(S.SUSPENDED), S.REPORTED)
ASSESS = Act("assess", _("研判定级"), P.ASSESS, PLAN, among(S.REPORTED), S.ASSESSED)
DISMISS = Act("dismiss", _("认定不成立"), P.ASSESS, PLAN, among(S.REPORTED, S.ASSESSED), S.DISMISSED, dangerous=True)
ORDER = Act("order", _("确定措施和责任人"), P.MANAGE, HIDDEN_DANGER, among(S.ASSESSED), S.RECTIFYING)
REASSIGN = Act("reassign", _("移交责任人"), P.MANAGE, PLAN, IN_HAND)
EXTEND = Act("extend", _("延长整改期限"), P.MANAGE, HIDDEN_DANGER, among(S.RECTIFYING))
PROVE = Act("prove", _("提交整改证明"), P.RECTIFY, HIDDEN_DANGER, among(S.RECTIFYING), S.RECTIFIED)
SEND_BACK = Act(
    "send_back",
    _("退回继续整改"),
    P.ACCEPT,
    PLAN,
    among(S.RECTIFIED, S.ACCEPTED),
    S.RECTIFYING,
    accepted_by_another,
    sends_back=True,
)
ACCEPT = Act("accept", _("验收通过"), P.ACCEPT, PLAN, among(S.RECTIFIED), S.ACCEPTED, evidence_complete)
CLOSE = Act("close", _("销号"), P.CLOSE, PLAN, among(S.ACCEPTED), S.CLOSED, closed_by_another)
RECHECK = Act("recheck", _("回访未复发"), P.ACCEPT, PLAN, among(S.CLOSED), None, accepted_by_another)
REOPEN = Act("reopen", _("复发重开"), P.REOPEN, PLAN, among(S.CLOSED, S.DISMISSED), S.ASSESSED, sends_back=True)
ESCALATE = Act("escalate", _("上报上级"), P.ESCALATE, "上报一级、下抓一级", OPEN)
SUPERVISE = Act("supervise", _("挂牌督办"), P.SUPERVISE, "重大隐患挂牌督办", IN_HAND, None, not_supervised)
LIFT = Act("lift", _("解除督办"), P.SUPERVISE, "重大隐患挂牌督办", IN_HAND | among(S.CLOSED), None, supervised)

RISK = Lifecycle(
    kind="risks",
    label=_("风险隐患"),
    states=State,
    acts=(
        REPORT, RAISE, ASSESS, SUSPEND, RESUME, ORDER, PROVE, ACCEPT, CLOSE, RECHECK, SEND_BACK, REOPEN, REASSIGN, EXTEND,
        ESCALATE, SUPERVISE, LIFT, DISMISS, remark("risks"), revert(),
    ),
    duties=(
        Duty("assess", _("研判定级"), among(S.REPORTED), term="risks.assessment", pauses=among(S.SUSPENDED)),
        Duty("order", _("确定措施和责任人"), among(S.ASSESSED), term="risks.measure"),
        Duty("prove", _("完成整改"), among(S.RECTIFYING), agreed="rectify_by", holder="holder_id"),
        Duty("accept", _("验收"), among(S.RECTIFIED), term="risks.acceptance", decides=True),
        Duty("close", _("销号"), among(S.ACCEPTED), term="risks.closing", decides=True),
        Duty("lift", _("解除督办"), IN_HAND | among(S.CLOSED), agreed="supervised_until", unit="supervised_by_id"),
        Duty("recheck", _("回访"), among(S.CLOSED), term="risks.recheck", only="is_drawn"),
    ),
    closed=among(S.CLOSED, S.DISMISSED),
)  # fmt: skip

OPEN_SWEEP = Act("open", _("开展同类排查"), P.SWEEP, "发现一处、整治一类、不留死角", BIRTH, SweepState.RUNNING)
ADD = Act("add", _("增加排查对象"), P.SWEEP, CLASS, among(SweepState.RUNNING), follows=True)
TALLY = Act("tally", _("记入排查结果"), P.SWEEP, CLASS, among(SweepState.RUNNING), follows=True)


def all_visited(sweep: Any, _actor: Any) -> str | Text | None:
    left = sweep.total_count - sweep.done_count
    return _("还有 {left} 家没有排查；请排查完，或写明不需排查的理由。").format(left=left) if left else None


FINISH = Act(
    "finish",
    _("完成排查"),
    P.SWEEP,
    "发现一处、整治一类、不留死角",
    among(SweepState.RUNNING),
    SweepState.FINISHED,
    all_visited,
)
CANCEL = Act(
    "cancel",
    _("取消排查"),
    P.CLOSE,
    "发现一处、整治一类、不留死角",
    among(SweepState.RUNNING),
    SweepState.CANCELLED,
    dangerous=True,
)

SWEEP = Lifecycle(
    kind="sweeps",
    label=_("同类排查"),
    states=SweepState,
    acts=(
        OPEN_SWEEP,
        ADD,
        TALLY,
        FINISH,
        CANCEL,
        reassign(P.SWEEP, among(SweepState.RUNNING)),
        remark("sweeps"),
        revert(),
    ),
    duties=(Duty("finish", _("完成同类排查"), among(SweepState.RUNNING), agreed="finish_by", holder="holder_id"),),
    closed=among(SweepState.FINISHED, SweepState.CANCELLED),
)

PROPOSE = Act("propose", _("列入排查"), P.SWEEP, "发现一处、整治一类、不留死角", BIRTH, V.PLANNED)
ASSIGN = Act("assign", _("指派"), P.SWEEP, "发现一处、整治一类、不留死角", among(V.PLANNED))
CLEAR = Act("clear", _("未发现同类问题"), P.SWEEP, "发现一处、整治一类、不留死角", among(V.PLANNED), V.CLEAN)
FIND = Act("find", _("发现同类问题"), P.SWEEP, "发现一处、整治一类、不留死角", among(V.PLANNED), V.FOUND)
LINK = Act("link", _("记入发现的隐患"), P.SWEEP, CLASS, ANY, follows=True)
SKIP = Act("skip", _("不需排查"), P.SWEEP, "发现一处、整治一类、不留死角", among(V.PLANNED), V.SKIPPED)

VISIT = Lifecycle(
    kind="visits",
    label=_("排查对象"),
    states=VisitState,
    acts=(PROPOSE, CLEAR, FIND, LINK, ASSIGN, SKIP, reassign(P.SWEEP, among(V.PLANNED)), remark("visits"), revert()),
    duties=(Duty("clear", _("上门排查"), among(V.PLANNED), agreed="visit_by", holder="holder_id"),),
    closed=among(V.CLEAN, V.FOUND, V.SKIPPED),
)
