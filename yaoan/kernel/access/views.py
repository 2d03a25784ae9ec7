"""Signing in and out, and what people set for themselves: password, language, large print."""

from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf.locale import LANG_INFO
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yaoan.kernel import clock, law
from yaoan.kernel.access import kept
from yaoan.kernel.access.backends import ATTEMPTS, LOCKED_FOR
from yaoan.kernel.access.models import Grant, Post, User

LANGUAGE_COOKIE = "django_language"
"""The name under which Django looks for the language of people who have not signed in."""

LARGE_PRINT_COOKIE = "large_print"
A_YEAR = 365 * 24 * 3600
LOCK = {"attempts": ATTEMPTS, "minutes": int(LOCKED_FOR.total_seconds() // 60)}

_sign_in = LoginView.as_view(template_name="access/sign_in.html", extra_context=LOCK)
_sign_out = LogoutView.as_view(template_name="access/sign_out.html")
_password = PasswordChangeView.as_view(template_name="access/password.html")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, and go on where one was; a form that was being filled in is filled in again."""
    response: HttpResponse = _sign_in(request)
    if request.method != "POST" or not request.user.is_authenticated:
        return response
    typed = kept.unsealed(request.POST.get("kept", ""))
    if typed is not None and typed.user_id == request.user.pk:
        key = kept.keep(request.session, typed)
        response = HttpResponseRedirect(with_kept(request.POST.get("next", "") or typed.path, key, request))
    remember(response, request.user)
    return response


def sign_in_again(request: HttpRequest, *, sealed: str, target: str) -> HttpResponse:
    """The answer to a form that was sent after the sign-in had run out: sign in here, nothing typed is lost."""
    context = {"form": LoginForm(request=request), "kept": sealed, "redirect_field_value": target, **LOCK}
    return render(request, "access/sign_in.html", context, status=401)


def with_kept(url: str, key: str, request: HttpRequest) -> str:
    """The address of a form, asking for what was typed into it before."""
    if not is_ours(url, request):
        url = "/"
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'kept': key})}"


def is_ours(url: str, request: HttpRequest) -> bool:
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())


def remember(response: HttpResponse, user: User) -> None:
    """Give the browser the person's language and size of print, which pages without a sign-in follow too."""
    keep_cookie(response, LANGUAGE_COOKIE, user.language)
    keep_cookie(response, LARGE_PRINT_COOKIE, "1" if user.large_print else "")


def keep_cookie(response: HttpResponse, name: str, value: str) -> None:
    if value:
        response.set_cookie(name, value, max_age=A_YEAR, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(name, samesite="Lax")


def sign_out(request: HttpRequest) -> HttpResponse:
    return cast("HttpResponse", _sign_out(request))


@login_required
def password(request: HttpRequest) -> HttpResponse:
    return cast("HttpResponse", _password(request))


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
        keep_cookie(response, LANGUAGE_COOKIE, wanted)
        _set(request, language=wanted)
    return response


@require_POST
def large_print(request: HttpRequest) -> HttpResponse:
    """Large print on or off, here and for good."""
    on = request.POST.get("on") == "1"
    response = _back(request)
    keep_cookie(response, LARGE_PRINT_COOKIE, "1" if on else "")
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
