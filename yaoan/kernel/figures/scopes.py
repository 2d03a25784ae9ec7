"""How far a reader sees, as conditions that are applied before anything is added up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Q
from psycopg.sql import SQL, Composable, Identifier, Literal

from yaoan.kernel.access.actor import NOWHERE, Actor, Reach


@dataclass(frozen=True)
class Scope:
    """The reach of a reader for each kind of record, narrowed to the places below `area` and to one responsible unit.

    Figures follow grants: what lies in the areas of the grant, and what an agency of the grant answers for. Place and
    unit are those at the time of the act. Being assigned to a single record gives its page, not a figure.
    """

    reaches: Mapping[str, Reach] = field(hash=False)
    area: str = ""
    agency: int | None = None

    @classmethod
    def of(cls, actor: Actor, kinds: Iterable[str], *, area: str = "", agency: int | None = None) -> Self:
        """What the actor may see of some kinds of record. Kinds the actor may not read are left out."""
        reaches = {kind: actor.rights.get(f"{kind}.view") for kind in kinds}
        return cls({kind: reach for kind, reach in reaches.items() if reach is not None}, area, agency)

    @property
    def finest(self) -> int:
        """How many digits of a place must be known to tell inside from outside."""
        prefixes = [prefix for reach in self.reaches.values() for prefix in reach.areas]
        return max(map(len, [*prefixes, self.area]), default=0)

    def condition(self, row: str, column: str, keys: Mapping[str, Iterable[Any]]) -> Composable:
        """What rows of `row`, with columns area and agency, must fulfil.

        `keys` says which values of `column` belong to each kind of record.
        """
        groups: dict[Reach, list[Any]] = defaultdict(list)
        for kind, values in keys.items():
            if kind in self.reaches:
                groups[self.reaches[kind]] += values
        arms = [
            SQL("({column} IN ({values}) AND {within})").format(
                column=Identifier(row, column), values=listed(values), within=_within(row, reach)
            )
            for reach, values in groups.items()
            if values
        ]
        parts: list[Composable] = [SQL("({})").format(SQL(" OR ").join(arms)) if arms else SQL("FALSE")]
        if self.area:
            parts.append(below(row, self.area))
        if self.agency is not None:
            parts.append(SQL("{} = {}").format(Identifier(row, "agency"), Literal(self.agency)))
        return SQL(" AND ").join(parts)

    def rows(self, kind: str) -> Q:
        """The same of one kind of record, for any model with area and agency."""
        reach = self.reaches.get(kind)
        if reach is None:
            return NOWHERE
        inside = Q()
        if "" not in reach.areas:
            inside = Q(agency_id__in=sorted(reach.agencies))
            for prefix in reach.areas:
                inside |= Q(area__startswith=prefix)
        if self.area:
            inside &= Q(area__startswith=self.area)
        return inside if self.agency is None else inside & Q(agency_id=self.agency)

    def spec(self) -> dict[str, Any]:
        """The scope as plain JSON, from which `from_spec` makes it again."""
        reaches = {
            kind: {"areas": list(reach.areas), "agencies": sorted(reach.agencies)}
            for kind, reach in sorted(self.reaches.items())
        }
        return {"reaches": reaches, "area": self.area, "agency": self.agency}

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Self:
        reaches = {
            kind: Reach(tuple(reach["areas"]), frozenset(reach["agencies"])) for kind, reach in spec["reaches"].items()
        }
        return cls(reaches, spec["area"], spec["agency"])


def _within(row: str, reach: Reach) -> Composable:
    if "" in reach.areas:
        return SQL("TRUE")
    arms = [below(row, prefix) for prefix in reach.areas]
    if reach.agencies:
        arms.append(SQL("{} IN ({})").format(Identifier(row, "agency"), listed(sorted(reach.agencies))))
    return SQL("({})").format(SQL(" OR ").join(arms)) if arms else SQL("FALSE")


def below(row: str, prefix: str) -> Composable:
    """The rows in a place and the places inside it."""
    if not prefix.isdigit():  # nothing to escape in the pattern, then
        raise ValueError(f"{prefix!r} is no division code")
    return SQL("{} LIKE {}").format(Identifier(row, "area"), Literal(f"{prefix}%"))


def listed(values: Iterable[Any]) -> Composable:
    return SQL(", ").join(map(Literal, values))
