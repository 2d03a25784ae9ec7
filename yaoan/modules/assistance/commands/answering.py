"""The asked unit: accept a request, refuse it or pass it on, work on it, answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from yaoan.kernel import numbering
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import Change, Step, ask
from yaoan.kernel.documents import document_number, word
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.assistance import lifecycle, queries
from yaoan.modules.assistance.choices import Result
from yaoan.modules.assistance.commands.asking import OWN_UNIT, SIGNED, evidence_kinds, fault
from yaoan.modules.assistance.models import Request


@dataclass(frozen=True, kw_only=True)
class Accept(Change[Request]):
    """Accept a request and name who works on it; from now on the asked unit answers for it, the asking one reads on."""

    act: ClassVar[Act] = lifecycle.ACCEPT
    model: ClassVar[type[Request]] = Request

    worker_id: int = ask(_("承办人"), to="user")

    def objections(self, record: Request) -> Mapping[str, list[str]]:
        return {} if record.asked.place else fault("", _("被请求单位没有辖区，不能接收。"))

    def apply(self, record: Request) -> None:
        record.agency_id, record.area = record.asked_id, record.asked.place
        record.worker_id = record.holder_id = self.worker_id
        record.received_on, record.refusal = self.day, ""
        record.assisting = sorted({*record.assisting, record.asking_id} - {record.asked_id})


@dataclass(frozen=True, kw_only=True)
class Refuse(Change[Request]):
    """Send a request back with the reason, and name the competent unit where it is known."""

    act: ClassVar[Act] = lifecycle.REFUSE
    model: ClassVar[type[Request]] = Request

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)
    right_unit_id: int | None = ask(_("有权单位"), to="unit", default=None)

    def apply(self, record: Request) -> None:
        record.refusal, record.right_unit_id = self.reason, self.right_unit_id


@dataclass(frozen=True, kw_only=True)
class PassOn(Change[Request]):
    """Pass a misdirected request on to the competent unit, whose clock begins when it accepts."""

    act: ClassVar[Act] = lifecycle.PASS_ON
    model: ClassVar[type[Request]] = Request

    agency_id: int = ask(_("转交到"), to="unit")
    reason: str = ask(_("转交理由"), lines=2, max_length=2000)

    def objections(self, record: Request) -> Mapping[str, list[str]]:
        if self.agency_id == record.asked_id:
            return fault("agency_id", _("协查函已经在这个单位。"))
        return fault("agency_id", OWN_UNIT) if self.agency_id == record.asking_id else {}

    def apply(self, record: Request) -> None:
        record.passed_from_id, record.asked_id = record.asked_id, self.agency_id
        record.assisting = sorted({*record.assisting, self.agency_id})


@dataclass(frozen=True, kw_only=True)
class Assign(Change[Request]):
    """Give a request to another person of the asked unit."""

    act: ClassVar[Act] = lifecycle.ASSIGN
    model: ClassVar[type[Request]] = Request

    worker_id: int = ask(_("新承办人"), to="user")
    reason: str = ask(_("移交原因"), default="", lines=2, max_length=1000)

    def apply(self, record: Request) -> None:
        record.worker_id = record.holder_id = self.worker_id


@dataclass(frozen=True, kw_only=True)
class Extend(Change[Request]):
    """Take more time, with the reason; the asking unit is told by this act."""

    act: ClassVar[Act] = lifecycle.EXTEND
    model: ClassVar[type[Request]] = Request

    count: int = ask(_("延长"), help=_("一般、加急的为工作日数，特急的为小时数"))
    reason: str = ask(_("延长原因"), lines=3, max_length=2000, help=_("请求单位会看到"))

    def faults(self) -> Mapping[str, list[str]]:
        return {} if self.count > 0 else fault("count", _("请填写大于零的数。"))

    def apply(self, record: Request) -> None:
        given = record.extensions.get("submit", [])
        record.extensions = {**record.extensions, "submit": [*given, {"count": self.count, "reason": self.reason}]}


@dataclass(frozen=True, kw_only=True)
class Submit(Change[Request]):
    """Enter what was found, with the evidence, for the head to sign."""

    act: ClassVar[Act] = lifecycle.SUBMIT
    model: ClassVar[type[Request]] = Request

    result: Result = ask(_("协查结果"))
    answer: str = ask(_("协查情况"), lines=6, max_length=8000)
    files: tuple[Evidence, ...] = ask(_("证据材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Request) -> None:
        record.result, record.answer = self.result, self.answer
        record.submitted_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class SendBack(Change[Request]):
    """Send a drafted answer back for more work; the clock goes on."""

    act: ClassVar[Act] = lifecycle.SEND_BACK
    model: ClassVar[type[Request]] = Request

    reason: str = ask(_("退回原因"), lines=3, max_length=2000)

    def apply(self, record: Request) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Answer(Change[Request]):
    """Sign an answer that another person drafted: it gets its number, and the asking unit is to take it."""

    act: ClassVar[Act] = lifecycle.ANSWER
    model: ClassVar[type[Request]] = Request

    opinion: str = ask(_("签发意见"), default="", lines=2, max_length=1000)

    def apply(self, record: Request) -> None:
        record.answered_on = self.day
        record.punctuality = queries.punctuality(record, "submit", self.day)

    def consequences(self, record: Request) -> Iterable[Step]:
        head = f"{record.asked.paper_word}协复"
        code = document_number(head, self.day.year, numbering.reserve(f"{head}-{self.day.year}"))
        file = store([word(queries.answer_of(record, code=code))], name=f"{code}.docx", purpose=SIGNED)
        yield Step(KeepAnswer(code=code, parts=queries.answer_parts_of(record), files=(file,)), on=record)


@dataclass(frozen=True, kw_only=True)
class KeepAnswer(Change[Request]):
    """Keep the number, the words and the signed file of an answer. Follows from signing."""

    act: ClassVar[Act] = lifecycle.KEEP_ANSWER
    model: ClassVar[type[Request]] = Request

    code: str = ask(_("复函文号"), max_length=60)
    parts: list[Any] = ask(_("复函的文字"))
    files: tuple[Evidence, ...] = ask(_("签发件"), choices=lambda: [(SIGNED, _("签发件"))])

    def apply(self, record: Request) -> None:
        record.answer_number, record.answer_parts = self.code, self.parts
