"""Addresses of those who look after the installation."""

from django.urls import path

from yaoan.kernel.upkeep import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.prometheus, name="metrics"),
]
