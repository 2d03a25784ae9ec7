"""What enforcement documents say, and what becomes of it on paper."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.storage import read
from yaoan.kernel.documents import day as written_day
from yaoan.kernel.documents.parts import Paper
from yaoan.kernel.words import Text
from yaoan.modules.cases.choices import DeclineKind, DocumentState, ExhibitKind, Source, WayOut
from yaoan.modules.cases.models import Case, Document, Violator
from yaoan.modules.cases.rules import papers


def documents_of(actor: Actor, record: Case) -> list[Document]:
    """The documents of a case in the order they were drawn up, void ones last."""
    rows = Document.objects.seen_by(actor).filter(case_id=record.pk)
    return sorted(rows, key=lambda item: (item.state == DocumentState.VOID, item.pk))


def names_of(user_ids: Sequence[int]) -> list[str]:
    """The names of officers, in the order given."""
    names = dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))
    return [names[user_id] for user_id in user_ids if user_id in names]


def form_label(document: Document) -> Text:
    return document.form_value.label


def day_of(value: date | None) -> str:
    """A day as it is written in papers; nothing where there is none."""
    return written_day(value) if value else ""


def _exhibits(record: Case) -> str:
    kinds = {str(kind): kind.label.read("zh") for kind in ExhibitKind}
    return "；".join(
        f"{item['no']}.{kinds[item['kind']]}“{item['title']}”（{item['source']}），证明{item['fact']}"
        for item in record.exhibits
    )


def _goods(record: Case) -> str:
    lines = [f"{item['name']}{item['quantity']}{item['unit']}，货值{item['value']}元" for item in record.goods]
    return "；".join(lines)


def _defence(record: Case) -> str:
    parts = [
        f"当事人陈述申辩：{record.defence}" if record.defence else "",
        f"复核意见：{record.defence_answer}" if record.defence_answer else "",
        f"听证情况：{record.hearing_record}" if record.hearing_record else "",
    ]
    told = [part for part in parts if part]
    if told:
        return "；".join(told)
    if record.is_waived:
        return "当事人书面放弃陈述、申辩和听证。"
    passed = record.defence_until and record.defence_until < clock.today()
    return "当事人在规定期限内未提出陈述、申辩，未要求听证。" if passed else ""


def _execution(record: Case) -> str:
    if not record.decided_on:
        return ""
    if not record.money:
        return "无罚没款。"
    return f"应缴{record.money}元，已缴{record.paid}元。"


def _period(record: Case) -> str:
    if not record.acted_from:
        return ""
    return f"{day_of(record.acted_from)}至{day_of(record.acted_until) or '今'}"


def values_of(record: Case, officers: Sequence[int]) -> dict[str, str]:
    """What a case says, for the placeholders of documents. What it does not say is empty."""
    subject, row = record.subject, record.breach_row
    return {
        "party": record.party_name,
        "party_code": record.subject_code or (subject.code if subject else ""),
        "party_address": subject.address if subject else "",
        "representative": subject.legal_representative if subject else "",
        "case_number": record.number,
        "cause": record.title,
        "source": Source(record.source).label.read("zh"),
        "found_on": day_of(record.found_on),
        "clue": record.description,
        "filing_grounds": record.filing_grounds,
        "filed_on": day_of(record.filed_on),
        "officers": "、".join(names_of(officers)),
        "act_period": _period(record),
        "facts": record.facts,
        "evidence": _exhibits(record),
        "breach": row.get("label", {}).get("zh", ""),
        "breach_basis": row.get("basis", ""),
        "discretion": record.discretion,
        "proposed": record.proposed,
        "penalty": record.penalty,
        "told_on": day_of(record.told_on),
        "defence": _defence(record),
        "hearing_on": day_of(record.hearing_on),
        "goods": _goods(record),
        "decided_on": day_of(record.decided_on),
        "decision_number": record.decision_number,
        "served_on": day_of(record.served_on),
        "execution": _execution(record),
        "unit": record.agency.name,
        "test_conclusion": record.test_conclusion,
        "decline_reason": _declined(record),
        "pay_by": day_of(record.pay_by),
        "owed": _yuan(record.outstanding),
        "late_fine": _yuan(record.late_fine(clock.today()) - record.late_paid),
        "urged_on": day_of(record.urged_on),
        **_listing(record),
    }


def _declined(record: Case) -> str:
    kind = DeclineKind(record.decline_kind).label.read("zh") if record.decline_kind else ""
    return "：".join(filter(None, (kind, record.decline_reason)))


def _yuan(value: Decimal) -> str:
    return f"{value:.2f}元" if value > 0 else ""


def _listing(record: Case) -> dict[str, str]:
    """What the latest entry of a case on the list of serious violators says; nothing where there is none."""
    entry = Violator.objects.filter(case_id=record.pk).order_by("-id").first()
    if entry is None:
        return {}
    row = law.document("catalogues/list_grounds")[entry.ground]
    way = WayOut(entry.way_out).label.read("zh") if entry.way_out else ""
    return {
        "list_party": entry.subject_name,
        "list_ground": row["label"]["zh"],
        "list_basis": row["basis"],
        "list_reason": entry.reason,
        "listed_on": day_of(entry.listed_on),
        "remove_on": day_of(entry.remove_on),
        "early_from": day_of(entry.early_from),
        "list_result": "：".join(filter(None, (way, entry.conclusion))),
        "left_on": day_of(entry.left_on),
    }


def paper_of(document: Document, *, code: str = "") -> Paper:
    """The paper of a document as it stands; `code` is the number it is about to get."""
    number = code or document.code
    drafted = document.state == DocumentState.DRAFT and not number
    return papers.paper_of(
        document.form_value,
        document.filled,
        issuer=document.agency.name,
        number=number,
        on=document.signed_on,
        mark="草稿，未签发" if drafted else "作废" if document.state == DocumentState.VOID else "",
        foot=f"{document.number}　SHA-256 {document.digest}" if document.digest else "",
    )


def lines_of(document: Document) -> list[list[str]]:
    """(what, content) of everything a document says that has a value."""
    labels = papers.labels_of(law.document("catalogues/case_forms"))
    values = document.filled
    return [[str(labels[name]), values[name]] for name in document.form_value.asked if values.get(name)]


def signed_file(document: Document) -> bytes:
    """The Word file as it was signed, compared with its hash. Raises FileNotFoundError or ValueError."""
    content = b"".join(read(document.digest))
    if sha256(content).hexdigest() != document.digest:
        raise ValueError(f"the signed file of {document.number} is not the one that was signed")
    return content
