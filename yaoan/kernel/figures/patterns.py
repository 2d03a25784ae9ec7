"""Which rows of a source belong to which atom, and what they add: the pieces of SQL that all counting is made of.

In them `p` is a pattern of an atom, `x` a row of a source that matches it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from psycopg.sql import SQL, Composable, Identifier, Literal

from yaoan.kernel.figures.formulas import Atom
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.questions import Cut
from yaoan.kernel.figures.scopes import Scope

Atoms = Mapping[int, Atom]
"""Atoms by the numbers that name them in the rows counted."""

FEW = 6
"""Up to so many values of a facet are patterns of their own."""

Window = tuple[int, Period]
"""The number of a period in the question, and the days of it that are counted."""

NUMBER = SQL(
    """(CASE WHEN p.field <> '' AND x.payload -> 'fields' ->> p.field ~ '^-?[0-9]{1,20}([.][0-9]{1,10})?$'
             THEN (x.payload -> 'fields' ->> p.field)::numeric END)"""
)
"""The number in the field of a payload; NULL where there is none."""
NONE = SQL("NULL::numeric")
NO_PATTERN = SQL("(NULL::int, NULL::text, NULL::text, NULL::jsonb, ''::text, NULL::text, NULL::text[])")
"""What stands for atoms of nothing: no row of a source is of its kind."""


def matched(atoms: Atoms, source: Composable) -> Composable:
    """What stands after FROM: each row of a source beside the atoms it belongs to."""
    return SQL(
        "{patterns} JOIN ({source}) AS x ON x.kind = p.kind AND x.word = p.word AND x.facets @> p.facets"
    ).format(patterns=_patterns(atoms), source=source)


def looked_up(atoms: Atoms, source: Composable, windows: Iterable[Window]) -> Composable:
    """The same, and the window the row lies in, for a source that is looked up.

    OFFSET 0 makes the database do it in this order: for a few patterns and windows an index leads to the rows.
    """
    return SQL("{patterns} CROSS JOIN {windows} CROSS JOIN LATERAL ({source} OFFSET 0) AS x").format(
        patterns=_patterns(atoms), windows=listing(windows), source=source
    )


def listing(windows: Iterable[Window]) -> Composable:
    """Windows as a relation `q`."""
    rows = [
        SQL("({}, {}, {})").format(Literal(number), Literal(window.start), Literal(window.end))
        for number, window in windows
    ]
    return SQL("(VALUES {}) AS q (period, first, last)").format(SQL(", ").join(rows))


def _patterns(atoms: Atoms) -> Composable:
    rows: list[Composable] = [
        SQL("({}, {}, {}, {}::jsonb, {}, {}::text, {}::text[])").format(
            Literal(number), Literal(atom.kind), Literal(word), Literal(json.dumps(facets)), Literal(atom.field),
            Literal(many), Literal(values),
        )
        for number, atom in atoms.items()
        for word, facets, many, values in _spread(atom)
    ]  # fmt: skip
    rows = rows or [NO_PATTERN]
    return SQL("(VALUES {}) AS p (atom, kind, word, facets, field, facet, among)").format(SQL(", ").join(rows))


def _spread(atom: Atom) -> Iterator[tuple[str, dict[str, str], str | None, list[str] | None]]:
    """The patterns of an atom, and beside them a facet with more than a few values: each value would be a look-up more."""
    many = next((facet for facet, values in atom.where if len(values) > FEW), None)
    rest = replace(atom, where=tuple(pair for pair in atom.where if pair[0] != many))
    values = list(dict(atom.where)[many]) if many else None
    return ((word, facets, many, values) for word, facets in rest.patterns())


def amount(atoms: Atoms) -> Composable:
    """What a matched row adds to the amount; NULL where its atom adds up no field."""
    return NUMBER if any(atom.field for atom in atoms.values()) else NONE


def sums(atoms: Atoms) -> Composable:
    """The count and the amount of matched rows."""
    return SQL("sum(x.sign)::bigint AS count, sum(x.sign * {}) AS amount").format(amount(atoms))


def within(scope: Scope, atoms: Atoms) -> Composable:
    """The rows inside a scope, and of acts whose amounts are added up those that have one."""
    reach = scope.condition("x", "kind", {atom.kind: [atom.kind] for atom in atoms.values()})
    return SQL("{} AND {}").format(reach, belongs(atoms))


def belongs(atoms: Atoms) -> Composable:
    """What a matched row must fulfil beyond its pattern: one of many values, and a number where numbers are added up."""
    if not any(many for atom in atoms.values() for _word, _facets, many, _values in _spread(atom)):
        return has_amount(atoms)
    return SQL("(p.facet IS NULL OR x.facets ->> p.facet = ANY (p.among)) AND {}").format(has_amount(atoms))


def has_amount(atoms: Atoms) -> Composable:
    """Whether a matched row has the number that its atom adds up, if it adds up any."""
    if not any(atom.field for atom in atoms.values()):
        return SQL("TRUE")
    return SQL("(p.field = '' OR {} IS NOT NULL)").format(NUMBER)


def key(cut: Cut, row: str = "x") -> Composable:
    """The key of a row in a cut."""
    templates = {
        "": SQL("''"),
        "area": SQL("left({row}.area, {level})"),
        "agency": SQL("coalesce({row}.agency, 0)::text"),
        "facet": SQL("coalesce({row}.facets ->> {facet}, '')"),
    }
    return templates[cut.by].format(row=Identifier(row), level=Literal(cut.level), facet=Literal(cut.facet))
