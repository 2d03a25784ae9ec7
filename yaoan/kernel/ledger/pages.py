"""What every page has in common: it is for people who signed in, it knows its scope, and nothing typed gets lost."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.datastructures import MultiValueDict
from django_htmx.middleware import HtmxDetails

from yaoan.kernel.access import kept
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.kept import Typed
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import NotThere
from yaoan.kernel.ledger import uploads
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.scope import Scope
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import _

P = ParamSpec("P")


class Visit(HttpRequest):
    """A request of somebody who signed in."""

    actor: Actor
    user: User
    htmx: HtmxDetails


def page(
    view: Callable[Concatenate[Visit, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view for people who signed in. Others are asked to; what they had typed comes with them.

    A record that is not there, or out of scope, is 404. Answers are not kept by shared caches.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **given: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        visit = cast("Visit", request)
        try:
            response = view(visit, *args, **given)
        except NotThere as absence:
            response = not_there(visit, absence)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response

    return guarded


def draw(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page from a template in `ledger/`."""
    return render(request, f"ledger/{template}", dict(context), status=status)


def go(request: Visit, url: str, *, say: str = "") -> HttpResponse:
    """After something was done: on to another page (303), with a word about it and the scope kept."""
    if say:
        messages.success(request, say)
    response = HttpResponseRedirect(Scope.of(request.GET, request.actor).carried_by(url))
    response.status_code = 303
    return response


def is_fragment(request: Visit, *targets: str) -> bool:
    """Whether htmx asks for one of these parts of the page. Boosted and history requests get the whole page."""
    asks = bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request
    return asks and request.htmx.target in targets


def inside(request: Visit) -> str:
    """The part of the address that says from which list the person came."""
    where = QueryDict(mutable=True)
    for word in ("list", "n"):
        if word in request.GET:
            where[word] = request.GET[word]
    return f"?{where.urlencode()}" if where else ""


def find(ledger: Ledger, actor: Actor, number: str) -> Record:
    """The record of a number as the actor may see it. Raises NotThere."""
    found = ledger.model.objects.seen_by(actor).filter(number=number).select_related("agency", "holder", "opened_by")
    record = found.first()
    if record is None:
        raise NotThere(str(_("没有这条记录，或者它不在您的管辖范围内。")))
    return cast("Record", record)


def not_there(request: Visit, absence: NotThere) -> HttpResponse:
    return draw(request, "refused.html", {"sentence": str(absence), "title": _("没有找到")}, status=404)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; after a form was sent, the sign-in page itself with the form's answers sealed in it."""
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else _came_from(request)
    target = f"{reverse('account_login')}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    typed = typed_in(request) if request.method == "POST" else None
    if typed is None:
        return HttpResponseRedirect(target)
    from yaoan.kernel.access.views import sign_in_again

    return sign_in_again(request, sealed=kept.sealed(typed), target=request.get_full_path())


def _came_from(request: HttpRequest) -> str:
    """The page of ours from which a form was sent."""
    before = urlsplit(request.headers.get("Referer", ""))
    return f"{before.path}?{before.query}".rstrip("?") if before.netloc == request.get_host() else "/"


def typed_in(request: HttpRequest) -> Typed | None:
    """What was typed into a form of ours, files stored; None where the form does not say for whom it was made."""
    author = kept.author_of(request)
    if author is None:
        return None
    data = request.POST.copy()
    names = {slot.split(".new.")[0] for slot in request.FILES if ".new." in slot}
    for name in names | {word.removesuffix(".token") for word in data if word.endswith(".token")}:
        found, _faults = uploads.collect(name, data, cast("MultiValueDict[str, Any]", request.FILES), author)
        uploads.as_data(name, found, data)
    for word in ("csrfmiddlewaretoken", kept.AUTHOR, "confirmed"):
        data.pop(word, None)
    return Typed(author, request.path, data.urlencode())
