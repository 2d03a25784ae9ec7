"""Addresses of the risk ledger."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.risks import views
from yaoan.modules.risks.ledger import RISKS, SWEEPS, VISITS

urlpatterns = [
    path("risks/lists/", views.three_lists, name="risks.lists"),
    path("risks/<number:number>/class/", views.treat, name="risks.class"),
    *of_ledger(RISKS),
    *of_ledger(SWEEPS),
    *of_ledger(VISITS),
]
