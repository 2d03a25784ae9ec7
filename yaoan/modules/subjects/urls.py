"""Addresses of the register."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.subjects import views
from yaoan.modules.subjects.ledger import LICENCES, PEOPLE, PRODUCTS, SUBJECTS

urlpatterns = [
    path("subjects/doubles/", views.doubles, name="subjects.doubles"),
    path("subjects/doubles/<slug:one>/<slug:other>/", views.pair, name="subjects.pair"),
    path("subjects/new/register/", views.register, name="subjects.register"),
    path("people/<slug:number>/identity/", views.identity, name="people.identity"),
    *of_ledger(SUBJECTS),
    *of_ledger(LICENCES),
    *of_ledger(PRODUCTS),
    *of_ledger(PEOPLE),
]
