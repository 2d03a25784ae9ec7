"""Addresses of cases, measures, documents, the list of serious violators, and penalties sent by other provinces."""

from django.urls import path

from yaoan.modules.cases import views
from yaoan.modules.cases.ledger import CASES, DOCUMENTS, MEASURES, PUBLICATIONS, VIOLATORS

urlpatterns = [
    path("documents/<number:number>/paper/", views.paper, name="documents.paper"),
    path("documents/<number:number>/word/", views.word_file, name="documents.word"),
    *CASES.urls(),
    *MEASURES.urls(),
    *DOCUMENTS.urls(),
    *VIOLATORS.urls(),
    *PUBLICATIONS.urls(),
]
