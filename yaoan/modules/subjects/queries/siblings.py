"""Treat the class: the firms that what was found in one firm may be found in too, each with the reason."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.words import _
from yaoan.modules.subjects.choices import PostKind, SubjectKind, SubjectState, Tie
from yaoan.modules.subjects.models import Person, Subject, Subjects

MOST = 2000
"""Firms proposed for one reason; a class larger than that is no list to visit but a plan."""

COUNTY = 6


@dataclass(frozen=True, slots=True)
class Sibling:
    """A firm and why it is proposed: sentences, in the order of `Tie`."""

    subject: Subject
    reasons: tuple[str, ...]
    ties: tuple[Tie, ...]


def siblings_by(
    actor: Actor, subject: Subject, *, ties: Collection[Tie] = tuple(Tie), most: int = MOST
) -> list[Sibling]:
    """Firms in business that the actor may read and that are tied to this one, those with most reasons first."""
    found: dict[int, tuple[Subject, list[str], list[Tie]]] = {}
    rows = Subject.objects.seen_by(actor).filter(state=SubjectState.ACTIVE).exclude(pk__in=subject.identity())
    for tie in Tie:
        if tie in ties:
            for other, reason in FINDERS[tie](actor, subject, rows, most):
                _subject, reasons, known = found.setdefault(other.pk, (other, [], []))
                reasons.append(reason)
                known.append(tie)
    siblings = (Sibling(other, tuple(reasons), tuple(known)) for other, reasons, known in found.values())
    return sorted(siblings, key=lambda sibling: -len(set(sibling.ties)))


Reasons = Iterator[tuple[Subject, str]]


def _by_chain(actor: Actor, subject: Subject, rows: Subjects, most: int) -> Reasons:
    """Shops of the same headquarters and the headquarters itself, known by its entry or by its name alone."""
    head = _headquarters_of(actor, subject)
    name = head.title if head else subject.chain
    if not name:
        return
    same = Q(chain=name) | Q(title=name, subject_kind=SubjectKind.CHAIN_HQ)
    if head:
        same |= Q(parent_id__in=head.identity()) | Q(pk=head.pk)
    for other in rows.filter(same)[:most]:
        if other.title == name:
            yield other, _("是{name}的连锁总部").format(name=subject.title)
        else:
            yield other, _("同属连锁总部{name}").format(name=name)


def _headquarters_of(actor: Actor, subject: Subject) -> Subject | None:
    if subject.subject_kind == SubjectKind.CHAIN_HQ:
        return subject
    return Subject.objects.seen_by(actor).filter(pk=subject.parent_id).first() if subject.parent_id else None


def _by_owner(actor: Actor, subject: Subject, rows: Subjects, most: int) -> Reasons:
    names = {name for name in (subject.legal_representative, subject.controller) if name}
    if names:
        same = Q(legal_representative__in=names) | Q(controller__in=names)
        for other in rows.filter(same)[:most]:
            name = next(name for name in (other.legal_representative, other.controller) if name in names)
            yield other, _("法定代表人或实际控制人同名：{name}（请核实是否同一人）").format(name=name)
    held = {item.pk: (item, owner) for item, owner in _firms_of_owners(actor, subject, rows, most)}
    for item, owner in held.values():
        yield item, _("{name}在两家企业都是法定代表人或实际控制人").format(name=owner)


OWNERS = (PostKind.LEGAL_REPRESENTATIVE, PostKind.CONTROLLER)


def _firms_of_owners(actor: Actor, subject: Subject, rows: Subjects, most: int) -> Iterator[tuple[Subject, str]]:
    """The firms that people of the register own beside this one. The same number makes the same person."""
    here = Q()
    for subject_id in subject.identity():
        for post in OWNERS:
            here |= Q(posts__contains=[{"subject": subject_id, "post": post, "until": None}])
    people = list(Person.objects.seen_by(actor).filter(here))
    marks = [person.identity_mark for person in people if person.identity_mark]
    people += Person.objects.seen_by(actor).filter(identity_mark__in=marks).exclude(pk__in=[one.pk for one in people])
    firms: dict[int, str] = {}
    for person in people:
        for post in person.present_posts:
            if post["post"] in OWNERS:
                firms[post["subject"]] = person.title
    for other in rows.filter(pk__in=firms)[:most]:
        yield other, firms[other.pk]


def _by_supplier(_actor: Actor, subject: Subject, rows: Subjects, most: int) -> Reasons:
    wanted = set(subject.suppliers)
    if wanted:
        for other in rows.filter(suppliers__overlap=list(wanted))[:most]:
            shared = "、".join(sorted(wanted & set(other.suppliers)))
            yield other, _("同由{supplier}供货").format(supplier=shared)
    names = [subject.title, *(item["value"] for item in subject.former_names)]
    for other in rows.filter(suppliers__overlap=names)[:most]:
        yield other, _("由{supplier}供货").format(supplier=subject.title)


def _by_kind(_actor: Actor, subject: Subject, rows: Subjects, most: int) -> Reasons:
    label = SubjectKind(subject.subject_kind).label
    for other in rows.in_area(subject.area[:COUNTY]).filter(subject_kind=subject.subject_kind)[:most]:
        yield other, _("同为{kind}，在同一县区").format(kind=label)


Finder = Callable[[Actor, Subject, Subjects, int], Reasons]

FINDERS: Mapping[Tie, Finder] = {
    Tie.CHAIN: _by_chain,
    Tie.OWNER: _by_owner,
    Tie.SUPPLIER: _by_supplier,
    Tie.KIND: _by_kind,
}
