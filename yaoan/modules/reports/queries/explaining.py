"""Opening a figure: its formula in words, its rows, and what came in between since it was said."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments import storage
from yaoan.kernel.figures.counting import count
from yaoan.kernel.figures.formulas import Atom, Difference, Formula, Measure, Number, Ratio, Sum
from yaoan.kernel.figures.freezing import Explanation, explain_difference
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.questions import Question
from yaoan.kernel.figures.reading import Withheld
from yaoan.kernel.figures.rows import rows
from yaoan.kernel.figures.scopes import Scope
from yaoan.kernel.records.models import model_of
from yaoan.kernel.words import Text, _
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.queries.counting import Basis, basis_of, is_of_moment
from yaoan.modules.reports.rules import AFTER, BEFORE, TOTAL, Kept

MOST_ROWS = 200
TREND = 6
"""Periods in the small drawing of a main figure."""


@dataclass(frozen=True)
class Opened:
    """A figure with its rows: `counts` are (what is counted, number, whether its rows are these) of each part of its
    formula, `rows` the newest of those the reader may see."""

    key: str
    item: Mapping[str, Any]
    period: Period
    value: str
    formula: str
    counts: list[tuple[str, int, bool]]
    rows: list[Any]
    is_moment: bool
    part: str = ""


def open_figure(
    actor: Actor, report: Report, key: str, *, variant: str = AFTER, part: str = "", atom: int = 0
) -> Opened:
    """The rows of one figure of a report, up to the entry it was counted to, as far as the reader may see them.

    Raises LookupError where the report has no such figure, Withheld where the reader may not read its records.
    """
    kept = Kept(report.figures)
    item = kept.item(key)
    basis = basis_of(report, actor, upto=kept.cutoff)
    metric = basis.metrics.get(key)
    if metric is None:
        raise Withheld(key)
    period = {AFTER: basis.span.period, BEFORE: basis.span.before, TOTAL: basis.span.total}[variant]
    scope, narrow = _of_part(kept, basis, metric, key, part)
    atoms = metric.formula.atoms()
    chosen = atoms[atom] if atom < len(atoms) else atoms[0]
    moment = is_of_moment(metric)
    upto = None if moment else kept.cutoff
    found = rows(_narrowed(chosen, narrow), _today() if moment else period, scope, upto=upto)
    return Opened(
        key=key,
        item=item,
        period=period,
        value=_value(kept, key, variant, part),
        formula=in_words(metric.formula),
        counts=list(_counts(atoms, chosen, narrow, period, scope, upto)),
        rows=list(found[:MOST_ROWS]),
        is_moment=moment,
        part=part,
    )


def _today() -> Period:
    from yaoan.kernel import clock

    return Period(clock.today(), clock.today())


def _of_part(kept: Kept, basis: Basis, metric: Metric, key: str, part: str) -> tuple[Scope, tuple[str, str] | None]:
    """The scope of a part of a table, and the facet it is narrowed by."""
    table = next((table for table in kept.tables() if part and key in table["columns"] and _has(table, part)), None)
    if table is None or not part:
        return basis.scope({key: metric}), None
    if table["by"] == "agency":
        return basis.scope({key: metric}, agency=int(part)), None
    if table["by"] == "area":
        return Scope.of(basis.actor, metric.kinds, area=part), None
    return basis.scope({key: metric}), (str(table["by"]).removeprefix("facet:"), part)


def _has(table: Mapping[str, Any], part: str) -> bool:
    return any(row["key"] == part for row in table["rows"])


def _narrowed(atom: Atom, facet: tuple[str, str] | None) -> Atom:
    return atom.narrowed(*facet) if facet else atom


def _value(kept: Kept, key: str, variant: str, part: str) -> str:
    for table in kept.tables() if part else ():
        for row in table["rows"]:
            if row["key"] == part and key in table["columns"]:
                return row["values"][table["columns"].index(key)] or "—"
    return kept.text(key, variant)


def _counts(
    atoms: tuple[Atom, ...], chosen: Atom, facet: tuple[str, str] | None, period: Period, scope: Scope, upto: int | None
) -> Iterator[tuple[str, int, bool]]:
    asked = [_narrowed(atom, facet) for atom in atoms]
    answer = count(Question(asked, [_today() if upto is None else period], scope, upto=upto))
    for atom, narrowed in zip(atoms, asked, strict=True):
        yield in_words(atom), int(answer.value(narrowed) or 0), atom is chosen


def in_words(formula: Formula) -> str:
    """A formula as people read it: what is counted, and how the counts are put together."""
    if isinstance(formula, Atom):
        return _atom(formula)
    if isinstance(formula, Sum):
        return " ＋ ".join(in_words(part) for part in formula.parts)
    if isinstance(formula, Difference):
        return f"{in_words(formula.over)} － {in_words(formula.under)}"
    if isinstance(formula, Ratio):
        return f"{in_words(formula.over)} ÷ {in_words(formula.under)} × {formula.per}"
    return str(formula)


_MEASURES: dict[Measure, Text] = {
    Measure.ACTS: _("“{words}”的次数"),
    Measure.RECORDS: _("办过“{words}”的{kind}数"),
    Measure.AMOUNTS: _("“{words}”中填写的数之和"),
    Measure.STOCK: _("期末处于“{words}”的{kind}数"),
    Measure.OVERDUE: _("超过“{words}”期限的{kind}数"),
}


def _atom(atom: Atom) -> str:
    lifecycle = model_of(atom.kind).lifecycle
    is_stock = atom.measure is Measure.STOCK
    labels = [lifecycle.states(word).label if is_stock else lifecycle[word].label for word in atom.words]
    return _MEASURES[atom.measure].format(words="、".join(map(str, labels)), kind=lifecycle.label)


def snapshot_of(report: Report) -> dict[str, Any]:
    """What was signed when the report was frozen. Raises FileNotFoundError where the file is gone."""
    found: dict[str, Any] = json.loads(b"".join(storage.read(report.snapshot)))
    return found


def explained(report: Report, key: str, variant: str = AFTER) -> Explanation | None:
    """What became of a figure since it was frozen, entry by entry; None where it was not frozen by itself."""
    content = snapshot_of(report)["snapshot"]
    for place, frozen in zip(content["cells"], content["frozen"]["figures"], strict=True):
        if place == f"{key}|{variant}":
            return explain_difference(frozen, content["frozen"]["cutoff"])
    return None


def trends(actor: Actor, report: Report) -> dict[str, list[tuple[Period, Number | None]]]:
    """The main figures of a report over its period and those before it, as the rows are now. Two queries."""
    basis = basis_of(report, actor)
    metrics = {key: metric for key, metric in basis.metrics.items() if key in basis.template.main}
    metrics = {key: metric for key, metric in metrics.items() if not is_of_moment(metric)}
    if not metrics:
        return {}
    periods = [report.period]
    while len(periods) < TREND:
        periods.insert(0, periods[0].before())
    atoms = tuple(dict.fromkeys(atom for metric in metrics.values() for atom in metric.formula.atoms()))
    answer = count(Question(atoms, periods, basis.scope(metrics)))
    return {
        key: [(period, answer.value(metric.formula, place)) for place, period in enumerate(periods)]
        for key, metric in metrics.items()
    }
