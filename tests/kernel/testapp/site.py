"""The addresses of a site whose only module is the parcel room."""

from django.urls import include, path

urlpatterns = [
    path("", include("yaoan.kernel.access.urls")),
    path("", include("yaoan.kernel.ledger.urls")),
    path("", include("tests.kernel.testapp.urls")),
]
