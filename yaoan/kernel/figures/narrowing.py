"""The same figure over fewer records: those with one value of a facet, such as the records of one campaign."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q

from yaoan.kernel import sight
from yaoan.kernel.figures import wording
from yaoan.kernel.figures.formulas import Atom, Difference, Formula, Measure, Ratio, Sum
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.records.models import Record, model_of


def narrowed(formula: Formula, facet: str, value: str | Sequence[str], *, only_where_known: bool = False) -> Formula:
    """A formula over records with one value of a facet, or one of several.

    With `only_where_known`, counts of records that have no such facet stay whole; otherwise they count nothing.
    """

    def inner(part: Formula) -> Formula:
        return narrowed(part, facet, value, only_where_known=only_where_known)

    if isinstance(formula, Atom):
        return formula.narrowed(facet, value) if _knows(formula, facet) or not only_where_known else formula
    if isinstance(formula, Sum):
        return Sum(tuple(map(inner, formula.parts)))
    if isinstance(formula, Difference):
        return Difference(inner(formula.over), inner(formula.under))
    if isinstance(formula, Ratio):
        return replace(formula, over=inner(formula.over), under=inner(formula.under))
    raise TypeError(f"a {type(formula).__name__} cannot be narrowed")


def may_narrow(metric: Metric, facet: str) -> bool:
    """Whether everything a metric counts has a facet. Open duties have none."""
    return all(_knows(atom, facet) for atom in metric.formula.atoms())


def within(metric: Metric, facet: str, value: str, values: Sequence[str] = ()) -> Metric:
    """A metric over the records with one value of a facet, and its `family`, which says so in its address.

    `values` are that family where it was asked for before. Needs `may_narrow`.
    """
    found = values or family(model_of(metric.kinds[0]), facet, value)
    return replace(metric, formula=narrowed(metric.formula, facet, found), within=(facet, value))


@sight.whole()  # which records stand below another is told to nobody; what they count stays within the reader's scope
def family(model: type[Record], facet: str, value: str) -> tuple[str, ...]:
    """A value of a facet and, where it names a record of a kind that keeps the `line` of those above it, all below it.

    One query, or none.
    """
    if not (wording.is_reference(model, facet) and value.isdecimal() and len(value) < 19):
        return (value,)
    referred = model_of(wording.referred(model, facet))
    if not any(field.name == "line" for field in referred._meta.concrete_fields):
        return (value,)
    below = referred.objects.filter(Q(line__contains=[int(value)])).order_by("pk").values_list("pk", flat=True)
    return (value, *map(str, below))


def _knows(atom: Atom, facet: str) -> bool:
    return atom.measure is not Measure.OVERDUE and facet in model_of(atom.kind).facet_fields
