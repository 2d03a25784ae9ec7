"""The national tree of places as data: province, city, county, township from the shipped file, villages from another.

A code is the trimmed prefix of the 12-digit statistical code: province 2 digits, city 4, county 6, township 9, village
12; so the code of a place begins with the codes of all places around it. Some nodes are only there to keep that true:

* ``1101 市辖区`` under a municipality, ``4190 省直辖县级行政区划`` above the counties that a province governs itself;
* ``441900 东莞市`` under ``4419 东莞市``: a city without counties, whose townships need a county node.

`is_nominal` tells the first kind; `full_names` leaves both kinds out of a place's full name.
See ``data/divisions.md`` for source, date and licence.
"""

import gzip
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Level = Literal["province", "city", "county", "township", "village"]

LEVELS: Final = MappingProxyType[int, Level]({2: "province", 4: "city", 6: "county", 9: "township", 12: "village"})
"""Length of a code → level of the place."""

NOMINAL_NAMES: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})

_PARENT_SIZE = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}


class Division(NamedTuple):
    """A place. ``parent`` is the code of the place around it, empty for a province."""

    code: str
    name: str
    level: Level
    parent: str


def read_divisions(source: Path | None = None) -> Iterator[Division]:
    """All places of the shipped file, or of a gzip file of ``code,name`` lines, every place after the one around it.

    A line that is not a place is a `ValueError` naming the line.
    """
    opened = source.open("rb") if source else files(__package__).joinpath("data/divisions.csv.gz").open("rb")
    with opened, gzip.open(opened, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            code, _comma, name = line.rstrip("\r\n").partition(",")
            try:
                yield division(code, name)
            except ValueError:
                raise ValueError(f"line {number} of the places is not “code,name”: {line!r}") from None


def is_nominal(place: Division) -> bool:
    """Whether the place is a mere node between others and no place of its own (市辖区, 省直辖县级行政区划)."""
    return place.level == "city" and place.name in NOMINAL_NAMES


def full_names(places: Iterable[Division]) -> Iterator[tuple[Division, str]]:
    """Each place with its full name (河北省邯郸市魏县), without nominal nodes and without a name said twice.

    A place must come after the one around it; one whose surroundings have not come begins with its own name.
    """
    names: dict[str, str] = {}
    for place in places:
        names[place.code] = named_within(names.get(place.parent, ""), place)
        yield place, names[place.code]


def named_within(around: str, place: Division) -> str:
    """The full name of a place, by the full name of the one around it."""
    if is_nominal(place) and around:
        return around
    return around if around.endswith(place.name) else around + place.name


def division(code: str, name: str) -> Division:
    """A place by its code. Raises ValueError where the code has no length of a level."""
    if not (code.isascii() and code.isdigit() and len(code) in LEVELS and name):
        raise ValueError(f"{code!r} is no code of a place")
    return Division(code, name, LEVELS[len(code)], code[: _PARENT_SIZE[len(code)]])
