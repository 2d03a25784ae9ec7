"""The life of a case, from the clue to the archive."""

from yaoan.kernel.commands.standard import reassign, remark, revert
from yaoan.kernel.lifecycle import ANY, BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import P, State
from yaoan.modules.cases.lifecycle import guards

S = State
CLUES = "《市场监督管理行政处罚程序规定》第十八条"
FILING = "《市场监督管理行政处罚程序规定》第十九条"
DECLINING = "《市场监督管理行政处罚程序规定》第二十条；《行政处罚法》第三十三条"
PENALTY_PROCEDURE = "《市场监督管理行政处罚程序规定》（条号未核对）"
JURISDICTION = "《行政处罚法》第二十二条、第二十三条、第二十五条"
TAKING_UP = "药品安全专项行动方案：提级查办（内部工作制度，没有条文）"
MODEL = "药品安全专项行动方案：典型案例（内部工作制度，没有条文）"
HANDLING_TIME = "《市场监督管理行政处罚程序规定》第六十四条"
SUSPENDING = f"{HANDLING_TIME}（中止期间不计入办案期限；中止的条号未核对）"
PUBLICITY = "《市场监督管理行政处罚信息公示规定》"
ENFORCEMENT = "《行政强制法》第五十三条、第五十四条"
CORRECTING = "《行政处罚法》第五十九条（笔误的更正没有专门条文）"
VARYING = "《行政处罚法》第七十五条；《行政复议法》第六十三条、《行政诉讼法》第七十七条（条号未核对）"


def law(article: str) -> str:
    return f"《行政处罚法》{article}"


FILED = among(
    S.INVESTIGATING, S.TESTING, S.SUSPENDED, S.REVIEWING, S.REVIEWED, S.ANNOUNCING, S.NOTIFIED, S.HEARING, S.HEARD
)
BEFORE_NOTICE = among(S.INVESTIGATING, S.TESTING, S.SUSPENDED, S.REVIEWING, S.REVIEWED)
OPEN_CLUE = among(S.CLUE, S.CLUE_TESTING)
DECIDED = among(S.DECIDED, S.EXECUTING, S.COMPELLING, S.EXECUTED, S.CLOSED)
PUBLISHED = DECIDED | among(S.ARCHIVED)
SERVED = PUBLISHED - among(S.DECIDED)
OWING = among(S.EXECUTING, S.COMPELLING)

RECEIVE = Act("receive", _("登记案源"), P.REGISTER, CLUES, BIRTH, S.CLUE)
RAISE = Act("raise", _("线索转案件"), P.REGISTER, CLUES, BIRTH, S.CLUE)
PURSUE = Act("pursue", _("隐患转案件"), P.REGISTER, CLUES, BIRTH, S.CLUE)
PUNISH = Act("punish", _("当场处罚"), P.INVESTIGATE, law("第五十一条、第五十二条"), BIRTH, S.EXECUTING)
SPLIT_OFF = Act("split_off", _("分案立案"), P.APPROVE, PENALTY_PROCEDURE, BIRTH, S.INVESTIGATING, follows=True)

PROLONG = Act("prolong", _("延长核查期限"), P.APPROVE, CLUES, among(S.CLUE), None, guards.verification_not_extended)
TEST_CLUE = Act("test_clue", _("核查送检"), P.INVESTIGATE, CLUES, among(S.CLUE), S.CLUE_TESTING)
CLUE_TESTED = Act("clue_tested", _("核查检验有结果"), P.INVESTIGATE, CLUES, among(S.CLUE_TESTING), S.CLUE)
FILE = Act("file", _("立案"), P.APPROVE, FILING, among(S.CLUE), S.INVESTIGATING, guards.not_handed)
DECLINE = Act("decline", _("不予立案"), P.APPROVE, DECLINING, among(S.CLUE), S.DECLINED, guards.not_handed)
REVIVE = Act("revive", _("重新核查"), P.APPROVE, CLUES, among(S.DECLINED, S.WITHDRAWN), S.CLUE, sends_back=True)

STAFF = Act("staff", _("指定办案人员"), P.APPROVE, law("第四十二条、第四十三条"), FILED)
EXHIBIT = Act("exhibit", _("登记证据"), P.INVESTIGATE, law("第四十六条"), OPEN_CLUE | FILED)
MOVE_EXHIBIT = Act("move_exhibit", _("证据移交"), P.INVESTIGATE, law("第四十七条"), OPEN_CLUE | FILED | DECIDED)
VALUE = Act("value", _("登记涉案物品"), P.INVESTIGATE, "《药品管理法》第一百五十一条", OPEN_CLUE | FILED)
QUALIFY = Act(
    "qualify", _("调整定性"), P.INVESTIGATE, law("第四十条、第五十四条"), OPEN_CLUE | FILED, None, guards.not_reported
)
DROP_GOODS = Act("drop_goods", _("删去涉案物品"), P.INVESTIGATE, "《药品管理法》第一百五十一条", OPEN_CLUE | FILED)
STRIKE_EXHIBIT = Act("strike_exhibit", _("排除证据"), P.INVESTIGATE, law("第四十六条"), OPEN_CLUE | FILED)
ASSESS_HARM = Act(
    "assess_harm", _("认定危害"), P.INVESTIGATE, "《刑法》第一百四十二条之一", OPEN_CLUE | FILED | DECIDED
)
NOTE_HIT = Act(
    "note_hit",
    _("记入移送核查"),
    P.INVESTIGATE,
    "《行政执法机关移送涉嫌犯罪案件的规定》第三条、第十一条",
    ANY,
    follows=True,
)
NAME_PERSON = Act(
    "name_person", _("登记责任人员"), P.INVESTIGATE, "《药品管理法》第一百一十八条等（处罚到人）", BEFORE_NOTICE, None,
    guards.not_past_notice,
)  # fmt: skip
DROP_PERSON = Act("drop_person", _("删去责任人员"), P.INVESTIGATE, law("第四十条"), FILED)
TEST = Act("test", _("送检、鉴定"), P.INVESTIGATE, HANDLING_TIME, among(S.INVESTIGATING), S.TESTING)
TESTED = Act("tested", _("检验、鉴定有结果"), P.INVESTIGATE, HANDLING_TIME, among(S.TESTING), S.INVESTIGATING)
SUSPEND = Act("suspend", _("中止调查"), P.APPROVE, SUSPENDING, FILED - among(S.SUSPENDED), S.SUSPENDED)
RESUME = Act("resume", _("恢复调查"), P.APPROVE, SUSPENDING, among(S.SUSPENDED), returns=True)
EXTEND = Act("extend", _("延长办案期限"), P.APPROVE, HANDLING_TIME, FILED, None, guards.not_extended)
EXTEND_FURTHER = Act("extend_further", _("集体讨论再延长"), P.APPROVE, HANDLING_TIME, FILED, None, guards.extended_once)
CONCLUDE = Act(
    "conclude", _("调查终结"), P.INVESTIGATE, law("第五十四条、第五十七条"), among(S.INVESTIGATING), S.REVIEWING,
    guards.investigated,
)  # fmt: skip
PASS_REVIEW = Act(
    "pass_review",
    _("审核通过"),
    P.REVIEW,
    f"{PENALTY_PROCEDURE}；{law('第五十八条')}",
    among(S.REVIEWING),
    S.REVIEWED,
    guards.reviewed_by_another,
)
SEND_BACK = Act(
    "send_back", _("退回补充调查"), P.REVIEW, law("第五十七条、第五十八条"),
    among(S.REVIEWING, S.REVIEWED, S.NOTIFIED, S.HEARD), S.INVESTIGATING, guards.reviewed_by_another, sends_back=True,
)  # fmt: skip
REVIEW_LAW = Act(
    "review_law", _("听证后法制审核"), P.REVIEW, law("第五十八条"), among(S.HEARD), None, guards.law_review_owed
)
NOTIFY = Act("notify", _("事先告知"), P.INVESTIGATE, law("第四十四条"), among(S.REVIEWED), S.NOTIFIED)
ANNOUNCE = Act("announce", _("公告告知"), P.INVESTIGATE, law("第四十四条、第六十一条"), among(S.REVIEWED), S.ANNOUNCING)
ANNOUNCED = Act("announced", _("公告期满"), P.INVESTIGATE, law("第六十一条"), among(S.ANNOUNCING), S.NOTIFIED)
DEFEND = Act("defend", _("记录陈述申辩"), P.INVESTIGATE, law("第四十五条"), among(S.NOTIFIED, S.HEARD))
CONVENE = Act("convene", _("组织听证"), P.APPROVE, law("第六十三条、第六十四条"), among(S.NOTIFIED), S.HEARING)
HEAR = Act("hear", _("记录听证"), P.INVESTIGATE, law("第六十四条、第六十五条"), among(S.HEARING), S.HEARD)
CLOSE_DEFENCE = Act("close_defence", _("陈述申辩期满"), P.INVESTIGATE, law("第四十五条"), among(S.NOTIFIED), S.HEARD)
DISCUSS = Act("discuss", _("集体讨论"), P.DECIDE, law("第五十七条"), among(S.REVIEWED, S.NOTIFIED, S.HEARD))
DECIDE = Act("decide", _("作出决定"), P.DECIDE, law("第五十七条"), among(S.HEARD), S.DECIDED, guards.decidable)

SERVE = Act("serve", _("送达决定"), P.EXECUTE, law("第六十一条"), among(S.DECIDED), S.EXECUTING)
PAY = Act("pay", _("登记缴款"), P.EXECUTE, law("第六十七条"), OWING, None)
PAY_PERSON = Act(
    "pay_person",
    _("登记责任人员缴款"),
    P.EXECUTE,
    law("第六十七条"),
    OWING | among(S.DECIDED),
    None,
    guards.persons_owe,
)
HAND_IN = Act("hand_in", _("交回当场收缴罚款"), P.EXECUTE, law("第七十一条"), OWING, None, guards.holds_cash)
DEFER = Act("defer", _("暂缓或者分期缴纳"), P.DECIDE, law("第六十六条"), among(S.EXECUTING), None, guards.still_owes)
HALT = Act("halt", _("停止加处罚款"), P.EXECUTE, law("第七十三条"), OWING, None, guards.still_owes)
URGE = Act("urge", _("催告"), P.EXECUTE, ENFORCEMENT, among(S.EXECUTING), None, guards.owes_what_was_served)
COMPEL = Act("compel", _("申请强制执行"), P.EXECUTE, ENFORCEMENT, among(S.EXECUTING), S.COMPELLING, guards.urged_before)
FULFIL = Act("fulfil", _("执行完毕"), P.EXECUTE, law("第六十六条"), OWING, S.EXECUTED, guards.fulfilled)
END = Act("end", _("法院终结执行"), P.EXECUTE, "《行政强制法》第五十七条、第五十八条", among(S.COMPELLING), S.EXECUTED)
TAKE_BACK = Act(
    "take_back", _("撤回申请或者不予受理"), P.EXECUTE, "《行政强制法》第五十六条", among(S.COMPELLING), S.EXECUTING
)
ADMIT = Act(
    "admit", _("登记法院受理"), P.EXECUTE, "《行政强制法》第五十六条", among(S.COMPELLING), None, guards.not_admitted
)
RULE = Act(
    "rule",
    _("登记法院裁定"),
    P.EXECUTE,
    "《行政强制法》第五十七条、第五十八条",
    among(S.COMPELLING),
    None,
    guards.admitted,
)
CLOSE = Act("close", _("结案"), P.DECIDE, PENALTY_PROCEDURE, among(S.EXECUTED), S.CLOSED, guards.crime_answered)
PUBLISH = Act(
    "publish", _("公示处罚信息"), P.PUBLISH, f"{PUBLICITY}第九条、第十条、第十三条", PUBLISHED, None, guards.publishable
)
PUSH = Act("push", _("推送外省公示"), P.PUBLISH, f"{PUBLICITY}第十条", PUBLISHED, None, guards.pushable)
ASK_STOP = Act(
    "ask_stop", _("受理提前停止公示申请"), P.PUBLISH, f"{PUBLICITY}第十四条", PUBLISHED, None, guards.may_end_early
)
GRANT_STOP = Act("grant_stop", _("提前停止公示"), P.PUBLISH, f"{PUBLICITY}第十四条", PUBLISHED, None, guards.stop_asked)
REFUSE_STOP = Act(
    "refuse_stop", _("不予提前停止公示"), P.PUBLISH, f"{PUBLICITY}第十四条", PUBLISHED, None, guards.stop_asked
)
UNPUBLISH = Act(
    "unpublish", _("撤回公示"), P.PUBLISH, f"{PUBLICITY}第十一条；{law('第四十八条')}", DECIDED | among(S.ARCHIVED, S.ANNULLED),
    None, guards.published,
)  # fmt: skip
CITE = Act("cite", _("记入文号"), P.EXECUTE, law("第五十九条"), DECIDED, follows=True)
ARCHIVE = Act("archive", _("归档"), P.INVESTIGATE, law("第四十七条"), among(S.CLOSED), S.ARCHIVED, guards.archivable)
ANNUL = Act(
    "annul", _("撤销决定"), P.DECIDE, law("第七十五条"),
    among(S.DECIDED, S.EXECUTING, S.COMPELLING, S.EXECUTED, S.CLOSED, S.ARCHIVED), S.ANNULLED, dangerous=True,
)  # fmt: skip
CORRECT = Act("correct", _("更正笔误"), P.DECIDE, CORRECTING, PUBLISHED)
VARY = Act("vary", _("变更决定"), P.DECIDE, VARYING, PUBLISHED, None, guards.variable, dangerous=True)
SERVE_AGAIN = Act(
    "serve_again", _("送达变更决定"), P.EXECUTE, law("第六十一条"), SERVED, None, guards.to_be_served_again
)
REFUND = Act("refund", _("登记退还"), P.EXECUTE, VARYING, PUBLISHED | among(S.ANNULLED), None, guards.overpaid)
REOPEN = Act(
    "reopen", _("重新调查"), P.DECIDE, law("第七十五条"), among(S.ANNULLED, S.CLOSED, S.ARCHIVED), S.INVESTIGATING,
    guards.reopenable, sends_back=True,
)  # fmt: skip

FEATURE = Act(
    "feature",
    _("列为典型案例"),
    P.DECIDE,
    MODEL,
    among(S.CLOSED, S.ARCHIVED),
    None,
    guards.not_typical,
)
UNFEATURE = Act(
    "unfeature",
    _("不再作为典型案例"),
    P.DECIDE,
    MODEL,
    among(S.CLOSED, S.ARCHIVED, S.ANNULLED),
    None,
    guards.typical,
)

WITHDRAW = Act(
    "withdraw", _("销案"), P.APPROVE, PENALTY_PROCEDURE, FILED, S.WITHDRAWN, guards.crime_judged, dangerous=True
)
MERGE = Act(
    "merge",
    _("并案"),
    P.APPROVE,
    law("第二十九条"),
    OPEN_CLUE | BEFORE_NOTICE,
    S.MERGED,
    guards.not_past_notice,
    dangerous=True,
)
ABSORB = Act(
    "absorb",
    _("接收并案"),
    P.APPROVE,
    law("第二十九条"),
    OPEN_CLUE | BEFORE_NOTICE,
    None,
    guards.not_past_notice,
    follows=True,
)
SPLIT = Act("split", _("分案"), P.APPROVE, PENALTY_PROCEDURE, BEFORE_NOTICE, None, guards.not_past_notice)
HAND_OVER = Act(
    "hand_over", _("移送管辖"), P.APPROVE, JURISDICTION, among(S.CLUE, S.INVESTIGATING), None, guards.not_handed
)
TAKE_OVER = Act(
    "take_over", _("接收移送"), P.VIEW, JURISDICTION, among(S.CLUE, S.INVESTIGATING), S.CLUE, guards.handed_to_mine
)
REFUSE = Act(
    "refuse",
    _("退回移送"),
    P.VIEW,
    JURISDICTION,
    among(S.CLUE, S.INVESTIGATING),
    None,
    guards.handed_to_mine,
    sends_back=True,
)
TAKE_UP = Act("take_up", _("提级管辖"), P.APPROVE, TAKING_UP, among(S.CLUE, S.INVESTIGATING), S.CLUE, guards.not_mine)
REASSIGN = reassign(P.APPROVE, OPEN_CLUE | FILED | DECIDED)

CASE = Lifecycle(
    kind="cases",
    label=_("案件"),
    states=State,
    acts=(
        RECEIVE, RAISE, PURSUE, PUNISH, SPLIT_OFF,
        FILE, DECLINE, PROLONG, TEST_CLUE, CLUE_TESTED, REVIVE,
        CONCLUDE, EXHIBIT, MOVE_EXHIBIT, VALUE, QUALIFY, DROP_GOODS, STRIKE_EXHIBIT, ASSESS_HARM, NOTE_HIT, NAME_PERSON, DROP_PERSON, STAFF, TEST, TESTED, SUSPEND, RESUME, EXTEND,
        EXTEND_FURTHER,
        PASS_REVIEW, REVIEW_LAW, NOTIFY, ANNOUNCE, ANNOUNCED, CLOSE_DEFENCE, DEFEND, CONVENE, HEAR, DECIDE, DISCUSS, SEND_BACK,
        SERVE, CITE, FULFIL, PAY, PAY_PERSON, HAND_IN, DEFER, HALT, URGE, COMPEL, TAKE_BACK, ADMIT, RULE, END, CLOSE, ARCHIVE, PUBLISH, PUSH, ASK_STOP, GRANT_STOP,
        REFUSE_STOP, UNPUBLISH, FEATURE, UNFEATURE, CORRECT, VARY, SERVE_AGAIN, REFUND, ANNUL, REOPEN,
        HAND_OVER, TAKE_OVER, REFUSE, TAKE_UP, SPLIT, MERGE, ABSORB, WITHDRAW, REASSIGN, remark("cases"), revert(),
    ),
    duties=(
        Duty("file", _("核查并决定是否立案"), among(S.CLUE), term="cases.clue_verification", pauses=among(S.CLUE_TESTING)),
        Duty("take_over", _("接收移送"), among(S.CLUE, S.INVESTIGATING), unit="handed_to_id", only="handed_to_id", decides=True),
        Duty(
            "decide", _("作出处理决定"), among(S.INVESTIGATING, S.REVIEWING, S.REVIEWED, S.NOTIFIED, S.HEARD),
            term="cases.handling", pauses=among(S.TESTING, S.SUSPENDED, S.ANNOUNCING, S.HEARING),
        ),
        Duty("pass_review", _("审核"), among(S.REVIEWING), term="cases.review", decides=True),
        Duty("review_law", _("听证后法制审核"), among(S.HEARD), term="cases.review", only="awaits_law_review", decides=True),
        Duty("notify", _("事先告知"), among(S.REVIEWED)),
        Duty("announced", _("公告期满"), among(S.ANNOUNCING), agreed="announced_until"),
        Duty("close_defence", _("陈述申辩期满"), among(S.NOTIFIED), agreed="defence_until"),
        Duty("hear", _("举行听证"), among(S.HEARING), agreed="hearing_on"),
        Duty("serve", _("送达决定"), among(S.DECIDED), term="cases.service"),
        Duty("pay", _("缴清罚没款"), among(S.EXECUTING), agreed="pay_next", only="owes_payment"),
        Duty("hand_in", _("交回当场收缴罚款"), among(S.EXECUTING), term="cases.collected_fine", only="holds_cash"),
        Duty("compel", _("申请强制执行"), among(S.EXECUTING), agreed="court_by", only="owes_payment"),
        Duty("admit", _("人民法院受理"), among(S.COMPELLING), term="cases.court_acceptance", only="awaits_court"),
        Duty("rule", _("人民法院裁定"), among(S.COMPELLING), agreed="ruling_by"),
        Duty("publish", _("公示处罚信息"), DECIDED, term="publicity.same_province", only="awaits_publication_here"),
        Duty("push", _("推送外省公示"), DECIDED, term="publicity.push", only="awaits_push"),
        Duty("grant_stop", _("决定是否提前停止公示"), PUBLISHED, agreed="stop_by", decides=True),
        Duty("unpublish", _("撤回公示"), among(S.ANNULLED), term="publicity.withdrawal", only="is_public"),
        Duty("serve_again", _("送达变更决定"), SERVED, agreed="serve_again_by"),
        Duty("unpublish", _("撤回变更前的公示"), PUBLISHED, agreed="withdraw_by"),
        Duty("publish", _("公示变更后的处罚信息"), PUBLISHED, agreed="publish_by"),
        Duty("push", _("推送变更后的处罚信息"), PUBLISHED, agreed="push_by"),
        Duty("refund", _("退还多缴的罚没款"), PUBLISHED | among(S.ANNULLED), only="owes_refund"),
        Duty("close", _("结案"), among(S.EXECUTED), decides=True),
        Duty("archive", _("归档"), among(S.CLOSED)),
    ),
    closed=among(S.DECLINED, S.CLOSED, S.ARCHIVED, S.ANNULLED, S.WITHDRAWN, S.MERGED),
)  # fmt: skip
