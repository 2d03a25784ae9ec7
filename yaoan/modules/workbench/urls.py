"""Addresses of the workbench."""

from django.urls import path

from yaoan.modules.workbench import views

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("overview/", views.leader, name="overview"),
    path("notices/", views.notices, name="notices"),
    path("notices/away/", views.away, name="notices.away"),
    path("notices/of/<number:number>/", views.told_of, name="notices.of"),
]
