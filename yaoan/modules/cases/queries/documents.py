"""What enforcement documents say, and what becomes of it on paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.storage import read
from yaoan.kernel.documents import day as written_day
from yaoan.kernel.documents.parts import Paper
from yaoan.kernel.records.models import Deadline
from yaoan.kernel.words import Text
from yaoan.modules.cases.choices import DeclineKind, DocumentState, ExhibitKind, MeasureKind, PersonRole, Source, WayOut
from yaoan.modules.cases.models import Case, Document, Measure, Violator
from yaoan.modules.cases.rules import papers, persons


def documents_of(actor: Actor, record: Case) -> list[Document]:
    """The documents of a case in the order they were drawn up, void ones last."""
    rows = Document.objects.seen_by(actor).filter(case_id=record.pk).select_related("case")
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
        for item in record.standing_exhibits
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
        return f"无罚没款。{_persons_paid(record)}"
    return f"应缴{record.money}元，已缴{record.paid}元。{_persons_paid(record)}"


def _persons_paid(record: Case) -> str:
    owed = sum((persons.owed_by(line) for line in record.persons), Decimal(0))
    return f"责任人员应缴{owed}元，未缴{record.persons_outstanding}元。" if owed else ""


def _persons(record: Case) -> str:
    """What the persons named beside the firm are to be punished with, and why."""
    return "；".join(_person(line) for line in record.persons)


def _person(line: Mapping[str, Any]) -> str:
    role = PersonRole(line["role"]).label.read("zh")
    taken, fine = Decimal(line.get("confiscated", 0)), Decimal(line["fine"])
    told = [
        f"没收违法行为期间自本单位所获收入{taken:.2f}元" if taken else "",
        f"罚款{fine:.2f}元" if fine else "",
        _ban(line),
    ]
    return f"{line['name']}（{role}）：{line['reason']}，{'，'.join(filter(None, told)) or '不予处罚'}"


def _ban(line: Mapping[str, Any]) -> str:
    if not line["ban"]:
        return ""
    if line["ban"] == "life":
        return "终身禁止从事相关生产经营活动"
    years = line.get("ban_years") or law.terms().versions(line["ban"])[-1].count
    return f"自处罚决定生效之日起{years}年内禁止从事相关生产经营活动"


def _period(record: Case) -> str:
    if not record.acted_from:
        return ""
    return f"{day_of(record.acted_from)}至{day_of(record.acted_until) or '今'}"


def measure_of(document: Document) -> Measure | None:
    """The measure a document is about: the one it was drawn up for, else the latest of the case of the kind it needs."""
    kind = document.form_value.measure
    if not kind or document.measure_id:
        return document.measure
    return _latest_measure(document.case_id, kind)


def _latest_measure(case_id: int, kind: str) -> Measure | None:
    """The latest measure of a case: `preservation`, `compulsory`, or `any`."""
    rows = Measure.objects.filter(case_id=case_id).order_by("-id")
    if kind == "preservation":
        rows = rows.filter(measure_kind=MeasureKind.PRESERVATION)
    elif kind == "compulsory":
        rows = rows.exclude(measure_kind=MeasureKind.PRESERVATION)
    return rows.first()


def measure_values(measure: Measure | None) -> dict[str, str]:
    """What a measure says, for the placeholders of documents; nothing where there is none."""
    if measure is None:
        return {}
    deadline = Deadline.objects.filter(record_id=measure.pk, act="dispose").first()
    longer = measure.extensions.get("dispose", [])
    return {
        "measure_kind": MeasureKind(measure.measure_kind).label.read("zh"),
        "measure_on": day_of(measure.opened_on),
        "measure_until": day_of(clock.local_day(deadline.due_at)) if deadline and deadline.due_at else "",
        "measure_place": measure.kept_at,
        "measure_reason": measure.reason,
        "measure_longer": longer[-1]["reason"] if longer else "",
        "things": "；".join(measure.things),
        "things_listed": "\n".join(measure.things),
        "test_unit": measure.tested_at,
        "test_from": day_of(measure.sent_on),
        "test_until": day_of(measure.test_until),
    }


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
        "breach_basis": record.breach_basis,
        "seizure_basis": _seizure_basis(record),
        "discretion": record.discretion,
        "proposed": record.proposed,
        "penalty": record.penalty,
        "persons": _persons(record),
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
        "review_opinion": record.review_opinion if record.law_reviewed_on else "",
        "reviewer": record.reviewed_by.name if record.reviewed_by and record.law_reviewed_on else "",
        "law_reviewed_on": day_of(record.law_reviewed_on),
        **_amended(record),
        **_listing(record),
    }


def _amended(record: Case) -> dict[str, str]:
    """What was corrected or changed last in the decision."""
    last = {line["kind"]: line for line in record.amendments}
    corrected, varied = last.get("corrected", {}), last.get("varied", {})
    return {
        "corrected_was": corrected.get("was", ""), "corrected_now": corrected.get("now", ""),
        "varied_was": varied.get("was", ""), "varied_reason": varied.get("reason", ""),
    }  # fmt: skip


def _seizure_basis(record: Case) -> str:
    """The article that gives the power to seal or seize: of the latest seizure of the case, else of its product."""
    taken = _latest_measure(record.pk, "compulsory")
    bases: dict[str, str] = law.document("catalogues/case_forms").get("bases", {})
    return bases.get("narcotics" if taken and taken.is_narcotics else record.product_kind, "")


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
