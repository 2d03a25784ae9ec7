"""Who may enforce the law: whose certificate is valid on a day."""

from collections.abc import Sequence
from datetime import date

from yaoan.kernel.access.models import Certificate, Post, User


def uncertified(people: Sequence[int], *, agency_id: int | None, day: date) -> list[str]:
    """The names of those `without` a certificate, in the order given."""
    lacking = without(people, agency_id=agency_id, day=day)
    names = dict(User.objects.filter(pk__in=lacking).values_list("pk", "name")) if lacking else {}
    return [names[person] for person in lacking if person in names]


def without(people: Sequence[int], *, agency_id: int | None, day: date) -> list[int]:
    """Those who hold no certificate of law enforcement valid on a day (Penalty Law arts 42, 55), in the order given.

    Nobody lacks one where none of the agencies concerned, the one that handles the matter and those the people have posts
    in, has entered a certificate of anybody who is in a post there that day: there the installation does not know who has one. One query where all have.
    """
    held = set(Certificate.objects.in_force(day).filter(user__in=people).values_list("user", flat=True))
    lacking = [person for person in dict.fromkeys(people) if person not in held]
    return lacking if lacking and _are_entered(people, agency_id, day) else []


def _are_entered(people: Sequence[int], agency_id: int | None, day: date) -> bool:
    offices = {agency_id, *Post.objects.in_force(day).filter(user__in=people).values_list("agency", flat=True)}
    colleagues = Post.objects.in_force(day).filter(agency__in=offices - {None}).values("user")
    return Certificate.objects.filter(user__in=colleagues).exists()
