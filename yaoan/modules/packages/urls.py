"""Addresses of the exchange between levels."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.packages import views
from yaoan.modules.packages.ledger import CORRESPONDENTS, FOREIGNS, PACKAGES

urlpatterns = [
    path("packages/<number:number>/difference/", views.difference, name="packages.difference"),
    *of_ledger(CORRESPONDENTS),
    *of_ledger(PACKAGES),
    *of_ledger(FOREIGNS),
]
