"""Signing in, by password or passkey and with a second factor, and out."""

from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.forms import LoginForm
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView as PasskeyAgainView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from yaoan.kernel.access import kept, single_sign_on, trail
from yaoan.kernel.access.backends import ATTEMPTS, LOCKED_FOR
from yaoan.kernel.access.models import User

LANGUAGE_COOKIE = "django_language"
"""The name under which Django looks for the language of people who have not signed in."""

LARGE_PRINT_COOKIE = "large_print"
A_YEAR = 365 * 24 * 3600
SHELVED = "kept_past_sign_in"
"""Where the session keeps a sealed form between the password and the second factor."""


def _context() -> dict[str, Any]:
    minutes = int(LOCKED_FOR.total_seconds() // 60)
    return {"attempts": ATTEMPTS, "minutes": minutes, "single_sign_on": single_sign_on.provider()}


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, and go on where one was; a form that was being filled in is filled in again."""
    view = LoginView.as_view(template_name="access/sign_in.html", extra_context=_context())
    response: HttpResponse = view(request)
    return arrived(request, response) if request.method == "POST" else response


def second_factor(request: HttpRequest) -> HttpResponse:
    """After the password: a code of the app, a recovery code, or a passkey."""
    pending = get_pending_stage(request)
    response: HttpResponse = _second_factor(request)
    if request.method != "POST":
        return response
    if not request.user.is_authenticated and pending is not None:
        trail.note(trail.REFUSED, request, user=pending.login.user, detail="second factor")
    return arrived(request, response)


def by_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone. A script asks for the challenge by GET, and the answer is posted."""
    response: HttpResponse = _by_passkey(request)
    if request.method != "POST":
        return response
    if not request.user.is_authenticated:
        trail.note(trail.REFUSED, request, detail="passkey")
    return arrived(request, response)


def arrived(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to a step of signing in: what was typed before the session ran out goes along to the end."""
    sealed = request.POST.get("kept", "") or request.session.get(SHELVED, "")
    if not request.user.is_authenticated:
        if sealed and get_pending_stage(request) is not None:
            request.session[SHELVED] = sealed
        return response
    request.session.pop(SHELVED, None)
    typed = kept.unsealed(sealed)
    if typed is not None and typed.user_id == request.user.pk:
        key = kept.keep(request.session, typed)
        response = HttpResponseRedirect(with_kept(request.POST.get("next", "") or typed.path, key, request))
    remember(request, response, request.user)
    return response


def sign_in_again(request: HttpRequest, *, sealed: str, target: str) -> HttpResponse:
    """The answer to a form that was sent after the sign-in had run out: sign in here, nothing typed is lost."""
    context = {"form": LoginForm(request=request), "kept": sealed, "redirect_field_value": target, **_context()}
    return render(request, "access/sign_in.html", context, status=401)


@never_cache
def prove_again(request: HttpRequest) -> HttpResponse:
    """Prove once more who one is, by password."""
    return _proved(request, _again)


@never_cache
def prove_by_code(request: HttpRequest) -> HttpResponse:
    """Prove once more who one is, by a code."""
    return _proved(request, _again_by_code)


@never_cache
def prove_by_passkey(request: HttpRequest) -> HttpResponse:
    """Prove once more who one is, by a passkey."""
    return _proved(request, _again_by_passkey)


def _proved(request: HttpRequest, view: Any) -> HttpResponse:
    response: HttpResponse = view(request)
    if request.method == "POST":
        is_right = response.status_code == 302
        trail.note(trail.AGAIN if is_right else trail.AGAIN_REFUSED, request, user=request.user)
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    response = cast("HttpResponse", _sign_out(request))
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


def with_kept(url: str, key: str, request: HttpRequest) -> str:
    """The address of a form, asking for what was typed into it before."""
    if not is_ours(url, request):
        url = "/"
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'kept': key})}"


def is_ours(url: str, request: HttpRequest) -> bool:
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Give the browser the person's language and size of print, which pages without a sign-in follow too."""
    keep_cookie(request, response, LANGUAGE_COOKIE, user.language)
    keep_cookie(request, response, LARGE_PRINT_COOKIE, "1" if user.large_print else "")


def keep_cookie(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    if value:
        response.set_cookie(name, value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(name, samesite="Lax")


_sign_out = LogoutView.as_view(template_name="access/sign_out.html")
_second_factor = AuthenticateView.as_view(template_name="access/second_factor.html")
_by_passkey = LoginWebAuthnView.as_view()
_again = login_required(ReauthenticateView.as_view(template_name="access/again.html"))
_again_by_code = CodeAgainView.as_view(template_name="access/again.html")
_again_by_passkey = PasskeyAgainView.as_view(template_name="access/again.html")
