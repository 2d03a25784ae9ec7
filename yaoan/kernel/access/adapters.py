"""What allauth asks of the house: accounts are given, secrets are kept encrypted, and everything leaves a trail."""

import os
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext

from yaoan.kernel import secrets
from yaoan.kernel.access import freshness, trail
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.access.rules import rules


class OfficialsOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up, and every sign-in and sign-out is written down."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **given)
        trail.note(trail.SIGN_IN, request, user=user, detail=methods(request, user))
        return response

    def logout(self, request: HttpRequest) -> None:
        trail.note(trail.SIGN_OUT, request, user=request.user)
        super().logout(request)

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *rest: Any, **given: Any
    ) -> None:
        """Messages about factors are ours; allauth's speak of things our pages call otherwise."""
        if not str(message_template or "").startswith("mfa/"):
            super().add_message(request, level, message_template, *rest, **given)

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """One rule for all dangerous pages, allauth's own among them."""
        return not freshness.is_fresh(self.request, slack=freshness.SLACK)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address; the peer's own where the header names fewer addresses than there are trusted proxies, or what is
        no address: then the request did not come through all of them, and nothing it says of itself is believed."""
        try:
            return str(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return _peer(request)

    def get_login_stages(self) -> list[str]:
        """A password, then a second factor where there is one. There are no codes by mail or telephone."""
        return ["allauth.mfa.stages.AuthenticateStage"]


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seeds of codes are encrypted; the last factor stays where one must be had."""

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        return urlsafe_base64_encode(nonce + AESGCM(secrets.secret("factors")).encrypt(nonce, text.encode(), None))

    def decrypt(self, encrypted_text: str) -> str:
        raw = urlsafe_base64_decode(encrypted_text)
        return AESGCM(secrets.secret("factors")).decrypt(raw[:12], raw[12:], None).decode()

    def get_totp_issuer(self) -> str:
        return f"{gettext('药安')} {super().get_totp_issuer()}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  # allauth's word
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("通行密钥 {number}").format(number=count + 1)


def _peer(request: HttpRequest) -> str:
    """The address at the other end of the connection. Raises PermissionDenied where it has none."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        raise PermissionDenied("the connection has no address") from None


def may_remove(authenticator: Authenticator) -> bool:
    """Whether the person may do without it: not the last one, where a second factor is required."""
    others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
    return others.exists() or not rules().wants_second_factor(Actor.of(authenticator.user).roles)


def factors_of(user: User) -> Any:
    """The person's second factors, without recovery codes, which only stand in for one."""
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).order_by("pk")


def methods(request: HttpRequest, user: User) -> str:
    """How somebody proved who they are in this session: "password + totp"."""
    records = get_authentication_records(request, user)
    return " + ".join(
        str(record.get("type") or record["method"]) for record in records if not record.get("reauthenticated")
    )
