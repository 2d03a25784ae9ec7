"""Puts the actor on the request, lets the request see what the actor may see, and stands at the door."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse

from yaoan.kernel import sight
from yaoan.kernel.access import freshness, kept, sessions, standing, trail
from yaoan.kernel.access.actor import Actor

Answer = Callable[[HttpRequest], HttpResponse]

OPEN_TO_ALL = frozenset(
    {
        "account_login", "account_logout", "account_change_password", "account_reauthenticate", "account_security",
        "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_add_webauthn",
        "mfa_view_recovery_codes", "language", "large_print", "sso.start", "sso.back",
    }
)  # fmt: skip
"""What a person reaches who must first change the password or set up a second factor."""


class ExpiryMiddleware:
    """A session that was idle, or lasted, too long is over before anything is asked of it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.has_expired(request.session):
                trail.note(trail.EXPIRED, request, user=request.user)
                logout(request)
            else:
                sessions.note_use(request)
        return self.get_response(request)


class ActorMiddleware:
    """`request.actor` is the signed-in person as an Actor, or None; nobody else's records are in sight while it is answered."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = Actor.of(request.user) if request.user.is_authenticated else None
        request.actor = actor  # type: ignore[attr-defined]
        with sight.seeing(actor.sight if actor else sight.NOTHING):
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
                response.streaming_content = sight.kept(response.streaming_content)  # type: ignore[arg-type]
        return response


class DoorMiddleware:
    """Who still owes something to the safety of the account is led there first, and back afterwards.

    A new password, where the present one was given by somebody else or is too old; a second factor, where the role
    wants one; a fresh proof of who one is, before what law/safety.yaml names. What was typed comes along.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _given: Any) -> HttpResponse | None:
        actor: Actor | None = getattr(request, "actor", None)
        match = request.resolver_match
        if actor is None or match is None:
            return None
        if match.view_name not in OPEN_TO_ALL:
            owed = standing.owed(request.user, actor.roles)  # type: ignore[arg-type]
            if owed is not None:
                return _lead(request, reverse(owed), back=False)
        slack = 1 if request.method in ("GET", "HEAD") else freshness.SLACK
        if freshness.is_asked_at(match) and not freshness.is_fresh(request, slack=slack):
            place = freshness.place_to_prove(request)
            return _lead(request, place, back=True) if place else None
        return None


def _lead(request: HttpRequest, place: str, *, back: bool) -> HttpResponse:
    """Send the browser to another page, which sends it back here with what had been typed."""
    if back:
        place = f"{place}?{urlencode({'next': _address_of(request)})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    response = HttpResponseRedirect(place)
    response.status_code = 302 if request.method in ("GET", "HEAD") else 303
    return response


def _address_of(request: HttpRequest) -> str:
    path = request.get_full_path()
    if request.method in ("GET", "HEAD"):
        return path
    if request.resolver_match and request.resolver_match.view_name.startswith("sessions."):
        return reverse("account_security")
    if kept.author_of(request) == request.user.pk:
        typed = kept.Typed(request.user.pk, request.path, request.POST.urlencode())  # type: ignore[arg-type]
        return f"{request.path}?{urlencode({'kept': kept.keep(request.session, typed)})}"
    return path
