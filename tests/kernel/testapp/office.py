"""Two invented counties with people in them, the parcel room's roles and its one term."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from unittest.mock import patch

from tests.kernel.testapp.choices import ROLES
from tests.kernel.testapp.lifecycle import RECEIPT
from yaoan.kernel import law
from yaoan.kernel.access import actor as actors
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, Division, Grant, Post, User
from yaoan.kernel.statutes import Terms

SINCE = date(2020, 1, 1)
PASSWORD = "a long password 4 tests"

PLACES = {
    "98": "云岭省",
    "9801": "青川市",
    "980101": "河湾县",
    "980101101": "柳溪镇",
    "980101102": "石桥乡",
    "980102": "松坪县",
}


@contextmanager
def parcel_law() -> Iterator[None]:
    """Inside the block the register of roles and terms is that of the parcel room."""
    document = law.document

    def with_parcels(name: str) -> Any:
        return {**document(name), **ROLES} if name == "roles" else document(name)

    terms = Terms([RECEIPT])
    with patch.object(law, "document", with_parcels), patch.object(law, "terms", lambda: terms):
        _forget_roles()
        yield
    _forget_roles()


def _forget_roles() -> None:
    actors.permissions_of.cache_clear()
    actors.all_permissions.cache_clear()


@dataclass(frozen=True)
class Office:
    """The people of the tests: `county` and `station` in 河湾县, `other` in 松坪县, `city` above both."""

    city: Agency
    county: Agency
    station: Agency
    other: Agency
    keeper: User
    chief: User
    stationed: User
    reader: User
    stranger: User

    def actor(self, who: str) -> Actor:
        return Actor.of(getattr(self, who))


def open_office() -> Office:
    """Places, agencies, people, posts and grants, written to the database."""
    full = ""
    for code, name in PLACES.items():
        full = "".join(PLACES[part] for part in PLACES if code.startswith(part))
        Division.objects.create(code=code, name=name, full_name=full, keys="")
    kinds = Agency.Kind
    city = _agency("青川市市场监督管理局", "青川市局", kinds.CITY, None, "9801")
    county = _agency("河湾县市场监督管理局", "河湾县局", kinds.COUNTY, city, "980101")
    station = _agency("河湾县市场监督管理局柳溪分局", "柳溪分局", kinds.STATION, county, "980101101")
    other = _agency("松坪县市场监督管理局", "松坪县局", kinds.COUNTY, city, "980102")
    return Office(
        city,
        county,
        station,
        other,
        keeper=_person("keeper", "林晓禾", county, "keeper"),
        chief=_person("chief", "周砚青", county, "chief", is_head=True),
        stationed=_person("stationed", "何小满", station, "keeper"),
        reader=_person("reader", "陆知秋", city, "reader"),
        stranger=_person("stranger", "苏远山", other, "chief"),
    )


def _agency(name: str, short: str, kind: str, parent: Agency | None, area: str) -> Agency:
    line = [*parent.line, parent.pk] if parent else []
    return Agency.objects.create(name=name, short=short, kind=kind, parent=parent, areas=[area], line=line)


def _person(username: str, name: str, agency: Agency, role: str, *, is_head: bool = False) -> User:
    user = User.objects.create_user(username, PASSWORD, name=name)
    title = "负责人" if is_head else "工作人员"
    Post.objects.create(user=user, agency=agency, title=title, is_head=is_head, since=SINCE)
    Grant.objects.create(user=user, role=role, agency=agency, since=SINCE)
    return user
