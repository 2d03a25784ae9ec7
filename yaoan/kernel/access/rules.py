"""How strict signing in is here. Operators set it in the environment; docs/operate.md lists the variables."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of this installation."""

    idle: timedelta = timedelta(minutes=60)
    """How long a session lasts without a request."""
    longest: timedelta = timedelta(hours=12)
    """How long a session lasts at all."""
    fresh: timedelta = timedelta(minutes=10)
    """How long ago who does something dangerous may have proved who they are."""
    second_factor: frozenset[str] = frozenset()
    """The roles that must have a second factor; `all` in it means everybody."""
    password_age: timedelta = timedelta(0)
    """After how long a password must be changed; nothing means never."""

    def wants_second_factor(self, roles: Iterable[str]) -> bool:
        return EVERYONE in self.second_factor or not self.second_factor.isdisjoint(roles)


@cache
def rules() -> Rules:
    """The rules as the environment says them when first asked. Raises ValueError naming the variable that is wrong."""
    usual = Rules()
    return Rules(
        idle=_span("YAOAN_IDLE_MINUTES", "minutes", usual.idle),
        longest=_span("YAOAN_SESSION_HOURS", "hours", usual.longest),
        fresh=_span("YAOAN_FRESH_MINUTES", "minutes", usual.fresh),
        second_factor=frozenset(filter(None, os.environ.get("YAOAN_SECOND_FACTOR", "").replace(" ", "").split(","))),
        password_age=_span("YAOAN_PASSWORD_DAYS", "days", usual.password_age, least=0),
    )


def _span(name: str, unit: str, usual: timedelta, *, least: int = 1) -> timedelta:
    given = os.environ.get(name, "").strip()
    if not given:
        return usual
    if not given.isdecimal() or int(given) < least:
        raise ValueError(f"{name}={given}: a whole number of {unit}, at least {least}")
    return timedelta(**{unit: int(given)})
