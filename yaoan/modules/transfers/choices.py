"""The words of the link between administrative and criminal justice: transfers, hits of the watchdog, referrals."""

from yaoan.kernel.words import Choice, Text, _


class State(Choice):
    """Where a transfer stands; the last four belong to what came to us."""

    PREPARING = "preparing", _("待写调查报告")
    REPORTED = "reported", _("待决定")
    DECLINED = "declined", _("决定不移送")
    APPROVED = "approved", _("待移送")
    SENT = "sent", _("待公安受理")
    INCOMPLETE = "incomplete", _("退回补充材料")
    FORWARDING = "forwarding", _("待公安转送")
    ACCEPTED = "accepted", _("公安审查中")
    REFUSED = "refused", _("公安不予立案")
    RECONSIDERING = "reconsidering", _("公安复议中")
    UPHELD = "upheld", _("复议维持不立案")
    ADVISED = "advised", _("检察机关审查中")
    REASONING = "reasoning", _("公安说明理由")
    JUSTIFIED = "justified", _("公安已说明理由")
    ORDERED = "ordered", _("通知公安立案")
    FILED = "filed", _("公安已立案")
    JUDGED = "judged", _("刑事程序已终结")
    RETURNED = "returned", _("已退回行政处理")
    CLOSED = "closed", _("已办结")
    RECEIVED = "received", _("反向移送待受理")
    HANDLING = "handling", _("反向移送办理中")
    SENT_BACK = "sent_back", _("已退回移送机关")


class Direction(Choice):
    """Which way a case goes."""

    OUT = "out", _("向公安机关移送")
    BACK = "back", _("反向移送")


class Origin(Choice):
    """What a transfer is born from."""

    CASE = "case", Text("案件", "Case")
    SIGNAL = "signal", _("线索")
    RISK = "risk", _("风险隐患")
    POLICE = "police", _("公安机关")
    PROCURATOR = "procurator", _("检察机关")
    COURT = "court", _("人民法院")


SENDERS = (Origin.POLICE, Origin.PROCURATOR, Origin.COURT)
"""Bodies that transfer a case to us."""


class Piece(Choice):
    """The five parts of the file (transfer regulation art. 6)."""

    LETTER = "letter", _("涉嫌犯罪案件移送书")
    REPORT = "report", _("涉嫌犯罪案件情况的调查报告")
    GOODS = "goods", _("涉案物品清单")
    OPINION = "opinion", _("有关检验报告或者鉴定意见")
    OTHER = "other", _("其他有关涉嫌犯罪的材料")


class Complexity(Choice):
    """How long the police may take to decide on filing."""

    ORDINARY = "ordinary", Text("一般", "Ordinary")
    COMPLEX = "complex", _("复杂")
    SPECIAL = "special", _("特别复杂")


class Opinion(Choice):
    """What the police ask of the regulator."""

    TEST = "test", _("检验")
    RECOGNITION = "recognition", _("认定意见")
    ASSESSMENT = "assessment", _("专家评估")


class Result(Choice):
    """How the criminal proceedings ended."""

    CONVICTED = "convicted", _("判处刑罚")
    EXEMPTED = "exempted", _("定罪免予刑罚")
    NOT_PROSECUTED = "not_prosecuted", _("不起诉")
    ACQUITTED = "acquitted", _("宣告无罪")


class HitState(Choice):
    """Where a hit of the watchdog stands."""

    OPEN = "open", _("待说明")
    EXPLAINED = "explained", _("待签批")
    SIGNED = "signed", _("已说明")
    TRANSFERRED = "transferred", _("已启动移送")
    LAPSED = "lapsed", _("不再符合")


class ReferralState(Choice):
    """Where a clue on officials stands."""

    PREPARED = "prepared", _("待批准")
    APPROVED = "approved", _("待移送")
    DECLINED = "declined", _("不予移送")
    SENT = "sent", _("待反馈")
    ANSWERED = "answered", _("已反馈")


class P:
    """Permissions of the link with police, procurator and the discipline body."""

    VIEW = "transfers.view"
    """Read transfers to the police and from them."""
    PREPARE = "transfers.prepare"
    """Propose a transfer, name its team, write the report, complete the file, hand it over, object, advise."""
    DIRECT = "transfers.direct"
    """As head of a section: name the team, send its report back, send back or close what came from the police, reassign."""
    DECIDE = "transfers.decide"
    """As head of the authority, or head in charge: decide whether a case is transferred, accept a refusal of the police."""
    FOLLOW = "transfers.follow"
    """Enter what police and procurator did, opinions given, joint action, arrests and the result."""
    HITS_VIEW = "hits.view"
    """Read the hits of the watchdog."""
    FLAG = "hits.flag"
    """Flag a case that should be looked at for a transfer."""
    EXPLAIN = "hits.explain"
    """Give the reason why a case that hit a threshold is not transferred."""
    SIGN = "hits.sign"
    """As head of the authority, or head in charge: sign that reason, or refuse it."""
    REFERRALS_VIEW = "referrals.view"
    """Read that a clue on officials was referred; not what it says."""
    REFER = "referrals.refer"
    """Prepare a clue on officials for the discipline body, hand it over, enter the answer."""
    REFERRALS_DECIDE = "referrals.decide"
    """As head: approve that a clue on officials is referred, or decline it."""
    UNSEAL = "referrals.unseal"
    """Open the sealed text of a clue on officials; every look is written down."""
