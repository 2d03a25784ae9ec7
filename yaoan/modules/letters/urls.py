"""Addresses of talks and letters."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.letters import views
from yaoan.modules.letters.ledger import LETTERS

urlpatterns = [
    path("letters/<number:number>/paper/", views.on_paper, name="letters.paper"),
    path("letters/<number:number>/letter.docx", views.docx, name="letters.docx"),
    *of_ledger(LETTERS),
]
