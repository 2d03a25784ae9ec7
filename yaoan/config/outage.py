"""What people and programs are told when we cannot answer: that the database is away for a moment, or that we erred."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from yaoan.kernel.http.answers import refusal
from yaoan.kernel.words import _

AWAY = (OperationalError, InterfaceError)
"""How a database says that it was stopped, is starting, has no connection left, or no room on its disk."""

RETRY_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an exception nobody caught; called while it is handled.

    503 with `Retry-After` where the database is away: whatever was sent may be sent again as it is, since the id of
    its command makes that harmless. Else 500. Programs get JSON. Asks the database nothing.
    """
    is_away = isinstance(sys.exc_info()[1], AWAY)
    status = 503 if is_away else 500
    response = _to_program(status) if request.path.startswith("/api/") else _to_person(status)
    response["Cache-Control"] = "no-store"
    if is_away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _to_person(status: int) -> HttpResponse:
    """A page of its own: what frames other pages asks who is signed in, and so the database."""
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def _to_program(status: int) -> HttpResponse:
    if status == 503:
        return refusal(503, "unavailable", str(_("数据库暂时没有应答。请稍后用同一个操作编号再发一次，不会重复办理。")))
    return refusal(500, "error", str(_("系统出错，没有办理。请把时间告诉系统管理员。")))
