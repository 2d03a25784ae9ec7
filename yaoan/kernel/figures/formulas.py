"""What a figure is made of. Atoms are counted; formulas put the counts together. Values without Django."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import product
from typing import Any, Protocol

Number = int | Decimal
Where = Mapping[str, str | Sequence[str]]
"""Facets and the value, or the values, they may have."""


class Measure(StrEnum):
    """What is counted in an atom's kind of record."""

    ACTS = "acts"
    RECORDS = "records"
    AMOUNTS = "amounts"
    STOCK = "stock"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing counted. Made by `acts`, `amounts`, `stock` and `overdue`.

    `words` are the acts counted, or for stock the states; an act or record counts once however many words it matches.
    `where` holds (facet, allowed values) pairs, sorted. `field` is the payload field that amounts add up.
    """

    measure: Measure
    kind: str
    words: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    field: str = ""

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError(f"{self.measure} of {self.kind}: name at least one {self.word}")

    @property
    def word(self) -> str:
        return "state" if self.measure is Measure.STOCK else "act"

    @property
    def key(self) -> str:
        """The atom in one line; equal for equal atoms, and readable in the rollup."""
        where = ",".join(f"{facet}={'|'.join(values)}" for facet, values in self.where)
        parts = (self.measure, self.kind, "|".join(self.words), self.field, where)
        return ":".join(parts).rstrip(":")

    def patterns(self) -> Iterator[tuple[str, dict[str, str]]]:
        """(word, facets) pairs that exclude one another and together are the atom."""
        facets = [facet for facet, _values in self.where]
        for word, *values in product(self.words, *(values for _facet, values in self.where)):
            yield word, dict(zip(facets, values, strict=True))

    def narrowed(self, facet: str, value: str | Sequence[str]) -> "Atom":
        """The part of the atom with one value of a facet, or one of several; of values it never has, a part of nothing."""
        where = dict(self.where)
        values = (value,) if isinstance(value, str) else tuple(value)
        left = [one for one in values if one in where.get(facet, values)]
        return replace(self, where=_where({**where, facet: left}))

    def atoms(self) -> "tuple[Atom, ...]":
        return (self,)

    def value(self, counts: "Mapping[Atom, Number | None]") -> Number | None:
        return counts[self]

    def spec(self) -> dict[str, Any]:
        return {
            "measure": str(self.measure),
            "kind": self.kind,
            "words": list(self.words),
            "where": {facet: list(values) for facet, values in self.where},
            "field": self.field,
        }

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> "Atom":
        return cls(Measure(spec["measure"]), spec["kind"], tuple(spec["words"]), _where(spec["where"]), spec["field"])


class Formula(Protocol):
    """Atoms, and how their counts make one number. None stands for what cannot be told."""

    def atoms(self) -> tuple[Atom, ...]: ...

    def value(self, counts: Mapping[Atom, Number | None]) -> Number | None: ...

    def spec(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Sum:
    """Several formulas added up."""

    parts: tuple[Formula, ...]

    def atoms(self) -> tuple[Atom, ...]:
        return tuple(dict.fromkeys(atom for part in self.parts for atom in part.atoms()))

    def value(self, counts: Mapping[Atom, Number | None]) -> Number | None:
        values = [part.value(counts) for part in self.parts]
        return None if None in values else sum(value for value in values if value is not None)

    def spec(self) -> dict[str, Any]:
        return {"sum": [part.spec() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class Difference:
    """One formula less another."""

    over: Formula
    under: Formula

    def atoms(self) -> tuple[Atom, ...]:
        return tuple(dict.fromkeys((*self.over.atoms(), *self.under.atoms())))

    def value(self, counts: Mapping[Atom, Number | None]) -> Number | None:
        over, under = self.over.value(counts), self.under.value(counts)
        return None if over is None or under is None else over - under

    def spec(self) -> dict[str, Any]:
        return {"difference": [self.over.spec(), self.under.spec()]}


@dataclass(frozen=True, slots=True)
class Ratio:
    """`per` times one formula over another, rounded half up to `digits`; None where the lower one is zero."""

    over: Formula
    under: Formula
    per: int = 100
    digits: int = 1

    def atoms(self) -> tuple[Atom, ...]:
        return tuple(dict.fromkeys((*self.over.atoms(), *self.under.atoms())))

    def value(self, counts: Mapping[Atom, Number | None]) -> Number | None:
        over, under = self.over.value(counts), self.under.value(counts)
        if over is None or not under:
            return None
        exact = Decimal(over) * self.per / Decimal(under)
        return exact.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP)

    def spec(self) -> dict[str, Any]:
        return {"ratio": [self.over.spec(), self.under.spec()], "per": self.per, "digits": self.digits}


def acts(kind: str, *names: str, where: Where | None = None, each: str = "act") -> Atom:
    """How many acts took effect in the period, those taken back left out.

    With `each="record"` a record counts once in each period and place, however often the acts were done to it. Such
    figures do not add up over periods and are counted from the journal itself, so use them where they are meant.
    """
    measure = {"act": Measure.ACTS, "record": Measure.RECORDS}[each]
    return Atom(measure, kind, names, _where(where))


def amounts(kind: str, act: str, field: str, *, where: Where | None = None) -> Atom:
    """The sum of a number field of a command over the acts of the period (at most ten decimal places)."""
    return Atom(Measure.AMOUNTS, kind, (act,), _where(where), field)


def stock(kind: str, *states: str, where: Where | None = None) -> Atom:
    """How many records were in one of the states at the end of the period's last day (today: now)."""
    return Atom(Measure.STOCK, kind, tuple(map(str, states)), _where(where))


def overdue(kind: str, *names: str) -> Atom:
    """How many duties are open past their due date at this moment; of past days nobody can tell."""
    return Atom(Measure.OVERDUE, kind, names)


def ratio(over: Formula, under: Formula, *, per: int = 100, digits: int = 1) -> Ratio:
    """A share, by default in per cent with one decimal place."""
    return Ratio(over, under, per, digits)


def difference(over: Formula, under: Formula) -> Difference:
    return Difference(over, under)


def sum_of(*parts: Formula) -> Sum:
    return Sum(parts)


def formula_from(spec: Mapping[str, Any]) -> Formula:
    """The formula that a `spec()` describes. Raises LookupError or ValueError where it is none."""
    if "sum" in spec:
        return Sum(tuple(formula_from(part) for part in spec["sum"]))
    if "difference" in spec:
        return Difference(*(formula_from(part) for part in spec["difference"]))
    if "ratio" in spec:
        over, under = (formula_from(part) for part in spec["ratio"])
        return Ratio(over, under, spec["per"], spec["digits"])
    return Atom.from_spec(spec)


def _where(where: Where | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = ((facet, (value,) if isinstance(value, str) else value) for facet, value in (where or {}).items())
    return tuple(sorted((facet, tuple(sorted({str(value) for value in values}))) for facet, values in pairs))
