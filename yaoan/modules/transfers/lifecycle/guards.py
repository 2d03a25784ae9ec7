"""What stands in the way of an act on a transfer. Each looks at the record and the actor alone."""

from typing import Any

from yaoan.kernel.words import Text, _
from yaoan.modules.transfers.choices import Result, State

Reason = str | Text | None


def has_team(transfer: Any, _actor: Any) -> Reason:
    """Two or more officers verify and report (transfer regulation art. 5)."""
    if len(set(transfer.officers)) < 2:
        return _("专案组不足两人；请先指定两名以上行政执法人员。")
    return None


def decided_by_another(transfer: Any, actor: Any) -> Reason:
    """The head decides on the report of the team, not on his own (transfer regulation art. 5)."""
    if actor.user_id in transfer.officers:
        return _("专案组成员不能决定自己报告的案件；请由正职负责人或者主持工作的负责人决定。")
    return None


def file_complete(transfer: Any, _actor: Any) -> Reason:
    """The five parts of the file (transfer regulation art. 6)."""
    missing = transfer.missing_pieces
    if missing:
        return _("移送材料不齐，还缺：{missing}。请先补齐，确实没有的说明理由。").format(
            missing="、".join(str(piece.label) for piece in missing)
        )
    return None


def not_copied(transfer: Any, _actor: Any) -> Reason:
    return _("已经抄送检察机关。") if transfer.copied_on else None


def goods_wait(transfer: Any, _actor: Any) -> Reason:
    return None if transfer.awaits_goods else _("涉案物品已经移交。")


def opinion_asked(transfer: Any, _actor: Any) -> Reason:
    return None if transfer.open_opinion else _("没有待出具的检验、认定意见。")


def no_opinion_open(transfer: Any, _actor: Any) -> Reason:
    return _("上一次商请还没有回复；请先出具意见。") if transfer.open_opinion else None


def ours(transfer: Any, _actor: Any) -> Reason:
    """A case is linked where there is none: to what came to us, and to what came of a signal or a risk and came back."""
    return _("已经关联案件。") if transfer.case_id else None


def handled(transfer: Any, _actor: Any) -> Reason:
    """The sender is told the result of a case, or why there is none."""
    if not transfer.case_id and not transfer.no_case_reason:
        return _("还没有关联案件，也没有说明不立案的理由；请先关联案件或者说明理由。")
    return None


def handled_at_home(transfer: Any, actor: Any) -> Reason:
    """What the police did not file, or the court did not punish, is handled by us (transfer regulation arts 10, 13; Penalty Law
    art. 27): in a case, or there is a reason why not."""
    came_back = transfer.state == State.RETURNED or transfer.result in (Result.EXEMPTED, Result.NOT_PROSECUTED)
    return handled(transfer, actor) if came_back else None
