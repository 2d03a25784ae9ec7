"""Addresses of cases, measures, documents, the list of serious violators, penalties sent by other provinces and past decisions."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.cases.ledger import CASES, DOCUMENTS, MEASURES, PRECEDENTS, PUBLICATIONS, VIOLATORS
from yaoan.modules.cases.views import documents, reading

urlpatterns = [
    path("documents/<number:number>/paper/", documents.paper, name="documents.paper"),
    path("documents/<number:number>/word/", documents.word_file, name="documents.word"),
    path("precedents/read/", reading.read, name="precedents.read"),
    *of_ledger(CASES),
    *of_ledger(MEASURES),
    *of_ledger(DOCUMENTS),
    *of_ledger(VIOLATORS),
    *of_ledger(PUBLICATIONS),
    *of_ledger(PRECEDENTS),
]
