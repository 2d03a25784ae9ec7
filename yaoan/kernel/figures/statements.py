"""The one statement that answers a question: arms that count, joined by UNION ALL.

Each arm gives (grain, number, month, period, cut, key, count, amount). Rows of the rollup name a series and a month, and
belong to every period with that whole month in it; the others name an atom and a period. Rows that name no cut have the
key of the finest. The last arm gives the version of the rollup.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from psycopg.sql import SQL, Composable, Literal

from yaoan.kernel import clock
from yaoan.kernel.figures import sources
from yaoan.kernel.figures.formulas import Atom, Measure
from yaoan.kernel.figures.patterns import NONE, Atoms, Window, key, listing, looked_up, matched, sums, within
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.questions import Cut, Known, Question, is_flow, merged
from yaoan.kernel.figures.scopes import listed

MONTH, PERIOD, VERSION = "month", "period", "version"
NOW = -1
"""The period of rows that tell how things are at this moment."""


def statement(question: Question, known: Known) -> Composable:
    """The statement for a question, when the rollup is as it is known."""
    arms = [*_months(question, known), *_flows(question, known), *_stocks(question, known)]
    arms += [*_records(question), *_overdue(question), _version()]
    return SQL(" UNION ALL ").join(SQL("({})").format(arm) for arm in arms)


def _months(question: Question, known: Known) -> Iterator[Composable]:
    """Whole months from the rollup. For stock all months before the first that matters are one."""
    for test, stock in ((is_flow, False), (_is_stock, True)):
        series: dict[str, list[int]] = {}
        for number, atom in _chosen(question, test).items():
            if number in known.series:
                series.setdefault(atom.kind, []).append(known.series[number])
        wholes = [whole for span in question.spans(stock=stock) if (whole := span.whole_months())]
        months = list(_firsts(wholes, known.since))
        if series and months:
            yield SQL(
                """SELECT {grain}, t.series_id, GREATEST(t.month, {first}), NULL::int, NULL::int, {key},
                          sum(t.count)::bigint, sum(t.amount)
                     FROM figures_tally t
                    WHERE t.series_id IN ({series}) AND t.level = {level} AND t.month IN ({months}) AND {scope}
                    GROUP BY 2, 3, 6"""
            ).format(
                grain=Literal(MONTH),
                first=Literal(min(whole.end for whole in wholes).replace(day=1) if stock else months[0]),
                key=key(question.finest, "t"),
                series=listed(number for numbers in series.values() for number in numbers),
                level=Literal(question.level),
                months=listed(months),
                scope=question.scope.condition("t", "series_id", series),
            )


def _firsts(periods: Iterable[Period], since: date | None) -> Iterator[date]:
    """The first days of the months in some periods of whole months, none before `since`."""
    for period in merged(periods) if since else ():
        day = max(period.start, since or period.start)
        while day <= period.end:
            yield day
            day = Period.month_of(day).end + timedelta(days=1)


def _flows(question: Question, known: Known) -> Iterator[Composable]:
    """Acts and amounts outside the rollup: edges and undeclared atoms before the horizon, then what lies beyond it."""
    windows = list(enumerate(question.spans(stock=False)))
    atoms = _chosen(question, is_flow)
    rolled, raw = _parted(atoms, known)
    before = sources.entries_found(known.entry)
    yield from _found(question, rolled, before, _edges(windows))
    yield from _found(question, raw, before, windows)
    low, high, sign = _beyond(question, known)
    yield from _joined(question, atoms, sources.events(low, high, sign=sign), windows)


def _stocks(question: Question, known: Known) -> Iterator[Composable]:
    """The same for records in states."""
    windows = list(enumerate(question.spans(stock=True)))
    atoms = _chosen(question, _is_stock)
    rolled, raw = _parted(atoms, known)
    yield from _found(question, rolled, sources.SHIFTS_FOUND, _edges(windows))
    yield from _found(question, raw, sources.STANDING_FOUND, windows)
    low, high, _sign = _beyond(question, known)
    upto = sources.EVER if question.upto is None else question.upto
    beyond = sources.beyond(low, high, upto, {atom.kind for atom in atoms.values()})
    yield from _joined(question, atoms, beyond, windows)


def _records(question: Question) -> Iterator[Composable]:
    """Records counted once: they do not add up, so each cut and period is counted by itself."""
    windows = list(enumerate(question.periods))
    atoms = _chosen(question, lambda atom: atom.measure is Measure.RECORDS)
    source = sources.entries_found(sources.EVER if question.upto is None else question.upto)
    for number, cut in enumerate(question.cuts):
        yield from _found(question, atoms, source, windows, once=(number, cut))


def _overdue(question: Question) -> Iterator[Composable]:
    """Open duties past their date, now; not as of an entry, for deadlines are not in the journal.

    They are counted by act before atoms are matched: the database would read them once for each act of an atom.
    """
    atoms = _chosen(question, lambda atom: atom.measure is Measure.OVERDUE)
    if atoms and question.upto is None:
        yield SQL(
            """SELECT {grain}, p.atom, NULL::date, {now}, NULL::int, x.key, sum(x.count)::bigint, {none}
                 FROM {matched} GROUP BY 2, 6"""
        ).format(grain=Literal(PERIOD), now=Literal(NOW), none=NONE, matched=matched(atoms, _late(question, atoms)))


def _late(question: Question, atoms: Atoms) -> Composable:
    """The duties of each act whose clock has run out, counted by key."""
    return SQL(
        """SELECT x.kind, x.word, x.facets, {key} AS key, count(*) AS count
             FROM ({source}) AS x WHERE {scope} GROUP BY 1, 2, 3, 4"""
    ).format(key=key(question.finest), source=sources.overdue(clock.now()), scope=within(question.scope, atoms))


def _version() -> Composable:
    return SQL(
        """SELECT {grain}, NULL::int, NULL::date, NULL::int, NULL::int, NULL::text,
                  coalesce((SELECT version FROM figures_horizon), 0), {none}"""
    ).format(grain=Literal(VERSION), none=NONE)


def _found(
    question: Question, atoms: Atoms, source: Composable, windows: list[Window], once: tuple[int, Cut] | None = None
) -> Iterator[Composable]:
    """A count of what is looked up in a source."""
    if atoms and windows:
        yield _counted(question, atoms, looked_up(atoms, source, windows), once)


def _joined(question: Question, atoms: Atoms, source: Composable, windows: list[Window]) -> Iterator[Composable]:
    """A count of what matches in all of a source."""
    if atoms:
        tables = SQL("{} JOIN {} ON x.day BETWEEN q.first AND q.last").format(matched(atoms, source), listing(windows))
        yield _counted(question, atoms, tables)


def _counted(question: Question, atoms: Atoms, tables: Composable, once: tuple[int, Cut] | None = None) -> Composable:
    """Rows by atom, window and key: as many as there are, or for one cut records `once`."""
    return SQL(
        """SELECT {grain}, p.atom, NULL::date, q.period, {number}::int, {key}, {counted}
             FROM {tables} WHERE {scope} GROUP BY 2, 4, 6"""
    ).format(
        grain=Literal(PERIOD),
        number=Literal(once[0] if once else None),
        key=key(once[1] if once else question.finest),
        counted=SQL("count(DISTINCT x.record), {}").format(NONE) if once else sums(atoms),
        tables=tables,
        scope=within(question.scope, atoms),
    )


def _edges(windows: Iterable[Window]) -> list[Window]:
    return [(number, edge) for number, window in windows for edge in window.edges()]


def _chosen(question: Question, test: Callable[[Atom], bool]) -> dict[int, Atom]:
    return {number: atom for number, atom in enumerate(question.atoms) if test(atom)}


def _parted(atoms: Atoms, known: Known) -> tuple[Atoms, Atoms]:
    """Atoms the rollup knows, and those that only the journal knows: none while nothing is rolled up at all."""
    rolled = {number: atom for number, atom in atoms.items() if number in known.series}
    raw = {number: atom for number, atom in atoms.items() if number not in rolled and known.entry}
    return rolled, raw


def _is_stock(atom: Atom) -> bool:
    return atom.measure is Measure.STOCK


def _beyond(question: Question, known: Known) -> tuple[int, int, int]:
    """The entries that tell the moment asked about from the horizon, and whether they are added (1) or taken off (-1)."""
    if question.upto is None:
        return known.entry, sources.EVER, 1
    low, high = sorted((known.entry, question.upto))
    return low, high, 1 if question.upto >= known.entry else -1
