"""Names of places by code. They change once a year, so each process keeps those it has read."""

from collections.abc import Iterable

from yaoan.kernel.access.models import Division

_known: dict[str, str] = {}


def place(code: str) -> str:
    """The name of a place, or its code where the register of places lacks it."""
    if code and code not in _known:
        read_places([code])
    return _known.get(code, code)


def read_places(codes: Iterable[str]) -> None:
    """Read the names of many places in one query, so that `place` needs none."""
    missing = {code for code in codes if code} - _known.keys()
    if missing:
        _known.update(Division.objects.filter(code__in=missing).values_list("code", "name"))


def forget_places() -> None:
    """Read the names anew: after the register of places was loaded."""
    _known.clear()
