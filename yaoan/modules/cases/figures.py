"""What leaders ask of cases. Sums of fines are no figure: they may not be tied to anybody's appraisal (Penalty Law art. 74)."""

from yaoan.kernel.figures import Metric, acts, overdue, ratio, stock
from yaoan.kernel.lifecycle import Lifecycle
from yaoan.kernel.words import _
from yaoan.modules.cases import lifecycle
from yaoan.modules.cases.choices import DocumentState, MeasureState, Outcome, State

CASES, MEASURES, DOCUMENTS = _("案件"), _("强制措施"), _("执法文书")
PIECES, TIMES, SHARE = _("件"), _("次"), _("%")
OPEN = tuple(state for state in State if state not in lifecycle.CASE.closed)
IN_FORCE = (MeasureState.IN_FORCE, MeasureState.TESTING, MeasureState.TESTED)


def _timed(table: Lifecycle) -> tuple[str, ...]:
    """The acts of a table that are owed by a day."""
    return tuple(dict.fromkeys(duty.act for duty in table.duties if duty.term or duty.agreed))


_clues = acts("cases", "receive", "raise", "pursue")
_filed, _declined = acts("cases", "file", "split_off"), acts("cases", "decline")
_decided = acts("cases", "decide")
_closed = acts("cases", "close")
_in_90 = acts("cases", "close", where={"pace": "in_90"})
_ordinary = acts("cases", "close", where={"pace": ("in_90", "in_120", "longer")})

METRICS = (
    Metric("cases.clues", _("登记案源"), PIECES, _clues, CASES, note=_("本期登记的案源，含由线索、隐患转来的。")),
    Metric("cases.filed", _("立案"), PIECES, _filed, CASES, note=_("本期立案的普通程序案件，含分案；可按违法行为、产品类别、来源分。")),
    Metric("cases.declined", _("不予立案"), PIECES, _declined, CASES, note=_("本期核查后决定不予立案的。")),
    Metric("cases.simple", _("当场处罚"), PIECES, acts("cases", "punish"), CASES, note=_("本期适用简易程序当场处罚的。")),
    Metric("cases.decided", _("作出决定"), PIECES, _decided, CASES, note=_("本期作出决定的案件，含不予处罚的；可按决定类型分。")),
    Metric("cases.punished", _("行政处罚决定"), PIECES, acts("cases", "decide", where={"outcome": Outcome.PENALTY}), CASES,
           note=_("本期作出处罚决定的案件。只计件数，不计罚没数额。")),
    Metric("cases.spared", _("不予处罚决定"), PIECES, acts("cases", "decide", where={"outcome": (Outcome.NO_PENALTY, Outcome.NOT_PROVED)}),
           CASES, note=_("本期决定不予处罚和违法事实不能成立的案件。")),
    Metric("cases.judiciary", _("决定移送司法"), PIECES, acts("cases", "decide", where={"outcome": Outcome.JUDICIARY}), CASES,
           note=_("本期决定移送司法机关的案件。")),
    Metric("cases.heard", _("举行听证"), TIMES, acts("cases", "hear"), CASES, note=_("本期举行的听证。")),
    Metric("cases.defended", _("陈述申辩"), TIMES, acts("cases", "defend"), CASES, note=_("本期记录的陈述、申辩。")),
    Metric("cases.extended", _("延长办案期限"), TIMES, acts("cases", "extend", "extend_further"), CASES, better="down",
           note=_("本期批准延长和集体讨论再延长的次数。")),
    Metric("cases.suspended", _("中止调查"), TIMES, acts("cases", "suspend"), CASES, note=_("本期中止调查的次数。")),
    Metric("cases.served", _("送达决定"), PIECES, acts("cases", "serve"), CASES, note=_("本期送达决定的案件。")),
    Metric("cases.compelled", _("申请强制执行"), PIECES, acts("cases", "compel"), CASES, note=_("本期申请人民法院强制执行的案件。")),
    Metric("cases.closed", _("结案"), PIECES, _closed, CASES, better="up", note=_("本期结案的案件。")),
    Metric("cases.closed_in_90", _("立案后九十日内结案"), PIECES, _in_90, CASES, better="up",
           note=_("本期结案，并且从立案到结案不超过九十日的案件。")),
    Metric("cases.closed_in_120", _("九十一至一百二十日结案"), PIECES, acts("cases", "close", where={"pace": "in_120"}), CASES,
           note=_("本期结案，从立案到结案九十一日至一百二十日的案件。")),
    Metric("cases.closed_longer", _("一百二十日以上结案"), PIECES, acts("cases", "close", where={"pace": "longer"}), CASES, better="down",
           note=_("本期结案，从立案到结案超过一百二十日的案件；含依法不计入的时间。")),
    Metric("cases.pace", _("九十日内结案率"), SHARE, ratio(_in_90, _ordinary), CASES, better="up", note=_("立案后九十日内结案 ÷ 结案。")),
    Metric("cases.withdrawn", _("销案"), PIECES, acts("cases", "withdraw"), CASES, note=_("本期销案的案件。")),
    Metric("cases.annulled", _("撤销决定"), PIECES, acts("cases", "annul"), CASES, better="down", note=_("本期决定被撤销的案件。")),
    Metric("cases.handed", _("移送管辖"), PIECES, acts("cases", "hand_over"), CASES, note=_("本期移送其他单位管辖的案件。")),
    Metric("cases.published", _("公示处罚信息"), PIECES, acts("cases", "publish"), CASES, better="up", note=_("本期公示的处罚决定。")),
    Metric("cases.open", _("在办案件"), PIECES, stock("cases", *OPEN), CASES, note=_("期末没有结案的案件，含待核查的案源。")),
    Metric("cases.investigating", _("调查中"), PIECES,
           stock("cases", State.INVESTIGATING, State.TESTING, State.SUSPENDED), CASES, note=_("期末正在调查、检验或者中止的案件。")),
    Metric("cases.overdue", _("超期案件"), PIECES, overdue("cases", *_timed(lifecycle.CASE)), CASES, better="down",
           note=_("现在超过核查、办案、审核、送达、公示等期限的案件；过去的日子说不出这个数。")),
    Metric("measures.taken", _("采取强制措施"), TIMES, acts("measures", "take"), MEASURES,
           note=_("本期先行登记保存和查封扣押的次数，可按种类分。")),
    Metric("measures.lifted", _("解除强制措施"), TIMES, acts("measures", "lift"), MEASURES, note=_("本期解除的强制措施。")),
    Metric("measures.in_force", _("实施中的强制措施"), TIMES, stock("measures", *IN_FORCE), MEASURES, note=_("期末没有处理、也没有解除的强制措施。")),
    Metric("measures.overdue", _("超期强制措施"), TIMES, overdue("measures", *_timed(lifecycle.MEASURE)), MEASURES, better="down",
           note=_("现在超过补办批准或者处理期限的强制措施；过去的日子说不出这个数。")),
    Metric("documents.signed", _("签发文书"), PIECES, acts("documents", "sign"), DOCUMENTS, note=_("本期签发的执法文书，可按种类分。")),
    Metric("documents.drafts", _("待签发文书"), PIECES, stock("documents", DocumentState.DRAFT), DOCUMENTS, note=_("期末没有签发的执法文书。")),
    Metric("documents.overdue", _("超期未送达文书"), PIECES, overdue("documents", "serve"), DOCUMENTS, better="down",
           note=_("现在超过送达期限的执法文书；过去的日子说不出这个数。")),
)  # fmt: skip
