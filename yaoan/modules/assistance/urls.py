"""Addresses of assistance and supervision."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.assistance import views
from yaoan.modules.assistance.ledger import REQUESTS, SUPERVISIONS

urlpatterns = [
    path("handovers/", views.handovers, name="handovers"),
    path("handovers/whole/", views.whole, name="handovers.whole"),
    path("requests/<number:number>/paper/", views.on_paper, name="requests.paper"),
    path("requests/<number:number>/request.docx", views.docx, name="requests.docx"),
    path("requests/<number:number>/answer.docx", views.answer_docx, name="requests.answer"),
    path("supervisions/<number:number>/notice.docx", views.notice_docx, name="supervisions.notice"),
    *of_ledger(REQUESTS),
    *of_ledger(SUPERVISIONS),
]
