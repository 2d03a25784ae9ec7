"""Opening a figure: its formula in words, its rows, and what came in between since it was said."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yaoan.kernel import clock, sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments import storage
from yaoan.kernel.figures import wording
from yaoan.kernel.figures.counting import count
from yaoan.kernel.figures.formulas import Atom, Formula, Number
from yaoan.kernel.figures.freezing import Explanation, explain_difference, freeze
from yaoan.kernel.figures.labels import Names
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.questions import Question
from yaoan.kernel.figures.reading import Withheld
from yaoan.kernel.figures.rows import rows
from yaoan.kernel.figures.scopes import Scope
from yaoan.kernel.journal import signing
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Docket
from yaoan.kernel.words import Text, _
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.queries.counting import Basis, basis_of, figure_of, is_of_moment, reckon
from yaoan.modules.reports.rules import AFTER, BEFORE, TOTAL, Kept, differences, verify

MOST_ROWS = 200
TREND = 6
"""Periods in the small drawing of a main figure."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row counted: what was done to which record, when, where, by whose responsibility. `url` is empty out of reach."""

    number: str
    title: str
    url: str
    act: str
    day: date
    place: str
    unit: str


@dataclass(frozen=True)
class Opened:
    """A figure with its rows: `counts` are (what is counted, number, whether its rows are these) of each part of its
    formula, `rows` the newest of those the reader may see."""

    key: str
    item: Mapping[str, Any]
    period: Period
    value: str
    formula: str
    rules: list[str]
    counts: list[tuple[str, int, bool]]
    rows: list[Line]
    count: int
    is_moment: bool
    part_label: str = ""


@sight.whole()  # the reader's scope is in the statement
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
        formula=wording.expression(metric.formula),
        rules=list(wording.rules(metric.formula)),
        counts=list(_counts(metric, chosen, narrow, period, scope, upto)),
        rows=list(_lines(found[:MOST_ROWS], chosen.kind, actor)),
        count=found.count(),
        is_moment=moment,
        part_label=_label_of(kept, key, part),
    )


def _label_of(kept: Kept, key: str, part: str) -> str:
    found = (
        row["label"]
        for table in kept.tables()
        if key in table["columns"]
        for row in table["rows"]
        if row["key"] == part
    )
    return next(found, "")


def _today() -> Period:
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
    metric: Metric, chosen: Atom, facet: tuple[str, str] | None, period: Period, scope: Scope, upto: int | None
) -> Iterator[tuple[str, int, bool]]:
    """(what is counted, how many, whether its rows are shown) for each count of a formula."""
    lettered = wording.lettered(metric.formula)
    asked = [_narrowed(atom, facet) for _letter, atom in lettered]
    answer = count(Question(asked, [_today() if upto is None else period], scope, upto=upto))
    for (letter, atom), narrowed in zip(lettered, asked, strict=True):
        yield f"{letter} {wording.sentence(atom)}".strip(), int(answer.value(narrowed) or 0), atom is chosen


def in_words(formula: Formula) -> str:
    """A formula as people read it: what is counted, and how the counts are put together."""
    told = "；".join(f"{letter} {wording.sentence(atom)}".strip() for letter, atom in wording.lettered(formula))
    put_together = wording.expression(formula)
    return f"{put_together}。{told}" if put_together else told


def _lines(found: Iterable[Any], kind: str, actor: Actor) -> Iterator[Line]:
    entries = list(found)
    names = Names()
    records = {_record_of(entry) for entry in entries}
    names.read(places=[entry.area for entry in entries], units=[_unit_of(entry) for entry in entries])
    seen = Docket.objects.filter(actor.scope(f"{kind}.view"), pk__in=records)
    known = {row.pk: (row.get_absolute_url(), row.title) for row in seen.only("pk", "kind", "number", "title")}
    for entry in entries:
        url, title = known.get(_record_of(entry), ("", ""))
        yield Line(
            number=entry.number,
            title=title,
            url=url,
            act=wording.act_label(kind, entry.act),
            day=entry.effective_on if isinstance(entry, Entry) else clock.local_day(entry.due_at),
            place=names.place(entry.area),
            unit=names.unit(_unit_of(entry)),
        )


def _record_of(row: Any) -> int:
    return int(row.record if isinstance(row, Entry) else row.record_id)


def _unit_of(row: Any) -> int | None:
    found: int | None = row.owner if isinstance(row, Entry) else row.agency_id
    return found


def snapshot_of(report: Report) -> dict[str, Any]:
    """What was signed when the report was frozen. Raises FileNotFoundError where the file is gone."""
    found: dict[str, Any] = json.loads(b"".join(storage.read(report.snapshot)))
    return found


def explained(report: Report, actor: Actor, key: str, variant: str = AFTER) -> Explanation | None:
    """What became of a figure since it was counted, entry by entry; None where it cannot be counted again.

    `then` is what the report says. `is_intact`: the rows up to the cut-off still give that, and for a main figure of a
    frozen report they are the very rows that were signed.
    """
    kept = Kept(report.figures)
    figure = figure_of(basis_of(report, actor, upto=kept.cutoff), kept, key, variant)
    if figure is None:
        return None
    again = freeze([figure], upto=kept.cutoff)["figures"][0]
    found = explain_difference(_signed(report, key, variant) or again, kept.cutoff)
    said = kept.item(key)[variant]
    return replace(found, then=said, is_intact=found.is_intact and again["value"] == said)


def _signed(report: Report, key: str, variant: str) -> Mapping[str, Any] | None:
    """The figure as it was signed with its rows, while no slip has moved the cut-off on."""
    if not report.snapshot or report.slips:
        return None
    content = snapshot_of(report)["snapshot"]
    signed = zip(content["cells"], content["frozen"]["figures"], strict=True)
    return next((frozen for place, frozen in signed if place == f"{key}|{variant}"), None)


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


@dataclass(frozen=True, slots=True)
class Proven:
    """One thing that was looked at when a snapshot was checked."""

    what: Text
    is_right: bool
    detail: str = ""


def proven(report: Report, actor: Actor, *, rows: bool = False) -> list[Proven]:
    """Whether a snapshot is what was signed and rests on the journal; with `rows`, whether its rows are still the same."""
    try:
        envelope = snapshot_of(report)
    except FileNotFoundError:
        return [Proven(_("快照文件还在"), False, report.snapshot)]
    content = envelope["snapshot"]
    with sight.whole():
        entry = Entry.objects.filter(pk=content["cutoff"]["entry"]).values_list("hash", flat=True).first()
    is_same = (bytes(entry).hex() if entry else None) == content["cutoff"]["hash"]
    faults = verify(envelope, key=signing.public_key())
    found = [
        Proven(_("快照文件还在"), True, report.snapshot),
        Proven(_("内容和签名相符，由本系统的密钥签署"), not faults, "；".join(faults) or envelope["key"]),
        Proven(_("签名就是报表上记录的签名"), envelope["signature"] == report.signature, report.signature[:32]),
        Proven(_("截止的那条日志没有变过"), is_same, str(content["cutoff"]["entry"])),
    ]
    return [*found, *(_rows_of(report, actor, content) if rows else ())]


def _rows_of(report: Report, actor: Actor, content: Mapping[str, Any]) -> Iterator[Proven]:
    """Count everything again up to the cut-off that was signed, and compare the rows of the main figures one by one."""
    signed, frozen = Kept(content["figures"]), content["frozen"]
    again = Kept(reckon(basis_of(report, actor, upto=signed.cutoff)))
    other = [difference.label for difference in differences(signed, again)]
    yield Proven(_("按当时的日志重算，每个数字都与签名的一致"), not other, "、".join(other) or str(len(signed.names)))
    pairs = zip(content["cells"], frozen["figures"], strict=True)
    moved = [place for place, item in pairs if not explain_difference(item, frozen["cutoff"]).is_intact]
    yield Proven(_("主要数字数到的每一行都没有变过"), not moved, "、".join(moved) or str(len(content["cells"])))
