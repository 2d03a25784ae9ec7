"""The same figure over fewer records: those with one value of a facet, such as the records of one campaign."""

from dataclasses import replace

from yaoan.kernel.figures.formulas import Atom, Difference, Formula, Measure, Ratio, Sum
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.records.models import model_of


def narrowed(formula: Formula, facet: str, value: str, *, only_where_known: bool = False) -> Formula:
    """A formula over records with one value of a facet.

    With `only_where_known`, counts of records that have no such facet stay whole; otherwise they raise ValueError.
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


def within(metric: Metric, facet: str, value: str) -> Metric:
    """A metric over the records with one value of a facet, which says so in its address. Needs `may_narrow`."""
    return replace(metric, formula=narrowed(metric.formula, facet, value), within=(facet, value))


def _knows(atom: Atom, facet: str) -> bool:
    return atom.measure is not Measure.OVERDUE and facet in model_of(atom.kind).facet_fields
