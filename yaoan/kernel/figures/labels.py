"""What the parts and rows of figures are called: places, units, facets and days, many in a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, Division
from yaoan.kernel.figures import wording
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.reading import By, Part
from yaoan.kernel.records.models import Docket, model_of


@dataclass
class Names:
    """The names of places and units met so far."""

    places: dict[str, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)

    def read(self, places: Iterable[str] = (), units: Iterable[int | None] = ()) -> None:
        """Read what is not known yet: a query for places and one for units."""
        if missing := set(places) - self.places.keys() - {""}:
            self.places.update(dict.fromkeys(missing, ""))
            self.places.update(Division.objects.filter(code__in=missing).values_list("code", "name"))
        if unknown := {number for number in units if number} - self.units.keys():
            self.units.update({number: f"#{number}" for number in unknown})
            self.units.update(Agency.objects.filter(pk__in=unknown).values_list("pk", "short"))

    def place(self, code: str) -> str:
        return self.places.get(code) or code or gettext("未注明地区")

    def unit(self, number: int | None) -> str:
        return self.units.get(number or 0) or gettext("未注明单位")


def labelled(
    parts: Iterable[Part], by: By, kind: str, *, area: str, actor: Actor, names: Names
) -> list[tuple[Part, str]]:
    """Parts with what they are called, in the order in which people expect them."""
    found = list(parts)
    if by == "area":
        names.read(places=[part.key for part in found])
        return [(part, _place(part.key, area, names)) for part in found]
    if by == "agency":
        names.read(units=[int(part.key) for part in found])
        return sorted(((part, names.unit(int(part.key))) for part in found), key=lambda pair: pair[1])
    if by in ("month", "day"):
        form = "Y-m" if by == "month" else "Y-m-d"
        return [(part, date_format(part.period.start, form)) for part in found]
    return _valued(found, by.removeprefix("facet:"), kind, actor)


def _place(code: str, area: str, names: Names) -> str:
    name = names.place(code)
    return gettext("{place}本级").format(place=name) if code and code == area else name


def valued(kind: str, facet: str, value: str, actor: Actor) -> str:
    """A facet and its value in words: 专项行动：CMP-2025-000001 …"""
    part = Part(value, None, Period.month_of(clock.today()))
    (_part, label), *_rest = _valued([part], facet, kind, actor)
    return f"{wording.facet_label(model_of(kind), facet)}：{label}"


def _valued(parts: list[Part], facet: str, kind: str, actor: Actor) -> list[tuple[Part, str]]:
    model = model_of(kind)
    names = dict[str, str]()
    if wording.is_reference(model, facet):
        ids = [int(part.key) for part in parts if part.key.isdecimal()]
        seen = Docket.objects.filter(actor.scope(f"{wording.referred(model, facet)}.view"), pk__in=ids)
        names = {str(pk): f"{number} {title}" for pk, number, title in seen.values_list("pk", "number", "title")}
    blank = gettext("未填")
    return [(part, names.get(part.key) or wording.facet_value(model, facet, part.key) or blank) for part in parts]
