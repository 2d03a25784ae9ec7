"""The life of an enforcement document: drawn up, complete, signed with a number, served and frozen."""

from typing import Any

from yaoan.kernel.commands.standard import remark
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import DocumentState, P

D = DocumentState
RECORD = "《行政处罚法》第四十七条（全过程记录）"


def complete(document: Any, _actor: Any) -> str | Text | None:
    """What is missing is said before signing."""
    missing = document.missing_labels
    if missing:
        return _("还缺：{missing}。请在案件或者文书中补齐，再重新取数。").format(missing="、".join(missing))
    return None


def to_be_served(document: Any, _actor: Any) -> str | Text | None:
    return None if document.form_value.served else _("这种文书存卷备查，不需要送达。")


DRAW = Act("draw", _("制作文书"), P.DRAFT, RECORD, BIRTH, D.DRAFT)
FILL = Act("fill", _("修改文书"), P.DRAFT, RECORD, among(D.DRAFT))
REFRESH = Act("refresh", _("重新取数"), P.DRAFT, RECORD, among(D.DRAFT))
GATHER = Act("gather", _("取数"), P.DRAFT, RECORD, among(D.DRAFT), follows=True)
SIGN = Act("sign", _("签发"), P.SIGN, "《行政处罚法》第五十九条等", among(D.DRAFT), D.SIGNED, complete)
KEEP = Act("keep", _("存签发件"), P.SIGN, RECORD, among(D.SIGNED), follows=True)
SERVE = Act("serve", _("登记送达"), P.DRAFT, "《行政处罚法》第六十一条", among(D.SIGNED), D.SERVED, to_be_served)
VOID = Act("void", _("作废"), P.SIGN, RECORD, among(D.DRAFT, D.SIGNED), D.VOID, dangerous=True)

DOCUMENT = Lifecycle(
    kind="documents",
    label=_("执法文书"),
    states=DocumentState,
    acts=(DRAW, SIGN, SERVE, FILL, REFRESH, GATHER, KEEP, VOID, remark("documents")),
    duties=(
        Duty("sign", _("签发文书"), among(D.DRAFT), decides=True),
        Duty("serve", _("送达文书"), among(D.SIGNED), term="cases.service", only="is_to_be_served"),
    ),
    closed=among(D.SERVED, D.VOID),
)
