"""What may happen to a report: figures are read from the rows, frozen by a second person, and corrected only by slips."""

from typing import Any

from yaoan.kernel.commands.standard import reassign, remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.reports import rules
from yaoan.modules.reports.choices import P, State

S = State
REPORTING = "药品安全专项行动方案：按照时间节点及时报送工作总结及报表"
TRUTH = "《统计法》第七条、第九条：真实、准确、完整、及时，不得虚报、瞒报"
OPEN = among(S.DRAFTED, S.PRESENTED, S.FROZEN)


def adds_up(report: Any, _actor: Any) -> str | Text | None:
    """The figures are there, the period is over when they were read, and every sum comes out."""
    faults = rules.faults(report.figures, report.covers_until)
    return "；".join(faults) if faults else None


def frozen_by_another(report: Any, actor: Any) -> str | Text | None:
    """Who drafts or presents a report does not freeze it, and its figures add up."""
    if actor.user_id in (report.presented_by_id, report.drafted_by_id):
        return _("起草和报请审定的人不能自己冻结；请由另一位负责人审定。")
    return adds_up(report, actor)


def has_receiver(report: Any, _actor: Any) -> str | Text | None:
    return None if report.to_id else _("没有写明报送到哪个单位；请退回修改后填写。")


DRAFT = Act("draft", _("起草报表"), P.DRAFT, REPORTING, BIRTH, S.DRAFTED)
RECKON = Act("reckon", _("取数"), P.DRAFT, TRUTH, among(S.DRAFTED), follows=True)
REFRESH = Act("refresh", _("刷新数字"), P.DRAFT, TRUTH, among(S.DRAFTED))
WRITE = Act("write", _("撰写文字"), P.DRAFT, REPORTING, among(S.DRAFTED))
ADDRESS = Act("address", _("修改报送事项"), P.DRAFT, REPORTING, among(S.DRAFTED))
PRESENT = Act("present", _("报请审定"), P.DRAFT, REPORTING, among(S.DRAFTED), S.PRESENTED, adds_up)
SEND_BACK = Act(
    "send_back", _("退回修改"), P.FREEZE, REPORTING, among(S.PRESENTED, S.FROZEN), S.DRAFTED, sends_back=True
)
FREEZE = Act("freeze", _("审定并冻结"), P.FREEZE, TRUTH, among(S.PRESENTED), S.FROZEN, frozen_by_another)
SIGN = Act("sign", _("签名留存"), P.FREEZE, TRUTH, among(S.FROZEN), follows=True)
SUBMIT = Act("submit", _("报送"), P.SUBMIT, REPORTING, among(S.FROZEN), S.SUBMITTED, has_receiver)
RESUBMIT = Act("resubmit", _("退回后重新报送"), P.SUBMIT, REPORTING, among(S.SUBMITTED, S.CORRECTED))
CORRECT = Act("correct", _("出具更正单"), P.FREEZE, TRUTH, among(S.SUBMITTED, S.CORRECTED), S.CORRECTED)
SLIP = Act("slip", _("记入更正"), P.FREEZE, TRUTH, among(S.CORRECTED), follows=True)
WITHDRAW = Act("withdraw", _("作废"), P.DRAFT, REPORTING, among(S.DRAFTED, S.PRESENTED), S.WITHDRAWN, dangerous=True)

REPORT = Lifecycle(
    kind="reports",
    label=_("报表"),
    states=State,
    acts=(
        DRAFT, PRESENT, FREEZE, SUBMIT, REFRESH, WRITE, ADDRESS, SEND_BACK, CORRECT, RESUBMIT, WITHDRAW, RECKON, SIGN, SLIP,
        reassign(P.FREEZE, OPEN), remark("reports"), revert(),
    ),
    duties=(
        Duty("present", _("起草并报请审定"), among(S.DRAFTED), agreed="due_on", holder="holder_id"),
        Duty("present", _("起草并报请审定"), among(S.DRAFTED), holder="holder_id", only="is_undated"),
        Duty("freeze", _("审定报表"), among(S.PRESENTED), term="reports.review", decides=True),
        Duty("submit", _("报送报表"), among(S.FROZEN), agreed="due_on"),
        Duty("submit", _("报送报表"), among(S.FROZEN), only="is_undated"),
    ),
    closed=among(S.SUBMITTED, S.CORRECTED, S.WITHDRAWN),
)  # fmt: skip
