"""Addresses of those who look after the installation."""

from django.urls import path

from yaoan.kernel.upkeep import views

urlpatterns = [
    path("access-log/", views.access_log, name="access-log"),
    path("access-log/export.csv", views.access_log_file, name="access-log.csv"),
    path("health/", views.health, name="health"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.prometheus, name="metrics"),
]
