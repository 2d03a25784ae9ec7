"""The one statement that answers a question: arms that count, joined by UNION ALL.

Each arm gives (grain, atom, day, period, cut, key, count, amount). The grain says to which periods a row belongs: month
and edge rows to those in whose whole months or edges the day lies, day rows to those that contain it, period rows to the
period they name. Arms that name no cut count by the finest. The last arm gives the version of the rollup.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from psycopg.sql import SQL, Composable, Identifier, Literal

from yaoan.kernel import clock
from yaoan.kernel.figures import sources
from yaoan.kernel.figures.formulas import Atom, Measure
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.questions import Cut, Known, Question, is_flow, merged
from yaoan.kernel.figures.scopes import Scope, listed

MONTH, EDGE, DAY, PERIOD, VERSION = "month", "edge", "day", "period", "version"
NOW = -1
"""The period of rows that tell how things are at this moment."""

AMOUNT = SQL(
    """CASE WHEN p.field <> '' AND x.payload -> 'fields' ->> p.field ~ '^-?[0-9]{1,20}([.][0-9]{1,10})?$'
            THEN (x.payload -> 'fields' ->> p.field)::numeric END"""
)
NONE = SQL("NULL::numeric")

Atoms = Mapping[int, Atom]
"""Atoms by their numbers."""


def statement(question: Question, known: Known) -> Composable:
    """The statement for a question, when the rollup is as it is known."""
    arms = [*_months(question, known), *_flows(question, known), *_stocks(question, known)]
    arms += [*_records(question), *_overdue(question), _version()]
    return SQL(" UNION ALL ").join(SQL("({})").format(arm) for arm in arms)


def belongs(grain: str, day: date, span: Period) -> bool:
    """Whether a row of a grain and a day counts in a period."""
    if grain == MONTH:
        whole = span.whole_months()
        return whole is not None and day in whole
    if grain == EDGE:
        return any(day in edge for edge in span.edges())
    return day in span


def patterns(atoms: Atoms) -> Composable:
    """The rows (atom, kind, word, facets, field) that say which rows of a source belong to which atom."""
    rows = [
        SQL("({}, {}, {}, {}::jsonb, {})").format(
            Literal(number), Literal(atom.kind), Literal(word), Literal(json.dumps(facets)), Literal(atom.field)
        )
        for number, atom in atoms.items()
        for word, facets in atom.patterns()
    ]
    return SQL("(VALUES {}) AS p (atom, kind, word, facets, field)").format(SQL(", ").join(rows))


def matched(atoms: Atoms, source: Composable) -> Composable:
    """FROM and ON: each row of a source beside the atoms it belongs to, as `p` and `x`."""
    has_amount = SQL("AND (p.field = '' OR ({}) IS NOT NULL)").format(AMOUNT) if _any_field(atoms) else SQL("")
    return SQL(
        "{patterns} JOIN ({source}) AS x ON x.kind = p.kind AND x.word = p.word AND x.facets @> p.facets {has_amount}"
    ).format(patterns=patterns(atoms), source=source, has_amount=has_amount)


def sums(atoms: Atoms) -> Composable:
    """The count and the amount of matched rows."""
    amount = AMOUNT if _any_field(atoms) else NONE
    return SQL("sum(x.sign)::bigint, sum(x.sign * ({}))").format(amount)


def within(scope: Scope, atoms: Atoms) -> Composable:
    """The matched rows inside a scope."""
    return scope.condition("x", "kind", {atom.kind: [atom.kind] for atom in atoms.values()})


def during(row: str, column: str, periods: Iterable[Period]) -> Composable:
    """The rows whose day lies in one of the periods."""
    arms = [
        SQL("{} BETWEEN {} AND {}").format(Identifier(row, column), Literal(period.start), Literal(period.end))
        for period in merged(periods)
    ]
    return SQL("({})").format(SQL(" OR ").join(arms)) if arms else SQL("FALSE")


def key(cut: Cut, row: str) -> Composable:
    """The key of a row in a cut."""
    templates = {
        "": SQL("''"),
        "area": SQL("left({row}.area, {level})"),
        "agency": SQL("coalesce({row}.agency, 0)::text"),
        "facet": SQL("coalesce({row}.facets ->> {facet}, '')"),
    }
    return templates[cut.by].format(row=Identifier(row), level=Literal(cut.level), facet=Literal(cut.facet))


def _any_field(atoms: Atoms) -> bool:
    return any(atom.field for atom in atoms.values())


def _chosen(question: Question, test: Callable[[Atom], bool]) -> dict[int, Atom]:
    return {number: atom for number, atom in enumerate(question.atoms) if test(atom)}


def _is_stock(atom: Atom) -> bool:
    return atom.measure is Measure.STOCK


def _months(question: Question, known: Known) -> Iterator[Composable]:
    """Whole months from the rollup."""
    for test, stock in ((is_flow, False), (_is_stock, True)):
        series: dict[str, list[int]] = {}
        for number, atom in _chosen(question, test).items():
            if number in known.series:
                series.setdefault(atom.kind, []).append(known.series[number])
        wholes = [whole for span in question.spans(stock=stock) if (whole := span.whole_months())]
        months = list(_months_of(wholes, known.since))
        if not series or not months:
            continue
        numbers = [number for found in series.values() for number in found]
        first = min(whole.end for whole in wholes).replace(day=1) if stock else months[0]
        yield SQL(
            """SELECT {grain}, t.series_id, GREATEST(t.month, {first}), NULL::int, NULL::int, {key},
                      sum(t.count)::bigint, sum(t.amount)
                 FROM figures_tally t
                WHERE t.series_id IN ({series}) AND t.level = {level} AND t.month IN ({months}) AND {scope}
                GROUP BY 2, 3, 6"""
        ).format(
            grain=Literal(MONTH),
            first=Literal(first),
            key=key(question.finest, "t"),
            series=listed(numbers),
            level=Literal(question.level),
            months=listed(months),
            scope=question.scope.condition("t", "series_id", series),
        )


def _months_of(periods: Sequence[Period], since: date | None) -> Iterator[date]:
    """The first days of the months in some periods of whole months, none before `since`."""
    for period in merged(periods) if since else ():
        day = max(period.start, since)  # type: ignore[type-var]
        while day <= period.end:
            yield day
            day = Period.month_of(day).end + timedelta(days=1)


def _flows(question: Question, known: Known) -> Iterator[Composable]:
    """Acts and amounts outside the rollup: edges and undeclared atoms before the horizon, then what lies beyond it."""
    atoms = _chosen(question, is_flow)
    if not atoms:
        return
    source = sources.entries(known.entry)
    edges = [edge for period in question.periods for edge in period.edges()]
    rolled = {number: atom for number, atom in atoms.items() if number in known.series}
    raw = {number: atom for number, atom in atoms.items() if number not in known.series}
    if rolled and edges:
        yield _arm(EDGE, rolled, source, during("x", "day", edges), question)
    if raw and known.entry:
        yield _arm(DAY, raw, source, during("x", "day", question.periods), question)
    low, high, sign = _beyond(question, known)
    yield _arm(DAY, atoms, sources.events(low, high, sign=sign), during("x", "day", question.periods), question)


def _stocks(question: Question, known: Known) -> Iterator[Composable]:
    """The same for records in states."""
    atoms = _chosen(question, _is_stock)
    if not atoms:
        return
    spans = question.spans(stock=True)
    edges = [edge for span in spans for edge in span.edges()]
    rolled = {number: atom for number, atom in atoms.items() if number in known.series}
    raw = {number: atom for number, atom in atoms.items() if number not in known.series}
    if rolled and edges:
        yield _arm(EDGE, rolled, sources.KEPT_SHIFTS, during("x", "day", edges), question)
    if raw and known.entry:
        days = SQL("x.day <= q.last AND (x.until IS NULL OR x.until > q.last)")
        yield _arm(PERIOD, raw, sources.KEPT_STAYS, days, question)
    low, high, _sign = _beyond(question, known)
    kinds = sorted({atom.kind for atom in atoms.values()})
    upto = sources.EVER if question.upto is None else question.upto
    yield _arm(DAY, atoms, sources.corrections(low, high, upto, kinds), during("x", "day", spans), question)


def _records(question: Question) -> Iterator[Composable]:
    """Records counted once: these do not add up, so each cut and period is counted by itself."""
    atoms = _chosen(question, lambda atom: atom.measure is Measure.RECORDS)
    source = sources.entries(sources.EVER if question.upto is None else question.upto)
    for number, cut in enumerate(question.cuts if atoms else ()):
        days = SQL("x.day BETWEEN q.first AND q.last")
        yield _arm(PERIOD, atoms, source, days, question, cut=(number, cut), counted=SQL("count(DISTINCT x.record)"))


def _overdue(question: Question) -> Iterator[Composable]:
    """Open duties past their date, now; not as of an entry, for deadlines are not in the journal."""
    atoms = _chosen(question, lambda atom: atom.measure is Measure.OVERDUE)
    if not atoms or question.upto is not None:
        return
    yield SQL(
        """SELECT {grain}, p.atom, NULL::date, {now}, NULL::int, {key}, count(*), {none}
             FROM {patterns} JOIN ({source}) AS x ON x.kind = p.kind AND x.word = p.word
            WHERE {scope} GROUP BY 2, 6"""
    ).format(
        grain=Literal(PERIOD),
        now=Literal(NOW),
        key=key(question.finest, "x"),
        none=NONE,
        patterns=patterns(atoms),
        source=sources.overdue(clock.now()),
        scope=within(question.scope, atoms),
    )


def _version() -> Composable:
    return SQL(
        """SELECT {grain}, NULL::int, NULL::date, NULL::int, NULL::int, NULL::text,
                  coalesce((SELECT version FROM figures_horizon), 0), {none}"""
    ).format(grain=Literal(VERSION), none=NONE)


def _arm(
    grain: str,
    atoms: Atoms,
    source: Composable,
    days: Composable,
    question: Question,
    *,
    cut: tuple[int, Cut] | None = None,
    counted: Composable | None = None,
) -> Composable:
    """Matched rows counted by atom, day or period, and key."""
    by_period = grain == PERIOD
    return SQL(
        """SELECT {grain}, p.atom, {day}, {period}, {number}, {key}, {counted}
             FROM {matched} {periods}
            WHERE {days} AND {scope} GROUP BY 2, 3, 4, 6"""
    ).format(
        grain=Literal(grain),
        day=SQL("NULL::date") if by_period else SQL("x.day"),
        period=SQL("q.period") if by_period else SQL("NULL::int"),
        number=SQL("{}::int").format(Literal(cut[0] if cut else None)),
        key=key(cut[1] if cut else question.finest, "x"),
        counted=SQL("{}, {}").format(counted, NONE) if counted else sums(atoms),
        matched=matched(atoms, source),
        periods=_periods(question.periods) if by_period else SQL(""),
        days=days,
        scope=within(question.scope, atoms),
    )


def _periods(periods: Sequence[Period]) -> Composable:
    rows = [
        SQL("({}, {}, {})").format(Literal(number), Literal(period.start), Literal(period.end))
        for number, period in enumerate(periods)
    ]
    return SQL("CROSS JOIN (VALUES {}) AS q (period, first, last)").format(SQL(", ").join(rows))


def _beyond(question: Question, known: Known) -> tuple[int, int, int]:
    """The entries that tell the moment asked about from the horizon, and whether they are added (1) or taken off (-1)."""
    if question.upto is None:
        return known.entry, sources.EVER, 1
    low, high = sorted((known.entry, question.upto))
    return low, high, 1 if question.upto >= known.entry else -1
