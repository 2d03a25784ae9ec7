"""One's own account: who one is here, language and print."""

from typing import Any

from django.conf.locale import LANG_INFO
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import check_for_language, get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yaoan.kernel import clock, law
from yaoan.kernel.access.models import Certificate, Grant, Post, User
from yaoan.kernel.access.views.signing import LANGUAGE_COOKIE, LARGE_PRINT_COOKIE, is_ours, keep_cookie


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here: posts, roles and how far they reach; and what I may set for myself."""
    today = clock.today()
    posts = Post.objects.in_force(today).filter(user=request.user).select_related("agency").order_by("-is_head", "pk")
    grants = Grant.objects.in_force(today).filter(user=request.user).select_related("agency").order_by("pk")
    roles = law.document("roles")
    english = (get_language() or "").startswith("en")
    context: dict[str, Any] = {
        "certificates": Certificate.objects.in_force(today).filter(user=request.user).order_by("-since"),
        "posts": posts,
        "grants": [(roles[grant.role]["label"]["en" if english else "zh"], grant) for grant in grants],
    }
    return render(request, "access/account.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, here and for good, and come back to the same page."""
    wanted = request.POST.get("language", "")
    response = _back(request)
    if wanted in LANG_INFO and check_for_language(wanted):
        keep_cookie(request, response, LANGUAGE_COOKIE, wanted)
        _set(request, language=wanted)
    return response


@require_POST
def large_print(request: HttpRequest) -> HttpResponse:
    """Large print on or off, here and for good."""
    on = request.POST.get("on") == "1"
    response = _back(request)
    keep_cookie(request, response, LARGE_PRINT_COOKIE, "1" if on else "")
    _set(request, large_print=on)
    return response


def _set(request: HttpRequest, **values: Any) -> None:
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(**values)


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    response = HttpResponseRedirect(target if is_ours(target, request) else reverse("account_login"))
    response.status_code = 303
    return response
