"""The life of a penalty that another province sent: received, published here, recalled, ended."""

from yaoan.kernel.commands.standard import remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import P, PublicationState

S = PublicationState
ORDER = "《市场监督管理行政处罚信息公示规定》"

RECEIVE = Act("receive", _("接收外省推送"), P.RECEIVE_PUSHED, f"{ORDER}第十条", BIRTH, S.RECEIVED)
PUBLISH = Act("publish", _("协助公示"), P.PUBLISH_PUSHED, f"{ORDER}第十条", among(S.RECEIVED), S.PUBLISHED)
RETURN = Act("give_back", _("退回推送"), P.PUBLISH_PUSHED, f"{ORDER}第十条", among(S.RECEIVED), S.RETURNED)
RECALL = Act(
    "recall", _("登记来函撤回"), P.RECEIVE_PUSHED, f"{ORDER}第十一条", among(S.RECEIVED, S.PUBLISHED), S.RECALLED
)
END = Act(
    "end",
    _("停止公示"),
    P.PUBLISH_PUSHED,
    f"{ORDER}第十一条、第十三条、第十四条",
    among(S.PUBLISHED, S.RECALLED),
    S.ENDED,
)

PUBLICATION = Lifecycle(
    kind="publications",
    label=_("外省处罚公示"),
    states=PublicationState,
    acts=(RECEIVE, PUBLISH, END, RECALL, RETURN, remark("publications"), revert()),
    duties=(
        Duty("publish", _("协助公示"), among(S.RECEIVED), term="publicity.other_province", decides=True),
        Duty("end", _("撤回公示"), among(S.RECALLED), term="publicity.withdrawal"),
        Duty("end", _("公示期满停止公示"), among(S.PUBLISHED), agreed="public_until"),
    ),
    closed=among(S.ENDED, S.RETURNED),
)
