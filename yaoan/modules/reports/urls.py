"""Addresses of reports."""

from django.urls import path

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.reports import views
from yaoan.modules.reports.ledger import REPORTS

urlpatterns = [
    path("reports/start/", views.start, name="reports.start"),
    path("reports/templates/<slug:kind>/", views.placeholders, name="reports.placeholders"),
    path("reports/<number:number>/", views.show, name="reports.show"),
    path("reports/<number:number>/paper/", views.on_paper, name="reports.paper"),
    path("reports/<number:number>/report.docx", views.docx, name="reports.docx"),
    path("reports/<number:number>/report.xlsx", views.xlsx, name="reports.xlsx"),
    path("reports/<number:number>/snapshot.json", views.snapshot, name="reports.snapshot"),
    path("reports/<number:number>/proof/", views.proof, name="reports.proof"),
    path("reports/<number:number>/figures/<slug:key>/", views.figure, name="reports.figure"),
    *of_ledger(REPORTS),
]
