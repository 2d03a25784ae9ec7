"""Addresses of the signal queue."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.signals import views
from yaoan.modules.signals.ledger import SIGNALS

urlpatterns = [path("signals/<number:number>/reporter/", views.reporter, name="signals.reporter"), *of_ledger(SIGNALS)]
