"""Addresses of subscriptions and their messages."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.webhooks import views
from yaoan.modules.webhooks.ledger import SUBSCRIPTIONS

urlpatterns = [
    path("subscriptions/<number:number>/deliveries/", views.deliveries, name="subscriptions.deliveries"),
    *of_ledger(SUBSCRIPTIONS),
]
