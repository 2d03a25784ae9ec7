"""Addresses of transfers, hits of the watchdog and referrals."""

from django.urls import path

from yaoan.modules.transfers import views
from yaoan.modules.transfers.ledger import HITS, REFERRALS, TRANSFERS

urlpatterns = [
    path("transfers/<number:number>/papers/<slug:form>/", views.paper, name="transfers.paper"),
    path("transfers/<number:number>/papers/<slug:form>/word/", views.word_file, name="transfers.word"),
    path("referrals/<number:number>/clue/", views.clue, name="referrals.clue"),
    *TRANSFERS.urls(),
    *HITS.urls(),
    *REFERRALS.urls(),
]
