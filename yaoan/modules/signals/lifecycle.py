"""What may happen to a signal: it is read, decided and answered, and never dropped."""

from typing import Any

from yaoan.kernel.commands.standard import reassign, remark, revert
from yaoan.kernel.lifecycle import ANY, BIRTH, Act, Duty, Lifecycle, among, by_another
from yaoan.kernel.words import Text, _
from yaoan.modules.signals.choices import P, State

S = State
PLAN = "药品安全专项行动方案：多渠道全面排查风险隐患"
COMPLAINTS = "《市场监督管理投诉举报处理暂行办法》第三十一条"
FIRST_HANDLER = "首办负责制"
SECRECY = "《药品管理法》第一百零六条：为举报人保密"
AT_WORK = among(S.READ, S.VERIFYING)
DECISIVE = among(S.DECIDED, S.RAISED, S.PURSUED, S.MERGED)
"""States in which it is decided what becomes of a signal: from then on the answer is owed to who asked for one."""


def answered_if_owed(signal: Any, _actor: Any) -> str | Text | None:
    """Who asked for an answer gets one before the signal is closed."""
    if signal.owes_answer:
        return _("反映人要求答复，还没有答复；请先答复再办结。")
    return None


def handed_to_mine(signal: Any, actor: Any) -> str | Text | None:
    """Only the unit a signal was handed to accepts or refuses it."""
    if signal.handed_to_id not in actor.agencies:
        return _("这条线索转给了{unit}，由该单位接收或退回。").format(unit=signal.handed_to)
    return None


def has_identity(signal: Any, _actor: Any) -> str | Text | None:
    """There must be a sealed identity to be opened."""
    return None if signal.reporter else _("反映人没有留下姓名，没有可以查看的身份信息。")


def is_asked_for(signal: Any, actor: Any) -> str | Text | None:
    """Somebody asked to open the identity, and nobody has allowed it yet."""
    if signal.identity_asked_by_id is None or signal.identity_allowed_by_id is not None:
        return _("没有等待同意的查看申请。")
    return has_identity(signal, actor)


not_own_finding = by_another(
    "verified_by_id", says=_("核查人不能办结自己核查的线索；请由另一人办结。"), first=answered_if_owed
)

REPORT = Act("report", _("上报线索"), P.REPORT, PLAN, BIRTH, S.NEW)
RECEIVE = Act("receive", _("登记线索"), P.RECEIVE, PLAN, BIRTH, S.NEW)
READ = Act("read", _("签收"), P.RECEIVE, PLAN, among(S.NEW), S.READ)
VERIFY = Act("verify", _("开始核查"), P.TRIAGE, COMPLAINTS, among(S.READ), S.VERIFYING)
HAND_OVER = Act("hand_over", _("转办"), P.TRIAGE, FIRST_HANDLER, AT_WORK, S.HANDED)
TAKE_OVER = Act("take_over", _("接收转办"), P.VIEW, FIRST_HANDLER, among(S.HANDED), S.READ, handed_to_mine)
REFUSE = Act("refuse", _("退回转办"), P.VIEW, FIRST_HANDLER, among(S.HANDED), S.READ, handed_to_mine, sends_back=True)
MERGE = Act("merge", _("并入另一条"), P.TRIAGE, PLAN, AT_WORK, S.MERGED)
UNMERGE = Act("unmerge", _("取消并入"), P.TRIAGE, PLAN, among(S.MERGED), S.READ)
BECOME = Act("become_risk", _("转为隐患"), P.TRIAGE, PLAN, AT_WORK, S.RAISED, follows=True)
BECOME_CASE = Act("become_case", _("转为案件"), P.TRIAGE, PLAN, AT_WORK, S.PURSUED, follows=True)
CONCLUDE = Act("conclude", _("核查结论"), P.TRIAGE, COMPLAINTS, among(S.VERIFYING), S.DECIDED)
ANSWER = Act("answer", _("答复反映人"), P.ANSWER, COMPLAINTS, among(S.READ, S.VERIFYING) | DECISIVE)
CLOSE = Act("close", _("办结"), P.CLOSE, PLAN, among(S.DECIDED, S.RAISED, S.PURSUED), S.CLOSED, not_own_finding)
ASK_IDENTITY = Act("ask_identity", _("申请查看反映人"), P.UNSEAL, SECRECY, ANY, None, has_identity)
ALLOW_IDENTITY = Act(
    "allow_identity",
    _("同意查看反映人"),
    P.ALLOW_UNSEAL,
    SECRECY,
    ANY,
    None,
    by_another(
        "identity_asked_by_id", says=_("同意查看必须由另一人作出：申请人不能同意自己的申请。"), first=is_asked_for
    ),
    dangerous=True,
)
REOPEN = Act("reopen", _("重新核查"), P.TRIAGE, PLAN, among(S.CLOSED), S.READ, sends_back=True)

SIGNAL = Lifecycle(
    kind="signals",
    label=_("线索"),
    states=State,
    acts=(
        RECEIVE, REPORT, READ, VERIFY, CONCLUDE, BECOME, BECOME_CASE, ANSWER, CLOSE, HAND_OVER, TAKE_OVER, REFUSE, MERGE, UNMERGE, REOPEN,
        ASK_IDENTITY, ALLOW_IDENTITY,
        reassign(P.TRIAGE, among(S.VERIFYING)), remark("signals"), revert(),
    ),
    duties=(
        Duty("read", _("签收"), among(S.NEW), term="signals.acknowledge"),
        Duty("verify", _("分办"), among(S.READ), term="signals.triage"),
        Duty("conclude", _("核查"), among(S.VERIFYING), term="signals.verification", holder="holder_id"),
        Duty("take_over", _("接收转办"), among(S.HANDED), term="signals.transfer_acceptance", unit="handed_to_id", decides=True),
        Duty("answer", _("答复反映人"), DECISIVE, term="signals.answer", only="owes_answer"),
        Duty("close", _("办结"), among(S.DECIDED), decides=True),
    ),
    closed=among(S.CLOSED, S.MERGED),
)  # fmt: skip
