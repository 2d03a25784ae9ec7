"""The words of cases, coercive measures and enforcement documents."""

from yaoan.kernel.words import Choice, _


class State(Choice):
    """Where a case stands."""

    CLUE = "clue", _("待核查")
    CLUE_TESTING = "clue_testing", _("核查检验中")
    DECLINED = "declined", _("不予立案")
    INVESTIGATING = "investigating", _("调查取证")
    TESTING = "testing", _("检验鉴定中")
    SUSPENDED = "suspended", _("中止调查")
    REVIEWING = "reviewing", _("审核中")
    REVIEWED = "reviewed", _("待告知")
    ANNOUNCING = "announcing", _("公告中")
    NOTIFIED = "notified", _("陈述申辩")
    HEARING = "hearing", _("听证中")
    HEARD = "heard", _("待决定")
    DECIDED = "decided", _("待送达")
    EXECUTING = "executing", _("执行中")
    COMPELLING = "compelling", _("强制执行")
    EXECUTED = "executed", _("待结案")
    CLOSED = "closed", _("已结案")
    ARCHIVED = "archived", _("已归档")
    ANNULLED = "annulled", _("决定已撤销")
    WITHDRAWN = "withdrawn", _("已销案")
    MERGED = "merged", _("已并案")


class Source(Choice):
    """Where a case came from."""

    SIGNAL = "signal", _("线索")
    RISK = "risk", _("风险隐患")
    INSPECTION = "inspection", _("监督检查")
    SAMPLING = "sampling", _("监督抽检")
    REPORT = "report", _("投诉举报")
    TRANSFERRED = "transferred", _("其他机关移送")
    SUPERIOR = "superior", _("上级交办")
    SPLIT = "split", _("分案")
    OTHER = "other", _("其他来源")


class PartyKind(Choice):
    """Whom a penalty is for: thresholds differ."""

    PERSON = "person", _("公民")
    FIRM = "firm", _("法人或者其他组织")


class DeclineKind(Choice):
    """Why no case is filed (penalty procedure art. 20, Penalty Law art. 33)."""

    SLIGHT = "slight", _("违法行为轻微并及时改正，没有造成危害后果")
    FIRST = "first", _("初次违法且危害后果轻微并及时改正")
    NO_FAULT = "no_fault", _("当事人有证据足以证明没有主观过错")
    NO_BREACH = "no_breach", _("没有违法事实")
    TIME_BARRED = "time_barred", _("已过追责时效")
    OTHER = "other", _("依法可以不予立案的其他情形")


class LawChosen(Choice):
    """Which law is applied where it changed since the act (Penalty Law art. 37)."""

    UNCHANGED = "unchanged", _("行为发生后没有修改")
    OF_THE_ACT = "of_the_act", _("适用行为发生时的规定")
    LIGHTER_NEW = "lighter_new", _("新规定处罚较轻或者不认为违法，适用新规定")


class GoodFaith(Choice):
    """Whether good faith was proved; asked before grading (Penalty Law art. 33, device art. 87, cosmetics art. 68)."""

    NOT_CLAIMED = "not_claimed", _("当事人没有主张")
    NOT_PROVED = "not_proved", _("主张但没有充分证据")
    PROVED = "proved", _("履行了进货查验等义务，确不知情，能说明来源")


class Grade(Choice):
    """How heavy a penalty is (Penalty Law arts 30-33, drug law art. 137)."""

    NONE = "none", _("不予处罚")
    MITIGATED = "mitigated", _("减轻处罚")
    LIGHTER = "lighter", _("从轻处罚")
    NORMAL = "normal", _("一般处罚")
    HEAVIER = "heavier", _("从重处罚")


class Danger(Choice):
    """Whether a breach is enough to seriously endanger health, which makes some of them crimes (Criminal Law art. 142-1)."""

    UNLIKELY = "unlikely", _("不足以严重危害人体健康")
    LIKELY = "likely", _("足以严重危害人体健康")


class HitStand(Choice):
    """How a case stands with a threshold of criminal liability."""

    ASKED = "asked", _("待移送或者说明")
    SIGNED = "signed", _("已签批不移送理由")
    SENT = "sent", _("已启动移送")
    GONE = "gone", _("不再适用")


class Outcome(Choice):
    """What a decision is (Penalty Law art. 57)."""

    PENALTY = "penalty", _("行政处罚")
    NO_PENALTY = "no_penalty", _("违法行为轻微，不予行政处罚")
    NOT_PROVED = "not_proved", _("违法事实不能成立")
    JUDICIARY = "judiciary", _("涉嫌犯罪，移送司法机关")


class Penalty(Choice):
    """Kinds of penalty (Penalty Law art. 9)."""

    WARNING = "warning", _("警告")
    CRITICISM = "criticism", _("通报批评")
    FINE = "fine", _("罚款")
    CONFISCATION = "confiscation", _("没收违法所得、没收非法财物")
    DOWNGRADE = "downgrade", _("降低资质等级")
    SUSPENSION = "suspension", _("暂扣许可证件、责令停产停业")
    REVOCATION = "revocation", _("吊销许可证件")
    RESTRICTION = "restriction", _("限制开展生产经营活动、限制从业")


class Remedy(Choice):
    """Before whom a party attacks a decision, or how that ended without one."""

    RECONSIDERATION = "reconsideration", _("行政复议")
    LITIGATION = "litigation", _("行政诉讼")
    DROPPED = "dropped", _("已撤回或者没有受理")


class VariedBy(Choice):
    """Who changed a decision that was made."""

    OURSELVES = "ourselves", _("本机关自行纠正")
    RECONSIDERATION = "reconsideration", _("行政复议决定变更")
    COURT = "court", _("人民法院判决变更")


class ServiceWay(Choice):
    """How a document is served."""

    DIRECT = "direct", _("直接送达")
    LEFT = "left", _("留置送达")
    ELECTRONIC = "electronic", _("电子送达")
    POST = "post", _("邮寄送达")
    ENTRUSTED = "entrusted", _("委托送达")
    FORWARDED = "forwarded", _("转交送达")
    ANNOUNCED = "announced", _("公告送达")


class ExhibitKind(Choice):
    """The eight kinds of evidence (Penalty Law art. 46)."""

    WRITTEN = "written", _("书证")
    OBJECT = "object", _("物证")
    AUDIOVISUAL = "audiovisual", _("视听资料")
    ELECTRONIC = "electronic", _("电子数据")
    WITNESS = "witness", _("证人证言")
    PARTY = "party", _("当事人的陈述")
    EXPERT = "expert", _("鉴定意见")
    RECORD = "record", _("勘验笔录、现场笔录")


class PersonRole(Choice):
    """In what capacity a person answers beside the firm."""

    LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人")
    PRINCIPAL = "principal", _("主要负责人")
    MANAGER = "manager", _("直接负责的主管人员")
    OTHER = "other", _("其他责任人员")


class MeasureState(Choice):
    """Where a coercive measure stands."""

    IN_FORCE = "in_force", _("实施中")
    TESTING = "testing", _("检验中")
    TESTED = "tested", _("检验已出报告")
    DISPOSED = "disposed", _("已处理")
    LIFTED = "lifted", _("已解除")


class MeasureKind(Choice):
    """What is done to goods or places before a decision; each kind has a clock of its own."""

    PRESERVATION = "preservation", _("先行登记保存")
    SEIZURE = "seizure", _("查封、扣押")
    DRUG_SEIZURE = "drug_seizure", _("查封、扣押可能危害人体健康的药品")
    NARCOTICS = "narcotics", _("查封、扣押麻醉药品和精神药品")


class LiftReason(Choice):
    """Why a measure is lifted (Compulsion Law art. 28)."""

    NO_BREACH = "no_breach", _("当事人没有违法行为")
    UNRELATED = "unrelated", _("与违法行为无关")
    DECIDED = "decided", _("已经作出处理决定，不再需要")
    EXPIRED = "expired", _("期限已经届满")
    NOT_NEEDED = "not_needed", _("其他不再需要的情形")


class DocumentState(Choice):
    """Where an enforcement document stands."""

    DRAFT = "draft", _("草稿")
    SIGNED = "signed", _("已签发")
    SERVED = "served", _("已送达")
    VOID = "void", _("作废")


class Listing(Choice):
    """Where an entry on the list of serious violators stands."""

    PROPOSED = "proposed", _("拟列入")
    NOTIFIED = "notified", _("已告知")
    LISTED = "listed", _("已列入")
    EXAMINED = "examined", _("提前移出审查中")
    REMOVED = "removed", _("已移出")
    SPARED = "spared", _("不予列入")
    REVOKED = "revoked", _("列入已撤销")


class Heavier(Choice):
    """What makes a penalty a heavier one (list of serious violators, art. 2)."""

    BENCHMARK = "benchmark", _("依照裁量基准从重处罚的罚款")
    LICENCE = "licence", _("降低资质等级、吊销许可证件")
    RESTRICTION = "restriction", _("限制开展生产经营活动、责令停产停业、限制从业")
    OTHER = "other", _("法律、行政法规和规章规定的其他较重处罚")


class WayOut(Choice):
    """How a party left the list."""

    EXPIRED = "expired", _("期满移出")
    EARLY = "early", _("提前移出（信用修复）")
    REVOKED = "revoked", _("撤销列入")


class PublicationState(Choice):
    """Where a penalty stands that another province sent to be published here."""

    RECEIVED = "received", _("待公示")
    PUBLISHED = "published", _("公示中")
    RECALLED = "recalled", _("待撤回")
    ENDED = "ended", _("已停止公示")
    RETURNED = "returned", _("已退回")


class PrecedentState(Choice):
    """Where a past decision of the collection stands."""

    KEPT = "kept", _("在库")
    STRUCK = "struck", _("已剔除")


class P:
    """Permissions of cases."""

    VIEW = "cases.view"
    """Read cases with their evidence, sums and persons."""
    REGISTER = "cases.register"
    """Register a clue, raise a case from a signal or a risk, punish on the spot."""
    INVESTIGATE = "cases.investigate"
    """Verify and investigate: evidence, persons, tests, the report, notices, defence, hearing."""
    APPROVE = "cases.approve"
    """As head: file or decline, assign officers, extend, suspend, withdraw, merge, split, hand over."""
    REVIEW = "cases.review"
    """Review a case, legally where the law asks for it; never one's own."""
    DECIDE = "cases.decide"
    """Discuss, decide, annul, approve closing."""
    EXECUTE = "cases.execute"
    """Serve, enter payments, urge, apply for compulsory execution."""
    PUBLISH = "cases.publish"
    """Publish a penalty, or withdraw its publication."""
    MEASURES_VIEW = "measures.view"
    """Read coercive measures."""
    TAKE = "measures.take"
    """Preserve evidence, seal or seize, with a second officer; enter tests and what became of the goods."""
    MEASURES_APPROVE = "measures.approve"
    """As head: approve a measure taken on the spot, extend it, lift it."""
    DOCUMENTS_VIEW = "documents.view"
    """Read enforcement documents."""
    DRAFT = "documents.draft"
    """Draw up an enforcement document, and enter its service."""
    SIGN = "documents.sign"
    """Sign an enforcement document: it gets its number and no longer changes."""
    VIOLATORS_VIEW = "violators.view"
    """Read the list of serious violators, with what is only proposed."""
    PROPOSE = "violators.propose"
    """Propose an entry on the list of serious violators, tell the party, enter its defence, objections and applications."""
    AGREE = "violators.agree"
    """As head of the unit above: agree to an entry on the list."""
    ENLIST = "violators.decide"
    """As head: list, spare, publish, answer objections, remove early or on time, revoke."""
    PUBLICATIONS_VIEW = "publications.view"
    """Read penalties that other provinces sent to be published here."""
    RECEIVE_PUSHED = "publications.receive"
    """Enter a penalty another province sent, and what it tells later."""
    PUBLISH_PUSHED = "publications.publish"
    """Publish a penalty another province sent, return it, end its publication."""
    PRECEDENTS_VIEW = "precedents.view"
    """Read past decisions that were collected for comparison."""
    COLLECT = "precedents.enter"
    """Read published decisions from files and keep them as past decisions; correct them, strike them."""
