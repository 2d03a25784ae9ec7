"""What stands in the way of an act on a case, and what helps. Each looks at the record and the actor alone."""

from typing import Any

from yaoan.kernel import law
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import State

Reason = str | Text | None
REPORTED = (State.REVIEWING, State.REVIEWED, State.ANNOUNCING, State.NOTIFIED, State.HEARING, State.HEARD)


def not_handed(case: Any, _actor: Any) -> Reason:
    """While a case is on its way to another unit, only that unit answers."""
    return _("案件已经移送，等对方接收或者退回。") if case.handed_to_id else None


def handed_to_mine(case: Any, actor: Any) -> Reason:
    """Only the unit a case was handed to accepts or refuses it."""
    if not case.handed_to_id:
        return _("案件没有移送给其他单位。")
    if case.handed_to_id not in actor.agencies:
        return _("案件移送给了另一单位，由该单位接收或者退回。")
    return None


def not_mine(case: Any, actor: Any) -> Reason:
    """A case is taken up by another unit than the one that has it."""
    return _("案件已经由本单位办理。") if case.agency_id in actor.agencies else not_handed(case, actor)


def verification_not_extended(case: Any, _actor: Any) -> Reason:
    """The verification of a clue is extended once (penalty procedure art. 18)."""
    return _("核查期限只能延长一次，已经延长。请决定立案或者不予立案。") if case.extensions.get("file") else None


def not_extended(case: Any, _actor: Any) -> Reason:
    if case.extensions.get("decide"):
        return _("已经由负责人批准延长过一次；再延长须经负责人集体讨论决定。")
    return None


def extended_once(case: Any, _actor: Any) -> Reason:
    if not case.extensions.get("decide"):
        return _("还没有由负责人批准延长；请先批准延长，仍不能办结的再集体讨论。")
    return None


def not_reported(case: Any, _actor: Any) -> Reason:
    """What was reported, reviewed and told rests on the breach it names (Penalty Law arts 44, 58): it is sent back first."""
    if case.state in REPORTED:
        return _("调查已经终结；改变定性的，请先退回补充调查，再重新审核、重新告知。")
    return None


def investigated(case: Any, _actor: Any) -> Reason:
    """Two officers and at least one piece of evidence before an investigation ends (Penalty Law arts 42, 46)."""
    if len(case.officers) < 2:
        return _("办案人员不足两人；请先指定两名以上具有执法资格的人员。")
    if not case.standing_exhibits:
        return _("还没有登记证据；请先登记证据并注明来源和取得人员。")
    return None


def reviewed_by_another(case: Any, actor: Any) -> Reason:
    """Nobody reviews a case he has investigated (Penalty Law art. 58)."""
    if actor.user_id in case.officers:
        return _("办案人员不能审核自己办理的案件；请由审核人员审核。")
    return None


def discussed_if_needed(case: Any, actor: Any) -> Reason:
    """A complex or grave case is decided by the heads together (Penalty Law art. 57)."""
    if case.awaits_law_review:
        return _("须经法制审核的案件，未经法制审核或者审核未通过的，不得作出决定；经过听证的，听证后审核。")
    if case.needs_discussion and not case.discussed_on:
        return _("案情复杂或者拟给予较重处罚，须先经负责人集体讨论。")
    if actor.user_id in case.officers:
        return _("办案人员不能对自己办理的案件作出决定；请由负责人决定。")
    return None


def crime_answered(case: Any, _actor: Any) -> Reason:
    """A penalty does not take the place of a transfer (transfer regulation arts 3, 11; Criminal Law arts 402, 408-1)."""
    keys = case.unanswered_thresholds
    if not keys:
        return None
    if case.is_being_transferred:
        return _("案件正在准备移送，不得以罚代刑；请先移交公安机关，决定不移送的另行签批理由。")
    return _(
        "达到移送标准“{thresholds}”，还没有移送公安机关，也没有签批的不移送理由；请先启动移送，或者在移送核查提示上写明理由由负责人签批。"
    ).format(thresholds="”“".join(law.label("transfer_thresholds", key) for key in keys))


def crime_judged(case: Any, actor: Any) -> Reason:
    """Nothing is decided before it is clear whether the breach is a crime."""
    if case.awaits_danger:
        return _("这种违法行为足以严重危害人体健康的即涉嫌犯罪，还没有认定；请先“认定危害”。")
    return crime_answered(case, actor)


def decidable(case: Any, actor: Any) -> Reason:
    return crime_judged(case, actor) or bans_bound(case, actor) or discussed_if_needed(case, actor)


def law_review_owed(case: Any, actor: Any) -> Reason:
    """After a hearing a legal reviewer who has not investigated the case reviews it (Penalty Law art. 58)."""
    return reviewed_by_another(case, actor) if case.awaits_law_review else _("没有待进行的法制审核。")


def not_typical(case: Any, _actor: Any) -> Reason:
    if case.is_simple or not case.outcome:
        return _("典型案例从普通程序中已经作出决定的案件里选。")
    return _("已经是典型案例。") if case.is_typical else None


def typical(case: Any, _actor: Any) -> Reason:
    return None if case.is_typical else _("不是典型案例。")


PAST_NOTICE = frozenset({State.ANNOUNCING, State.NOTIFIED, State.HEARING, State.HEARD})


def not_past_notice(case: Any, _actor: Any) -> Reason:
    """A case that was suspended after its notice is as far as it was: it is neither merged nor split, and no person is added."""
    if case.state == State.SUSPENDED and case.stays[-2][0] in PAST_NOTICE:
        return _("案件在告知以后中止，这一项已不能办理；请先恢复。")
    return None


def still_owes(case: Any, _actor: Any) -> Reason:
    return None if case.owes_payment else _("没有应缴未缴的罚没款。")


def persons_owe(case: Any, _actor: Any) -> Reason:
    return None if case.persons_outstanding else _("责任人员没有应缴未缴的罚没款。")


def anybody_owes(case: Any, actor: Any) -> Reason:
    return None if case.persons_outstanding else still_owes(case, actor)


def bans_bound(case: Any, _actor: Any) -> Reason:
    """A ban that is bound to nobody in the register could not be kept."""
    loose = [line["name"] for line in case.persons if line["ban"] and not line["person"]]
    if not loose:
        return None
    text = _("{names}的禁业没有落实到在册人员，送达后无法核对；请退回补充调查，在人员名录登记后重新登记责任人员。")
    return text.format(names="、".join(loose))


def fulfilled(case: Any, _actor: Any) -> Reason:
    """Execution ends when everything is paid and what was collected on the spot was handed in."""
    if case.owes_payment:
        return _("还有 {sum} 元没有缴清；请登记缴款，或者申请强制执行。").format(sum=case.outstanding)
    if case.persons_outstanding:
        return _("责任人员还有 {sum} 元没有缴清；请登记责任人员缴款，或者申请强制执行。").format(
            sum=case.persons_outstanding
        )
    return hands_empty(case)


def hands_empty(case: Any) -> Reason:
    if case.holds_cash:
        return _("当场收缴的罚款还没有交回；请先登记交款。")
    return None


def holds_cash(case: Any, _actor: Any) -> Reason:
    return None if case.holds_cash else _("没有当场收缴待交回的罚款。")


def urged_before(case: Any, actor: Any) -> Reason:
    """The court is asked after the party was urged (Compulsion Law art. 54)."""
    if not case.urged_on:
        return _("申请强制执行前须先催告；请先送达催告书。")
    return anybody_owes(case, actor)


def publishable(case: Any, _actor: Any) -> Reason:
    """Penalties of the ordinary procedure are published, a mere warning is not (Order 45 arts 2, 18)."""
    if case.published_on:
        return _("已经公示。")
    if case.is_party_elsewhere and not case.pushed_on:
        return _("外省当事人的处罚信息，先推送给当事人所在地的省级部门；对方公示后再登记。")
    return None if case.is_publishable else publishable_not()


def published(case: Any, _actor: Any) -> Reason:
    return None if case.is_public else _("没有公示，无需撤回。")


def pushable(case: Any, _actor: Any) -> Reason:
    """Only a penalty of a party of another province is sent there (Order 45 art. 10)."""
    if not case.is_party_elsewhere:
        return _("当事人在本省，由本机关公示。")
    if case.pushed_on:
        return _("已经推送。")
    return None if case.is_publishable else publishable_not()


def publishable_not() -> Text:
    return _("当场处罚、仅给予警告和不予处罚的，不予公示。")


def may_end_early(case: Any, _actor: Any) -> Reason:
    if not case.published_on:
        return _("没有公示。")
    if case.stopped_on:
        return _("已经提前停止公示。")
    return _("已经受理申请，请先作出决定。") if case.stop_by else None


def stop_asked(case: Any, _actor: Any) -> Reason:
    return None if case.stop_by else _("没有受理提前停止公示的申请。")


def reopenable(case: Any, _actor: Any) -> Reason:
    """What is reopened holds no more, so it must not stay published, and what was paid on it is given back first."""
    if case.outcome == "penalty" and case.state != State.ANNULLED:
        return _("处罚决定还有效；请先撤销决定，退还已缴的款项，再重新调查。")
    if case.is_public:
        return _("处罚信息还在公示或者已经推送外省，请先撤回公示再重新调查。")
    return (
        _("还有 {sum} 元没有退还；请先登记退还，再重新调查。").format(sum=case.overpaid) if case.owes_refund else None
    )


def variable(case: Any, actor: Any) -> Reason:
    """A penalty that holds is changed by one who has not handled the case."""
    if case.outcome != "penalty":
        return _("只有处罚决定可以变更；其他决定有错误的，请撤销。")
    if actor.user_id in case.officers:
        return _("办案人员不能对自己办理的案件作出决定；请由负责人决定。")
    return None


def to_be_served_again(case: Any, _actor: Any) -> Reason:
    return None if case.serve_again_by else _("没有待送达的变更决定。")


def owes_what_was_served(case: Any, actor: Any) -> Reason:
    """The party is urged to pay what it was told in writing."""
    if case.serve_again_by:
        return _("变更决定还没有送达，不能催告；请先送达变更决定。")
    return anybody_owes(case, actor)


def overpaid(case: Any, _actor: Any) -> Reason:
    return None if case.owes_refund else _("没有多缴的款项，无需退还。")


def not_admitted(case: Any, _actor: Any) -> Reason:
    return None if case.awaits_court else _("已经登记法院受理。")


def admitted(case: Any, _actor: Any) -> Reason:
    if case.awaits_court:
        return _("还没有登记法院受理；请先登记受理。法院不予受理的，请登记“撤回申请或者不予受理”。")
    return None if case.ruling_by else _("已经登记法院裁定。")


def archivable(case: Any, _actor: Any) -> Reason:
    if case.awaits_publication:
        return _("处罚信息还没有公示；请先公示再归档。")
    return crime_answered(case, _actor)
