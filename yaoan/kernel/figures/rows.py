"""The rows a figure counts: opening it shows exactly these, and as many as it says."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from psycopg.sql import SQL, Composable, Literal

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.figures import sources
from yaoan.kernel.figures.formulas import Atom, Measure
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.models import Horizon
from yaoan.kernel.figures.patterns import looked_up, matched, within
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.reading import Withheld, may_see
from yaoan.kernel.figures.running import as_text
from yaoan.kernel.figures.scopes import Scope
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline


def rows_of(
    metric: Metric,
    actor: Actor,
    period: Period,
    *,
    area: str = "",
    agency: int | None = None,
    atom: int = 0,
    facet: tuple[str, str] | None = None,
) -> QuerySet[Any]:
    """The rows behind a figure, newest first: journal entries, or open deadlines for overdue duties.

    A figure put together from several counts has the rows of each, by the number of the `atom` in its formula. `facet`
    (name, value) keeps those with one value of a facet. Raises Withheld, and LookupError where there is no such atom.
    """
    if not may_see(metric, actor):
        raise Withheld(metric.name)
    counted = metric.formula.atoms()[atom]
    if facet:
        counted = counted.narrowed(*facet)
    return rows(counted, period, Scope.of(actor, metric.kinds, area=area, agency=agency))


def rows(atom: Atom, period: Period, scope: Scope, *, upto: int | None = None) -> QuerySet[Any]:
    """The rows an atom counts, as of now or of an entry. For stock: the entry by which each record came to be there."""
    if atom.measure is Measure.OVERDUE:
        is_present = upto is None and period.end >= clock.today()
        return _late(atom, scope).order_by("due_at", "pk") if is_present else Deadline.objects.none()
    chosen = RawSQL(as_text(_chosen(atom, period, scope, upto)), ())
    return Entry.objects.filter(pk__in=chosen).order_by("-effective_on", "-pk")


def _late(atom: Atom, scope: Scope) -> QuerySet[Deadline]:
    """The duties whose clock has run out, asked for so that the first of them are found by their dates."""
    acts = [act for act, facets in atom.patterns() if not facets]
    return Deadline.objects.filter(scope.rows(atom.kind), kind=atom.kind, act__in=acts, due_at__lt=clock.now())


def _chosen(atom: Atom, period: Period, scope: Scope, upto: int | None) -> Composable:
    """The ids of the rows."""
    once = atom.measure is Measure.RECORDS
    return SQL("SELECT {once} x.entry FROM {tables} WHERE {scope} {first}").format(
        once=SQL("DISTINCT ON (x.record)") if once else SQL(""),
        tables=_tables(atom, period, upto),
        scope=within(scope, {0: atom}),
        first=SQL("ORDER BY x.record, x.day, x.entry") if once else SQL(""),
    )


def _tables(atom: Atom, period: Period, upto: int | None) -> Composable:
    atoms, latest = {0: atom}, sources.EVER if upto is None else upto
    if atom.measure is Measure.STOCK:
        low, high = sorted((Horizon.objects.values_list("entry", flat=True).first() or 0, latest))
        stays = sources.standing(sources.stays_as_of(low, high, latest, atom.kind))
        there = SQL(" AND x.day <= {end} AND (x.until IS NULL OR x.until > {end})").format(end=Literal(period.end))
        return SQL("{}{}").format(matched(atoms, stays), there)
    return looked_up(atoms, sources.entries_found(latest), [(0, period)])
