"""What leaders ask of talks and letters: issued, answered in time, overdue, and whom the firms held to account."""

from yaoan.kernel.figures import Metric, acts, overdue, ratio, stock
from yaoan.kernel.words import Text, _
from yaoan.modules.letters import lifecycle
from yaoan.modules.letters.choices import Kind, State

LETTERS = _("约谈和函件")
PIECES, PEOPLE, FIRMS, TIMES, SHARE = Text("份", "letters"), _("人"), _("家"), _("次"), _("%")
OPEN = tuple(state for state in State if state not in lifecycle.LETTER.closed)
ORDERS = (Kind.RECTIFICATION, Kind.SUSPENSION)
NOTES = (Kind.ADMONITION, Kind.RISK_LETTER)

_served, _answered = acts("letters", "serve"), acts("letters", "answer")
_in_time = acts("letters", "answer", where={"punctuality": "in_time"})

METRICS = (
    Metric("letters.issued", _("签发函件"), PIECES, acts("letters", "issue"), LETTERS,
           note=_("本期签发的约谈通知、告诫信、提示函、责令改正、责令暂停和平台协查函，可按种类分。")),
    Metric("letters.talks", _("责任约谈"), TIMES, acts("letters", "hold"), LETTERS, note=_("本期记录的责任约谈。")),
    Metric("letters.admonitions", _("告诫信和风险提示函"), PIECES, acts("letters", "issue", where={"letter_kind": NOTES}), LETTERS,
           note=_("本期签发的告诫信和风险提示函。")),
    Metric("letters.orders", _("责令改正和责令暂停"), PIECES, acts("letters", "issue", where={"letter_kind": ORDERS}), LETTERS,
           note=_("本期签发的责令改正通知书和责令暂停通知书。")),
    Metric("letters.platforms", _("平台协查函"), PIECES, acts("letters", "issue", where={"letter_kind": Kind.PLATFORM}), LETTERS,
           note=_("本期发给网络平台的函件。")),
    Metric("letters.served", _("送达函件"), PIECES, _served, LETTERS, note=_("本期送达的函件。")),
    Metric("letters.answered", _("企业答复"), TIMES, _answered, LETTERS, note=_("本期登记的企业答复，退回重新答复的再计一次。")),
    Metric("letters.answered_in_time", _("按期答复"), TIMES, _in_time, LETTERS, better="up",
           note=_("本期在答复期限内的答复。")),
    Metric("letters.in_time_rate", _("按期答复率"), SHARE, ratio(_in_time, _answered), LETTERS, better="up",
           note=_("按期答复 ÷ 企业答复。")),
    Metric("letters.chased", Text("催办", "Letters chased"), TIMES, acts("letters", "chase"), LETTERS, better="down", note=_("本期催促企业答复的次数。")),
    Metric("letters.sent_back", Text("退回重新答复", "Answers sent back"), TIMES, acts("letters", "send_back"), LETTERS, better="down",
           note=_("本期核查没有通过、退回重新答复的次数。")),
    Metric("letters.closed", _("办结函件"), PIECES, acts("letters", "check"), LETTERS, better="up",
           note=_("本期由第二人核查办结的函件。")),
    Metric("letters.lifted", Text("解除暂停", "Suspensions ended"), PIECES, acts("letters", "lift"), LETTERS, note=_("本期解除的责令暂停。")),
    Metric("letters.accountable", _("企业问责人员"), PEOPLE, acts("letters", "hold_to_account"), LETTERS,
           note=_("本期登记的企业内部问责人员，每人计一次。")),
    Metric("letters.accounting_firms", _("开展问责的企业"), FIRMS,
           acts("letters", "hold_to_account", where={"accountable_count": "1"}), LETTERS,
           note=_("本期登记第一名问责人员的函件数；同一企业因两份函件问责的计两次。")),
    Metric("letters.open", _("在办函件"), PIECES, stock("letters", *OPEN), LETTERS, note=_("期末没有办结也没有撤回的函件。")),
    Metric("letters.waiting", _("待答复函件"), PIECES, stock("letters", State.SERVED), LETTERS, better="down",
           note=_("期末已经送达、企业没有答复的函件。")),
    Metric("letters.overdue", _("超期函件"), PIECES, overdue("letters", "issue", "serve", "hold", "answer", "check"), LETTERS,
           better="down", note=_("现在超过签发、送达、约谈、答复或者核查期限的函件；过去的日子说不出这个数。")),
)  # fmt: skip
