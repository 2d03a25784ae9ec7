"""The life of a hit: a case that reached a threshold is transferred, or a head signs why not."""

from typing import Any

from yaoan.kernel.commands.standard import reassign, remark
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.transfers.choices import HitState, P

H = HitState
DUTY = "《行政执法机关移送涉嫌犯罪案件的规定》第三条、第十六条；《刑法》第四百零八条之一"
WAITING = among(H.OPEN, H.EXPLAINED)


def signed_by_another(hit: Any, actor: Any) -> str | Text | None:
    """Who gave the reason does not sign it."""
    if actor.user_id == hit.explained_by_id:
        return _("说明人不能签批自己的说明；请由负责人签批。")
    return None


FLAG = Act("flag", _("提示移送核查"), P.FLAG, DUTY, BIRTH, H.OPEN)
EXPLAIN = Act("explain", _("说明不移送理由"), P.EXPLAIN, DUTY, among(H.OPEN), H.EXPLAINED)
SIGN = Act("sign", _("签批理由"), P.SIGN, DUTY, among(H.EXPLAINED), H.SIGNED, signed_by_another)
REJECT = Act("reject", _("不同意理由"), P.SIGN, DUTY, among(H.EXPLAINED), H.OPEN, signed_by_another, sends_back=True)
REOPEN = Act("reopen", _("重新提示"), P.FLAG, DUTY, among(H.SIGNED, H.TRANSFERRED, H.LAPSED), H.OPEN, sends_back=True)
ANSWER = Act("answer", _("启动移送"), P.FLAG, DUTY, WAITING, H.TRANSFERRED, follows=True)
SETTLE = Act("settle", _("告知案件"), P.FLAG, DUTY, among(H.SIGNED, H.TRANSFERRED))
LAPSE = Act("lapse", _("不再符合"), P.FLAG, DUTY, WAITING, H.LAPSED)

HIT = Lifecycle(
    kind="hits",
    label=_("移送核查提示"),
    states=HitState,
    acts=(FLAG, EXPLAIN, SIGN, REJECT, REOPEN, ANSWER, SETTLE, LAPSE, reassign(P.FLAG, WAITING), remark("hits")),
    duties=(
        Duty("explain", _("移送或者说明理由"), among(H.OPEN), term="transfers.explanation"),
        Duty("sign", _("签批不移送理由"), among(H.EXPLAINED), term="transfers.signature", decides=True),
    ),
    closed=among(H.SIGNED, H.TRANSFERRED, H.LAPSED),
)
