"""Signing in at the unit's own identity provider: there, back, and in."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from yaoan.kernel import clock
from yaoan.kernel.access import single_sign_on, trail
from yaoan.kernel.access.models import User
from yaoan.kernel.access.single_sign_on import NotProven
from yaoan.kernel.access.views.signing import arrived, is_ours

PROVEN = "single_sign_on_proven"
ENTER_WITHIN = 300
"""Seconds between the provider's answer and going in."""

PER_MINUTE = 30
"""How many times a minute one address may be sent to the provider."""


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """To the provider; also to prove once more who one is."""
    chosen = single_sign_on.provider()
    if chosen is None:
        raise Http404
    if _is_one_too_many(request):
        return render(request, "429.html", status=429)
    target = request.GET.get("next", "")
    target = target if is_ours(target, request) else "/"
    try:
        address = single_sign_on.begin(
            request.session, chosen, back=_back(request), target=target, again=request.user.is_authenticated
        )
    except NotProven as obstacle:
        return _refused(request, str(obstacle), status=502)
    return HttpResponseRedirect(address)


@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: GET checks what it says and shows a name, POST goes in. Looking alone signs nobody in."""
    chosen = single_sign_on.provider()
    if chosen is None:
        raise Http404
    if request.method == "POST":
        return _enter(request)
    try:
        proof = single_sign_on.finish(request.session, chosen, request.GET.dict(), back=_back(request))
    except NotProven as obstacle:
        trail.note(trail.REFUSED, request, detail="sso")
        return _refused(request, str(obstacle), status=400)
    user = User.objects.filter(username=proof.name, is_active=True).first()
    if user is None:
        trail.note(trail.REFUSED, request, detail="sso unknown")
        context = {"name": proof.name[:60], "label": chosen.label}
        return render(request, "access/unknown.html", context, status=403)
    if request.user.is_authenticated and request.user.pk != user.pk:
        return _refused(request, gettext("认证的是另一个人的账户。请先退出登录，再用那个账户登录。"), status=400)
    request.session[PROVEN] = {"user": user.pk, "target": proof.target, "at": clock.now().timestamp()}
    return render(request, "access/enter.html", {"person": user, "label": chosen.label})


def _enter(request: HttpRequest) -> HttpResponse:
    proven: dict[str, Any] | None = request.session.pop(PROVEN, None)
    user = User.objects.filter(pk=proven["user"], is_active=True).first() if proven else None
    if proven is None or user is None or clock.now().timestamp() - proven["at"] > ENTER_WITHIN:
        return _refused(request, gettext("这次登录已经过期，请重新登录。"), status=400)
    if request.user.is_authenticated:
        record_authentication(request, user, "sso", reauthenticated=True)
        trail.note(trail.AGAIN, request, user=user, detail="sso")
        return HttpResponseRedirect(proven["target"])
    record_authentication(request, user, "sso")
    return arrived(request, perform_login(request, Login(user=user, redirect_url=proven["target"])))


def _is_one_too_many(request: HttpRequest) -> bool:
    key = f"sso:{trail.address(request)}:{int(clock.now().timestamp() // 60)}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > PER_MINUTE


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sso.back"))


def _refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    return render(request, "access/not_proven.html", {"sentence": sentence}, status=status)
