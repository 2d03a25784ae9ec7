"""账户安全: password, second factors, where one is signed in, and what happened lately."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.views import PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yaoan.kernel.access import sessions, standing, trail
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.adapters import factors_of, may_remove
from yaoan.kernel.access.models import User
from yaoan.kernel.access.rules import rules

LATEST = 8


@login_required
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """The page of one's account's safety."""
    user = _user(request)
    factors = list(factors_of(user))
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    is_wanted = rules().wants_second_factor(Actor.of(user).roles)
    context: dict[str, Any] = {
        "app": next((factor for factor in factors if factor.type == Authenticator.Type.TOTP), None),
        "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "is_last_needed": bool(factors) and not may_remove(factors[0]),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "is_wanted": is_wanted,
        "must_set_up": is_wanted and not factors,
        "has_password": user.has_usable_password(),
        "places": sessions.places_of(user, here=request.session.session_key),
        "moments": [_moment(line) for line in trail.latest(user, LATEST)],
        "rules": rules(),
    }
    return render(request, "access/security.html", context)


def _moment(line: Any) -> dict[str, Any]:
    address, device, detail = [*line.reason.split(" | "), "", "", ""][:3]
    return {"at": line.at, "label": trail.LABELS[line.what], "address": address, "device": device, "detail": detail,
            "is_bad": line.what in (trail.REFUSED, trail.AGAIN_REFUSED)}  # fmt: skip


@login_required
@never_cache
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; all other sessions end. Who has none, having come in another way, has no such page."""
    user = _user(request)
    if not user.has_usable_password():
        raise Http404
    context = {"must_change": standing.must_change_password(user)}
    before = user.password
    view = PasswordChangeView.as_view(template_name="access/password.html", extra_context=context)
    response = cast("HttpResponse", view(request))
    if User.objects.get(pk=user.pk).password != before:
        trail.note(trail.PASSWORD, request, user=user)
        sessions.end(user, but=request.session.session_key)
    return response


@login_required
@never_cache
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Set up codes of an app: the secret as a picture and in letters, and a code to prove that it works."""
    view = ActivateTOTPView.as_view(template_name="access/app.html")
    return _noting(request, view)


@login_required
@never_cache
def stop_app(request: HttpRequest) -> HttpResponse:
    """Stop codes of an app."""
    return _noting(request, DeactivateTOTPView.as_view(template_name="access/stop_app.html"))


@login_required
@never_cache
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey of this device or of a security key."""
    return _noting(request, AddWebAuthnView.as_view(template_name="access/passkey.html"))


@login_required
@never_cache
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of one's passkeys."""
    factor = factors_of(_user(request)).filter(pk=pk, type=Authenticator.Type.WEBAUTHN).first()
    if factor is None:
        raise Http404
    if not may_remove(factor):
        messages.error(request, gettext("您的岗位要求两步验证，最后一种验证方式不能停用；请先添加另一种。"))
        return _to_security()
    return _noting(request, RemoveWebAuthnView.as_view(template_name="access/remove_passkey.html"), pk=pk)


@login_required
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes that are left; by POST new ones, and the old ones are void."""
    user = _user(request)
    if not factors_of(user).exists():
        raise Http404
    if request.method == "POST":
        generate_recovery_codes(request)
        trail.note(trail.CODES_MADE, request, user=user)
        response = HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
        response.status_code = 303
        return response
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return render(request, "access/codes.html", {"codes": kept.wrap().get_unused_codes() if kept else []})


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one place where one is signed in."""
    user = _user(request)
    if not sessions.end(user, pk=pk):
        raise Http404
    trail.note(trail.ENDED, request, user=user)
    messages.success(request, gettext("那一处登录已经结束。"))
    return _to_security()


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all places but this one."""
    user = _user(request)
    count = sessions.end(user, but=request.session.session_key)
    trail.note(trail.ENDED, request, user=user, detail=str(count))
    messages.success(request, gettext("其他{count}处登录已经结束。").format(count=count))
    return _to_security()


def _noting(request: HttpRequest, view: Callable[..., Any], **given: Any) -> HttpResponse:
    """The answer of a page that may add or remove factors, with a line for each change."""
    user = _user(request)
    before = {factor.pk: factor.type for factor in factors_of(user)}
    response = cast("HttpResponse", view(request, **given))
    after = {factor.pk: factor.type for factor in factors_of(user)} if request.method == "POST" else before
    for pk in after.keys() - before.keys():
        trail.note(trail.FACTOR_ADDED, request, user=user, detail=str(after[pk]))
        messages.success(request, gettext("已经开通。下次登录起用它验证。"))
    for pk in before.keys() - after.keys():
        trail.note(trail.FACTOR_REMOVED, request, user=user, detail=str(before[pk]))
        messages.success(request, gettext("已经停用。"))
    return response


def _to_security() -> HttpResponse:
    response = HttpResponseRedirect(reverse("account_security"))
    response.status_code = 303
    return response


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
