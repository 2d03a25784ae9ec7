"""`yaoan token`: issue, list and revoke the tokens of programs."""

import argparse
import sys
from collections.abc import Callable
from datetime import date, timedelta

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.http import tokens
from yaoan.kernel.http.models import ApiToken
from yaoan.kernel.journal.models import OPERATOR


def run(argv: list[str]) -> int:
    """Returns 0 when done, 1 when refused."""
    given = _parser().parse_args(argv)
    act: Callable[[argparse.Namespace], int] = given.do
    return act(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yaoan token", description="Tokens of programs that use the JSON interface.")
    commands = parser.add_subparsers(required=True)
    issue = commands.add_parser("issue", help="make a token for a person; it is shown once")
    issue.add_argument("username")
    issue.add_argument("name", help="what it is for")
    issue.add_argument("--act", action="store_true", help="it may perform acts, not only read")
    issue.add_argument("--until", type=date.fromisoformat, help="last day, 90 days from now if left out")
    issue.set_defaults(do=_issue)
    listed = commands.add_parser("list", help="the tokens in force")
    listed.set_defaults(do=_list)
    revoke = commands.add_parser("revoke", help="end a token at once")
    revoke.add_argument("id", type=int)
    revoke.set_defaults(do=_revoke)
    return parser


def _issue(given: argparse.Namespace) -> int:
    user = User.objects.filter(username=given.username).first()
    if user is None:
        print(f"yaoan token: nobody is called {given.username}", file=sys.stderr)
        return 1
    until = given.until or clock.today() + timedelta(days=90)
    try:
        _made, words = tokens.issue(user, given.name, may_act=given.act, expires_on=until, by=OPERATOR)
    except tokens.NotIssued as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    print(words)
    return 0


def _list(_given: argparse.Namespace) -> int:
    rows = ApiToken.objects.filter(revoked_at=None).select_related("user").order_by("pk")
    for row in rows:
        used = f"{row.used_at:%Y-%m-%d}" if row.used_at else "never"
        print(
            f"{row.pk:6} {row.user.username:20} {'act' if row.may_act else 'read':5} {row.expires_on} {used:10} {row.name}"
        )
    return 0


def _revoke(given: argparse.Namespace) -> int:
    if tokens.revoke(given.id, by=OPERATOR):
        return 0
    print(f"yaoan token: no token {given.id} is in force", file=sys.stderr)
    return 1
