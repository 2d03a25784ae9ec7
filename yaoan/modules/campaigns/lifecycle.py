"""What may happen to a campaign, its tasks and its returns."""

from typing import Any

from yaoan.kernel.commands.standard import remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.campaigns.choices import P, ReturnState, State, TaskState

PLAN = "印发专项行动方案的通知"
DECOMPOSE = "细化分解任务，落实责任部门和责任人"
CASCADE = "上报一级、下抓一级"
REPORTING = "按照时间节点及时报送工作总结及报表"

S, T, R = State, TaskState, ReturnState


def has_period(campaign: Any, _actor: Any) -> str | Text | None:
    """A campaign is issued with the day it begins and the day it ends, set by a person."""
    if campaign.starts_on and campaign.ends_on:
        return None
    return _("还没有起止日期。通知里没有写明的，请由负责人确定后填写。")


def every_doubt_settled(campaign: Any, actor: Any) -> str | Text | None:
    if reason := has_period(campaign, actor):
        return reason
    left = sum(not doubt.get("settled") for doubt in campaign.doubts)
    return _("还有 {count} 处疑点没有确认；请逐条确认后再印发。").format(count=left) if left else None


def of_the_unit(task: Any, actor: Any) -> str | Text | None:
    """A task is taken, worked on and handed in by the unit it was given to."""
    if task.agency_id in actor.agencies:
        return None
    return _("这项任务由{unit}办理。").format(unit=task.agency)


def handed_in_by_another(task: Any, actor: Any) -> str | Text | None:
    """Who hands a task in does not accept it."""
    return _("验收必须由另一人进行。") if task.submitted_by_id == actor.user_id else None


DRAFT = Act("draft", _("起草专项行动"), P.DRAFT, PLAN, BIRTH, S.DRAFT)
PASS_DOWN = Act("pass_down", _("上级下发"), P.ISSUE, CASCADE, BIRTH, S.RECEIVED, follows=True)
CORRECT = Act("correct", _("修改草案"), P.DRAFT, PLAN, among(S.DRAFT, S.RECEIVED))
SETTLE = Act("settle", _("确认疑点"), P.DRAFT, PLAN, among(S.DRAFT, S.RECEIVED))
AIM = Act("aim", _("指标对应数字"), P.DRAFT, PLAN, among(S.DRAFT, S.RECEIVED, S.ISSUED))
ISSUE = Act("issue", _("印发"), P.ISSUE, PLAN, among(S.DRAFT, S.RECEIVED), S.ISSUED, every_doubt_settled)
REFOCUS = Act("refocus", _("调整重点"), P.ISSUE, PLAN, among(S.ISSUED))
SEND_DOWN = Act("send_down", _("下发到下级单位"), P.ISSUE, CASCADE, among(S.ISSUED))
EXTEND = Act("extend", _("延长期限"), P.ISSUE, PLAN, among(S.ISSUED))
FINISH = Act("finish", _("结束"), P.ISSUE, PLAN, among(S.ISSUED), S.FINISHED)
CANCEL = Act("cancel", _("撤销"), P.ISSUE, PLAN, among(S.DRAFT, S.RECEIVED, S.ISSUED), S.CANCELLED, dangerous=True)

CAMPAIGN = Lifecycle(
    kind="campaigns",
    label=_("专项行动"),
    states=State,
    acts=(
        DRAFT, PASS_DOWN, ISSUE, CORRECT, SETTLE, AIM, SEND_DOWN, REFOCUS, EXTEND, FINISH, CANCEL, remark("campaigns"), revert(),
    ),
    duties=(
        Duty("issue", _("部署上级的专项行动"), among(S.RECEIVED), term="campaigns.decomposition"),
        Duty("finish", _("总结并结束"), among(S.ISSUED), agreed="ends_on"),
    ),
    closed=among(S.FINISHED, S.CANCELLED),
)  # fmt: skip

GIVE = Act("give", _("下达任务"), P.ASSIGN, DECOMPOSE, BIRTH, T.SENT)
TAKE = Act("take", _("接收任务"), P.WORK, DECOMPOSE, among(T.SENT), T.WORKING, of_the_unit)
REFUSE = Act("refuse", _("退回任务"), P.WORK, DECOMPOSE, among(T.SENT), T.REFUSED, of_the_unit, sends_back=True)
GIVE_AGAIN = Act("give_again", _("重新下达"), P.ASSIGN, DECOMPOSE, among(T.REFUSED), T.SENT)
NAME = Act("name", _("指定责任人"), P.WORK, DECOMPOSE, among(T.WORKING), None, of_the_unit)
PROGRESS = Act("progress", _("报告进展"), P.WORK, REPORTING, among(T.WORKING), None, of_the_unit)
SUBMIT = Act("submit", _("报请验收"), P.WORK, DECOMPOSE, among(T.WORKING), T.SUBMITTED, of_the_unit)
ACCEPT = Act("accept", _("验收通过"), P.ACCEPT, DECOMPOSE, among(T.SUBMITTED), T.DONE, handed_in_by_another)
SEND_BACK = Act(
    "send_back",
    _("退回继续办理"),
    P.ACCEPT,
    DECOMPOSE,
    among(T.SUBMITTED),
    T.WORKING,
    handed_in_by_another,
    sends_back=True,
)
POSTPONE = Act("postpone", _("调整期限"), P.ASSIGN, DECOMPOSE, among(T.SENT, T.WORKING))
WITHDRAW = Act(
    "withdraw", _("撤销任务"), P.ASSIGN, DECOMPOSE, among(T.SENT, T.REFUSED, T.WORKING), T.WITHDRAWN, dangerous=True
)

TASK = Lifecycle(
    kind="tasks",
    label=_("任务"),
    states=TaskState,
    acts=(
        GIVE, TAKE, NAME, PROGRESS, SUBMIT, ACCEPT, SEND_BACK, REFUSE, GIVE_AGAIN, POSTPONE, WITHDRAW, remark("tasks"), revert(),
    ),
    duties=(
        Duty("take", _("接收任务"), among(T.SENT), term="campaigns.task_acceptance", decides=True),
        Duty("submit", _("完成任务"), among(T.WORKING), agreed="due_on", holder="holder_id"),
        Duty("submit", _("完成任务"), among(T.WORKING), holder="holder_id", only="is_undated"),
        Duty("accept", _("验收任务"), among(T.SUBMITTED), term="campaigns.return", unit="given_by_id", decides=True),
        Duty("give_again", _("重新下达或撤销"), among(T.REFUSED), term="campaigns.task_acceptance", unit="given_by_id"),
    ),
    closed=among(T.DONE, T.WITHDRAWN),
)  # fmt: skip

OWE = Act("owe", _("列入报送日历"), P.ISSUE, REPORTING, BIRTH, R.DUE)
SEND = Act("send", _("报送"), P.RETURN, REPORTING, among(R.DUE), R.SENT)
RECEIVE = Act("receive", _("接收"), P.TAKE_RETURN, REPORTING, among(R.SENT), R.RECEIVED)
REJECT = Act("reject", _("退回重报"), P.TAKE_RETURN, REPORTING, among(R.SENT, R.RECEIVED), R.DUE, sends_back=True)

RETURN = Lifecycle(
    kind="returns",
    label=_("报送"),
    states=ReturnState,
    acts=(OWE, SEND, RECEIVE, REJECT, remark("returns"), revert()),
    duties=(
        Duty("send", _("报送"), among(R.DUE), agreed="due_on"),
        Duty("receive", _("接收报送"), among(R.SENT), term="campaigns.return", unit="to_id", decides=True),
    ),
    closed=among(R.RECEIVED),
)
