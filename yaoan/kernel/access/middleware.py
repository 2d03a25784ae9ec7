"""Puts the actor on the request."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User


class ActorMiddleware:
    """`request.actor` is the signed-in person as an Actor (made when first asked for), or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.actor = SimpleLazyObject(lambda: Actor.of(cast("User", request.user)))  # type: ignore[attr-defined]
        else:
            request.actor = None  # type: ignore[attr-defined]
        return self.get_response(request)
