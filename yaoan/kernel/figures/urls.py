"""Addresses of the pages of figures."""

from django.urls import path

from yaoan.kernel.figures import views

urlpatterns = [
    path("figures/", views.index, name="figures"),
    path("figures/<str:name>/", views.opened, name="figure"),
    path("figures/<str:name>/rows.csv", views.rows_file, name="figure.rows"),
]
