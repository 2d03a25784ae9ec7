"""What a person owes to the safety of the account before work goes on."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.access.rules import rules


def owed(user: User, roles: Iterable[str]) -> str | None:
    """The name of the page that comes first, or None. One query, and only where the rules ask for a second factor."""
    if must_change_password(user):
        return "account_change_password"
    if rules().wants_second_factor(roles) and not has_second_factor(user):
        return "account_security"
    return None


def must_change_password(user: User) -> bool:
    """Whether the password was given by somebody else, or is older than the rules allow."""
    if not user.has_usable_password():
        return False
    age = rules().password_age
    is_old = bool(age) and (user.password_set_at is None or user.password_set_at < clock.now() - age)
    return user.password_is_given or is_old


def has_second_factor(user: User) -> bool:
    """Whether the person has a second factor; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())
