"""What officials may do to an enforcement document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from yaoan.kernel import clock, law, numbering
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import Change, Open, Remarking, Step, ask
from yaoan.kernel.documents import document_number, word
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import ServiceWay
from yaoan.modules.cases.commands.amending import ServeAgain
from yaoan.modules.cases.commands.asking import evidence_kinds, fault, not_certified, so_far, wrong_day
from yaoan.modules.cases.commands.deciding import Cite, Serve
from yaoan.modules.cases.commands.notices import Notify
from yaoan.modules.cases.lifecycle import DOCUMENT
from yaoan.modules.cases.lifecycle import documents as lifecycle
from yaoan.modules.cases.lifecycle.cases import CITE, NOTIFY, SERVE
from yaoan.modules.cases.models import Document, Measure

DECISIONS = ("decision", "no_penalty_decision")
"""The forms that hold the decision of a case; serving one is the service of the decision."""
CITED = (*DECISIONS, "on_spot_decision")
"""The forms whose number the case bears."""
NOTICE = "prior_notice"
VARIATION = "variation_decision"
SIGNED = "signed_document"
"""The purpose of the file that was signed."""
ENTRIES = ("started_at", "ended_at", "place", "person", "person_post", "body", "extra")


def forms() -> list[tuple[str, str]]:
    """The kinds of documents, by key, in the reader's language."""
    data = law.document("catalogues/case_forms")["forms"]
    from django.utils.translation import get_language

    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [(key, row["label"][language]) for key, row in data.items()]


def _written(name: str) -> Any:
    """A form starts with what was written before."""
    return lambda document, _actor: getattr(document, "entries", {}).get(name)


def _instant(value: datetime | None) -> str:
    return f"{value.astimezone(clock.BEIJING):%Y年%-m月%-d日%-H时%M分}" if value else ""


@dataclass(frozen=True, kw_only=True)
class _Write:
    """What people write into a document beside what the case says."""

    officers: tuple[int, ...] = ask(
        _("执法人员"),
        to="officer",
        default=(),
        help=_("笔录和送达至少两人；不填取案件的办案人员"),
        suggest=so_far("officers"),
    )
    started_at: datetime | None = ask(_("开始时间"), default=None, help=_("笔录、讨论、送达的时间"))
    ended_at: datetime | None = ask(_("结束时间"), default=None)
    place: str = ask(_("地点"), default="", max_length=200, suggest=_written("place"))
    person: str = ask(
        _("相对人"), default="", max_length=60, help=_("被询问人、见证人、收件人、主持人"), suggest=_written("person")
    )
    person_post: str = ask(_("相对人职务或者与当事人关系"), default="", max_length=60, suggest=_written("person_post"))
    body: str = ask(
        _("正文"),
        default="",
        lines=8,
        max_length=20000,
        help=_("问答、现场情况、送达文书名称"),
        suggest=_written("body"),
    )
    extra: str = ask(_("补充内容"), default="", lines=3, max_length=8000, suggest=_written("extra"))

    def faults(self) -> Mapping[str, list[str]]:
        if self.started_at and self.ended_at and self.ended_at < self.started_at:
            return {"ended_at": [str(_("结束时间不能早于开始时间。"))]}
        return {}

    def written(self, kept: Mapping[str, str]) -> dict[str, str]:
        """The entries, with times that were left out as they were before."""
        texts = {name: getattr(self, name) for name in ENTRIES if not name.endswith("_at")}
        times = {"started": _instant(self.started_at), "ended": _instant(self.ended_at)}
        return {**kept, **texts, **{name: text for name, text in times.items() if text}}


@dataclass(frozen=True, kw_only=True)
class Draw(_Write, Open[Document]):
    """Draw up a document of a case; what the case says is taken over."""

    act: ClassVar[Act] = lifecycle.DRAW
    model: ClassVar[type[Document]] = Document

    case_id: int = ask(Text("案件", "Case"), to="cases")
    form: str = ask(_("文书种类"), choices=forms)
    measure_id: int | None = ask(
        _("强制措施"), to="measures", default=None, help=_("强制措施的文书取它的物品、地点和期限；不选取案件最近的一次")
    )
    area: str = ask(_("所在地"), to="division")
    agency_id: int | None = ask(_("制作单位"), to="agency", default=None)

    def objections(self, record: Document) -> Mapping[str, list[str]]:
        """A measure of another case, and officers without a certificate on the papers of acts that take two (Penalty Law art. 42)."""
        others = self.measure_id and not Measure.objects.filter(pk=self.measure_id, case_id=self.case_id).exists()
        found = dict(fault("measure_id", _("这项强制措施不是本案的。"))) if others else {}
        if "officers" in law.document("catalogues/case_forms")["forms"][self.form]:
            officers = self.officers or tuple(queries.case(self.case_id).officers)
            found |= not_certified(officers, self.agency_id or self.actor.agency_id, self.day)
        return found

    def apply(self, record: Document) -> None:
        record.case_id, record.form, record.area = self.case_id, self.form, self.area
        record.measure_id = self.measure_id
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.title = record.form_value.label.read("zh")
        record.officers, record.entries = list(dict.fromkeys(self.officers)), self.written({})

    def consequences(self, record: Document) -> Iterable[Step]:
        yield gathered(record)


@dataclass(frozen=True, kw_only=True)
class Fill(_Write, Change[Document]):
    """Write on in a draft; what the case says now is taken over."""

    act: ClassVar[Act] = lifecycle.FILL
    model: ClassVar[type[Document]] = Document

    def objections(self, record: Document) -> Mapping[str, list[str]]:
        officers = self.officers or tuple(record.officers)
        return not_certified(officers, record.agency_id, self.day) if record.form_value.officers else {}

    def apply(self, record: Document) -> None:
        record.officers = list(dict.fromkeys(self.officers)) or record.officers
        record.entries = self.written(record.entries)

    def consequences(self, record: Document) -> Iterable[Step]:
        yield gathered(record)


@dataclass(frozen=True, kw_only=True)
class Refresh(Change[Document]):
    """Take over what the case says now."""

    act: ClassVar[Act] = lifecycle.REFRESH
    model: ClassVar[type[Document]] = Document

    def apply(self, record: Document) -> None:
        """What is taken over follows."""

    def consequences(self, record: Document) -> Iterable[Step]:
        yield gathered(record)


@dataclass(frozen=True, kw_only=True)
class Gather(Change[Document]):
    """Keep what the case said. Follows from drawing up, writing on and taking over."""

    act: ClassVar[Act] = lifecycle.GATHER
    model: ClassVar[type[Document]] = Document

    values: dict[str, str] = ask(_("取自案件的内容"))
    officers: tuple[int, ...] = ask(_("执法人员"), to="officer", default=())
    party: str = ask(_("当事人"), default="", max_length=200)

    def apply(self, record: Document) -> None:
        record.values, record.officers = dict(self.values), list(self.officers)
        label = record.form_value.label.read("zh")
        record.title = f"{label}（{self.party}）" if self.party else label


def gathered(record: Document) -> Step:
    """The step that takes over what the case of a document says now."""
    case = queries.case(record.case_id)
    measure = queries.measure_of(record)
    officers = tuple(record.officers or (measure.officers if measure else case.officers))
    values = {**queries.values_of(case, officers), **queries.measure_values(measure)}
    return Step(Gather(values=values, officers=officers, party=case.party_name), on=record)


@dataclass(frozen=True, kw_only=True)
class Sign(Change[Document]):
    """Sign a complete document: it gets its number by kind, year and unit, and its Word file is kept by its hash."""

    act: ClassVar[Act] = lifecycle.SIGN
    model: ClassVar[type[Document]] = Document

    opinion: str = ask(_("签发意见"), default="", lines=2, max_length=1000)

    def apply(self, record: Document) -> None:
        record.signed_by_id, record.signed_on = self.actor.user_id, self.day

    def consequences(self, record: Document) -> Iterable[Step]:
        head = f"{record.agency.paper_word}{record.form_value.word}"
        code = document_number(head, self.day.year, numbering.reserve(f"{head}-{self.day.year}"))
        file = store([word(queries.paper_of(record, code=code))], name=f"{code}.docx", purpose=SIGNED)
        yield Step(Keep(code=code, digest=file.sha256, files=(file,)), on=record)
        if record.form in CITED and record.case.state in CITE.source:
            yield Step(Cite(code=code), on=record.case_id)


@dataclass(frozen=True, kw_only=True)
class Keep(Change[Document]):
    """Keep number and signed file with the document. Follows from signing."""

    act: ClassVar[Act] = lifecycle.KEEP
    model: ClassVar[type[Document]] = Document

    code: str = ask(_("文号"), max_length=60)
    digest: str = ask(_("哈希"), max_length=64)
    files: tuple[Evidence, ...] = ask(_("签发件"), choices=lambda: [(SIGNED, _("签发件"))])

    def apply(self, record: Document) -> None:
        record.code, record.digest = self.code, self.digest


@dataclass(frozen=True, kw_only=True)
class ServeDocument(Change[Document]):
    """Enter the service of a signed document; from then on nothing of it changes."""

    act: ClassVar[Act] = lifecycle.SERVE
    model: ClassVar[type[Document]] = Document

    way: ServiceWay = ask(_("送达方式"))
    received_on: date | None = ask(_("送达日期"), default=None, help=_("不填即为办理日期"))
    has_consent: bool = ask(_("当事人签有电子送达确认书"), default=False)
    recipient: str = ask(_("收件人"), max_length=60)
    files: tuple[Evidence, ...] = ask(_("送达回证"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        if self.way == ServiceWay.ELECTRONIC and not self.has_consent:
            return {"has_consent": [str(_("电子送达须经当事人同意并签订确认书。"))]}
        return {}

    def objections(self, record: Document) -> Mapping[str, list[str]]:
        return wrong_day(self.received_on, self.day, not_before=record.signed_on)

    def apply(self, record: Document) -> None:
        record.served_on = self.received_on or self.day
        record.service_way, record.recipient = self.way, self.recipient

    def consequences(self, record: Document) -> Iterable[Step]:
        """Serving the decision, the notice before it, or what it was changed to is the act of the case too."""
        case, on = record.case, record.served_on
        given: dict[str, Any] = {
            "way": self.way, "received_on": on, "has_consent": self.has_consent, "recipient": self.recipient,
            "effective_on": self.day,
        }  # fmt: skip
        if record.form in DECISIONS and SERVE.starts_from(case.state):
            yield Step(Serve(**given), on=case.pk)
        elif record.form == VARIATION and case.serve_again_by:
            yield Step(ServeAgain(**given), on=case.pk)
        elif record.form == NOTICE and NOTIFY.starts_from(case.state):
            yield Step(Notify(received_on=on, effective_on=self.day), on=case.pk)


@dataclass(frozen=True, kw_only=True)
class Void(Change[Document]):
    """Declare a document void that was not served; its number is not given again."""

    act: ClassVar[Act] = lifecycle.VOID
    model: ClassVar[type[Document]] = Document

    reason: str = ask(_("作废原因"), lines=2, max_length=1000)

    def apply(self, record: Document) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class RemarkDocument(Remarking[Document]):
    """Add a remark or a file to a document."""

    act: ClassVar[Act] = DOCUMENT["remark"]
    model: ClassVar[type[Document]] = Document
