"""Issuing and revoking tokens, and the one statement that signs a program in."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_urlsafe

from django.db import connection, transaction
from django.db.models import QuerySet

from yaoan.kernel import clock, sight
from yaoan.kernel.access.models import User
from yaoan.kernel.http.models import ApiToken
from yaoan.kernel.journal.models import AccessLog
from yaoan.kernel.words import _

PER_MINUTE = 300
"""How many requests a token may make in one minute."""

LONGEST = timedelta(days=366)
PREFIX = "yaoan_"


class NotIssued(ValueError):
    """The token was not made; the text says why."""


@dataclass(frozen=True, slots=True)
class Use:
    """One request made with a token: whose it is, whether it may act, and whether it is one too many."""

    token_id: int
    user_id: int
    may_act: bool
    is_one_too_many: bool


@transaction.atomic
def issue(user: User, name: str, *, may_act: bool, expires_on: date, by: int) -> tuple[ApiToken, str]:
    """A new token and the words it is used by, which are shown once and cannot be read again. Raises NotIssued."""
    today = clock.today()
    if not name.strip():
        raise NotIssued(str(_("请写明这个令牌给谁、做什么用。")))
    if not today <= expires_on <= today + LONGEST:
        raise NotIssued(str(_("有效期从今天起，最长一年。")))
    words = PREFIX + token_urlsafe(32)
    made = ApiToken(
        user=user,
        name=name.strip()[:80],
        hash=_hash(words),
        may_act=may_act,
        made_at=clock.now(),
        expires_on=expires_on,
    )
    made.save()
    _log(by, "issue token", f"{made.pk} {user.username} {made.name} {'act' if may_act else 'read'} –{expires_on}")
    return made, words


@transaction.atomic
def revoke(token_id: int, *, by: int, of: int | None = None) -> bool:
    """End a token at once; with `of` only one of that person's. False where there is no such token in force."""
    rows = ApiToken.objects.filter(pk=token_id, revoked_at=None)
    rows = rows if of is None else rows.filter(user_id=of)
    if not rows.update(revoked_at=clock.now()):
        return False
    _log(by, "revoke token", str(token_id))
    return True


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The person's tokens that were not revoked, the newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None).order_by("-pk")


def use(words: str) -> Use | None:
    """Sign in with a token and count it: one statement. None where no such token is in force.

    It sees the whole: whose token it is, is what it asks.
    """
    now = clock.now()
    minute = int(now.timestamp() // 60)
    with sight.whole(), connection.cursor() as cursor:
        cursor.execute(_USE, [now, minute, minute, _hash(words), clock.local_day(now)])
        row = cursor.fetchone()
    return Use(row[0], row[1], row[2], row[3] > PER_MINUTE) if row else None


_USE = """
UPDATE http_apitoken AS t
SET used_at = %s, minute = %s, count = CASE WHEN t.minute = %s THEN t.count + 1 ELSE 1 END
FROM access_user AS u
WHERE u.id = t.user_id AND u.is_active AND t.hash = %s AND t.revoked_at IS NULL AND t.expires_on >= %s
RETURNING t.id, t.user_id, t.may_act, t.count, set_config('synchronous_commit', 'off', true)
"""
"""The setting ends with the statement's own transaction: a crash may forget the count, nobody waits for the disk."""


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _log(by: int, what: str, detail: str) -> None:
    AccessLog(actor=by, what=what, reason=detail[:300], at=clock.now()).save()
