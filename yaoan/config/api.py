"""The JSON interface of this installation, at /api/."""

from importlib.metadata import version

from django.urls import path, re_path

from yaoan.kernel.http import pages, site
from yaoan.kernel.ledger.registry import ledgers
from yaoan.modules.webhooks import api as webhooks

API = site.interface(ledgers(), webhooks.OPERATIONS, version=version("yaoan"))

urlpatterns = [
    path("api/openapi.json", pages.description, {"api": API}, name="openapi"),
    path("api/docs/", pages.guide, {"api": API}, name="api.guide"),
    path("account/tokens/", pages.tokens_page, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", pages.revoke, name="tokens.revoke"),
    path("api/", API.urls),
    re_path(r"^api/", pages.nothing_here),
]
