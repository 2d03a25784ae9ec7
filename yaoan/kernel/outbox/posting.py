"""One call to a receiver: one connection, one request, no redirects, and an end to everything."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from yaoan.kernel.outbox.reach import Target
from yaoan.kernel.words import _

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
"""What a call may take from the connection to the last header, however slowly the receiver speaks."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said. `retry_after` are the seconds it asks for, where it does."""

    status: int
    retry_after: int | None = None


class NoAnswer(Exception):
    """The receiver could not be reached, or said nothing that can be understood, in time; the text says what went wrong."""


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body; the answer's own body is not read. Certificates are verified against the host's name. Raises NoAnswer."""
    try:
        line = socket.create_connection((target.address, target.port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise NoAnswer(_said(error)) from error
    is_over = threading.Event()
    ending = threading.Timer(WHOLE_SECONDS, _cut, [line, is_over])
    ending.daemon = True
    ending.start()
    connection = http.client.HTTPConnection(target.host, target.port)
    try:
        line.settimeout(WHOLE_SECONDS)
        connection.sock = line if target.is_plain else _context().wrap_socket(line, server_hostname=target.host)
        connection.request("POST", target.path, body, {"User-Agent": "yaoan", **headers})
        response = connection.getresponse()
        if is_over.is_set():  # what was cut off reads like the end of the headers
            raise TimeoutError("the answer took too long")
        return Answer(response.status, _seconds(response.getheader("Retry-After")))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(_said(error)) from error
    finally:
        ending.cancel()
        connection.close()
        line.close()


def _cut(line: socket.socket, is_over: threading.Event) -> None:
    """End a call from outside: whoever waits on the socket finds it closed."""
    is_over.set()
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


@cache
def _context() -> ssl.SSLContext:
    """Certificates of the system; `SSL_CERT_FILE` names those of an authority of one's own."""
    return ssl.create_default_context()


def _seconds(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None


def _said(error: Exception) -> str:
    """What went wrong in an official's words, with the name by which those who run the machines know it."""
    if isinstance(error, ssl.SSLError):
        text = _("对方的证书不可信")
    elif isinstance(error, TimeoutError):
        text = _("对方太久没有应答")
    elif isinstance(error, http.client.HTTPException):
        text = _("对方的答复读不懂")
    else:
        text = _("连不上对方")
    return f"{text} ({type(error).__name__})"
