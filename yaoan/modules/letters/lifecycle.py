"""What may happen to a talk or a letter, by whom, on what ground, and by when."""

from typing import Any

from yaoan.kernel.commands.standard import remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.letters import rules
from yaoan.modules.letters.choices import Kind, P, State

MEASURES = "《药品管理法》第九十九条；《医疗器械监督管理条例》第七十二条；《化妆品监督管理条例》第五十四条、第五十七条"
SERVICE = "《行政处罚法》第六十一条（送达，参照）"
ACCOUNT = "药品安全专项行动方案：督促企业落实主体责任，内部问责到人（内部工作制度，没有条文）"
S = State


def may_be_signed(letter: Any, actor: Any) -> str | Text | None:
    """Nothing is missing, and who signs is not who drafted."""
    missing = list(rules.missing_parts(letter))
    if missing:
        return _("还不能签发，缺：{missing}。请先补正草稿。").format(missing="、".join(str(part) for part in missing))
    if actor.user_id == letter.opened_by_id:
        return _("签发必须由另一人进行：起草人不能签发自己起草的函件。")
    return None


def is_talk(letter: Any, _actor: Any) -> str | Text | None:
    """Only a talk has minutes."""
    return None if letter.letter_kind == Kind.TALK else _("这不是责任约谈，没有约谈记录可填。")


def is_suspending(letter: Any, _actor: Any) -> str | Text | None:
    """A suspension that was not ended yet."""
    if letter.letter_kind != Kind.SUSPENSION:
        return _("这份函件没有责令暂停，无需解除。")
    return _("暂停已经解除。") if letter.lifted_on else None


def checked_by_another(letter: Any, actor: Any) -> str | Text | None:
    """Neither the person in charge nor who entered the answer checks it."""
    if actor.user_id in (letter.holder_id, letter.answered_by_id):
        return _("核查必须由另一人进行：承办人和登记答复的人不能核查自己的函件。")
    return None


def may_be_closed(letter: Any, actor: Any) -> str | Text | None:
    """A second person, the talk held, the suspension ended, the firm's own accountability told where it was asked for."""
    if letter.letter_kind == Kind.TALK and not letter.minutes:
        return _("还没有约谈记录；请先记录约谈。")
    if letter.letter_kind == Kind.SUSPENSION and not letter.lifted_on:
        return _("暂停还没有解除；请先核实并解除暂停，或者退回继续整改。")
    if letter.asks_accountability and not letter.accountable and not letter.accountability:
        return _("函件要求企业内部问责，还没有登记问责的人员，也没有说明不问责的理由。")
    return checked_by_another(letter, actor)


DRAFT = Act("draft", _("起草函件"), P.DRAFT, MEASURES, BIRTH, S.DRAFTED)
RAISE = Act("raise", _("由隐患发函"), P.DRAFT, MEASURES, BIRTH, S.DRAFTED)
AMEND = Act("amend", _("补正草稿"), P.DRAFT, MEASURES, among(S.DRAFTED))
ISSUE = Act("issue", _("签发"), P.ISSUE, MEASURES, among(S.DRAFTED), S.ISSUED, may_be_signed)
KEEP = Act("keep", _("保存签发件"), P.ISSUE, MEASURES, among(S.ISSUED), follows=True)
SERVE = Act("serve", _("送达"), P.FOLLOW, SERVICE, among(S.ISSUED), S.SERVED)
HOLD = Act("hold", _("记录约谈"), P.FOLLOW, MEASURES, among(S.SERVED, S.ANSWERED), None, is_talk)
EXTEND = Act("extend", _("延长答复期限"), P.FOLLOW, MEASURES, among(S.SERVED))
CHASE = Act("chase", _("催办"), P.FOLLOW, MEASURES, among(S.SERVED))
ANSWER = Act("answer", _("登记答复"), P.FOLLOW, MEASURES, among(S.SERVED), S.ANSWERED)
HOLD_TO_ACCOUNT = Act("hold_to_account", _("登记企业问责"), P.FOLLOW, ACCOUNT, among(S.SERVED, S.ANSWERED, S.CLOSED))
LIFT = Act("lift", _("解除暂停"), P.ISSUE, MEASURES, among(S.SERVED, S.ANSWERED), None, is_suspending)
SEND_BACK = Act(
    "send_back", _("退回重新答复"), P.CHECK, MEASURES, among(S.ANSWERED), S.SERVED, checked_by_another, sends_back=True
)
CHECK = Act("check", _("核查办结"), P.CHECK, MEASURES, among(S.ANSWERED), S.CLOSED, may_be_closed)
REASSIGN = Act("reassign", _("移交承办人"), P.DRAFT, MEASURES, among(S.DRAFTED, S.ISSUED, S.SERVED, S.ANSWERED))
WITHDRAW = Act(
    "withdraw", _("撤回函件"), P.ISSUE, MEASURES, among(S.DRAFTED, S.ISSUED, S.SERVED), S.WITHDRAWN, dangerous=True
)

LETTER = Lifecycle(
    kind="letters",
    label=_("约谈和函件"),
    states=State,
    acts=(
        DRAFT, RAISE, ISSUE, KEEP, SERVE, HOLD, ANSWER, HOLD_TO_ACCOUNT, LIFT, CHECK, SEND_BACK, CHASE, EXTEND, AMEND, REASSIGN,
        WITHDRAW, remark("letters"), revert(),
    ),
    duties=(
        Duty("issue", _("签发"), among(S.DRAFTED), term="letters.issue", decides=True),
        Duty("serve", _("送达"), among(S.ISSUED), term="letters.service", holder="holder_id"),
        Duty("hold", _("约谈"), among(S.SERVED), agreed="talk_on", holder="holder_id", only="is_talk_due"),
        Duty("answer", _("收取答复"), among(S.SERVED), agreed="reply_by", holder="holder_id"),
        Duty("check", _("核查办结"), among(S.ANSWERED), term="letters.follow_up", decides=True),
    ),
    closed=among(S.CLOSED, S.WITHDRAWN),
)  # fmt: skip
