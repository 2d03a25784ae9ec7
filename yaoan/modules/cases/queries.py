"""What may be asked about cases; every function that shows something takes the actor first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Q, QuerySet

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.storage import read
from yaoan.kernel.documents import day as written_day
from yaoan.kernel.documents.parts import Paper
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import DocumentState, ExhibitKind, Outcome, Source, State
from yaoan.modules.cases.models import Case, Document, Measure
from yaoan.modules.cases.rules import papers, repeating, thresholds
from yaoan.modules.subjects.public import Person, people_of

MOST = 20


def case(case_id: int) -> Case:
    """The case a command refers to; the performer has checked that the actor may read it."""
    found: Case = Case.objects.select_related("subject", "agency").get(pk=case_id)
    return found


def fined_for_the_same(record: Case) -> Case | None:
    """Another case in which this party was fined for the same act (Penalty Law art. 29), wherever it is."""
    if record.subject_id is None or not record.subject:
        return None
    rows = Case.objects.filter(subject_id__in=record.subject.identity(), breach=record.breach, fine__gt=0)
    rows = rows.exclude(pk=record.pk).exclude(state=State.ANNULLED)
    return next((other for other in rows if repeating.is_same(record.deed, other.deed)), None)


def same_act(actor: Actor, record: Case) -> list[Case]:
    """Open cases of the same party about what may be the same act: candidates for merging."""
    if record.subject_id is None or not record.subject:
        return []
    rows = Case.objects.seen_by(actor).open().filter(subject_id__in=record.subject.identity(), breach=record.breach)
    return [other for other in rows.exclude(pk=record.pk)[:MOST] if repeating.is_same(record.deed, other.deed)]


@dataclass(frozen=True, slots=True)
class Prior:
    """An earlier penalty, and by what it belongs to this party."""

    case: Case
    ties: tuple[str, ...]


def priors_of(actor: Actor, record: Case) -> list[Prior]:
    """Earlier penalties of the same firm, the same persons, or another firm of the same controller; the newest first."""
    found: dict[int, tuple[Case, list[str]]] = {}
    rows = (
        Case.objects.seen_by(actor).filter(outcome=Outcome.PENALTY).exclude(pk=record.pk).exclude(state=State.ANNULLED)
    )
    rows = rows.select_related("subject")
    for other, tie in _ties(record, rows):
        found.setdefault(other.pk, (other, []))[1].append(tie)
    priors = (Prior(other, tuple(dict.fromkeys(ties))) for other, ties in found.values())
    return sorted(priors, key=lambda prior: prior.case.decided_on or date.min, reverse=True)[:MOST]


def _ties(record: Case, rows: QuerySet[Case]) -> Iterator[tuple[Case, str]]:
    subject = record.subject
    if subject is not None:
        for other in rows.filter(subject_id__in=subject.identity())[:MOST]:
            yield other, str(_("同一当事人"))
        heads = [name for name in (subject.controller, subject.legal_representative) if name]
        if heads:
            led = Q(subject__controller__in=heads) | Q(subject__legal_representative__in=heads)
            for other in rows.filter(led).exclude(subject_id__in=subject.identity())[:MOST]:
                names = (other.subject.controller, other.subject.legal_representative) if other.subject else ()
                for name in repeating.shared(heads, names):
                    yield other, _("同一负责人或者实际控制人：{name}").format(name=name)
    elif record.subject_name:
        for other in rows.filter(subject_name=record.subject_name)[:MOST]:
            yield other, str(_("名称相同"))
    for line in record.persons:
        same = (
            Q(persons__contains=[{"person": line["person"]}])
            if line["person"]
            else Q(persons__contains=[{"name": line["name"]}])
        )
        for other in rows.filter(same)[:MOST]:
            yield other, _("同一责任人员：{name}").format(name=line["name"])


def barred_at(actor: Actor, record: Case) -> list[Person]:
    """People who hold a post at the party although they are barred today: employing them is a breach (drug law art. 140)."""
    if record.subject is None:
        return []
    here, today = record.subject.identity(), clock.today()
    return [
        person
        for person in people_of(actor, record.subject)
        if person.ban_on(today) and any(post["subject"] in here for post in person.present_posts)
    ]


def measures_of(actor: Actor, record: Case) -> list[Measure]:
    """The measures of a case, those in force first."""
    return sorted(Measure.objects.seen_by(actor).filter(case_id=record.pk), key=lambda item: (item.is_closed, item.pk))


def documents_of(actor: Actor, record: Case) -> list[Document]:
    """The documents of a case in the order they were drawn up, void ones last."""
    rows = Document.objects.seen_by(actor).filter(case_id=record.pk)
    return sorted(rows, key=lambda item: (item.state == DocumentState.VOID, item.pk))


def parts_of(actor: Actor, record: Case) -> list[Case]:
    """Cases that were split from this one or merged into it."""
    rows = Case.objects.seen_by(actor).filter(Q(split_from_id=record.pk) | Q(merged_into_id=record.pk))
    return list(rows.order_by("id")[:MOST])


def names_of(user_ids: Sequence[int]) -> list[str]:
    """The names of officers, in the order given."""
    names = dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))
    return [names[user_id] for user_id in user_ids if user_id in names]


def form_label(document: Document) -> Text:
    return document.form_value.label


def _day(value: date | None) -> str:
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
    return f"{_day(record.acted_from)}至{_day(record.acted_until) or '今'}"


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
        "found_on": _day(record.found_on),
        "clue": record.description,
        "filing_grounds": record.filing_grounds,
        "filed_on": _day(record.filed_on),
        "officers": "、".join(names_of(officers)),
        "act_period": _period(record),
        "facts": record.facts,
        "evidence": _exhibits(record),
        "breach": row.get("label", {}).get("zh", ""),
        "breach_basis": row.get("basis", ""),
        "discretion": record.discretion,
        "proposed": record.proposed,
        "penalty": record.penalty,
        "told_on": _day(record.told_on),
        "defence": _defence(record),
        "hearing_on": _day(record.hearing_on),
        "goods": _goods(record),
        "decided_on": _day(record.decided_on),
        "decision_number": record.decision_number,
        "served_on": _day(record.served_on),
        "execution": _execution(record),
        "unit": record.agency.name,
        "test_conclusion": record.test_conclusion,
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


def thresholds_of(record: Case) -> list[str]:
    """The thresholds of criminal liability that a case reaches, by their keys in `transfer_thresholds`."""
    deed = thresholds.Deed(
        record.breach, record.acted_until or record.found_on, record.goods_value, record.income, record.is_harmful
    )
    return list(thresholds.reached(deed, law.document("catalogues/transfer_thresholds")))


def live_cases() -> QuerySet[Case]:
    """Cases in which a crime may still come up: all that were not merged or given up as no breach, wherever they are."""
    gone = (State.DECLINED, State.MERGED, State.ANNULLED, State.ARCHIVED)
    rows: QuerySet[Case] = Case.objects.exclude(state__in=gone)
    return rows


def breach_label(record: Case) -> str:
    return law.label("breaches", record.breach)


def signed_file(document: Document) -> bytes:
    """The Word file as it was signed, compared with its hash. Raises FileNotFoundError or ValueError."""
    content = b"".join(read(document.digest))
    if sha256(content).hexdigest() != document.digest:
        raise ValueError(f"the signed file of {document.number} is not the one that was signed")
    return content
