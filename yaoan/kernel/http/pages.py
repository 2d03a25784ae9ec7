"""What people see of the interface: its description, and the tokens of their own programs."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST
from ninja import NinjaAPI

from yaoan.kernel import clock
from yaoan.kernel.http import site, tokens
from yaoan.kernel.http.answers import answer, refusal
from yaoan.kernel.ledger.pages import Visit, page
from yaoan.kernel.ledger.registry import ledgers
from yaoan.kernel.words import _

USUAL = timedelta(days=90)


def description(_request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The OpenAPI 3.1 description, in the reader's language."""
    return answer(site.document(api, ledgers()))


@page
def guide(request: Visit, api: NinjaAPI) -> HttpResponse:
    """The same description to read: every address, what it takes, what it answers."""
    made = site.document(api, ledgers())
    operations = [
        {"path": path, "method": method.upper(), "fields": _fields(operation), **operation}
        for path, methods in made["paths"].items()
        for method, operation in methods.items()
    ]
    groups: dict[str, list[dict[str, Any]]] = {}
    for operation in operations:
        groups.setdefault(operation["tags"][0], []).append(operation)
    context = {"title": _("数据接口"), "groups": groups, "info": made["info"], "per_minute": tokens.PER_MINUTE}
    return render(request, "http/guide.html", context)


def _fields(operation: dict[str, Any]) -> list[tuple[str, str, bool, str]]:
    """(name, type, whether it is needed, label) of what an act asks."""
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    found = []
    for one in body.get("oneOf", [body]):
        asked = one.get("properties", {}).get("fields", {})
        for name, shape in asked.get("properties", {}).items():
            found.append((name, _type(shape), name in asked["required"], shape.get("title", "")))
    return list(dict.fromkeys(found))


def _type(shape: dict[str, Any]) -> str:
    if "enum" in shape:
        return " | ".join(str(value) for value in shape["enum"])
    if shape.get("type") == "array":
        return f"[{_type(shape['items'])}]"
    name = shape.get("format") or shape.get("type", "")
    return " | ".join(name) if isinstance(name, list) else str(name)


@page
def tokens_page(request: Visit) -> HttpResponse:
    """One's own tokens; a new one is shown once."""
    context: dict[str, Any] = {"title": _("接口令牌"), "suggested": clock.today() + USUAL}
    status = 200
    if request.method == "POST":
        try:
            day = date.fromisoformat(request.POST.get("expires_on", ""))
            name, may_act = request.POST.get("name", ""), request.POST.get("may_act") == "on"
            _made, context["words"] = tokens.issue(
                request.user, name, may_act=may_act, expires_on=day, by=request.user.pk
            )
        except tokens.NotIssued as obstacle:
            context["fault"], status = str(obstacle), 422
        except ValueError:
            context["fault"], status = str(_("请写成 2025-01-31 这样的日期。")), 422
    context["tokens"] = tokens.tokens_of(request.user)
    context["today"] = clock.today()
    response = render(request, "http/tokens.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@page
def revoke(request: Visit, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    tokens.revoke(pk, by=request.user.pk, of=request.user.pk)
    response = HttpResponseRedirect(reverse("tokens"))
    response.status_code = 303
    return response


def nothing_here(_request: HttpRequest) -> HttpResponse:
    return refusal(404, "not_there", str(_("没有这个地址；接口的说明在 /api/docs/。")))
