"""Counting atoms: any number of atoms, periods and places in two queries, true at one instant.

The rollup holds whole months up to its horizon. The days at the edges of a period, and what no rollup knows (an atom
nobody declared, a single facet, a village), are counted from the journal and the stays up to the same horizon; then the
entries beyond the horizon are added, or, for a moment before it, taken off again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from psycopg.sql import SQL

from yaoan.kernel import clock
from yaoan.kernel.figures import statements
from yaoan.kernel.figures.formulas import Atom, Formula, Measure, Number
from yaoan.kernel.figures.questions import WHOLE, Cut, Known, Question
from yaoan.kernel.figures.running import run
from yaoan.kernel.figures.scopes import listed

TRIES = 20


Counts = dict[tuple[int, int, Cut, str], Number]
"""Counts by the number of the atom and of the period in the question, cut and key."""


@dataclass(frozen=True)
class Answer:
    """The counts that answer a question, true at `as_of`."""

    question: Question
    as_of: datetime
    counts: Counts

    @cached_property
    def numbers(self) -> dict[Atom, int]:
        return {atom: number for number, atom in enumerate(self.question.atoms)}

    def value(self, formula: Formula, period: int = 0, cut: Cut = WHOLE, key: str = "") -> Number | None:
        """The value of a formula over atoms of the question in one cell; None when nobody can tell."""
        return formula.value({atom: self._count(atom, period, cut, key) for atom in formula.atoms()})

    def keys(self, cut: Cut) -> list[str]:
        """The keys of a cut under which anything was counted, in order."""
        return sorted({key for _atom, _period, made, key in self.counts if made == cut})

    def _count(self, atom: Atom, period: int, cut: Cut, key: str) -> Number | None:
        if atom.kind not in self.question.scope.reaches:
            return None
        if atom.measure is Measure.OVERDUE and not _is_present(self.question, period, self.as_of):
            return None
        return _plain(self.counts.get((self.numbers[atom], period, cut, key), 0))


def count(question: Question) -> Answer:
    """Count. Two queries, or two more each time the rollup moves on between them."""
    for _attempt in range(TRIES):
        known = _known(question)
        as_of = clock.now()
        *rows, last = sorted(run(statements.statement(question, known)), key=lambda row: row[0] == statements.VERSION)
        if last[-2] == known.version:
            return Answer(question, as_of, _counts(question, known, rows, as_of))
    raise RuntimeError("the rollup of figures moves on faster than it can be read")


def _known(question: Question) -> Known:
    """The horizon, and which of the atoms the rollup can answer for."""
    keys = {atom.key: number for number, atom in enumerate(question.atoms)} if question.level else {}
    rows = run(
        SQL(
            """SELECT coalesce(h.version, 0), coalesce(h.entry, 0), s.key, s.id, s.since
                 FROM (SELECT) AS one LEFT JOIN figures_horizon h ON TRUE LEFT JOIN figures_series s ON s.key IN ({keys})"""
        ).format(keys=listed(keys or [""]))
    )
    series = {keys[key]: number for _version, _entry, key, number, _since in rows if key}
    since = min((row[4] for row in rows if row[4]), default=None)
    return Known(rows[0][0], rows[0][1], series, since)


def _counts(question: Question, known: Known, rows: Iterable[tuple[Any, ...]], as_of: datetime) -> Counts:
    """The rows of the statement added up into the cells they belong to."""
    counts: Counts = defaultdict(int)
    atom_of = {series: number for number, series in known.series.items()}
    wholes = {stock: [span.whole_months() for span in question.spans(stock=stock)] for stock in (False, True)}
    present = [number for number in range(len(question.periods)) if _is_present(question, number, as_of)]

    @cache
    def with_month(month: date, stock: bool) -> list[int]:
        return [number for number, whole in enumerate(wholes[stock]) if whole and month in whole]

    for grain, named, month, period, cut, key, counted, amount in rows:
        number = atom_of[named] if grain == statements.MONTH else named
        measure = question.atoms[number].measure
        if grain == statements.MONTH:
            periods = with_month(month, measure is Measure.STOCK)
        else:
            periods = present if period == statements.NOW else [period]
        for made in question.cuts if cut is None else [question.cuts[cut]]:
            cell = made.of(key)
            for place in periods:
                counts[number, place, made, cell] += amount if measure is Measure.AMOUNTS else counted
    return dict(counts)


def _plain(value: Number) -> Number:
    """A number in its one spelling: 400.0000 is 400, 2.5000 is 2.5."""
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else value.normalize()


def _is_present(question: Question, period: int, as_of: datetime) -> bool:
    """Whether a period reaches to this day, so that what is so now may be told of it."""
    return question.upto is None and question.periods[period].end >= clock.local_day(as_of)
