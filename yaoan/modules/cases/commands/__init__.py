"""What officials may do to a case, a coercive measure, an enforcement document, a listed violator and what is published."""

from yaoan.modules.cases.commands.clues import (
    ClueTested,
    Decline,
    File,
    Prolong,
    Punish,
    Pursue,
    Raise,
    Receive,
    Revive,
    TestClue,
)
from yaoan.modules.cases.commands.deciding import (
    Annul,
    Archive,
    Cite,
    Close,
    Decide,
    Reopen,
    Serve,
    Withdraw,
)
from yaoan.modules.cases.commands.documents import (
    Draw,
    Fill,
    Gather,
    Keep,
    Refresh,
    RemarkDocument,
    ServeDocument,
    Sign,
    Void,
)
from yaoan.modules.cases.commands.execution import Compel, Defer, End, Fulfil, Halt, HandIn, Pay, Urge
from yaoan.modules.cases.commands.inquiry import (
    Conclude,
    DropPerson,
    Exhibit,
    Extend,
    ExtendFurther,
    MoveExhibit,
    NamePerson,
    Resume,
    Staff,
    Suspend,
    Test,
    Tested,
    Value,
)
from yaoan.modules.cases.commands.measures import (
    Approve,
    Dispose,
    EnterTest,
    ExtendMeasure,
    LiftMeasure,
    RemarkMeasure,
    RevertMeasure,
    SendToTest,
    Take,
)
from yaoan.modules.cases.commands.notices import (
    Announce,
    Announced,
    CloseDefence,
    Convene,
    Defend,
    Discuss,
    Hear,
    Notify,
    PassReview,
    SendBack,
)
from yaoan.modules.cases.commands.paths import (
    Absorb,
    HandOver,
    Merge,
    Refuse,
    Remark,
    Revert,
    Split,
    SplitOff,
    TakeOver,
    TakeUp,
)
from yaoan.modules.cases.commands.publications import (
    EndPublication,
    GiveBack,
    PublishPushed,
    Recall,
    ReceivePushed,
    RemarkPublication,
    RevertPublication,
)
from yaoan.modules.cases.commands.publishing import AskStop, GrantStop, Publish, Push, RefuseStop, Unpublish
from yaoan.modules.cases.commands.violators import (
    Agree,
    Answer,
    AskEarly,
    DefendListing,
    Enlist,
    Fall,
    GrantEarly,
    NotifyListing,
    Object,
    Propose,
    PublishListing,
    RefuseEarly,
    RemarkViolator,
    Remove,
    RevertViolator,
    Revoke,
    Spare,
)

__all__ = [
    "Absorb", "Agree", "Announce", "Announced", "Annul", "Answer", "Approve", "Archive", "AskEarly", "AskStop", "Cite",
    "Close", "CloseDefence", "ClueTested", "Compel", "Conclude", "Convene", "Decide", "Decline", "Defend", "DefendListing",
    "Defer", "Discuss", "Dispose", "Draw", "DropPerson", "End", "EndPublication", "Enlist", "EnterTest", "Exhibit", "Extend",
    "ExtendFurther", "ExtendMeasure", "Fall", "File", "Fill", "Fulfil", "Gather", "GiveBack", "GrantEarly", "GrantStop",
    "Halt", "HandIn", "HandOver", "Hear", "Keep", "LiftMeasure", "Merge", "MoveExhibit", "NamePerson", "Notify",
    "NotifyListing", "Object", "PassReview", "Pay", "Prolong", "Propose", "Publish", "PublishListing", "PublishPushed",
    "Punish", "Pursue", "Push", "Raise", "Recall", "Receive", "ReceivePushed", "Refresh", "Refuse", "RefuseEarly",
    "RefuseStop", "Remark", "RemarkDocument", "RemarkMeasure", "RemarkPublication", "RemarkViolator", "Remove", "Reopen",
    "Resume", "Revert", "RevertMeasure", "RevertPublication", "RevertViolator", "Revive", "Revoke", "SendBack", "SendToTest",
    "Serve", "ServeDocument", "Sign", "Spare", "Split", "SplitOff", "Staff", "Suspend", "Take", "TakeOver", "TakeUp", "Test",
    "TestClue", "Tested", "Unpublish", "Urge", "Value", "Void", "Withdraw",
]  # fmt: skip
