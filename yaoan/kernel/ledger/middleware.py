"""GET never writes: a guard around every safe request."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

WRITES = re.compile(
    r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|COPY|ALTER\s+\w+|CREATE\s+\w+|DROP\s+\w+)"
    r"\s+(?:ONLY\s+)?\"?(?!SET\b|OF\b)([A-Za-z_][A-Za-z0-9_]*)",
    re.IGNORECASE,
)
STARTS = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|ALTER|CREATE|DROP|WITH)\b", re.IGNORECASE)

ALLOWED = frozenset(
    {"django_session", "journal_accesslog", "cache", "access_signinattempt", "http_apitoken", "upkeep_timing"}
)
"""Tables a look may leave a trace in: session, who looked at what, rate limits, failed sign-ins, use of tokens, how long
pages took."""


class WroteWhileReading(RuntimeError):
    """A page that should only show something tried to change the database. It is the page that must be mended."""


class ReadOnlyMiddleware:
    """Safe requests run with a guard that lets no statement change a table but those of sessions and access log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.get_response(request)
        with reading_only():
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _guarded(iter(response.streaming_content))
        return response


def reading_only() -> AbstractContextManager[None]:
    """Inside the block the database refuses to be changed."""
    return connection.execute_wrapper(_refuse_writes)


def _guarded(parts: Iterator[bytes]) -> Iterator[bytes]:
    with reading_only():
        yield from parts


def _refuse_writes(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    text = sql if isinstance(sql, str) else sql.as_string(context["cursor"].cursor)
    if STARTS.match(text):
        for verb, table in WRITES.findall(text):
            if table.lower() not in ALLOWED:
                raise WroteWhileReading(f"{verb} {table}: a safe request must not change the database")
    return execute(sql, params, many, context)
