"""What officials may do to a return: the report one unit owes another by a day."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.campaigns import lifecycle
from yaoan.modules.campaigns.models import Return


@dataclass(frozen=True, kw_only=True)
class Owe(Open[Return]):
    """Put a return on the calendar: who reports what to whom by which day."""

    act: ClassVar[Act] = lifecycle.OWE
    model: ClassVar[type[Return]] = Return

    campaign_id: int = ask(_("专项行动"), to="campaigns")
    title: str = ask(_("报送内容"))
    agency_id: int = ask(_("报送单位"), to="agency")
    to_id: int = ask(_("报送到"), to="agency")
    due_on: date = ask(_("报送期限"))
    covers_from: date | None = ask(_("所属期起"), default=None)
    covers_until: date | None = ask(_("所属期止"), default=None)

    def apply(self, record: Return) -> None:
        for name in ("campaign_id", "title", "agency_id", "to_id", "due_on", "covers_from", "covers_until"):
            setattr(record, name, getattr(self, name))
        record.assisting = sorted({self.to_id} - {self.agency_id})


@dataclass(frozen=True, kw_only=True)
class Send(Change[Return]):
    """Send a return, with the report it carries."""

    act: ClassVar[Act] = lifecycle.SEND
    model: ClassVar[type[Return]] = Return

    text: str = ask(_("报送说明"), default="", lines=3, max_length=4000)
    report_id: int | None = ask(_("报表"), to="reports", default=None)
    files: tuple[Evidence, ...] = ask(_("附件"), default=())

    def apply(self, record: Return) -> None:
        record.text = self.text
        record.report_id = self.report_id


@dataclass(frozen=True, kw_only=True)
class Receive(Change[Return]):
    """Take a return in."""

    act: ClassVar[Act] = lifecycle.RECEIVE
    model: ClassVar[type[Return]] = Return

    note: str = ask(_("接收意见"), default="", lines=2, max_length=1000)

    def apply(self, record: Return) -> None:
        """That it was taken in, by whom and when, is in the history."""


@dataclass(frozen=True, kw_only=True)
class Reject(Change[Return]):
    """Send a return back to be reported anew, with the reason."""

    act: ClassVar[Act] = lifecycle.REJECT
    model: ClassVar[type[Return]] = Return

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)
    due_on: date = ask(_("重报期限"))

    def apply(self, record: Return) -> None:
        record.due_on = self.due_on
        record.rejected_count += 1


@dataclass(frozen=True, kw_only=True)
class RemarkReturn(Remarking[Return]):
    """Add a remark or a file to a return."""

    act: ClassVar[Act] = lifecycle.RETURN["remark"]
    model: ClassVar[type[Return]] = Return


@dataclass(frozen=True, kw_only=True)
class RevertReturn(Reverting[Return]):
    """Take back the latest act on a return."""

    act: ClassVar[Act] = lifecycle.RETURN["revert"]
    model: ClassVar[type[Return]] = Return
