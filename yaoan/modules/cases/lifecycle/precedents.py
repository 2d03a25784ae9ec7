"""The life of a past decision of the collection: read and kept, corrected, struck where it no longer holds."""

from yaoan.kernel.commands.standard import remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Lifecycle, among
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import P, PrecedentState

S = PrecedentState
ALIKE = "《药品监督管理行政处罚裁量适用规则》第四条（同类案件处理基本一致）"
PUBLICITY = "《市场监督管理行政处罚信息公示规定》第十一条（处罚决定变更、撤销）"

ENTER = Act("enter", _("既往决定入库"), P.COLLECT, ALIKE, BIRTH, S.KEPT)
AMEND = Act("amend", _("更正内容"), P.COLLECT, ALIKE, among(S.KEPT))
STRIKE = Act("strike", _("剔除"), P.COLLECT, PUBLICITY, among(S.KEPT), S.STRUCK, dangerous=True)
RESTORE = Act("restore", _("恢复入库"), P.COLLECT, ALIKE, among(S.STRUCK), S.KEPT)

PRECEDENT = Lifecycle(
    kind="precedents",
    label=_("既往决定"),
    states=PrecedentState,
    acts=(ENTER, AMEND, STRIKE, RESTORE, remark("precedents"), revert()),
    duties=(),
    closed=among(S.KEPT, S.STRUCK),
)
