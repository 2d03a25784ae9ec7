"""Every address of the site: the kernel's pages, then each module's."""

from django.urls import include, path

from yaoan.config import settings

urlpatterns = [
    path("", include("yaoan.kernel.access.urls")),
    path("", include("yaoan.kernel.ledger.urls")),
    path("", include("yaoan.kernel.exchange.urls")),
    path("", include("yaoan.kernel.figures.urls")),
    path("", include("yaoan.config.api")),
    *(path("", include(f"yaoan.modules.{name}.urls")) for name in settings.MODULES),
]
