"""Who acts, and how far that person's rights reach: the permission check is the query."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from yaoan.kernel import clock, law, sight
from yaoan.kernel.access.models import Agency, User

NOWHERE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one permission goes: `areas` are division-code prefixes ("" is the whole country)."""

    areas: tuple[str, ...] = ()
    agencies: frozenset[int] = frozenset()

    def covers(self, area: str, agency_id: int | None) -> bool:
        return agency_id in self.agencies or any(area.startswith(prefix) for prefix in self.areas)


@dataclass(frozen=True)
class Actor:
    """A person in a post at a moment, with the reach of each permission."""

    user_id: int
    name: str
    agency_id: int | None
    agency_name: str
    place: str
    rights: Mapping[str, Reach] = field(repr=False, hash=False)
    agencies: frozenset[int] = frozenset()
    title: str = ""
    is_head: bool = False
    roles: tuple[str, ...] = ()

    @classmethod
    def of(cls, user: User) -> "Actor":
        """The actor a user is today: posts and grants in force. One query."""
        held = list(_held(user.pk, clock.today()))
        posts, grants = [one for one in held if not one.role], [one for one in held if one.role]
        post = posts[0] if posts else None
        return cls(
            user_id=user.pk,
            name=user.name,
            agency_id=post.agency.pk if post else None,
            agency_name=post.agency.short if post else "",
            place=post.agency.place if post else "",
            rights=_rights(grants),
            agencies=frozenset(one.agency.pk for one in posts),
            title=post.title if post else "",
            is_head=bool(post and post.is_head),
            roles=tuple(sorted({grant.role for grant in grants})),
        )

    @classmethod
    def system(cls) -> "Actor":
        """The system itself, for acts the law lays on the clock (escalation, expiry). It may do them anywhere."""
        user, _made = User.objects.get_or_create(username="system", defaults={"name": "系统", "is_active": False})
        everywhere = Reach(("",))
        return cls(user.pk, user.name, None, "", "", dict.fromkeys(all_permissions(), everywhere), roles=("system",))

    @cached_property
    def sight(self) -> str:
        """What the database lets the actor see: the reach of every right to read, as `yaoan.kernel.sight` spells it."""
        reading = {name.removesuffix(".view"): reach for name, reach in self.rights.items() if name.endswith(".view")}
        return sight.described(
            user=self.user_id,
            own=self.agencies,
            areas={kind: reach.areas for kind, reach in reading.items()},
            agencies={kind: reach.agencies for kind, reach in reading.items()},
        )

    def may(self, permission: str) -> bool:
        """Whether the actor has the permission anywhere at all."""
        return permission in self.rights

    def may_in(self, permission: str, area: str, agency_id: int | None) -> bool:
        """Whether the permission reaches a place, or the work of an agency."""
        reach = self.rights.get(permission)
        return reach is not None and reach.covers(area, agency_id)

    def reaches(self, permission: str, row: Any) -> bool:
        """Whether one row is in the scope of a permission: what `scope` asks the database, asked of a row in hand."""
        reading = permission.endswith(".view")
        if not (reading or self.may(permission)):
            return False
        if self.may_in(permission, row.area, row.agency_id) or row.holder_id == self.user_id:
            return True
        return reading and not self.agencies.isdisjoint(row.assisting)

    def scope(self, permission: str) -> Q:
        """The rows the actor may use the permission on, for any model with area, agency, holder and assisting.

        Place, responsibility and assistance are three relations: rows in the areas of the grant and rows of the
        agencies of the grant; rows assigned to the person, while they are; and, for reading alone (permissions that
        end in `.view`), rows on which an agency of the person assists. Assignment and assistance give reading even
        to those who hold no grant for it.
        """
        reach = self.rights.get(permission)
        reading = permission.endswith(".view")
        if reach is None and not reading:
            return NOWHERE
        rows = Q(holder_id=self.user_id)
        if reading and self.agencies:
            rows |= Q(assisting__overlap=sorted(self.agencies))
        if reach is None:
            return rows
        if "" in reach.areas:
            return Q()
        for prefix in reach.areas:
            rows |= Q(area__startswith=prefix)
        if reach.agencies:
            rows |= Q(agency_id__in=sorted(reach.agencies))
        return rows


class _Held(NamedTuple):
    """A post, or with a role a grant."""

    agency: Agency
    role: str
    title: str
    is_head: bool


_VALID = "user_id = %(user)s AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)"
_HELD = f"""
    SELECT agency.id, agency.short, agency.areas, held.role, held.title, held.is_head
      FROM (SELECT id, agency_id, '' AS role, title, is_head FROM access_post WHERE {_VALID}
             UNION ALL
            SELECT id, agency_id, role, '', false FROM access_grant WHERE {_VALID}) held
      JOIN access_agency agency ON agency.id = held.agency_id
     ORDER BY held.role, held.is_head DESC, held.id
"""


def _held(user: int, day: date) -> Iterator[_Held]:
    """The posts, the one that speaks for the person first, and the grants of a day: asked at each request, so spelled once."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"user": user, "day": day})
        for pk, short, areas, *rest in cursor.fetchall():
            yield _Held(Agency(id=pk, short=short, areas=areas), *rest)


def _rights(grants: Iterable[_Held]) -> dict[str, Reach]:
    """Each permission with where it reaches; permissions that come from the same agencies reach equally far."""
    givers: dict[str, dict[int, Agency]] = {}
    for grant in grants:
        for permission in permissions_of(grant.role):
            givers.setdefault(permission, {})[grant.agency.pk] = grant.agency
    reaches: dict[frozenset[int], Reach] = {}
    for agencies in givers.values():
        if (ids := frozenset(agencies)) not in reaches:
            reaches[ids] = Reach(_outermost({area for agency in agencies.values() for area in agency.areas}), ids)
    return {permission: reaches[frozenset(agencies)] for permission, agencies in givers.items()}


def _outermost(prefixes: Iterable[str]) -> tuple[str, ...]:
    """The prefixes that lie in no other of them."""
    kept: list[str] = []
    for prefix in sorted(prefixes):
        if not any(prefix.startswith(outer) for outer in kept):
            kept.append(prefix)
    return tuple(kept)


@cache
def permissions_of(role: str) -> frozenset[str]:
    """The permissions of a role, with those of the roles it includes. Unknown roles raise LookupError."""
    roles = law.document("roles")
    if role not in roles:
        raise LookupError(f"law/roles.yaml has no role {role}; it has {', '.join(sorted(roles))}")
    own = frozenset(roles[role].get("permissions", ()))
    return own.union(*(permissions_of(other) for other in roles[role].get("includes", ())))


@cache
def all_permissions() -> frozenset[str]:
    return frozenset().union(*(permissions_of(role) for role in law.document("roles")))


def line_above(agency: Agency) -> list[int]:
    """The agencies above one, the nearest first."""
    return list(reversed(agency.line))
