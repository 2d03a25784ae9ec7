"""Addresses of imports, below the name of the importer."""

from django.urls import path

from yaoan.kernel.exchange import views

urlpatterns = [
    path("imports/<slug:importer>/", views.upload, name="exchange.upload"),
    path("imports/<slug:importer>/template.xlsx", views.template, name="exchange.template"),
    path("imports/<slug:importer>/<int:pk>/", views.show, name="exchange.batch"),
    path("imports/<slug:importer>/<int:pk>/columns/", views.columns, name="exchange.columns"),
    path("imports/<slug:importer>/<int:pk>/accept/", views.accept, name="exchange.accept"),
    path("imports/<slug:importer>/<int:pk>/again/", views.again, name="exchange.again"),
    path("imports/<slug:importer>/<int:pk>/drop/", views.drop, name="exchange.drop"),
    path("imports/<slug:importer>/<int:pk>/marked.xlsx", views.marked, name="exchange.marked"),
]
