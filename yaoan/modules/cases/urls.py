"""Addresses of cases, measures, documents, the list of serious violators, penalties sent by other provinces and past decisions."""

from django.urls import path

from yaoan.modules.cases.ledger import CASES, DOCUMENTS, MEASURES, PRECEDENTS, PUBLICATIONS, VIOLATORS
from yaoan.modules.cases.views import documents, reading

urlpatterns = [
    path("documents/<number:number>/paper/", documents.paper, name="documents.paper"),
    path("documents/<number:number>/word/", documents.word_file, name="documents.word"),
    path("precedents/read/", reading.read, name="precedents.read"),
    *CASES.urls(),
    *MEASURES.urls(),
    *DOCUMENTS.urls(),
    *VIOLATORS.urls(),
    *PUBLICATIONS.urls(),
    *PRECEDENTS.urls(),
]
