"""Signing in and out, and one's own account. The names are those by which allauth finds them."""

from django.urls import path

from yaoan.kernel.access.views import account, security, signing, sso

urlpatterns = [
    path("sign-in/", signing.sign_in, name="account_login"),
    path("sign-in/code/", signing.second_factor, name="mfa_authenticate"),
    path("sign-in/passkey/", signing.by_passkey, name="mfa_login_webauthn"),
    path("sign-in/unit/", sso.start, name="sso.start"),
    path("sign-in/unit/back/", sso.back, name="sso.back"),
    path("sign-out/", signing.sign_out, name="account_logout"),
    path("account/", account.account, name="account"),
    path("account/again/", signing.prove_again, name="account_reauthenticate"),
    path("account/again/code/", signing.prove_by_code, name="mfa_reauthenticate"),
    path("account/again/passkey/", signing.prove_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/security/", security.security, name="account_security"),
    path("account/security/", security.security, name="mfa_index"),
    path("account/security/", security.security, name="mfa_list_webauthn"),
    path("account/security/app/", security.set_up_app, name="mfa_activate_totp"),
    path("account/security/app/stop/", security.stop_app, name="mfa_deactivate_totp"),
    path("account/security/passkeys/add/", security.add_passkey, name="mfa_add_webauthn"),
    path("account/security/passkeys/<int:pk>/remove/", security.remove_passkey, name="mfa_remove_webauthn"),
    path("account/security/codes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/security/sessions/<int:pk>/end/", security.end_session, name="sessions.end"),
    path("account/security/sessions/end/", security.end_other_sessions, name="sessions.end_others"),
    path("account/password/", security.password, name="account_change_password"),
    path("account/language/", account.language, name="language"),
    path("account/large-print/", account.large_print, name="large_print"),
]
