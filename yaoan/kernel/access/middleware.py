"""Puts the actor on the request, and lets the request see what the actor may see."""

from collections.abc import Callable

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

from yaoan.kernel import sight
from yaoan.kernel.access.actor import Actor


class ActorMiddleware:
    """`request.actor` is the signed-in person as an Actor, or None; nobody else's records are in sight while it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = Actor.of(request.user) if request.user.is_authenticated else None
        request.actor = actor  # type: ignore[attr-defined]
        with sight.seeing(actor.sight if actor else sight.NOTHING):
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
                response.streaming_content = sight.kept(response.streaming_content)  # type: ignore[arg-type]
        return response
