"""The trail of signing in: each sign-in, sign-out and refusal, and each change of factors, in the access log."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from yaoan.kernel import clock, sight
from yaoan.kernel.access.devices import device
from yaoan.kernel.access.models import User
from yaoan.kernel.journal.models import AccessLog
from yaoan.kernel.words import Text, _

SIGN_IN, SIGN_OUT, REFUSED = "sign in", "sign out", "sign in refused"
AGAIN, AGAIN_REFUSED = "confirm again", "confirm again refused"
ENDED, EXPIRED = "end session", "session expired"
FACTOR_ADDED, FACTOR_REMOVED, CODES_MADE = "add factor", "remove factor", "make recovery codes"
PASSWORD = "change password"

LABELS: Mapping[str, Text] = {
    SIGN_IN: _("登录"),
    SIGN_OUT: _("退出"),
    REFUSED: _("登录没有成功"),
    AGAIN: _("再次确认身份"),
    AGAIN_REFUSED: _("再次确认没有通过"),
    ENDED: _("结束一处登录"),
    EXPIRED: _("登录过期"),
    FACTOR_ADDED: _("增加验证方式"),
    FACTOR_REMOVED: _("停用验证方式"),
    CODES_MADE: _("生成恢复码"),
    PASSWORD: _("修改密码"),
}
"""What is written about an account, and how it is called on its page."""


def note(what: str, request: HttpRequest | None, *, user: Any = None, detail: str = "") -> None:
    """Write one line: what, about whose account, from which address and device.

    Who has not signed in sees nothing yet; the line is written all the same. It is read by whom it is about, and by those
    whose right to read the access log (`journal.view`) reaches the agency of that person; one about no account by nobody.
    """
    parts = [address(request) or "-", device(request.META.get("HTTP_USER_AGENT", "")) if request else "-", detail]
    with sight.whole():
        AccessLog(
            actor=getattr(user, "pk", None) or 0, what=what, reason=" | ".join(parts)[:300], at=clock.now()
        ).save()


def address(request: HttpRequest | None) -> str | None:
    """Where a request comes from; behind a proxy what the proxy says."""
    if request is None:
        return None
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def latest(user: User, count: int) -> QuerySet[AccessLog]:
    """The newest lines about an account."""
    return AccessLog.objects.filter(actor=user.pk, what__in=LABELS).order_by("-pk")[:count]
