"""Before something dangerous one proves once more who one is. What is dangerous is data: law/safety.yaml."""

from functools import cache

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse

from yaoan.kernel import clock, law
from yaoan.kernel.access import sessions
from yaoan.kernel.access.rules import rules

SLACK = 2
"""A form that was opened in time may be sent until this many times as late."""


@cache
def guarded() -> frozenset[str]:
    """The names of addresses, and `name/act`, that ask for a fresh proof."""
    return frozenset(line["at"] for line in law.document("safety")["fresh"])


def is_asked_at(match: ResolverMatch | None) -> bool:
    """Whether an address asks for a fresh proof of who one is."""
    if match is None:
        return False
    return match.view_name in guarded() or f"{match.view_name}/{match.kwargs.get('act')}" in guarded()


def is_fresh(request: HttpRequest, *, slack: int = 1) -> bool:
    """Whether the person signed in, or proved it again, a short while ago in this session."""
    proofs = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    latest = max([float(request.session.get(sessions.BEGAN, 0)), *(float(proof["at"]) for proof in proofs)])
    return clock.now().timestamp() - latest < slack * rules().fresh.total_seconds()


def place_to_prove(request: HttpRequest) -> str | None:
    """Where this person can prove it: a password, a factor, or the unit's own sign-in. None where there is no way."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    if ways:
        return str(ways[0]["url"])
    try:
        return reverse("sso.start")
    except NoReverseMatch:
        return None
