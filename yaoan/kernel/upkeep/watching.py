"""Around every request: an id, how long it took, one line in the log. Never who asked for what in words."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from yaoan.kernel.upkeep.logs import request_id
from yaoan.kernel.upkeep.timing import counting

log = logging.getLogger("yaoan.request")
UNCOUNTED = frozenset({"healthz", "metrics"})


class WatchMiddleware:
    """The outermost: what it measures is what the server did. Pages are named by their route, never by their address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, token = time.perf_counter(), request_id.set(uuid4().hex[:16])
        status = 500
        try:
            response = self.get_response(request)
            status = response.status_code
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            self._note(request, status, 1_000 * (time.perf_counter() - began))
            request_id.reset(token)

    def _note(self, request: HttpRequest, status: int, milliseconds: float) -> None:
        page = page_of(request)
        actor = getattr(request, "actor", None)
        more = {"page": page, "method": request.method, "status": status, "ms": round(milliseconds, 1),
                "user": actor.user_id if actor else None}  # fmt: skip
        log.info("request", extra={"more": more})
        if page and page not in UNCOUNTED:
            counting.add(page, milliseconds)
            counting.flush()


def page_of(request: HttpRequest) -> str:
    """The name of the page, or the pattern of its address; empty for what is no page."""
    match = request.resolver_match
    return (match.view_name or match.route or "") if match else ""
