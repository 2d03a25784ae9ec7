"""Signing in and out, and one's own account. The names are those by which allauth finds them."""

from django.urls import path

from yaoan.kernel.access import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="account_change_password"),
    path("account/language/", views.language, name="language"),
    path("account/large-print/", views.large_print, name="large_print"),
]
