"""What may be asked about cases; every function that shows something takes the actor first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import DeclineKind, Outcome, State
from yaoan.modules.cases.models import Case, Measure, Precedent
from yaoan.modules.cases.queries.party import same_party
from yaoan.modules.cases.queries.precedents import precedents_of
from yaoan.modules.cases.rules import repeating
from yaoan.modules.subjects.public import Person, people_of

MOST = 20


def case(case_id: int) -> Case:
    """The case a command refers to; the performer has checked that the actor may read it."""
    found: Case = Case.objects.select_related("subject", "agency").get(pk=case_id)
    return found


def fined_for_the_same(record: Case) -> Case | None:
    """Another case in which this party was fined for the same act (Penalty Law art. 29), wherever it is."""
    mine = same_party(record)
    if mine is None:
        return None
    rows = Case.objects.filter(mine, breach=record.breach, fine__gt=0)
    rows = rows.exclude(pk=record.pk).exclude(state=State.ANNULLED)
    return next((other for other in rows if repeating.is_same(record.deed, other.deed)), None)


def same_act(actor: Actor, record: Case) -> list[Case]:
    """Open cases of the same party about what may be the same act: candidates for merging."""
    mine = same_party(record)
    if mine is None:
        return []
    rows = Case.objects.seen_by(actor).open().filter(mine, breach=record.breach)
    return [other for other in rows.exclude(pk=record.pk)[:MOST] if repeating.is_same(record.deed, other.deed)]


@dataclass(frozen=True, slots=True)
class Prior:
    """An earlier penalty, and by what it belongs to this party."""

    case: Case | Precedent
    ties: tuple[str, ...]


def priors_of(actor: Actor, record: Case) -> list[Prior]:
    """Earlier penalties of the same firm, the same persons, or another firm of the same controller, here and among the past
    decisions of the collection; the newest first."""
    found: dict[int, tuple[Case, list[str]]] = {}
    rows = (
        Case.objects.seen_by(actor).filter(outcome=Outcome.PENALTY).exclude(pk=record.pk).exclude(state=State.ANNULLED)
    )
    rows = rows.select_related("subject")
    for other, tie in _ties(record, rows):
        found.setdefault(other.pk, (other, []))[1].append(tie)
    priors = [Prior(other, tuple(dict.fromkeys(ties))) for other, ties in found.values()]
    priors += [Prior(past, (str(_("同一当事人，既往决定")),)) for past in precedents_of(actor, record)[:MOST]]
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


def parts_of(actor: Actor, record: Case) -> list[Case]:
    """Cases that were split from this one or merged into it."""
    rows = Case.objects.seen_by(actor).filter(Q(split_from_id=record.pk) | Q(merged_into_id=record.pk))
    return list(rows.order_by("id")[:MOST])


def thresholds_of(record: Case) -> list[str]:
    """The thresholds of criminal liability that a case reaches, by their keys in `transfer_thresholds`."""
    return record.reached_thresholds


def watched_cases() -> QuerySet[Case]:
    """Cases that may be crimes, wherever they are and however they ended: all but those that were merged, and those in which
    it was decided that there is no breach."""
    rows: QuerySet[Case] = Case.objects.exclude(state=State.MERGED).exclude(outcome=Outcome.NOT_PROVED)
    return rows.exclude(state=State.DECLINED, decline_kind=DeclineKind.NO_BREACH)


def breach_label(record: Case | Precedent) -> str:
    return law.label("breaches", record.breach)
