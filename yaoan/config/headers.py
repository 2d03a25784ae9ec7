"""Headers of every answer that no setting gives."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "display-capture", "encrypted-media", "gyroscope", "hid",
    "identity-credentials-get", "idle-detection", "magnetometer", "midi", "payment", "serial", "usb",
)  # fmt: skip
OWN = ("camera", "fullscreen", "geolocation", "microphone", "publickey-credentials-create", "publickey-credentials-get")

HEADERS: Mapping[str, str] = {
    "Permissions-Policy": ", ".join([*(f"{name}=()" for name in UNUSED), *(f"{name}=(self)" for name in OWN)]),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
"""What a browser may do for our pages and nobody else's, and that no other site may load what is ours."""


class HeadersMiddleware:
    """Puts the headers on every answer that has not its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
