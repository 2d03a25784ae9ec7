"""The life of an entry on the list of serious violators: proposed, told, listed, objected to, removed on time or early."""

from typing import Any

from yaoan.kernel.commands.standard import remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import Listing, P

Reason = str | Text | None
L = Listing
ON_LIST = among(L.LISTED, L.EXAMINED)
BEFORE = among(L.PROPOSED, L.NOTIFIED)
LIST = "《市场监督管理严重违法失信名单管理办法》"
UNREAD = f"{LIST}（条号未核对）"
REMOVAL = f"{LIST}第十八条、第十九条（条号未核对）"


def agreed_by_above(violator: Any, actor: Any) -> Reason:
    """The unit above agrees, not the one that lists."""
    if not violator.needs_consent:
        return _("由本单位决定，不需要上级同意。")
    if not violator.awaits_consent:
        return _("上级已经同意。")
    return None if violator.superior_id in actor.agencies else _("由列入单位的上一级单位同意。")


def ready_to_list(violator: Any, actor: Any) -> Reason:
    """Whoever proposed does not decide, and a city or a county lists only what the unit above agreed to."""
    if violator.awaits_consent:
        return _("列入失信名单须先报经上一级单位同意。")
    if actor.user_id == violator.proposed_by:
        return _("提出列入的人不能作出列入决定；请由负责人决定。")
    return None


def not_published(violator: Any, _actor: Any) -> Reason:
    return None if violator.awaits_publication else _("已经公示。")


def no_objection(violator: Any, _actor: Any) -> Reason:
    return _("已有异议等待答复，请先答复。") if violator.answer_by else None


def objected(violator: Any, _actor: Any) -> Reason:
    return None if violator.answer_by else _("没有待答复的异议。")


PROPOSE = Act("propose", _("拟列入失信名单"), P.PROPOSE, f"{LIST}第二条、第六条（第六条条号未核对）", BIRTH, L.PROPOSED)
NOTIFY = Act("notify", _("告知当事人"), P.PROPOSE, UNREAD, among(L.PROPOSED), L.NOTIFIED)
DEFEND = Act("defend", _("记录陈述申辩"), P.PROPOSE, UNREAD, among(L.NOTIFIED))
AGREE = Act("agree", _("上级同意列入"), P.AGREE, UNREAD, BEFORE, None, agreed_by_above)
ENLIST = Act(
    "enlist",
    _("决定列入"),
    P.ENLIST,
    f"{LIST}第二条、第六条（第六条条号未核对）",
    among(L.NOTIFIED),
    L.LISTED,
    ready_to_list,
)
SPARE = Act("spare", _("不予列入"), P.ENLIST, f"{LIST}第二条", BEFORE, L.SPARED)
PUBLISH = Act("publish", _("公示列入信息"), P.ENLIST, f"{LIST}第十五条（条号未核对）", ON_LIST, None, not_published)
OBJECT = Act("object", _("登记异议"), P.PROPOSE, UNREAD, ON_LIST, None, no_objection)
ANSWER = Act("answer", _("答复异议：不成立"), P.ENLIST, UNREAD, ON_LIST, None, objected)
ASK_EARLY = Act("ask_early", _("受理提前移出申请"), P.PROPOSE, REMOVAL, among(L.LISTED), L.EXAMINED)
REFUSE_EARLY = Act("refuse_early", _("不予提前移出"), P.ENLIST, REMOVAL, among(L.EXAMINED), L.LISTED)
GRANT_EARLY = Act("grant_early", _("准予提前移出"), P.ENLIST, REMOVAL, among(L.EXAMINED), L.REMOVED)
REMOVE = Act("remove", _("期满移出"), P.ENLIST, REMOVAL, ON_LIST, L.REMOVED)
REVOKE = Act("revoke", _("撤销列入"), P.ENLIST, UNREAD, ON_LIST, L.REVOKED, dangerous=True)
FALL = Act("fall", _("随处罚撤销"), P.ENLIST, UNREAD, ON_LIST | BEFORE, L.REVOKED, follows=True)

VIOLATOR = Lifecycle(
    kind="violators",
    label=_("失信名单"),
    states=Listing,
    acts=(
        PROPOSE, NOTIFY, ENLIST, PUBLISH, AGREE, DEFEND, GRANT_EARLY, REFUSE_EARLY, REMOVE, ANSWER, OBJECT, ASK_EARLY, SPARE,
        REVOKE, FALL, remark("violators"), revert(),
    ),
    duties=(
        Duty("notify", _("告知拟列入"), among(L.PROPOSED)),
        Duty("agree", _("上级同意列入"), BEFORE, unit="superior_id", only="awaits_consent", decides=True),
        Duty("enlist", _("陈述申辩期满后决定列入"), among(L.NOTIFIED), decides=True),
        Duty("publish", _("公示列入信息"), ON_LIST, term="credit.list_publication", only="awaits_publication"),
        Duty("answer", _("答复异议"), ON_LIST, agreed="answer_by"),
        Duty("grant_early", _("决定是否提前移出"), among(L.EXAMINED), term="credit.list_early_decision", decides=True),
        Duty("remove", _("期满移出"), ON_LIST, agreed="remove_on"),
    ),
    closed=among(L.REMOVED, L.SPARED, L.REVOKED),
)  # fmt: skip
