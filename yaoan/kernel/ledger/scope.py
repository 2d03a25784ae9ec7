"""The scope that follows from page to page in the address: area, period, and what further the installation names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateTimeField, Q
from django.db.models.functions import Length
from django.http import QueryDict

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Division
from yaoan.kernel.ledger import names
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.periods import Period, usual
from yaoan.kernel.ledger.registry import dimension_names
from yaoan.kernel.ledger.values import Words
from yaoan.kernel.words import _

NEXT_LENGTH = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12}
"""How long the codes of the places one level down are."""

LEVELS = (2, 4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A further part of the scope bar, e.g. the product kind; `options(actor)` gives (value, label) pairs."""

    name: str
    label: Words
    options: Callable[[Actor], Iterable[tuple[str, Any]]]


@dataclass(frozen=True)
class Scope:
    """What the address says of area, period and dimensions. What the actor's rights do not reach is left out."""

    area: str = ""
    period: Period | None = None
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str], actor: Actor) -> "Scope":
        area = query.get("area", "")
        values = ((name, query.get(name, "")) for name in sorted(dimension_names()))
        return cls(
            area if area.isdigit() and reaches(actor, area) else "",
            Period.read(query.get("period", "")),
            tuple((name, value) for name, value in values if value),
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The scope as it stands in an address."""
        period = [("period", self.period.code)] if self.period else []
        return [*([("area", self.area)] if self.area else []), *period, *self.values]

    def words(self) -> list[str]:
        """The area and the period in words."""
        area = [_("区域：{place}").format(place=names.place(self.area))] if self.area else []
        return [*area, *([_("期间：{period}").format(period=self.period)] if self.period else [])]

    def carried_by(self, url: str) -> str:
        """An address of this site with the scope in it; what the address says itself is kept."""
        path, _mark, query = url.partition("?")
        given = QueryDict(query)
        missing = [(name, value) for name, value in self.pairs if name not in given]
        further = "&".join(part for part in (query, urlencode(missing)) if part)
        return f"{path}?{further}" if further else path

    def condition(self, ledger: Ledger) -> Q:
        """The rows of a ledger that lie in the scope."""
        found = Q(area__startswith=self.area) if self.area else Q()
        if self.period and ledger.period:
            found &= within(ledger, self.period)
        for name, value in self.values:
            if name in ledger.dimensions:
                found &= exactly(ledger, ledger.dimensions[name], value)
        return found


def within(ledger: Ledger, period: Period) -> Q:
    """The rows whose day of reckoning lies in a period."""
    path = ledger.period
    if isinstance(ledger.model._meta.get_field(path), DateTimeField):
        first = datetime.combine(period.first, time(), clock.BEIJING)
        after = datetime.combine(period.last + timedelta(days=1), time(), clock.BEIJING)
        return Q((f"{path}__gte", first), (f"{path}__lt", after))
    return Q((f"{path}__gte", period.first), (f"{path}__lte", period.last))


def exactly(ledger: Ledger, path: str, value: str) -> Q:
    """The rows with a value; none at all where the field cannot have it."""
    field = ledger.model._meta.get_field(path.split("__")[0])
    if field.get_internal_type() in ("ForeignKey", "BigIntegerField", "IntegerField") and not value.isdigit():
        return Q(pk__in=[])
    return Q((f"{path}__contains", [value])) if isinstance(field, ArrayField) else Q((path, value))


def reach_of(actor: Actor) -> tuple[str, ...]:
    """The outermost areas any right of the actor reaches; ("",) is the whole country."""
    prefixes = sorted({area for reach in actor.rights.values() for area in reach.areas})
    return tuple(one for one in prefixes if not any(one != other and one.startswith(other) for other in prefixes))


def reaches(actor: Actor, area: str) -> bool:
    return any(area.startswith(prefix) for prefix in reach_of(actor))


def area_options(actor: Actor, chosen: str) -> list[tuple[str, str, int]]:
    """(code, name, depth) of the places to choose from: down to the one chosen, and what lies inside it. Two queries."""
    roots = reach_of(actor)
    root = next((prefix for prefix in roots if chosen and chosen.startswith(prefix)), None)
    if root is None:
        root = roots[0] if len(roots) == 1 else None
    if root is None:
        names.read_places(roots)
        return [(code, names.place(code), 0) for code in roots]
    own = len(root) + (len(roots) == 1)  # the only root is what "all" stands for
    line = [code for size in LEVELS if own <= size <= len(chosen) and (code := chosen[:size])]
    inner = chosen or root
    below = Division.objects.filter(code__startswith=inner, code__length=NEXT_LENGTH.get(len(inner), 0))
    names.read_places([*line, *roots])
    found = [(code, names.place(code), depth) for depth, code in enumerate(line)]
    return found + [(code, name, len(line)) for code, name in below.order_by("code").values_list("code", "name")[:200]]


def period_options(chosen: Period | None) -> list[tuple[str, str]]:
    """(code, words) of the usual periods, and of the one chosen where it is another."""
    found = [(period.code, f"{label}（{period}）") for label, period in usual()]
    if chosen and chosen.code not in dict(found):
        found.append((chosen.code, str(chosen)))
    return found


def whole(actor: Actor) -> str:
    """What stands for "no area chosen": all that the actor's rights reach."""
    roots = reach_of(actor)
    if len(roots) == 1 and roots[0]:
        return _("{place}全域").format(place=names.place(roots[0]))
    return str(_("全部辖区"))


Division._meta.get_field("code").register_lookup(Length)
