"""What the code that runs now may see: the second lock. The database repeats it on every row of a guarded table.

Nothing is seen unless somebody says so: a request sees what its actor may read, a job and a command line see the whole.

    with seeing(actor.sight): ...
    with whole(): ...

The connection tells the database before the next statement (`yaoan.config.engine`); entering a block costs nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
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

    Lists are spelled as the database spells arrays, so that its policies need not take them apart.
    """
    words = {"user": str(user), "own": _array(own)}
    words |= {f"areas {kind}": _array(prefixes) for kind, prefixes in areas.items()}
    words |= {f"agencies {kind}": _array(ids) for kind, ids in agencies.items()}
    words["areas"] = _array(f"{kind} {prefix}" for kind, prefixes in areas.items() for prefix in prefixes)
    words["agencies"] = _array(f"{kind} {one}" for kind, ids in agencies.items() for one in ids)
    return json.dumps(words, separators=(",", ":"))


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(f'"{value}"' for value in sorted(values, key=str)) + "}"
