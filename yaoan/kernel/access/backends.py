"""Checks a password, unless the account is locked for the while."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from yaoan.kernel import clock
from yaoan.kernel.access import trail
from yaoan.kernel.access.models import SignInAttempt, User

ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)


class GuardedBackend(ModelBackend):
    """Five wrong passwords in fifteen minutes lock an account until the oldest of them is fifteen minutes old."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **others: Any
    ) -> User | None:
        if not username or password is None:
            return None
        recent = SignInAttempt.objects.filter(username=username, at__gt=clock.now() - LOCKED_FOR)
        if recent.count() >= ATTEMPTS:
            trail.note(trail.REFUSED, request, user=_named(username), detail="locked")
            raise PermissionDenied
        user = super().authenticate(request, username=username, password=password)
        if user is None:
            SignInAttempt(username=username[:60], address=trail.address(request), at=clock.now()).save()
            trail.note(trail.REFUSED, request, user=_named(username), detail="password")
        else:
            SignInAttempt.objects.filter(username=username).delete()
        return user


def _named(username: str) -> User | None:
    return User.objects.filter(username=username).first()
