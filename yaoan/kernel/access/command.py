"""`yaoan user`: give people accounts, posts, roles, certificates and new passwords; close accounts, take lost second factors."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from yaoan.kernel import clock
from yaoan.kernel.access import staffing
from yaoan.kernel.access.models import Agency, Certificate, Grant, Post, User


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan user …` command line: 0 done, 1 refused with a sentence, 2 called wrongly."""
    given = _parser().parse_args(argv)
    try:
        given.do(given)
    except (User.DoesNotExist, Agency.DoesNotExist):
        print("yaoan user: no such person or agency; `yaoan user list` shows who there is", file=sys.stderr)
        return 1
    except (ValidationError, LookupError, ValueError, IntegrityError) as obstacle:
        texts = obstacle.messages if isinstance(obstacle, ValidationError) else [str(obstacle).splitlines()[0]]
        print("\n".join(f"yaoan user: {text}" for text in texts), file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yaoan user", description=__doc__)
    acts = parser.add_subparsers(required=True, metavar="ACT")
    add = acts.add_parser("add", help="a person, with a post and a role in an agency")
    add.add_argument("username")
    add.add_argument("--name", required=True)
    add.add_argument("--agency", required=True, help="name or short name")
    add.add_argument("--title", default="干部")
    add.add_argument("--role", action="append", default=[], help="may be given several times")
    add.add_argument("--head", action="store_true", help="the head of the agency")
    add.add_argument("--since", type=date.fromisoformat, default=None)
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add.set_defaults(do=_add)
    password = acts.add_parser("password", help="a new password")
    password.add_argument("username")
    password.add_argument("--password-stdin", action="store_true")
    password.set_defaults(do=_password)
    factors = acts.add_parser("factors", help="take the second factors of a person who lost them, and end all sessions")
    factors.add_argument("username")
    factors.set_defaults(do=_factors)
    close = acts.add_parser("close", help="nobody signs in with this account any more; what it did stays")
    close.add_argument("username")
    close.set_defaults(do=_close)
    grant = acts.add_parser("grant", help="a role for the areas of an agency")
    for name in ("username", "role", "agency"):
        grant.add_argument(name)
    grant.add_argument("--since", type=date.fromisoformat, default=None)
    grant.add_argument("--until", type=date.fromisoformat, default=None)
    grant.set_defaults(do=_grant)
    certificate = acts.add_parser("certificate", help="a certificate of administrative law enforcement")
    for name in ("username", "number"):
        certificate.add_argument(name)
    certificate.add_argument("--since", type=date.fromisoformat, required=True, help="the day it was issued")
    certificate.add_argument("--until", type=date.fromisoformat, required=True, help="the last day it is valid")
    certificate.set_defaults(do=_certificate)
    agency = acts.add_parser("agency", help="an agency under another, with its areas")
    agency.add_argument("name")
    agency.add_argument("--short", required=True)
    agency.add_argument("--kind", required=True, choices=[kind.value for kind in Agency.Kind])
    agency.add_argument(
        "--area", action="append", required=True, help="division-code prefix; may be given several times"
    )
    agency.add_argument(
        "--word", default="", help="what stands for it in the numbers of papers; its short name without one"
    )
    agency.add_argument("--under", help="name or short name of the agency above")
    agency.set_defaults(do=_agency)
    word = acts.add_parser("word", help="what stands for an agency in the numbers of its papers from now on")
    word.add_argument("agency", help="name or short name")
    word.add_argument("word")
    word.set_defaults(do=_word)
    people = acts.add_parser("list", help="who there is, with posts, roles and certificates in force")
    people.set_defaults(do=_list)
    return parser


def _add(given: argparse.Namespace) -> None:
    since = given.since or clock.today()
    agency = _find(given.agency)
    user = staffing.add_person(given.username, given.name, password=_asked(given), is_given=True)
    staffing.appoint(user, agency, given.title, since=since, is_head=given.head)
    for role in given.role:
        staffing.grant(user, role, agency, since=since)
    print(f"{user.username}: {user.name}, {agency.name} {given.title}")


def _password(given: argparse.Namespace) -> None:
    user = User.objects.get(username=given.username)
    staffing.set_password(user, _asked(given), is_given=True)
    print(f"{user.username}: new password set; it must be changed at the next sign-in")


def _factors(given: argparse.Namespace) -> None:
    user = User.objects.get(username=given.username)
    print(f"{user.username}: {staffing.take_factors(user)} second factors taken")


def _close(given: argparse.Namespace) -> None:
    user = User.objects.get(username=given.username)
    staffing.close_account(user)
    print(f"{user.username}: closed")


def _grant(given: argparse.Namespace) -> None:
    user, agency = User.objects.get(username=given.username), _find(given.agency)
    staffing.grant(user, given.role, agency, since=given.since or clock.today(), until=given.until)
    print(f"{user.username}: {given.role} for {agency.name}")


def _certificate(given: argparse.Namespace) -> None:
    user = User.objects.get(username=given.username)
    held = staffing.certify(user, given.number, since=given.since, until=given.until)
    print(f"{user.username}: certificate {held.number}, {held.since} to {held.until}")


def _agency(given: argparse.Namespace) -> None:
    parent = _find(given.under) if given.under else None
    agency = staffing.add_agency(given.name, given.short, given.kind, given.area, parent=parent, word=given.word)
    print(f"{agency.name}: {'、'.join(agency.areas)}, {agency.paper_word}")


def _word(given: argparse.Namespace) -> None:
    agency = _find(given.agency)
    staffing.set_word(agency, given.word)
    print(f"{agency.name}: {given.word}")


def _list(_given: argparse.Namespace) -> None:
    today = clock.today()
    for user in User.objects.exclude(username="system").order_by("username"):
        posts = "；".join(str(post) for post in Post.objects.in_force(today).filter(user=user).select_related("agency"))
        roles = sorted(set(Grant.objects.in_force(today).filter(user=user).values_list("role", flat=True)))
        held = "；".join(
            f"{one.number} – {one.until or ''}" for one in Certificate.objects.in_force(today).filter(user=user)
        )
        ends = f"{'  ' if held else ''}{held}{'' if user.is_active else '  (inactive)'}"
        print(f"{user.username:16} {user.name}  {posts}  {' '.join(roles)}{ends}")


def _find(name: str) -> Agency:
    found = Agency.objects.filter(name=name).first() or Agency.objects.filter(short=name).first()
    if found is None:
        raise Agency.DoesNotExist
    return found


def _asked(given: argparse.Namespace) -> str:
    """The password from standard input, or typed twice."""
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise ValidationError("the two passwords differ; nothing was changed")
    return first
