"""What officials may do about transfers, hits of the watchdog and referrals."""

from yaoan.modules.transfers.commands.following import (
    Arrest,
    AskOpinion,
    Close,
    Deliver,
    GiveOpinion,
    Join,
    Judge,
    Remark,
    Revert,
    Trace,
)
from yaoan.modules.transfers.commands.hits import AnswerHit, Explain, Flag, Lapse, Reject, RemarkHit, Reopen, Sign
from yaoan.modules.transfers.commands.making import (
    Approve,
    Copy,
    Decline,
    Enclose,
    HandOver,
    Keep,
    Pause,
    Report,
    Rework,
    Staff,
)
from yaoan.modules.transfers.commands.police import (
    Abide,
    Accept,
    Advise,
    Comply,
    Endorse,
    File,
    Forward,
    GiveBack,
    Instruct,
    Lack,
    Lengthen,
    Misdirect,
    Object,
    Overturn,
    Question,
    Refuse,
    Uphold,
)
from yaoan.modules.transfers.commands.referrals import (
    AnswerReferral,
    ApproveReferral,
    DeclineReferral,
    Prepare,
    RemarkReferral,
    Send,
)
from yaoan.modules.transfers.commands.starting import (
    Link,
    Propose,
    Pursue,
    Raise,
    Receive,
    Reply,
    SendBack,
    Spare,
    Take,
)

__all__ = [
    "Abide", "Accept", "Advise", "AnswerHit", "AnswerReferral", "Approve", "ApproveReferral", "Arrest", "AskOpinion", "Close",
    "Comply", "Copy", "Decline", "DeclineReferral", "Deliver", "Enclose", "Endorse", "Explain", "File", "Flag", "Forward",
    "GiveBack", "GiveOpinion", "HandOver", "Instruct", "Join", "Judge", "Keep", "Lack", "Lapse", "Lengthen", "Link", "Misdirect",
    "Object", "Overturn", "Pause", "Prepare", "Propose", "Pursue", "Question", "Raise", "Receive", "Refuse", "Reject", "Remark",
    "RemarkHit", "RemarkReferral", "Reopen", "Reply", "Report", "Revert", "Rework", "Send", "SendBack", "Sign", "Spare", "Staff",
    "Take", "Trace", "Uphold",
]  # fmt: skip
