"""The asking unit: draft a request, sign it, send it elsewhere, take the answer or ask further."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from yaoan.kernel import law, numbering
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import Change, Open, Reassigning, Remarking, Reverting, Step, ask
from yaoan.kernel.documents import document_number, word
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.assistance import lifecycle, queries
from yaoan.modules.assistance.choices import Urgency
from yaoan.modules.assistance.models import Request
from yaoan.modules.cases.public import Remark as CaseRemark

evidence_kinds = partial(law.catalogue, "evidence")
SIGNED = "signed"
"""The purpose of the Word file that was signed."""
OWN_UNIT = _("协查函应当发给另一单位。")


def fault(field: str, text: Text) -> Mapping[str, list[str]]:
    """One thing wrong with one field."""
    return {field: [str(text)]}


@dataclass(frozen=True, kw_only=True)
class Draft(Open[Request]):
    """Draft a request for assistance to a unit of another area. What is sent along is attached here."""

    act: ClassVar[Act] = lifecycle.DRAFT
    model: ClassVar[type[Request]] = Request

    title: str = ask(_("协查事由"), help=_("对方能看到；不要写案件中需要保密的内容"))
    asked_id: int = ask(_("被请求单位"), to="unit")
    wanted: str = ask(_("请求协助的事项"), lines=5, max_length=8000, help=_("每行一项"))
    urgency: Urgency = ask(_("紧急程度"), default=Urgency.ORDINARY, suggest=lambda *_: Urgency.ORDINARY)
    basis: str = ask(_("法律依据"), default="", lines=2, max_length=1000, help=_("不填时为《行政处罚法》第二十六条"))
    wanted_by: date | None = ask(_("希望答复日期"), default=None, help=_("法定期限之外的希望，不改变期限"))
    case_id: int | None = ask(Text("案件", "Case"), to="cases", default=None, help=_("对方看不到案件"))
    risk_id: int | None = ask(_("风险隐患"), to="risks", default=None, help=_("对方看不到隐患"))
    agency_id: int | None = ask(_("请求单位"), to="agency", default=None)
    contact_id: int | None = ask(_("联系人"), to="user", default=None, help=_("不填时为起草人"))
    files: tuple[Evidence, ...] = ask(_("随函材料"), default=(), choices=evidence_kinds)

    def objections(self, _record: Request) -> Mapping[str, list[str]]:
        own = self.agency_id or self.actor.agency_id
        return fault("asked_id", OWN_UNIT) if self.asked_id == own else {}

    def apply(self, record: Request) -> None:
        for name in ("title", "asked_id", "wanted", "urgency", "basis", "wanted_by", "case_id", "risk_id"):
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.asking_id, record.area = record.agency_id, ""
        record.contact_id = record.holder_id = self.contact_id or self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Amend(Change[Request]):
    """Put a draft right before it is signed."""

    act: ClassVar[Act] = lifecycle.AMEND
    model: ClassVar[type[Request]] = Request

    wanted: str = ask(_("请求协助的事项"), lines=5, max_length=8000, suggest=lambda request, _actor: request.wanted)
    basis: str = ask(_("法律依据"), default="", lines=2, max_length=1000, suggest=lambda request, _actor: request.basis)
    wanted_by: date | None = ask(_("希望答复日期"), default=None, suggest=lambda request, _actor: request.wanted_by)
    files: tuple[Evidence, ...] = ask(_("补充随函材料"), default=(), choices=evidence_kinds)

    def apply(self, record: Request) -> None:
        record.wanted, record.basis, record.wanted_by = self.wanted, self.basis, self.wanted_by


@dataclass(frozen=True, kw_only=True)
class Issue(Change[Request]):
    """Sign a request that another person drafted: it gets its number, and the asked unit reads it from now on."""

    act: ClassVar[Act] = lifecycle.ISSUE
    model: ClassVar[type[Request]] = Request

    opinion: str = ask(_("签发意见"), default="", lines=2, max_length=1000)

    def apply(self, record: Request) -> None:
        record.issued_on = self.day
        record.assisting = sorted({*record.assisting, record.asked_id})

    def consequences(self, record: Request) -> Iterable[Step]:
        head = f"{record.asking.paper_word}协查"
        code = document_number(head, self.day.year, numbering.reserve(f"{head}-{self.day.year}"))
        file = store([word(queries.paper_of(record, code=code))], name=f"{code}.docx", purpose=SIGNED)
        addressee = record.asked.name
        yield Step(Keep(code=code, addressee=addressee, parts=queries.parts_of(record), files=(file,)), on=record)


@dataclass(frozen=True, kw_only=True)
class Keep(Change[Request]):
    """Keep the number, the words and the signed file of a request. Follows from signing."""

    act: ClassVar[Act] = lifecycle.KEEP
    model: ClassVar[type[Request]] = Request

    code: str = ask(_("协查函文号"), max_length=60)
    addressee: str = ask(_("主送单位"), max_length=120)
    parts: list[Any] = ask(_("签发的文字"))
    files: tuple[Evidence, ...] = ask(_("签发件"), choices=lambda: [(SIGNED, _("签发件"))])

    def apply(self, record: Request) -> None:
        record.document_number, record.addressee, record.parts = self.code, self.addressee, self.parts


@dataclass(frozen=True, kw_only=True)
class Redirect(Change[Request]):
    """Send a request that was refused to the unit that is competent; its clock begins anew there."""

    act: ClassVar[Act] = lifecycle.REDIRECT
    model: ClassVar[type[Request]] = Request

    asked_id: int = ask(_("改发单位"), to="unit", suggest=lambda request, _actor: request.right_unit_id)
    reason: str = ask(_("说明"), default="", lines=2, max_length=1000)

    def objections(self, record: Request) -> Mapping[str, list[str]]:
        return fault("asked_id", OWN_UNIT) if self.asked_id == record.asking_id else {}

    def apply(self, record: Request) -> None:
        record.asked_id = self.asked_id
        record.assisting = sorted({*record.assisting, self.asked_id})


@dataclass(frozen=True, kw_only=True)
class Take(Change[Request]):
    """Take the answer and say what use is made of it; the case it was asked for notes it."""

    act: ClassVar[Act] = lifecycle.TAKE
    model: ClassVar[type[Request]] = Request

    use: str = ask(_("采纳情况"), lines=3, max_length=4000)

    def apply(self, record: Request) -> None:
        record.use, record.taken_on = self.use, self.day

    def consequences(self, record: Request) -> Iterable[Step]:
        if record.case_id:
            told = _("收到协查复函 {code}（{number}）：{use}").format(
                code=record.answer_number, number=record.number, use=self.use
            )
            yield Step(CaseRemark(text=str(told)[:4000]), on=record.case_id)


@dataclass(frozen=True, kw_only=True)
class AskFurther(Change[Request]):
    """Ask further where the answer leaves something open; the asked unit works on, with a new clock."""

    act: ClassVar[Act] = lifecycle.ASK_FURTHER
    model: ClassVar[type[Request]] = Request

    missing: str = ask(_("需要补充的事项"), lines=3, max_length=4000)

    def apply(self, record: Request) -> None:
        record.answer_parts, record.punctuality = [], ""


@dataclass(frozen=True, kw_only=True)
class Chase(Change[Request]):
    """Remind the asked unit, and note how."""

    act: ClassVar[Act] = lifecycle.CHASE
    model: ClassVar[type[Request]] = Request

    text: str = ask(_("催办情况"), lines=2, max_length=1000)

    def apply(self, record: Request) -> None:
        record.chased_count += 1


def _above_both(request: Request, _actor: Any) -> int | None:
    above = queries.common_superior(request.asking_id, request.asked_id)
    return above.pk if above else None


@dataclass(frozen=True, kw_only=True)
class Escalate(Change[Request]):
    """Take a request that is overdue or disputed to the unit above both, which reads it from now on."""

    act: ClassVar[Act] = lifecycle.ESCALATE
    model: ClassVar[type[Request]] = Request

    agency_id: int = ask(_("共同上级"), to="unit", suggest=_above_both)
    reason: str = ask(_("提请原因"), lines=3, max_length=2000)

    def objections(self, record: Request) -> Mapping[str, list[str]]:
        above = (queries.is_above(self.agency_id, unit) for unit in (record.asking_id, record.asked_id))
        return {} if all(above) else fault("agency_id", _("请选择双方共同的上级单位。"))

    def apply(self, record: Request) -> None:
        record.escalated_to_id = self.agency_id
        record.assisting = sorted({*record.assisting, self.agency_id})


@dataclass(frozen=True, kw_only=True)
class Withdraw(Change[Request]):
    """Take a request back, with the reason; its number is not given again."""

    act: ClassVar[Act] = lifecycle.WITHDRAW
    model: ClassVar[type[Request]] = Request

    reason: str = ask(_("撤回原因"), lines=3, max_length=2000)

    def apply(self, record: Request) -> None:
        record.use, record.taken_on = self.reason, self.day


@dataclass(frozen=True, kw_only=True)
class Reassign(Reassigning[Request]):
    """Give a request to another person of the asking unit, who is then its contact."""

    act: ClassVar[Act] = lifecycle.REASSIGN
    model: ClassVar[type[Request]] = Request

    def apply(self, record: Request) -> None:
        super().apply(record)
        record.contact_id = self.holder_id


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Request]):
    """Add a remark or a file to a request."""

    act: ClassVar[Act] = lifecycle.REQUEST["remark"]
    model: ClassVar[type[Request]] = Request


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Request]):
    """Take back the latest act on a request."""

    act: ClassVar[Act] = lifecycle.REQUEST["revert"]
    model: ClassVar[type[Request]] = Request
