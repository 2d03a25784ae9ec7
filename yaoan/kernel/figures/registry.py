"""Which metrics there are: those in the `METRICS` of the room `figures` of each installed app."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from django.apps import apps

from yaoan.kernel.figures.formulas import Atom, Measure
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.records.models import model_of

LONGEST_KEY = 1000
KERNEL = "yaoan.kernel."
"""What lies in here declares no figures of its own."""


@cache
def metrics() -> MappingProxyType[str, Metric]:
    """Every metric of this installation by name, in the order of the apps and of their declarations.

    Raises ValueError, naming every fault at once, when a declaration cannot be.
    """
    declared = list(_declared())
    found = {metric.name: metric for metric in declared}
    wrong = list(faults(declared))
    if wrong:
        raise ValueError("figures: " + "; ".join(wrong))
    return MappingProxyType(found)


def metric_of(name: str) -> Metric:
    """The metric of a name. Raises LookupError."""
    try:
        return metrics()[name]
    except KeyError:
        raise LookupError(f"no figure is called {name}") from None


def rolled(declared: Iterable[Metric]) -> dict[str, Atom]:
    """The atoms of metrics that the rollup keeps, by key."""
    atoms = (atom for metric in declared for atom in metric.formula.atoms())
    return {atom.key: atom for atom in atoms if atom.measure in (Measure.ACTS, Measure.AMOUNTS, Measure.STOCK)}


def faults(declared: Iterable[Metric]) -> Iterator[str]:
    """What is wrong with some metrics: names used twice, and kinds, acts, states or facets that do not exist."""
    seen: set[str] = set()
    for metric in declared:
        if metric.name in seen:
            yield f"{metric.name} is declared twice"
        seen.add(metric.name)
        for atom in metric.formula.atoms():
            yield from (f"{metric.name}: {fault}" for fault in _faults(atom))


def _faults(atom: Atom) -> Iterator[str]:
    try:
        model = model_of(atom.kind)
    except LookupError as error:
        yield str(error)
        return
    words = {str(state) for state in model.lifecycle.states}
    if atom.measure is not Measure.STOCK:
        words = {act.name for act in model.lifecycle.acts}
    if len(atom.key) > LONGEST_KEY:
        yield f"{atom.kind}: a count of so many states and facets is too long to be kept; give the records a facet for it"
    for word in atom.words:
        if word not in words:
            yield f"{atom.kind} has no {atom.word} {word}"
    for facet, _values in atom.where:
        if facet not in model.facet_fields:
            yield f"{atom.kind} has no facet {facet}"


def _declared() -> Iterator[Metric]:
    for config in apps.get_app_configs():
        if not config.name.startswith(KERNEL) and find_spec(f"{config.name}.figures"):
            yield from getattr(import_module(f"{config.name}.figures"), "METRICS", ())
