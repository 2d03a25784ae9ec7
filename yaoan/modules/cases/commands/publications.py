"""What officials may do to a penalty that another province sent to be published here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases import queries
from yaoan.modules.cases.commands.asking import evidence_kinds, fault
from yaoan.modules.cases.lifecycle import PUBLICATION
from yaoan.modules.cases.lifecycle import publications as lifecycle
from yaoan.modules.cases.models import Publication
from yaoan.modules.cases.rules import publishing


@dataclass(frozen=True, kw_only=True)
class ReceivePushed(Open[Publication]):
    """Enter a penalty that another province sent; ten working days to publish it begin."""

    act: ClassVar[Act] = lifecycle.RECEIVE
    model: ClassVar[type[Publication]] = Publication

    sender: str = ask(_("作出处罚决定机关"), max_length=120)
    decision_number: str = ask(_("决定书文号"), max_length=60)
    decided_on: date = ask(_("决定日期"))
    subject_id: int | None = ask(_("当事人"), to="subjects", default=None)
    subject_name: str = ask(_("当事人名称"), max_length=200)
    subject_code: str = ask(_("统一社会信用代码"), default="", max_length=18)
    breach: str = ask(_("违法行为"), max_length=200)
    penalty: str = ask(_("处罚内容"), lines=3, max_length=8000)
    is_brief: bool = ask(_("仅通报批评或者较低数额罚款"), default=False, help=_("公示三个月；其他公示三年"))
    restricted_until: date | None = ask(_("限制期限至"), default=None, help=_("限制经营、限制从业有期限的"))
    area: str = ask(_("当事人所在地"), to="division")
    agency_id: int | None = ask(_("公示单位"), to="agency", default=None)
    files: tuple[Evidence, ...] = ask(_("推送材料"), default=(), choices=evidence_kinds)

    def objections(self, _record: Publication) -> Mapping[str, list[str]]:
        return fault("decided_on", _("不能晚于办理日期 {day}。"), day=self.day) if self.decided_on > self.day else {}

    def apply(self, record: Publication) -> None:
        for name in (
            "sender", "decision_number", "decided_on", "subject_id", "subject_name", "subject_code", "breach", "penalty",
            "is_brief", "restricted_until", "area",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.title, record.received_on = f"{self.subject_name} {self.decision_number}", self.day


@dataclass(frozen=True, kw_only=True)
class PublishPushed(Change[Publication]):
    """Publish a penalty that another province sent, without personal data."""

    act: ClassVar[Act] = lifecycle.PUBLISH
    model: ClassVar[type[Publication]] = Publication

    text: str = ask(
        _("公示文本"), lines=6, max_length=8000, suggest=lambda record, _actor: queries.pushed_text(record),
        help=_("身份证号和电话自动隐去；其他个人信息请自行删去"),
    )  # fmt: skip

    def apply(self, record: Publication) -> None:
        record.published_on, record.publication = self.day, publishing.redacted(self.text, [])
        record.public_until = publishing.public_until(
            self.day, brief=record.is_brief, restricted_until=record.restricted_until, terms=law.terms(),
            calendar=law.calendar(),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GiveBack(Change[Publication]):
    """Send a penalty back that is not to be published here, with the reason."""

    act: ClassVar[Act] = lifecycle.RETURN
    model: ClassVar[type[Publication]] = Publication

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)

    def apply(self, record: Publication) -> None:
        record.conclusion = self.reason


@dataclass(frozen=True, kw_only=True)
class Recall(Change[Publication]):
    """Enter that the sender changed or annulled its decision; three working days to withdraw it begin."""

    act: ClassVar[Act] = lifecycle.RECALL
    model: ClassVar[type[Publication]] = Publication

    reason: str = ask(_("来函文号和撤回原因"), lines=3, max_length=2000)
    files: tuple[Evidence, ...] = ask(_("来函"), default=(), choices=evidence_kinds)

    def apply(self, record: Publication) -> None:
        record.conclusion = self.reason


@dataclass(frozen=True, kw_only=True)
class EndPublication(Change[Publication]):
    """End a publication: its time is over, the sender ended it early, or it was recalled."""

    act: ClassVar[Act] = lifecycle.END
    model: ClassVar[type[Publication]] = Publication

    reason: str = ask(_("停止原因"), lines=2, max_length=2000, help=_("期满、对方准予提前停止，或者决定被撤销"))

    def apply(self, record: Publication) -> None:
        record.conclusion = "\n".join(filter(None, (record.conclusion, self.reason)))
        record.public_until = min(self.day, record.public_until) if record.public_until else None


@dataclass(frozen=True, kw_only=True)
class RemarkPublication(Remarking[Publication]):
    """Add a remark or a file to a penalty another province sent."""

    act: ClassVar[Act] = PUBLICATION["remark"]
    model: ClassVar[type[Publication]] = Publication


@dataclass(frozen=True, kw_only=True)
class RevertPublication(Reverting[Publication]):
    """Take back the latest act on a penalty another province sent."""

    act: ClassVar[Act] = PUBLICATION["revert"]
    model: ClassVar[type[Publication]] = Publication
