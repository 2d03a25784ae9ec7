"""From a firm to what belongs to it, and back."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.vault.sealing import unseal
from yaoan.modules.subjects.choices import LicenceState, P
from yaoan.modules.subjects.models import Licence, Person, Product, Subject, Subjects


def subject_by_code(actor: Actor, code: str) -> Subject | None:
    """The firm of a credit code in canonical form; where its entry was merged, the entry it was merged into."""
    found = Subject.objects.seen_by(actor).filter(code=code).first() if code else None
    return current_of(actor, found) if found else None


def current_of(actor: Actor, subject: Subject) -> Subject:
    """The entry that stands for the firm now: the one this was merged into, directly or by way of others, or itself."""
    if subject.merged_into_id is None:
        return subject
    living = Subject.objects.seen_by(actor).living()
    return living.filter(absorbed__contains=[subject.pk]).first() or subject


def firms_of(actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Firms by id, as far as the actor may read them."""
    return {subject.pk: subject for subject in Subject.objects.seen_by(actor).filter(pk__in=ids)}


def firms_named(actor: Actor, names: Collection[str]) -> dict[str, Subject]:
    """Firms by their present name; where several bear one, the oldest entry."""
    rows = Subject.objects.seen_by(actor).living().filter(title__in=names).order_by("-id")
    return {subject.title: subject for subject in rows}


def shops_of(actor: Actor, subject: Subject) -> Subjects:
    """The shops of a chain: those that point to this entry, and those that only name it."""
    names = [subject.title, *(item["value"] for item in subject.former_names)]
    named = Q(chain__in=names, parent=None) & ~Q(chain="")
    return Subject.objects.seen_by(actor).living().filter(Q(parent_id__in=subject.identity()) | named)


def supplied_by(actor: Actor, subject: Subject) -> Subjects:
    """The firms that name this one, by its present or a former name, as their supplier."""
    names = [subject.title, *(item["value"] for item in subject.former_names)]
    return Subject.objects.seen_by(actor).living().filter(suppliers__overlap=names)


def licences_of(actor: Actor, subject: Subject) -> QuerySet[Licence]:
    """The licences of a firm, those of entries merged into it among them."""
    return Licence.objects.seen_by(actor).filter(subject_id__in=subject.identity())


def run_out_licences(actor: Actor) -> list[int]:
    """The ids of licences that are held as valid although their last day has passed."""
    rows = Licence.objects.seen_by(actor).filter(state__in=(LicenceState.VALID, LicenceState.REMINDED))
    return list(rows.filter(expires_on__lt=clock.today()).values_list("pk", flat=True))


def products_of(actor: Actor, subject: Subject) -> QuerySet[Product]:
    """The products a firm holds."""
    return Product.objects.seen_by(actor).filter(owner_id__in=subject.identity())


def people_of(actor: Actor, subject: Subject) -> QuerySet[Person]:
    """The people who hold or held a post in a firm, those who hold one now first."""
    held = Person.objects.none()
    for subject_id in subject.identity():
        held = held | Person.objects.seen_by(actor).filter(posts__contains=[{"subject": subject_id}])
    return held.order_by("state", "-id")


def identity_of(actor: Actor, person: Person, *, reason: str) -> str:
    """A sealed identity number. The look is written down first; raises Unopened without permission or reason."""
    opened = unseal(
        UUID(person.identity),
        by=actor,
        permission=P.UNSEAL,
        area=person.area,
        agency_id=person.agency_id,
        reason=reason,
    )
    return str(opened["value"])


def same_as(actor: Actor, person: Person) -> QuerySet[Person]:
    """Other entries with the same identity number."""
    if not person.identity_mark:
        return Person.objects.none()
    return Person.objects.seen_by(actor).filter(identity_mark=person.identity_mark).exclude(pk=person.pk)


def ban_of(mark: str, day: date) -> dict[str, Any] | None:
    """The ban in force on a day against whoever has an identity number, given as its keyed hash.

    It is looked for everywhere, because a ban holds everywhere; nothing but the ban is told.
    """
    rows = Person.objects.filter(identity_mark=mark).exclude(bans=[])
    return next((ban for person in rows if (ban := person.ban_on(day))), None)
