"""Addresses of the exchange between levels."""

from django.urls import path

from yaoan.modules.packages import views
from yaoan.modules.packages.ledger import CORRESPONDENTS, FOREIGNS, PACKAGES

urlpatterns = [
    path("packages/<number:number>/difference/", views.difference, name="packages.difference"),
    *CORRESPONDENTS.urls(),
    *PACKAGES.urls(),
    *FOREIGNS.urls(),
]
