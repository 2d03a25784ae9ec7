"""What the interface answers: JSON, and refusals that say what stands in the way and what helps."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from yaoan.kernel.commands import Invalid, NotAllowed, NotThere, Refused, Stale
from yaoan.kernel.words import _


class Rejected(Exception):
    """A request that is refused before any command is: with its status and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def answer(body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A JSON answer that no shared cache keeps."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, content_type="application/json; charset=utf-8", status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def refusal(status: int, code: str, message: str, **more: Any) -> HttpResponse:
    """`{code, message, …}`: the code is for programs, the message for people."""
    return answer({"code": code, "message": message, **more}, status=status)


def refused(error: Refused) -> HttpResponse:
    """The answer for each way a command is refused."""
    if isinstance(error, Invalid):
        return wrong(error.faults)
    if isinstance(error, Stale):
        return refusal(409, "stale", str(error), version=error.record.version, state=error.record.state)
    if isinstance(error, NotAllowed):
        return refusal(409, "not_allowed", str(error))
    assert isinstance(error, NotThere)
    return refusal(404, "not_there", str(error))


def wrong(faults: Mapping[str, Sequence[str]]) -> HttpResponse:
    """422 with everything wrong at once, by field; "" is the whole."""
    message = "；".join(text for texts in faults.values() for text in texts)
    return refusal(422, "invalid", message, faults={name: list(texts) for name, texts in faults.items()})


def absent() -> NotThere:
    """What is not there, and what the person may not see, are the same."""
    return NotThere(str(_("没有这条记录，或者它不在您的管辖范围内。")))
