"""What officials may do to a case, a coercive measure and an enforcement document."""

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
    Publish,
    Reopen,
    Serve,
    Unpublish,
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

__all__ = [
    "Absorb", "Announce", "Announced", "Annul", "Approve", "Archive", "Cite", "Close", "CloseDefence", "ClueTested", "Compel",
    "Conclude", "Convene", "Decide", "Decline", "Defend", "Defer", "Discuss", "Dispose", "Draw", "DropPerson", "End",
    "EnterTest", "Exhibit", "Extend", "ExtendFurther", "ExtendMeasure", "File", "Fill", "Fulfil", "Gather", "Halt", "HandIn",
    "HandOver", "Hear", "Keep", "LiftMeasure", "Merge", "MoveExhibit", "NamePerson", "Notify", "PassReview", "Pay",
    "Prolong", "Publish", "Punish", "Pursue", "Raise", "Receive", "Refresh", "Refuse", "Remark", "RemarkDocument",
    "RemarkMeasure", "Reopen", "Resume", "Revert", "RevertMeasure", "Revive", "SendBack", "SendToTest", "Serve",
    "ServeDocument", "Sign", "Split", "SplitOff", "Staff", "Suspend", "Take", "TakeOver", "TakeUp", "Test", "TestClue",
    "Tested", "Unpublish", "Urge", "Value", "Void", "Withdraw",
]  # fmt: skip
