"""What may happen to a subscription. What leaves the house is proposed by one person and approved by another."""

from yaoan.kernel.commands.standard import remark
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among, by_another
from yaoan.kernel.words import _
from yaoan.modules.webhooks.choices import P, State

SHARE = "《政务数据共享条例》"
S = State

approved_by_another = by_another(
    "proposed_by_id", says=_("推送要由另一人批准：提出的人、改网址的人不能批准自己提出的。")
)

PROPOSE = Act("propose", _("提出推送"), P.MANAGE, SHARE, BIRTH, S.PROPOSED)
APPROVE = Act(
    "approve", _("批准推送"), P.APPROVE, SHARE, among(S.PROPOSED), S.ACTIVE, approved_by_another, dangerous=True
)
AMEND = Act("amend", _("更改推送"), P.MANAGE, SHARE, among(S.PROPOSED, S.ACTIVE, S.PAUSED), S.PROPOSED, dangerous=True)
ROTATE = Act("rotate", _("更换密钥"), P.MANAGE, SHARE, among(S.PROPOSED, S.ACTIVE, S.PAUSED), dangerous=True)
ADOPT = Act("adopt", _("接手推送"), P.MANAGE, SHARE, among(S.ACTIVE, S.PAUSED), S.PROPOSED, dangerous=True)
PROBE = Act("probe", _("试发一条"), P.MANAGE, SHARE, among(S.ACTIVE))
SEND_AGAIN = Act("send_again", _("重新发送"), P.MANAGE, SHARE, among(S.ACTIVE, S.PAUSED))
PAUSE = Act("pause", _("暂停推送"), P.MANAGE, SHARE, among(S.ACTIVE), S.PAUSED, dangerous=True)
RESUME = Act("resume", _("继续推送"), P.MANAGE, SHARE, among(S.PAUSED), S.ACTIVE)
END = Act("end", _("停用推送"), P.MANAGE, SHARE, among(S.PROPOSED, S.ACTIVE, S.PAUSED), S.ENDED, dangerous=True)

SUBSCRIPTION = Lifecycle(
    kind="subscriptions",
    label=_("消息推送"),
    states=State,
    acts=(
        PROPOSE, APPROVE, AMEND, PROBE, SEND_AGAIN, PAUSE, RESUME, ROTATE, ADOPT, END, remark("subscriptions"),
    ),
    duties=(Duty("approve", _("批准推送"), among(S.PROPOSED), decides=True),),
    closed=among(S.ENDED),
)  # fmt: skip
