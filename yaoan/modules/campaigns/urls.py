"""Addresses of campaigns."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.campaigns.ledger import CAMPAIGNS, RETURNS, TASKS
from yaoan.modules.campaigns.views import deploying, reading

urlpatterns = [
    path("campaigns/read/", reading.read, name="campaigns.read"),
    path("campaigns/<number:number>/decompose/", deploying.decompose, name="campaigns.decompose"),
    path("campaigns/<number:number>/schedule/", deploying.schedule, name="campaigns.schedule"),
    path("campaigns/<number:number>/board/", deploying.board, name="campaigns.board"),
    *of_ledger(CAMPAIGNS),
    *of_ledger(TASKS),
    *of_ledger(RETURNS),
]
