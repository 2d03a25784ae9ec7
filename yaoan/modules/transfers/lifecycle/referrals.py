"""The life of a clue on officials: one case, two inquiries. What it says is sealed."""

from typing import Any

from yaoan.kernel.commands.standard import remark
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.transfers.choices import P, ReferralState

R = ReferralState
BASIS = "《行政执法机关移送涉嫌犯罪案件的规定》第十八条、第十九条"


def approved_by_another(referral: Any, actor: Any) -> str | Text | None:
    if actor.user_id == referral.opened_by_id:
        return _("起草人不能批准自己起草的移送；请由另一名负责人决定。")
    return None


PREPARE = Act("prepare", _("登记公职人员问题线索"), P.REFER, BASIS, BIRTH, R.PREPARED)
APPROVE = Act("approve", _("批准移送"), P.REFERRALS_DECIDE, BASIS, among(R.PREPARED), R.APPROVED, approved_by_another)
DECLINE = Act("decline", _("不予移送"), P.REFERRALS_DECIDE, BASIS, among(R.PREPARED), R.DECLINED, approved_by_another)
SEND = Act("send", _("移送监察机关"), P.REFER, BASIS, among(R.APPROVED), R.SENT)
ANSWER = Act("answer", _("登记反馈"), P.REFER, BASIS, among(R.SENT), R.ANSWERED)

REFERRAL = Lifecycle(
    kind="referrals",
    label=_("问题线索移送"),
    states=ReferralState,
    acts=(PREPARE, APPROVE, DECLINE, SEND, ANSWER, remark("referrals")),
    duties=(
        Duty("approve", _("批准问题线索移送"), among(R.PREPARED), decides=True),
        Duty("send", _("移送监察机关"), among(R.APPROVED)),
        Duty("answer", _("取得反馈"), among(R.SENT)),
    ),
    closed=among(R.DECLINED, R.ANSWERED),
)
