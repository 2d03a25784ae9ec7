"""What leaders ask of cases. Sums of fines are no figure: they may not be tied to anybody's appraisal (Penalty Law art. 74)."""

from yaoan.kernel.figures import Metric, acts, overdue, ratio, stock
from yaoan.kernel.lifecycle import Lifecycle
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import lifecycle
from yaoan.modules.cases.choices import DocumentState, Listing, MeasureState, Outcome, State

CASES, MEASURES, DOCUMENTS = _("案件"), _("强制措施"), _("执法文书")
LISTS = _("失信名单与公示")
PIECES, TIMES, SHARE = Text("件", "cases"), _("次"), _("%")
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
    Metric("cases.clues", Text("登记案源", "Clues registered"), PIECES, _clues, CASES, note=_("本期登记的案源，含由线索、隐患转来的。")),
    Metric("cases.filed", Text("立案", "Cases filed"), PIECES, _filed, CASES, note=_("本期立案的普通程序案件，含分案；可按违法行为、产品类别、来源分。")),
    Metric("cases.declined", Text("不予立案", "Clues not filed"), PIECES, _declined, CASES, note=_("本期核查后决定不予立案的。")),
    Metric("cases.simple", Text("当场处罚", "Punished on the spot"), PIECES, acts("cases", "punish"), CASES, note=_("本期适用简易程序当场处罚的。")),
    Metric("cases.decided", Text("作出决定", "Cases decided"), PIECES, _decided, CASES, note=_("本期作出决定的案件，含不予处罚的；可按决定类型分。")),
    Metric("cases.punished", _("行政处罚决定"), PIECES, acts("cases", "decide", where={"outcome": Outcome.PENALTY}), CASES,
           note=_("本期作出处罚决定的案件。只计件数，不计罚没数额。")),
    Metric("cases.spared", _("不予处罚决定"), PIECES, acts("cases", "decide", where={"outcome": (Outcome.NO_PENALTY, Outcome.NOT_PROVED)}),
           CASES, note=_("本期决定不予处罚和违法事实不能成立的案件。")),
    Metric("cases.judiciary", _("决定移送司法"), PIECES, acts("cases", "decide", where={"outcome": Outcome.JUDICIARY}), CASES,
           note=_("本期决定移送司法机关的案件。")),
    Metric("cases.heard", Text("举行听证", "Hearings held"), TIMES, acts("cases", "hear"), CASES, note=_("本期举行的听证。")),
    Metric("cases.defended", Text("陈述申辩", "Defences heard"), TIMES, acts("cases", "defend"), CASES, note=_("本期记录的陈述、申辩。")),
    Metric("cases.extended", Text("延长办案期限", "Time extended"), TIMES, acts("cases", "extend", "extend_further"), CASES, better="down",
           note=_("本期批准延长和集体讨论再延长的次数。")),
    Metric("cases.suspended", Text("中止调查", "Investigations suspended"), TIMES, acts("cases", "suspend"), CASES, note=_("本期中止调查的次数。")),
    Metric("cases.served", Text("送达决定", "Decisions served"), PIECES, acts("cases", "serve"), CASES, note=_("本期送达决定的案件。")),
    Metric("cases.compelled", Text("申请强制执行", "Courts asked to compel"), PIECES, acts("cases", "compel"), CASES, note=_("本期申请人民法院强制执行的案件。")),
    Metric("cases.closed", Text("结案", "Cases closed"), PIECES, _closed, CASES, better="up", note=_("本期结案的案件。")),
    Metric("cases.closed_in_90", _("立案后九十日内结案"), PIECES, _in_90, CASES, better="up",
           note=_("本期结案，并且从立案到结案不超过九十日的案件。")),
    Metric("cases.closed_in_120", _("九十一至一百二十日结案"), PIECES, acts("cases", "close", where={"pace": "in_120"}), CASES,
           note=_("本期结案，从立案到结案九十一日至一百二十日的案件。")),
    Metric("cases.closed_longer", _("一百二十日以上结案"), PIECES, acts("cases", "close", where={"pace": "longer"}), CASES, better="down",
           note=_("本期结案，从立案到结案超过一百二十日的案件；含依法不计入的时间。")),
    Metric("cases.pace", _("九十日内结案率"), SHARE, ratio(_in_90, _ordinary), CASES, better="up", note=_("立案后九十日内结案 ÷ 结案。")),
    Metric("cases.withdrawn", Text("销案", "Cases withdrawn"), PIECES, acts("cases", "withdraw"), CASES, note=_("本期销案的案件。")),
    Metric("cases.annulled", Text("撤销决定", "Decisions annulled"), PIECES, acts("cases", "annul"), CASES, better="down", note=_("本期决定被撤销的案件。")),
    Metric("cases.handed", Text("移送管辖", "Cases handed over"), PIECES, acts("cases", "hand_over"), CASES, note=_("本期移送其他单位管辖的案件。")),
    Metric("cases.featured", Text("典型案例", "Typical cases"), PIECES, acts("cases", "feature"), CASES, better="up", note=_("本期列为典型案例的案件。")),
    Metric("cases.published", Text("公示处罚信息", "Penalties published"), PIECES, acts("cases", "publish"), CASES, better="up", note=_("本期公示的处罚决定。")),
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
    Metric("documents.signed", Text("签发文书", "Documents signed"), PIECES, acts("documents", "sign"), DOCUMENTS, note=_("本期签发的执法文书，可按种类分。")),
    Metric("documents.drafts", _("待签发文书"), PIECES, stock("documents", DocumentState.DRAFT), DOCUMENTS, note=_("期末没有签发的执法文书。")),
    Metric("documents.overdue", _("超期未送达文书"), PIECES, overdue("documents", "serve"), DOCUMENTS, better="down",
           note=_("现在超过送达期限的执法文书；过去的日子说不出这个数。")),
    Metric("cases.pushed", _("推送外省公示"), PIECES, acts("cases", "push"), LISTS, better="up", note=_("本期推送外省公示的处罚决定。")),
    Metric("cases.stopped", _("提前停止公示"), PIECES, acts("cases", "grant_stop"), LISTS, note=_("本期经申请提前停止公示的处罚决定。")),
    Metric("violators.listed", Text("列入失信名单", "Parties listed"), PIECES, acts("violators", "enlist"), LISTS,
           note=_("本期决定列入严重违法失信名单的当事人；可按情形分。")),
    Metric("violators.objected", Text("失信名单异议", "Objections to listings"), TIMES, acts("violators", "object"), LISTS, note=_("本期收到的异议。")),
    Metric("violators.removed_early", Text("提前移出名单", "Early removals"), PIECES, acts("violators", "grant_early"), LISTS,
           note=_("本期准予提前移出（信用修复）的当事人。")),
    Metric("violators.revoked", _("撤销列入"), PIECES, acts("violators", "revoke", "fall"), LISTS, better="down", note=_("本期撤销的列入决定，含随处罚撤销的。")),
    Metric("violators.standing", Text("在失信名单上", "On the list"), PIECES, stock("violators", Listing.LISTED, Listing.EXAMINED), LISTS,
           note=_("期末在严重违法失信名单上的当事人。")),
    Metric("violators.overdue", _("失信名单超期事项"), PIECES, overdue("violators", *_timed(lifecycle.VIOLATOR)), LISTS, better="down",
           note=_("现在超过公示、答复异议、决定提前移出、期满移出期限的；过去的日子说不出这个数。")),
    Metric("publications.received", Text("外省推送处罚", "Penalties from other provinces"), PIECES, acts("publications", "receive"), LISTS,
           note=_("本期收到外省推送、由本单位协助公示的处罚。")),
    Metric("publications.published", Text("协助外省公示", "Published for other provinces"), PIECES, acts("publications", "publish"), LISTS, better="up",
           note=_("本期协助公示的外省处罚。")),
    Metric("publications.overdue", _("外省推送超期未公示"), PIECES, overdue("publications", "publish", "end"), LISTS, better="down",
           note=_("现在超过协助公示或者撤回期限的；过去的日子说不出这个数。")),
)  # fmt: skip
