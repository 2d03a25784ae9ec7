"""Addresses of transfers, hits of the watchdog and referrals."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.transfers import views
from yaoan.modules.transfers.ledger import HITS, REFERRALS, TRANSFERS

urlpatterns = [
    path("transfers/<number:number>/papers/<slug:form>/", views.paper, name="transfers.paper"),
    path("transfers/<number:number>/papers/<slug:form>/word/", views.word_file, name="transfers.word"),
    path("referrals/<number:number>/clue/", views.clue, name="referrals.clue"),
    *of_ledger(TRANSFERS),
    *of_ledger(HITS),
    *of_ledger(REFERRALS),
]
