"""What leaders ask of the link with police and procurator: sent, accepted, refused, reversed, returned, explained, caught."""

from yaoan.kernel.figures import Metric, acts, amounts, overdue, ratio, stock, sum_of
from yaoan.kernel.lifecycle import Lifecycle
from yaoan.kernel.words import _
from yaoan.modules.transfers import lifecycle
from yaoan.modules.transfers.choices import HitState, ReferralState, Result, State

TRANSFERS, HITS, REFERRALS = _("行刑衔接"), _("移送核查提示"), _("问题线索移送")
PIECES, PEOPLE, TIMES, SHARE = _("件"), _("人"), _("次"), _("%")
OPEN = tuple(state for state in State if state not in lifecycle.TRANSFER.closed)
WAITING = (HitState.OPEN, HitState.EXPLAINED)


def _timed(table: Lifecycle) -> tuple[str, ...]:
    return tuple(dict.fromkeys(duty.act for duty in table.duties if duty.term or duty.agreed))


_started = acts("transfers", "propose", "raise", "pursue")
_sent = acts("transfers", "hand_over", each="record")
_filed = acts("transfers", "file", "overturn", "comply")
_refused = acts("transfers", "refuse")
_reversed = acts("transfers", "overturn", "comply")
_arrested = sum_of(amounts("transfers", "join", "arrested"), amounts("transfers", "arrest", "arrested"))

METRICS = (
    Metric("transfers.started", _("启动移送"), PIECES, _started, TRANSFERS, note=_("本期由案件、线索、隐患启动的移送。")),
    Metric("transfers.approved", _("批准移送"), PIECES, acts("transfers", "approve"), TRANSFERS, note=_("本期负责人批准移送的案件。")),
    Metric("transfers.declined", _("决定不移送"), PIECES, acts("transfers", "decline"), TRANSFERS,
           note=_("本期负责人决定不移送的案件，理由在卷。")),
    Metric("transfers.sent", _("移送公安机关"), PIECES, _sent, TRANSFERS,
           note=_("本期移送公安机关的案件；退回补充后再移送的不重复计。")),
    Metric("transfers.copied", _("抄送检察机关"), PIECES, acts("transfers", "copy"), TRANSFERS, note=_("本期抄送检察机关的移送。")),
    Metric("transfers.accepted", _("公安机关受理"), PIECES, acts("transfers", "accept"), TRANSFERS, note=_("本期公安机关签收回执、受理的案件。")),
    Metric("transfers.lacking", _("公安机关退回补充"), TIMES, acts("transfers", "lack"), TRANSFERS, better="down",
           note=_("本期公安机关因材料不齐退回的次数。")),
    Metric("transfers.filed", _("公安机关立案"), PIECES, _filed, TRANSFERS, better="up",
           note=_("本期公安机关立案的案件，含复议和立案监督后立案的。")),
    Metric("transfers.refused", _("公安机关不予立案"), PIECES, _refused, TRANSFERS, note=_("本期公安机关决定不予立案的案件。")),
    Metric("transfers.objected", _("提请复议"), PIECES, acts("transfers", "object"), TRANSFERS, note=_("本期提请公安机关复议的案件。")),
    Metric("transfers.advised", _("建议立案监督"), PIECES, acts("transfers", "advise"), TRANSFERS, note=_("本期建议检察机关立案监督的案件。")),
    Metric("transfers.reversed", _("改为立案"), PIECES, _reversed, TRANSFERS, note=_("本期公安机关不予立案后，经复议或者立案监督改为立案的案件。")),
    Metric("transfers.returned", _("退回行政处理"), PIECES, acts("transfers", "abide", "endorse", "give_back"), TRANSFERS,
           note=_("本期不立案或者立案后撤销、退回行政处理的案件。")),
    Metric("transfers.filing_rate", _("立案率"), SHARE, ratio(_filed, sum_of(_filed, _refused)), TRANSFERS, better="up",
           note=_("公安机关立案 ÷（公安机关立案 + 公安机关不予立案）。")),
    Metric("transfers.received", _("反向移送"), PIECES, acts("transfers", "receive"), TRANSFERS,
           note=_("本期收到公安机关、检察机关、法院移送的案件，可按来源分。")),
    Metric("transfers.replied", _("反馈反向移送"), PIECES, acts("transfers", "reply"), TRANSFERS, better="up", note=_("本期向移送机关反馈处理结果的案件。")),
    Metric("transfers.opinions", _("出具检验、认定意见"), TIMES, acts("transfers", "give_opinion"), TRANSFERS, note=_("本期应公安机关商请出具的检验、认定意见。")),
    Metric("transfers.joint", _("联合行动"), TIMES, acts("transfers", "join"), TRANSFERS, note=_("本期与公安机关的联合行动。")),
    Metric("transfers.arrested", _("抓获人员"), PEOPLE, _arrested, TRANSFERS, note=_("本期联合行动和公安机关抓获的人员。")),
    Metric("transfers.convicted", _("判处刑罚案件"), PIECES, acts("transfers", "judge", where={"result": Result.CONVICTED}), TRANSFERS,
           note=_("本期登记判处刑罚的案件。")),
    Metric("transfers.open", _("在办移送"), PIECES, stock("transfers", *OPEN), TRANSFERS, note=_("期末没有办结的移送，含反向移送。")),
    Metric("transfers.overdue", _("超期移送事项"), PIECES, overdue("transfers", *_timed(lifecycle.TRANSFER)), TRANSFERS, better="down",
           note=_("现在超过决定、移送、立案、复议等期限的事项；过去的日子说不出这个数。")),
    Metric("hits.flagged", _("达到移送标准的提示"), PIECES, acts("hits", "flag", "reopen"), HITS, note=_("本期达到移送标准、需要移送或者说明理由的提示。")),
    Metric("hits.explained", _("已说明的提示"), PIECES, acts("hits", "sign"), HITS, note=_("本期由负责人签批不移送理由的提示。")),
    Metric("hits.transferred", _("已移送的提示"), PIECES, acts("hits", "answer"), HITS, note=_("本期启动移送的提示。")),
    Metric("hits.unexplained", _("未说明的提示"), PIECES, stock("hits", *WAITING), HITS, better="down",
           note=_("期末既没有启动移送、也没有签批理由的提示。")),
    Metric("hits.overdue", _("超期未说明的提示"), PIECES, overdue("hits", "explain", "sign"), HITS, better="down",
           note=_("现在超过说明或者签批期限的提示；过去的日子说不出这个数。")),
    Metric("referrals.sent", _("移送问题线索"), PIECES, acts("referrals", "send"), REFERRALS, note=_("本期移送监察机关的公职人员问题线索。")),
    Metric("referrals.open", _("在办问题线索"), PIECES,
           stock("referrals", ReferralState.PREPARED, ReferralState.APPROVED, ReferralState.SENT), REFERRALS,
           note=_("期末没有反馈的问题线索。")),
)  # fmt: skip
