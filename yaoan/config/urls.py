"""Every address of the site: the kernel's pages, then each module's."""

from django.urls import include, path

from yaoan.config import settings

PARTS = (
    "yaoan.kernel.access.urls",
    "yaoan.kernel.ledger.urls",
    "yaoan.kernel.exchange.urls",
    "yaoan.kernel.figures.urls",
    "yaoan.kernel.upkeep.urls",
    "yaoan.config.api",
    *(f"yaoan.modules.{name}.urls" for name in settings.MODULES),
)

urlpatterns = [path("", include(part)) for part in PARTS]
handler500 = "yaoan.config.outage.server_error"
