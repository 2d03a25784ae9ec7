"""The life of a transfer: to the police until the criminal proceedings end, and of what police and procurator send back."""

from yaoan.kernel.commands.standard import reassign, remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import _
from yaoan.modules.transfers.choices import P, State
from yaoan.modules.transfers.lifecycle import guards

S = State
BACKWARD = (
    "《行政处罚法》第二十七条；《药品管理法》第一百一十三条（药品案件）；《行政执法机关移送涉嫌犯罪案件的规定》第十三条"
)
LINKAGE = "《药品行政执法与刑事司法衔接工作办法》（条号未核对）"


def law(article: str) -> str:
    return f"《行政执法机关移送涉嫌犯罪案件的规定》{article}"


WAITING = f"{law('第十一条')}；《市场监督管理行政处罚程序规定》第六十四条（中止期间不计入办案期限）"
"""No penalty takes the place of a transfer, and a suspended case is not counted."""


def procuracy(article: str) -> str:
    return f"《人民检察院办理行政执法机关移送涉嫌犯罪案件的规定》{article}"


AT_HOME = f"{BACKWARD}；{law('第十条')}"
"""What is no crime is still handled by the administration."""

MAKING = among(S.PREPARING, S.REPORTED, S.APPROVED, S.INCOMPLETE)
BEFORE_POLICE = among(
    S.SENT, S.INCOMPLETE, S.FORWARDING, S.ACCEPTED, S.REFUSED, S.RECONSIDERING, S.UPHELD, S.ADVISED, S.REASONING, S.JUSTIFIED, S.ORDERED
)  # fmt: skip
WITH_POLICE = BEFORE_POLICE | among(S.FILED)
APPROVED = WITH_POLICE | among(S.APPROVED)
HANDLED_HERE = among(S.HANDLING, S.RETURNED, S.JUDGED)

PROPOSE = Act("propose", _("案件启动移送"), P.PREPARE, law("第三条"), BIRTH, S.PREPARING)
RAISE = Act("raise", _("线索启动移送"), P.PREPARE, law("第三条"), BIRTH, S.PREPARING)
PURSUE = Act("pursue", _("隐患启动移送"), P.PREPARE, law("第三条"), BIRTH, S.PREPARING)
RECEIVE = Act("receive", _("收到反向移送"), P.PREPARE, BACKWARD, BIRTH, S.RECEIVED)

STAFF = Act("staff", _("指定专案组"), P.DIRECT, law("第五条"), MAKING)
REPORT = Act("report", _("提出移送报告"), P.PREPARE, law("第五条"), among(S.PREPARING), S.REPORTED, guards.has_team)
REWORK = Act("rework", _("退回补充核实"), P.DIRECT, law("第五条"), among(S.REPORTED), S.PREPARING, sends_back=True)
APPROVE = Act(
    "approve", _("批准移送"), P.DECIDE, law("第五条"), among(S.REPORTED), S.APPROVED, guards.decided_by_another
)
DECLINE = Act(
    "decline", _("决定不移送"), P.DECIDE, law("第五条"), among(S.REPORTED), S.DECLINED, guards.decided_by_another
)
ENCLOSE = Act("enclose", _("补充移送材料"), P.PREPARE, law("第六条"), MAKING)
HAND_OVER = Act(
    "hand_over", _("移送公安机关"), P.PREPARE, law("第五条、第六条"), among(S.APPROVED, S.INCOMPLETE), S.SENT, guards.file_complete
)  # fmt: skip
COPY = Act("copy", _("抄送检察机关"), P.PREPARE, LINKAGE, APPROVED, None, guards.not_copied)
KEEP = Act("keep", _("存签发件"), P.PREPARE, law("第六条"), APPROVED | among(S.REPORTED, S.HANDLING), follows=True)
PAUSE = Act("pause", _("案件中止等待"), P.PREPARE, WAITING, among(S.SENT), follows=True)

ACCEPT = Act("accept", _("公安机关受理"), P.FOLLOW, law("第七条"), among(S.SENT), S.ACCEPTED)
LACK = Act("lack", _("公安机关退回补充"), P.FOLLOW, LINKAGE, among(S.SENT), S.INCOMPLETE, sends_back=True)
MISDIRECT = Act("misdirect", _("不属其管辖"), P.FOLLOW, law("第七条"), among(S.SENT), S.FORWARDING)
FORWARD = Act("forward", _("公安机关已转送"), P.FOLLOW, law("第七条"), among(S.FORWARDING), S.SENT)
LENGTHEN = Act("lengthen", _("公安机关认为案情复杂"), P.FOLLOW, LINKAGE, among(S.ACCEPTED))
FILE = Act("file", _("公安机关立案"), P.FOLLOW, law("第八条"), among(S.ACCEPTED), S.FILED)
REFUSE = Act("refuse", _("公安机关不予立案"), P.FOLLOW, law("第八条"), among(S.ACCEPTED), S.REFUSED)
OBJECT = Act("object", _("提请复议"), P.PREPARE, law("第九条"), among(S.REFUSED), S.RECONSIDERING)
OVERTURN = Act("overturn", _("复议后立案"), P.FOLLOW, law("第九条"), among(S.RECONSIDERING), S.FILED)
UPHOLD = Act("uphold", _("复议维持不立案"), P.FOLLOW, law("第九条"), among(S.RECONSIDERING), S.UPHELD)
ADVISE = Act("advise", _("建议立案监督"), P.PREPARE, law("第九条"), among(S.REFUSED, S.UPHELD), S.ADVISED)
QUESTION = Act("question", _("检察机关要求说明理由"), P.FOLLOW, procuracy("第十条"), among(S.ADVISED), S.REASONING)
JUSTIFY = Act("justify", _("公安机关说明不立案理由"), P.FOLLOW, procuracy("第十条"), among(S.REASONING), S.JUSTIFIED)
INSTRUCT = Act(
    "instruct", _("检察机关通知立案"), P.FOLLOW, procuracy("第十条"), among(S.REASONING, S.JUSTIFIED), S.ORDERED
)
COMPLY = Act(
    "comply", _("监督后立案"), P.FOLLOW, procuracy("第十条"), among(S.REASONING, S.JUSTIFIED, S.ORDERED), S.FILED
)
ENDORSE = Act(
    "endorse",
    _("检察机关认可不立案"),
    P.FOLLOW,
    procuracy("第十条、第十一条"),
    among(S.ADVISED, S.REASONING, S.JUSTIFIED),
    S.RETURNED,
)
ABIDE = Act("abide", _("接受不立案"), P.DECIDE, law("第十条"), among(S.REFUSED, S.UPHELD), S.RETURNED)
GIVE_BACK = Act("give_back", _("立案后退回"), P.FOLLOW, BACKWARD, among(S.FILED), S.RETURNED, sends_back=True)

DELIVER = Act(
    "deliver",
    _("移交涉案物品"),
    P.PREPARE,
    f"{law('第十二条')}；《行政强制法》第二十一条",
    among(S.FILED),
    None,
    guards.goods_wait,
)
ASK_OPINION = Act("ask_opinion", _("商请检验、认定"), P.FOLLOW, LINKAGE, WITH_POLICE, None, guards.no_opinion_open)
GIVE_OPINION = Act("give_opinion", _("出具检验、认定意见"), P.FOLLOW, LINKAGE, WITH_POLICE, None, guards.opinion_asked)
JOIN = Act("join", _("登记联合行动"), P.FOLLOW, LINKAGE, APPROVED)
ARREST = Act("arrest", _("登记抓获人员"), P.FOLLOW, LINKAGE, WITH_POLICE)
TRACE = Act("trace", _("登记跟踪情况"), P.FOLLOW, LINKAGE, WITH_POLICE)
JUDGE = Act("judge", _("登记刑事处理结果"), P.FOLLOW, "《行政处罚法》第二十七条、第三十五条", among(S.FILED), S.JUDGED)
CLOSE = Act(
    "close", _("办结"), P.DIRECT, f"《行政处罚法》第二十七条、第三十五条；{law('第十条')}", among(S.JUDGED, S.RETURNED), S.CLOSED,
    guards.handled_at_home,
)  # fmt: skip

TAKE = Act("take", _("受理反向移送"), P.PREPARE, BACKWARD, among(S.RECEIVED), S.HANDLING)
SEND_BACK = Act("send_back", _("退回移送机关"), P.DIRECT, BACKWARD, among(S.RECEIVED), S.SENT_BACK)
LINK = Act("link", _("关联案件"), P.PREPARE, AT_HOME, HANDLED_HERE, None, guards.ours)
SPARE = Act("spare", _("说明不立案理由"), P.DIRECT, AT_HOME, HANDLED_HERE, None, guards.ours)
REPLY = Act("reply", _("反馈处理结果"), P.PREPARE, BACKWARD, among(S.HANDLING), S.CLOSED, guards.handled)
REASSIGN = reassign(P.DIRECT, MAKING | WITH_POLICE | among(S.JUDGED, S.RETURNED, S.RECEIVED, S.HANDLING))

TRANSFER = Lifecycle(
    kind="transfers",
    label=_("案件移送"),
    states=State,
    acts=(
        PROPOSE, RAISE, PURSUE, RECEIVE,
        REPORT, STAFF, ENCLOSE, APPROVE, DECLINE, REWORK, HAND_OVER, PAUSE, COPY, KEEP,
        ACCEPT, LACK, MISDIRECT, FORWARD, FILE, REFUSE, LENGTHEN, OBJECT, OVERTURN, UPHOLD, ADVISE, QUESTION, JUSTIFY, INSTRUCT,
        COMPLY, ENDORSE, ABIDE, DELIVER, ASK_OPINION, GIVE_OPINION, JOIN, ARREST, TRACE, JUDGE, GIVE_BACK, CLOSE,
        TAKE, SEND_BACK, LINK, SPARE, REPLY, REASSIGN, remark("transfers"), revert(),
    ),
    duties=(
        Duty("report", _("提出移送报告"), among(S.PREPARING)),
        Duty("approve", _("决定是否移送"), among(S.REPORTED), term="transfers.decision", decides=True),
        Duty("hand_over", _("向公安机关移送"), among(S.APPROVED), term="transfers.hand_over"),
        Duty("hand_over", _("补充材料后再移送"), among(S.INCOMPLETE)),
        Duty("copy", _("抄送检察机关"), APPROVED, term="transfers.procurator_copy", only="awaits_copy"),
        Duty("accept", _("公安机关受理或者退回"), among(S.SENT), term="transfers.police_acceptance"),
        Duty("forward", _("公安机关转送"), among(S.FORWARDING), term="transfers.police_forwarding"),
        Duty("file", _("公安机关决定是否立案"), among(S.ACCEPTED), term="transfers.police_decision", only="is_ordinary"),
        Duty("file", _("公安机关决定是否立案（复杂）"), among(S.ACCEPTED), term="transfers.police_decision_complex", only="is_complex"),
        Duty("file", _("公安机关决定是否立案（特别复杂）"), among(S.ACCEPTED), term="transfers.police_decision_special", only="is_special"),
        Duty("object", _("提请复议或者建议立案监督"), among(S.REFUSED), term="transfers.objection"),
        Duty("overturn", _("公安机关复议"), among(S.RECONSIDERING), term="transfers.police_reconsideration"),
        Duty("advise", _("建议立案监督"), among(S.UPHELD), term="transfers.supervision"),
        Duty("question", _("检察机关审查"), among(S.ADVISED)),
        Duty("justify", _("公安机关说明不立案理由"), among(S.REASONING), term="transfers.police_reasons"),
        Duty("instruct", _("检察机关审查不立案理由"), among(S.JUSTIFIED)),
        Duty("comply", _("公安机关按通知立案"), among(S.ORDERED), term="transfers.police_filing"),
        Duty("deliver", _("移交涉案物品和材料"), among(S.FILED), term="transfers.goods", only="awaits_goods"),
        Duty("give_opinion", _("出具检验、认定意见"), WITH_POLICE, agreed="opinion_by"),
        Duty("trace", _("跟踪案件进展"), among(S.FILED), agreed="trace_on"),
        Duty("close", _("刑事程序终结后处理并办结"), among(S.JUDGED)),
        Duty("close", _("退回后行政处理并办结"), among(S.RETURNED)),
        Duty("take", _("受理反向移送"), among(S.RECEIVED), term="transfers.reverse_acceptance", decides=True),
        Duty("reply", _("办理并反馈处理结果"), among(S.HANDLING)),
    ),
    closed=among(S.DECLINED, S.CLOSED, S.SENT_BACK),
)  # fmt: skip
