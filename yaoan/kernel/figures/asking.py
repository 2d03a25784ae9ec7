"""What the address of a figure's page asks for."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from yaoan.kernel import clock
from yaoan.kernel.figures.formulas import Atom, Measure
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.narrowing import may_narrow, within
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.registry import metric_of
from yaoan.kernel.figures.wording import is_reference
from yaoan.kernel.records.models import model_of

PAGE_SIZE = 50


@dataclass(frozen=True)
class Asked:
    """A metric in a period, place and unit, told apart by something, with the rows of one of its counts.

    What makes no sense is read as not being there.
    """

    metric: Metric
    period: Period
    area: str = ""
    agency: int | None = None
    by: str = "area"
    count: int = 0
    facet: tuple[str, str] | None = None
    page: int = 1

    @classmethod
    def read(cls, metric: Metric, query: QueryDict) -> Self:
        metric = _within(metric, query.get("within", ""))
        agency, by = query.get("agency", ""), query.get("by", "area")
        count, page = query.get("count", ""), query.get("page", "")
        atoms = metric.formula.atoms()
        chosen = int(count) if count.isdecimal() and int(count) < len(atoms) else 0
        return cls(
            metric=metric,
            period=period_of(query),
            area=area_of(query),
            agency=int(agency) if agency.isdecimal() and len(agency) < 19 else None,
            by=by if by in ways(metric) else "area",
            count=chosen,
            facet=_facet(query.get("facet", ""), atoms[chosen]),
            page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
        )

    @property
    def atom(self) -> Atom:
        return self.metric.formula.atoms()[self.count]

    @property
    def address(self) -> str:
        return f"/figures/{self.metric.name}/?{self.query}"

    @property
    def query(self) -> str:
        """The address's query, without what is usual."""
        given = {
            "period": self.period.code,
            "area": self.area,
            "agency": self.agency,
            "by": "" if self.by == "area" else self.by,
            "count": self.count or "",
            "facet": ":".join(self.facet or ()),
            "within": ":".join(self.metric.within or ()),
            "page": "" if self.page == 1 else self.page,
        }
        return urlencode({name: value for name, value in given.items() if value not in ("", None)})

    @property
    def whole(self) -> Self:
        """The same over all records, not those of one value of a facet alone."""
        return self.turned(metric=metric_of(self.metric.name))

    def turned(self, **changes: object) -> Self:
        """The same with something else in it, from its first page on."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]


def period_of(query: QueryDict) -> Period:
    """The period of an address: its code, or `from` and `to`, or else this month."""
    if found := Period.read(query.get("period", "")):
        return found
    return Period.read(f"{query.get('from', '')}..{query.get('to', '')}") or Period.month_of(clock.today())


def area_of(query: QueryDict) -> str:
    """The place of an address; empty where it is none."""
    area = query.get("area", "")
    return area if len(area) <= 12 and area.isascii() and area.isdecimal() else ""


def ways(metric: Metric) -> list[str]:
    """What a figure can be told apart by: place, unit, and the facets of the records it is counted from.

    Duties have no facets.
    """
    has_facets = all(atom.measure is not Measure.OVERDUE for atom in metric.formula.atoms())
    facets = dict.fromkeys(facet for kind in metric.kinds if has_facets for facet in _facets(kind))
    return ["area", "agency", *(f"facet:{facet}" for facet in facets)]


def last_months(end: date, count: int = 12) -> list[Period]:
    """The calendar months up to that of a day."""
    months = [Period.month_of(end)]
    while len(months) < count:
        months.insert(0, months[0].before())
    return months


def _within(metric: Metric, given: str) -> Metric:
    """The metric narrowed to a facet's value, where all it counts has that facet."""
    facet, colon, value = given.partition(":")
    is_one = bool(colon) and 0 < len(value) < 80 and value.isprintable() and may_narrow(metric, facet)
    is_one = is_one and all(_may_have(atom, facet, value) for atom in metric.formula.atoms())
    return within(metric, facet, value) if is_one else metric


def _facets(kind: str) -> tuple[str, ...]:
    return model_of(kind).facet_fields


def _facet(given: str, atom: Atom) -> tuple[str, str] | None:
    name, colon, value = given.partition(":")
    is_one = bool(colon) and name in _facets(atom.kind) and value.isprintable() and _may_have(atom, name, value)
    return (name, value) if is_one else None


def _may_have(atom: Atom, facet: str, value: str) -> bool:
    """Whether a value of a facet may be asked for. Any reference may: whether it is among those counted is told to nobody."""
    return value in dict(atom.where).get(facet, (value,)) or is_reference(model_of(atom.kind), facet)
