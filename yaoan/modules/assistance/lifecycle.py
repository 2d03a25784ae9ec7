"""What may happen to a request for assistance and to a supervision, by whom, on what ground, and by when."""

from dataclasses import replace
from typing import Any

from yaoan.kernel.commands.standard import reassign, remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.assistance.choices import SP, P, Standing, State

ASSIST = "《行政处罚法》第二十六条；《市场监督管理行政处罚程序规定》（协助调查，条号未核对）"
FIRST_HANDLER = "首办负责制（内部工作制度，没有条文）"
LIST = "药品安全专项行动方案：重大案件线索督查、提级查办、联合督办（内部工作制度，没有条文）"
REPORT_UP = "药品安全专项行动方案：重大问题随时上报（内部工作制度，没有条文）"
OTHERS_REQUEST = _("这份协查函由另一单位发出，由该单位办理。")
S, G = State, Standing
Reason = str | Text | None


# A unit above reads what the units below ask of each other; no rule lets it act for them (Penalty Law art. 26 speaks of the
# organ that asks and the one that is asked). Only the office whose station a unit is acts for it, since a station has no
# name of its own; and the unit above both, once it was asked to coordinate, sends a refused request to the competent one.


def stands_for(unit: Any, actor: Any) -> bool:
    """Whether the actor is of a unit, or of the office whose station it is."""
    return unit.pk in actor.agencies or (unit.kind == "station" and unit.parent_id in actor.agencies)


def of_asking(request: Any, actor: Any) -> Reason:
    """What the asking unit does before its request is sent, no other unit does."""
    return None if stands_for(request.asking, actor) else OTHERS_REQUEST


def of_asked(request: Any, actor: Any) -> Reason:
    """What the asked unit does on a request it accepted, no other unit does."""
    return None if stands_for(request.asked, actor) else _("这份协查由被请求单位办理；上级单位可以查看，不能代为办理。")


def signed_by_another(request: Any, actor: Any) -> Reason:
    """Who signs is of the asking unit, and is not who drafted."""
    if actor.user_id == request.opened_by_id:
        return _("签发必须由另一人进行：起草人不能签发自己起草的协查函。")
    return of_asking(request, actor)


def answered_by_another(request: Any, actor: Any) -> Reason:
    """Who signs an answer is of the asked unit, and is not who wrote it."""
    if actor.user_id in (request.holder_id, request.submitted_by_id):
        return _("复函必须由另一人签发：承办人不能签发自己起草的复函。")
    return of_asked(request, actor)


def asked_of_mine(request: Any, actor: Any) -> Reason:
    """Only people of the asked unit who may answer requests accept, refuse or pass on."""
    if not stands_for(request.asked, actor):
        return _("这份协查函发给了另一单位，由该单位接收或者退回。")
    return None if actor.may(P.ANSWER) else _("您没有办理协查的权限。")


def asked_by_mine(request: Any, actor: Any) -> Reason:
    """Only people of the asking unit who may ask take the answer, ask further or chase."""
    return of_asking(request, actor) or (None if actor.may(P.ASK) else _("您没有请求协查的权限。"))


def signed_by_mine(request: Any, actor: Any) -> Reason:
    """Only those who sign in the asking unit take a request back."""
    return asked_by_mine(request, actor) or (None if actor.may(P.SIGN) else _("须由有签发权限的负责人办理。"))


def redirected(request: Any, actor: Any) -> Reason:
    """The asking unit sends a refused request elsewhere, or the unit above both, once it was asked to coordinate."""
    return None if request.escalated_to_id in actor.agencies else of_asking(request, actor)


def escalated_by_either(request: Any, actor: Any) -> Reason:
    """One of the two units takes a request up, or the system does when it is long overdue; once."""
    if request.escalated_to_id:
        return _("已经提请上级协调。")
    is_party = stands_for(request.asking, actor) or stands_for(request.asked, actor)
    return None if is_party or "system" in actor.roles else OTHERS_REQUEST


ON_THE_WAY = among(S.SENT, S.PASSED)
UNANSWERED = ON_THE_WAY | among(S.WORKING, S.SUBMITTED)

DRAFT = Act("draft", _("起草协查函"), P.ASK, ASSIST, BIRTH, S.DRAFTED)
AMEND = Act("amend", _("补正草稿"), P.ASK, ASSIST, among(S.DRAFTED), None, of_asking)
ISSUE = Act("issue", _("签发协查函"), P.SIGN, ASSIST, among(S.DRAFTED), S.SENT, signed_by_another)
KEEP = Act("keep", _("保存协查函"), P.SIGN, ASSIST, among(S.SENT), follows=True)
ACCEPT = Act("accept", _("接收协查"), P.VIEW, ASSIST, ON_THE_WAY, S.WORKING, asked_of_mine)
REFUSE = Act("refuse", _("退回协查函"), P.VIEW, ASSIST, ON_THE_WAY, S.REFUSED, asked_of_mine, sends_back=True)
PASS_ON = Act("pass_on", _("转交有权单位"), P.VIEW, FIRST_HANDLER, among(S.SENT), S.PASSED, asked_of_mine)
REDIRECT = Act("redirect", _("改发其他单位"), P.SIGN, ASSIST, among(S.REFUSED), S.SENT, redirected)
ASSIGN = Act("assign", _("指定承办人"), P.ANSWER, ASSIST, among(S.WORKING, S.SUBMITTED), None, of_asked)
REASSIGN = replace(reassign(P.ASK, ON_THE_WAY | among(S.DRAFTED, S.REFUSED)), guard=of_asking)
EXTEND = Act("extend", _("延长协查期限"), P.SIGN, ASSIST, among(S.WORKING, S.SUBMITTED), None, of_asked)
SUBMIT = Act("submit", _("提交协查结果"), P.ANSWER, ASSIST, among(S.WORKING), S.SUBMITTED, of_asked)
SEND_BACK = Act("send_back", _("退回补查"), P.SIGN, ASSIST, among(S.SUBMITTED), S.WORKING, of_asked, sends_back=True)
ANSWER = Act("answer", _("签发复函"), P.SIGN, ASSIST, among(S.SUBMITTED), S.ANSWERED, answered_by_another)
KEEP_ANSWER = Act("keep_answer", _("保存复函"), P.SIGN, ASSIST, among(S.ANSWERED), follows=True)
TAKE = Act("take", _("确认复函，办结"), P.VIEW, ASSIST, among(S.ANSWERED), S.CLOSED, asked_by_mine)
ASK_FURTHER = Act(
    "ask_further", _("要求补充协查"), P.VIEW, ASSIST, among(S.ANSWERED), S.WORKING, asked_by_mine, sends_back=True
)
CHASE = Act("chase", _("催办"), P.VIEW, ASSIST, UNANSWERED, None, asked_by_mine)
ESCALATE = Act(
    "escalate",
    _("提请共同上级协调"),
    P.VIEW,
    "上报一级、下抓一级（内部工作制度，没有条文）",
    UNANSWERED | among(S.REFUSED),
    None,
    escalated_by_either,
)
WITHDRAW = Act(
    "withdraw", _("撤回协查函"), P.VIEW, ASSIST, UNANSWERED | among(S.DRAFTED, S.REFUSED), S.WITHDRAWN, signed_by_mine,
    dangerous=True,
)  # fmt: skip

REQUEST = Lifecycle(
    kind="requests",
    label=_("协查"),
    states=State,
    acts=(
        DRAFT, ISSUE, KEEP, ACCEPT, REFUSE, PASS_ON, SUBMIT, ANSWER, KEEP_ANSWER, TAKE, ASK_FURTHER, SEND_BACK, REDIRECT, ASSIGN,
        EXTEND, CHASE, ESCALATE, AMEND, REASSIGN, WITHDRAW, remark("requests"), revert(),
    ),
    duties=(
        Duty("issue", _("签发协查函"), among(S.DRAFTED), decides=True),
        Duty("accept", _("接收协查"), ON_THE_WAY, term="assistance.acceptance", unit="asked_id", decides=True),
        Duty("submit", _("协查并复函"), among(S.SENT, S.WORKING, S.SUBMITTED), term="cases.assistance",
             holder="worker_id", unit="asked_id", only="is_ordinary"),
        Duty("submit", _("协查并复函（加急）"), among(S.SENT, S.WORKING, S.SUBMITTED), term="assistance.urgent",
             holder="worker_id", unit="asked_id", only="is_urgent"),
        Duty("submit", _("协查并复函（特急）"), among(S.SENT, S.WORKING, S.SUBMITTED), term="assistance.emergency",
             holder="worker_id", unit="asked_id", only="is_emergency"),
        Duty("answer", _("签发复函"), among(S.SUBMITTED), unit="asked_id", decides=True),
        Duty("take", _("确认复函"), among(S.ANSWERED), term="assistance.taking", holder="contact_id", unit="asking_id", decides=True),
        Duty("redirect", _("处理退回的协查函"), among(S.REFUSED), unit="asking_id"),
    ),
    closed=among(S.CLOSED, S.WITHDRAWN),
)  # fmt: skip


def by_supervisor(supervision: Any, actor: Any) -> Reason:
    """Only the unit that supervises decides on the list."""
    return None if supervision.agency_id in actor.agencies else _("由督办单位办理。")


def by_supervised(supervision: Any, actor: Any) -> Reason:
    """Only the unit that is supervised reports."""
    if supervision.supervised_id not in actor.agencies:
        return _("由被督办的单位报告。")
    return None if actor.may(SP.REPORT) else _("您没有报告督办事项的权限。")


def may_be_taken_up(supervision: Any, actor: Any) -> Reason:
    """Only a case is taken up; a risk stays with the unit that has it."""
    return by_supervisor(supervision, actor) or (
        None if supervision.case_id else _("这里没有案件；风险隐患不能提级管辖，请列入督办。")
    )


REPORT_MAJOR = Act("report_up", _("上报重大事项"), SP.REPORT, REPORT_UP, BIRTH, G.REPORTED)
ENLIST = Act("enlist", _("列入督办"), SP.SUPERVISE, LIST, BIRTH, G.LISTED)
LIST_REPORTED = Act("place", _("将上报事项列入督办"), SP.SUPERVISE, LIST, among(G.REPORTED), G.LISTED, by_supervisor)
KEEP_NOTICE = Act("keep", _("保存督办通知书"), SP.SUPERVISE, LIST, among(G.LISTED), follows=True)
LEAVE = Act("leave", _("交原单位办理"), SP.SUPERVISE, REPORT_UP, among(G.REPORTED), G.LEFT, by_supervisor)
TAKE_UP = Act(
    "take_up", _("提级管辖"), SP.SUPERVISE, LIST, among(G.REPORTED, G.LISTED), G.TAKEN_UP,
    may_be_taken_up,
)  # fmt: skip
REPORT = Act("report", _("报告进展"), SP.VIEW, LIST, among(G.LISTED), None, by_supervised)
PROLONG = Act("extend", _("延长督办期限"), SP.SUPERVISE, LIST, among(G.LISTED), None, by_supervisor)
URGE = Act("chase", _("催办"), SP.SUPERVISE, LIST, among(G.LISTED), None, by_supervisor)
CONCLUDE = Act("conclude", _("报告办理结果"), SP.VIEW, LIST, among(G.LISTED), G.CONCLUDED, by_supervised)
RETURN = Act(
    "send_back", _("退回继续办理"), SP.SUPERVISE, LIST, among(G.CONCLUDED), G.LISTED, by_supervisor, sends_back=True
)
LIFT = Act("lift", _("解除督办"), SP.SUPERVISE, LIST, among(G.LISTED, G.CONCLUDED), G.LIFTED, by_supervisor)

SUPERVISION = Lifecycle(
    kind="supervisions",
    label=_("督办"),
    states=Standing,
    acts=(
        ENLIST, REPORT_MAJOR, LIST_REPORTED, KEEP_NOTICE, REPORT, CONCLUDE, LIFT, RETURN, PROLONG, URGE, TAKE_UP, LEAVE,
        remark("supervisions"), revert(),
    ),
    duties=(
        Duty("place", _("决定是否督办"), among(G.REPORTED), term="assistance.decision", decides=True),
        Duty("report", _("报告进展"), among(G.LISTED), agreed="report_by", unit="supervised_id"),
        Duty("conclude", _("完成督办要求"), among(G.LISTED), agreed="until", unit="supervised_id"),
        Duty("lift", _("审核结果，解除督办"), among(G.CONCLUDED), term="assistance.lifting", decides=True),
    ),
    closed=among(G.LIFTED, G.LEFT, G.TAKEN_UP),
)  # fmt: skip
