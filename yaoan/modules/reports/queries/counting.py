"""Counting the figures of a report: everything in one sweep over the journal, up to one entry, within one reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils import translation

from yaoan.kernel import clock, law, sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.figures import narrowing
from yaoan.kernel.figures.counting import Answer, count
from yaoan.kernel.figures.formulas import Atom, Measure, Number, Ratio
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.questions import WHOLE, Cut, Question
from yaoan.kernel.figures.reading import Figure
from yaoan.kernel.figures.registry import metric_of
from yaoan.kernel.figures.scopes import Scope
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.ledger import names
from yaoan.modules.reports import rules
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.rules import AFTER, BEFORE, TOTAL, Asked, Kept, Span, TableSpec, Template, spelled


class NothingToCount(LookupError):
    """The actor may read none of the records a report is made of."""


@cache
def templates() -> Mapping[str, Template]:
    """The kinds of reports of this installation."""
    return rules.read(law.document("catalogues/report_templates"))


def template_of(key: str) -> Template:
    """The kind of report of a name. Raises LookupError."""
    try:
        return templates()[key]
    except KeyError:
        raise LookupError(f"no report is called {key}") from None


@dataclass(frozen=True)
class Basis:
    """What a report is counted on: by whom, where, over which periods, of which campaign, up to which entry."""

    actor: Actor
    template: Template
    span: Span
    area: str
    campaign: int | None = None
    upto: int | None = None

    @property
    def metrics(self) -> dict[str, Metric]:
        """The figures by key, narrowed; those whose records the actor may not read in the whole area are left out."""
        campaigns = narrowing.family(Report, "campaign_id", str(self.campaign)) if self.campaign else ()
        found = {key: narrowed(asked, campaigns) for key, asked in self.template.figures.items()}
        return {key: metric for key, metric in found.items() if self._may_count(metric)}

    def _may_count(self, metric: Metric) -> bool:
        reaches = (self.actor.rights.get(f"{kind}.view") for kind in metric.kinds)
        return all(reach is not None and reach.covers(self.area, None) for reach in reaches)

    def scope(self, metrics: Mapping[str, Metric], *, agency: int | None = None) -> Scope:
        kinds = dict.fromkeys(kind for metric in metrics.values() for kind in metric.kinds)
        return Scope.of(self.actor, kinds, area=self.area, agency=agency)


def basis_of(report: Any, actor: Actor, *, upto: int | None = None) -> Basis:
    """The basis of a report as one person counts it."""
    campaign = report.campaign
    span = Span.of(report.period, campaign.starts_on if campaign else None)
    return Basis(actor, template_of(report.template), span, report.area, report.campaign_id, upto)


@sight.whole()
def latest() -> int:
    """The last entry of the journal there is to see: up to here a report counts when it is drafted or refreshed.

    Entries with smaller ids may still be on their way. Freezing counts again and refuses when any of them made a
    difference, so that what is signed is settled.
    """
    return Entry.objects.order_by("-id").values_list("pk", flat=True).first() or 0


def narrowed(asked: Asked, campaigns: Sequence[str]) -> Metric:
    """The metric of a figure, narrowed to its facets and, where its records have one, to a campaign and those below it."""
    metric = metric_of(asked.metric)
    formula = metric.formula
    for facet, value in asked.where:
        formula = narrowing.narrowed(formula, facet, value)
    if campaigns:
        formula = narrowing.narrowed(formula, "campaign_id", campaigns, only_where_known=True)
    return replace(metric, formula=formula)


def is_of_campaign(metric: Metric) -> bool:
    """Whether a narrowed metric tells of one campaign alone."""
    return all(any(facet == "campaign_id" for facet, _v in atom.where) for atom in metric.formula.atoms())


def is_of_moment(metric: Metric) -> bool:
    """Whether it tells how things are now: open duties have no past."""
    return any(atom.measure is Measure.OVERDUE for atom in metric.formula.atoms())


def reckon(basis: Basis) -> dict[str, Any]:
    """All figures and tables of a report as they are kept. Raises NothingToCount. Two queries, and two for each table.

    Texts are in Chinese, in which reports are made, whoever asks.
    """
    metrics = basis.metrics
    if not metrics:
        raise NothingToCount(basis.template.key)
    upto = latest() if basis.upto is None else basis.upto
    with translation.override("zh-hans"):
        counted = _count(basis, metrics, upto)
        kept = {
            "template": basis.template.key,
            "cutoff": upto,
            "as_of": clock.now().isoformat(),
            "periods": {AFTER: basis.span.period.code, BEFORE: basis.span.before.code, TOTAL: basis.span.total.code},
            "area": basis.area,
            "campaign": basis.campaign,
            "figures": {key: _item(basis, key, metric, counted) for key, metric in metrics.items()},
            "tables": [
                _table(basis, spec, metrics, upto) for spec in basis.template.tables if spec.columns
            ],
        }  # fmt: skip
    kept["checks"] = [found.as_json() for found in rules.check(Kept(kept), basis.template.checks)]
    return kept


Counted = Mapping[tuple[str, str], Number | None]


def _count(basis: Basis, metrics: Mapping[str, Metric], upto: int) -> Counted:
    """(key, variant) -> value. Figures of the moment are counted now, whatever the cut-off."""
    lasting = {key: metric for key, metric in metrics.items() if not is_of_moment(metric)}
    fleeting = {key: metric for key, metric in metrics.items() if is_of_moment(metric)}
    found: dict[tuple[str, str], Number | None] = {}
    if lasting:
        periods = (basis.span.period, basis.span.before, basis.span.total)
        answer = count(Question(_atoms(lasting), periods, basis.scope(lasting), upto=upto))
        for key, metric in lasting.items():
            for place, variant in enumerate((AFTER, BEFORE, TOTAL)):
                found[key, variant] = answer.value(metric.formula, place)
    if fleeting:
        today = Period(clock.today(), clock.today())
        answer = count(Question(_atoms(fleeting), [today], basis.scope(fleeting)))
        for key, metric in fleeting.items():
            found |= {(key, AFTER): answer.value(metric.formula), (key, BEFORE): None, (key, TOTAL): None}
    return found


def _atoms(metrics: Mapping[str, Metric]) -> tuple[Atom, ...]:
    return tuple(dict.fromkeys(atom for metric in metrics.values() for atom in metric.formula.atoms()))


def _item(basis: Basis, key: str, metric: Metric, counted: Counted) -> dict[str, Any]:
    asked = basis.template.figures[key]
    return {
        "metric": metric.name,
        "label": asked.label or str(metric.label),
        "unit": str(metric.unit),
        "note": str(metric.note),
        "where": dict(asked.where),
        "of_campaign": basis.campaign is not None and is_of_campaign(metric),
        "moment": is_of_moment(metric),
        "stock": metric.is_stock,
        "share": isinstance(metric.formula, Ratio),
        **{variant: spelled(counted[key, variant]) for variant in (AFTER, BEFORE, TOTAL)},
    }


def _table(basis: Basis, spec: TableSpec, metrics: Mapping[str, Metric], upto: int) -> dict[str, Any]:
    """A table told apart by parts. A figure of the moment has no parts here: it was not counted at the cut-off."""
    chosen = {key: metrics[key] for key in spec.columns if key in metrics and not is_of_moment(metrics[key])}
    rows: list[dict[str, Any]] = []
    if chosen:
        cut = cut_of(spec.by, basis.area)
        question = Question(_atoms(chosen), [basis.span.period], basis.scope(chosen), (WHOLE, cut), upto)
        answer = count(question)
        rows = [
            {
                "key": key,
                "label": label,
                "values": [spelled(answer.value(m.formula, 0, cut, key)) for m in chosen.values()],
            }
            for key, label in _parts(basis, spec, answer, cut, chosen)
        ]
    return {"title": spec.title, "by": spec.by, "columns": list(chosen), "rows": rows}


def cut_of(by: str, area: str) -> Cut:
    """What a table is told apart by."""
    if by == "agency":
        return Cut("agency")
    if by == "area":
        return Cut("area", {0: 2, 2: 4, 4: 6, 6: 9, 9: 12}.get(len(area), 12))
    return Cut("facet", facet=by.removeprefix("facet:"))


def _parts(
    basis: Basis, spec: TableSpec, answer: Answer, cut: Cut, metrics: Mapping[str, Metric]
) -> list[tuple[str, str]]:
    """(key, label) of the rows: every unit of the area or entry of the catalogue that has something, in their order."""
    present = [
        key for key in answer.keys(cut)
        if any(answer.value(metric.formula, 0, cut, key) for metric in metrics.values())
    ]  # fmt: skip
    if spec.by == "agency":
        units = {str(unit.pk): unit.short for unit in units_of(basis.area)}
        absent = Agency.objects.filter(pk__in=[int(key) for key in present if key not in units]).in_bulk()
        labels = units | {str(pk): unit.short for pk, unit in absent.items()}
        return [(key, labels.get(key, key)) for key in [*units, *(key for key in present if key not in units)]]
    if spec.by == "area":
        names.read_places(present)
        return [(key, names.place(key)) for key in present]
    order = list(law.document(f"catalogues/{spec.catalogue}")) if spec.catalogue else []
    known = [key for key in order if key in present] + [key for key in present if key not in order]
    return [(key, _label(spec, key)) for key in known]


def _label(spec: TableSpec, key: str) -> str:
    if not key:
        return "未填写"
    return law.label(spec.catalogue, key) if spec.catalogue else key


def units_of(area: str) -> Sequence[Agency]:
    """The offices that work in an area and not beyond it, those above before those below."""
    rows = Agency.objects.exclude(kind__in=(Agency.Kind.SECTION, Agency.Kind.OTHER)).order_by("pk")
    inside = [unit for unit in rows if unit.areas and all(code.startswith(area) for code in unit.areas)]
    return sorted(inside, key=lambda unit: (len(unit.line), unit.pk))


def figure_of(basis: Basis, kept: Kept, key: str, variant: str = AFTER) -> Figure | None:
    """One cell as the kernel freezes and explains it; None where it cannot be counted again, or not by this actor."""
    metric = basis.metrics.get(key)
    value = kept.value(key, variant)
    if metric is None or value is None or is_of_moment(metric):
        return None
    period = {AFTER: basis.span.period, BEFORE: basis.span.before, TOTAL: basis.span.total}[variant]
    return Figure(metric, period, value, clock.now(), basis.scope({key: metric}))
