"""What the code that runs now may see: the second lock. The database repeats it on every row of a guarded table.

Nothing is seen unless somebody says so: a request sees what its actor may read, a job and a command line see the whole.

    with seeing(actor.sight): ...
    with whole(): ...

The connection tells the database before the next statement (`yaoan.config.engine`); entering a block costs nothing.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TypeVar

NOTHING = ""
WHOLE = '{"whole":"t"}'
Part = TypeVar("Part")

_in_force: ContextVar[str] = ContextVar("sight", default=NOTHING)


def in_force() -> str:
    """The sight of the code that asks."""
    return _in_force.get()


@contextmanager
def seeing(sight: str) -> Iterator[None]:
    """Inside the block only this is seen, whatever was seen outside."""
    token = _in_force.set(sight)
    try:
        yield
    finally:
        _in_force.reset(token)


@contextmanager
def whole() -> Iterator[None]:
    """Inside the block everything is seen. For work of the system, and where the statement itself keeps to a scope."""
    with seeing(WHOLE):
        yield


@contextmanager
def counting() -> Iterator[None]:
    """Inside the block the journal and the open duties are seen whole beside what is seen anyway, and no more.

    For statements of figures: whether an act was taken back must be told from entries the reader may not open. Who sees
    nothing still sees nothing.
    """
    with seeing(_counting(in_force())):
        yield


@lru_cache(maxsize=1024)
def _counting(sight: str) -> str:
    if sight in (NOTHING, WHOLE):
        return sight
    return json.dumps(json.loads(sight) | {"counting": "t"}, separators=(",", ":"))


def narrow(sight: str) -> None:
    """For the rest of the surrounding block see this instead."""
    _in_force.set(sight)


def kept(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, each made with the sight that is in force now: for answers that are sent after their block has ended."""
    return _kept(in_force(), iter(parts))


def _kept(sight: str, rest: Iterator[Part]) -> Iterator[Part]:
    while True:
        with seeing(sight):
            try:
                part = next(rest)
            except StopIteration:
                return
        yield part


def described(
    *, user: int, own: Iterable[int], areas: Mapping[str, Iterable[str]], agencies: Mapping[str, Iterable[int]]
) -> str:
    """The sight of a person: `areas` and `agencies` by kind of record, `own` the agencies of the person's posts.

    Lists are spelled as the database spells arrays, so that its policies need not take them apart. For rows that name
    their kind the kinds that reach equally far are told once, as `alike`; only the others are told one by one.
    """
    words = {"user": str(user), "own": _array(own)}
    words |= {f"areas {kind}": _array(prefixes) for kind, prefixes in areas.items()}
    words |= {f"agencies {kind}": _array(ids) for kind, ids in agencies.items()}
    reaches = {kind: (_array(areas.get(kind, ())), _array(agencies.get(kind, ()))) for kind in {*areas, *agencies}}
    most = Counter(sorted(reaches.values())).most_common(1)[0][0] if reaches else ("{}", "{}")
    alike = {kind for kind, reach in reaches.items() if reach == most}
    words |= {"alike": json.dumps(sorted(alike)), "alike areas": most[0], "alike agencies": most[1]}
    words["areas"] = _array(f"{kind} {area}" for kind in areas.keys() - alike for area in areas[kind])
    words["agencies"] = _array(f"{kind} {one}" for kind in agencies.keys() - alike for one in agencies[kind])
    return json.dumps(words, separators=(",", ":"))


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(f'"{value}"' for value in sorted(values, key=str)) + "}"
