"""What the pages of an import have in common: who may see them, and how they are drawn."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from yaoan.kernel.access import kept
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.access.views import sign_in_again
from yaoan.kernel.exchange.importer import Importer
from yaoan.kernel.exchange.models import Batch, State
from yaoan.kernel.exchange.registry import importer_of
from yaoan.kernel.words import _

P = ParamSpec("P")


STAGES = (("columns", _("核对列")), ("rows", _("核对行")), ("write", _("写入")), ("done", _("完成")))
"""What an import goes through, as the pages show it."""

STAGE_OF: dict[str, str] = {
    State.UPLOADED: "columns",
    State.CHECKING: "rows",
    State.CHECKED: "rows",
    State.APPLYING: "write",
    State.DONE: "done",
}


class Visit(HttpRequest):
    """A request of somebody who signed in."""

    actor: Actor
    user: User  # type: ignore[assignment]
    htmx: Any


Page = Callable[Concatenate[Visit, Importer, P], HttpResponseBase]


def page(view: Page[P]) -> Callable[..., HttpResponseBase]:
    """A page of an importer, for people who may use it; for others it does not exist.

    Whoever is not signed in is asked to, and comes back to the page with what was typed into its form.
    """

    @wraps(view)
    def guarded(request: HttpRequest, importer: str, **given: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        visit = cast("Visit", request)
        try:
            found = importer_of(importer)
        except LookupError:
            raise Http404 from None
        if not visit.actor.may(found.permission):
            raise Http404
        response = view(visit, found, **given)  # type: ignore[call-arg]
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return guarded


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    target = request.get_full_path()
    author = kept.author_of(request) if request.method == "POST" else None
    if author is None:
        address = f"{reverse('account_login')}?{urlencode({'next': target})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
    typed = request.POST.copy()
    for word in ("csrfmiddlewaretoken", kept.AUTHOR):
        typed.pop(word, None)
    sealed = kept.sealed(kept.Typed(author, request.path, typed.urlencode()))
    return sign_in_again(request, sealed=sealed, target=target)


def batch_of(visit: Visit, importer: Importer, pk: int, *, own: bool = False) -> Batch:
    """An import the person may see; `own` ones only where the page changes something. Raises Http404."""
    rows = Batch.objects.seen_by(visit.actor).filter(importer=importer.name, pk=pk).select_related("by")
    found = rows.first()
    if found is None or (own and found.by_id != visit.actor.user_id):
        raise Http404
    return found


def draw(visit: Visit, template: str, importer: Importer, status: int = 200, **context: Any) -> HttpResponse:
    """A page from a template in `exchange/`."""
    batch = context.get("batch")
    common = {
        "importer": importer,
        "kind": importer.kind,
        "author": kept.author_token(visit.user),
        "stages": STAGES,
        "stage": STAGE_OF.get(batch.state) if batch else None,
    }
    return render(visit, f"exchange/{template}", {**common, **context}, status=status)


def go(batch: Batch, name: str = "batch") -> HttpResponseRedirect:
    """On to a page of the import (303)."""
    response = HttpResponseRedirect(reverse(f"exchange.{name}", args=[batch.importer, batch.pk]))
    response.status_code = 303
    return response
