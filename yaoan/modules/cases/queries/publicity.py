"""What is published of a penalty, and who stands on the list of serious violators."""

from datetime import date

from django.db.models import Q

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.modules.cases.choices import Listing, Outcome, PartyKind, State
from yaoan.modules.cases.models import Case, Publication, Violator
from yaoan.modules.cases.queries.documents import day_of
from yaoan.modules.cases.queries.party import same_party
from yaoan.modules.cases.rules import listing, publishing

MOST = 20


def publication_of(case: Case) -> str:
    """The summary the law asks for: number, party, breach, penalty, authority, day; personal data covered."""
    firm = case.party_kind == PartyKind.FIRM
    parts = (
        ("行政处罚决定书文号", case.decision_number), ("行政处罚当事人", case.party_name if firm else f"{case.party_name[:1]}某"),
        ("统一社会信用代码", case.subject_code if firm else ""),
        ("违法行为类型", case.breach_row.get("label", {}).get("zh", "")), ("行政处罚内容", case.penalty),
        ("作出处罚决定机关名称", case.agency.name), ("处罚决定日期", day_of(case.decided_on)),
    )  # fmt: skip
    text = "\n".join(f"{label}：{value}" for label, value in parts if value)
    return publishing.redacted(text, [line["name"] for line in case.persons])


def punished_again(record: Case, day: date) -> Case | None:
    """A later penalty of the same party for the same kind of breach, up to a day, wherever it is."""
    mine = same_party(record)
    if mine is None:
        return None
    rows = Case.objects.filter(mine, breach=record.breach, outcome=Outcome.PENALTY)
    rows = rows.filter(decided_on__gt=record.decided_on, decided_on__lte=day).exclude(pk=record.pk)
    return rows.exclude(state=State.ANNULLED).order_by("decided_on").first()  # type: ignore[no-any-return]


def entry_of(case: Case, name: str) -> Violator | None:
    """The entry on the list of serious violators of this party for this case, unless it was spared or revoked."""
    rows = Violator.objects.filter(case_id=case.pk, subject_name=name)
    return rows.exclude(state__in=(Listing.SPARED, Listing.REVOKED)).first()  # type: ignore[no-any-return]


def entries_of_case(case: Case) -> list[int]:
    """The entries that rest on the decision of a case and stand or may yet stand, wherever they are."""
    gone = (Listing.SPARED, Listing.REVOKED, Listing.REMOVED)
    return list(Violator.objects.filter(case_id=case.pk).exclude(state__in=gone).values_list("pk", flat=True))


def listed(case: Case, day: date) -> Violator | None:
    """Where the party of a case stands on the list of serious violators on a day, for whatever case, wherever it is."""
    if case.subject_id and case.subject:
        rows = Violator.objects.filter(subject_id__in=case.subject.identity(), listed_on__isnull=False)
    else:
        rows = Violator.objects.filter(case_id=case.pk, listed_on__isnull=False)
    return next((entry for entry in rows if entry.is_on_list(day)), None)


def violators_of(actor: Actor, record: Case) -> list[Violator]:
    """The entries on the list of serious violators that come from a case or concern its party."""
    mine = Q(case_id=record.pk)
    if record.subject_id and record.subject:
        mine |= Q(subject_id__in=record.subject.identity())
    return list(Violator.objects.seen_by(actor).filter(mine).order_by("-id")[:MOST])


def heavier_since(record: Violator, day: date) -> Case | None:
    """A later penalty of the same party other than a warning or a small one, which bars an early removal."""
    if record.subject_id is None or record.subject is None:
        return None
    rows = Case.objects.filter(subject_id__in=record.subject.identity(), outcome=Outcome.PENALTY, is_simple=False)
    rows = rows.filter(decided_on__gt=record.listed_on, decided_on__lte=day).exclude(pk=record.case_id)
    later = (case for case in rows.exclude(state=State.ANNULLED) if listing.is_grave(case.penalties, case.grade))
    return next(later, None)


def listing_text(record: Violator) -> str:
    """What is published of an entry: party, decision, ground, authority, days; personal data covered."""
    firm = record.case.party_kind == PartyKind.FIRM
    parts = (
        ("当事人", record.subject_name if firm else f"{record.subject_name[:1]}某"),
        ("统一社会信用代码", record.subject_code if firm else ""),
        ("列入事由", law.document("catalogues/list_grounds")[record.ground]["label"]["zh"]),
        ("行政处罚决定书文号", record.case.decision_number), ("列入单位", record.agency.name),
        ("列入日期", day_of(record.listed_on)), ("期满日期", day_of(record.remove_on)),
    )  # fmt: skip
    return publishing.redacted("\n".join(f"{label}：{value}" for label, value in parts if value), [])


def pushed_text(record: Publication) -> str:
    """What is published of a penalty another province sent."""
    parts = (
        ("行政处罚决定书文号", record.decision_number), ("行政处罚当事人", record.subject_name),
        ("统一社会信用代码", record.subject_code), ("违法行为类型", record.breach), ("行政处罚内容", record.penalty),
        ("作出处罚决定机关名称", record.sender), ("处罚决定日期", day_of(record.decided_on)),
    )  # fmt: skip
    return publishing.redacted("\n".join(f"{label}：{value}" for label, value in parts if value), [])
