"""Adding places, agencies, people, posts and grants. Each change is written to the access log with who made it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q

from yaoan.kernel import clock
from yaoan.kernel.access import sessions
from yaoan.kernel.access.actor import permissions_of
from yaoan.kernel.access.divisions_data import LEVELS, division, named_within
from yaoan.kernel.access.models import Agency, Certificate, Division, Grant, Post, User
from yaoan.kernel.journal.models import OPERATOR, AccessLog

BATCH = 5_000
"""Places written at once."""


@transaction.atomic
def add_places(rows: Iterable[tuple[str, str]], *, key: Callable[[str], str] = lambda _name: "") -> int:
    """Add (code, name) places of the tree, those above before those below; known codes are left as they are.

    `key` gives what a name is found by besides itself. Returns how many were new. Raises ValueError for what is no code.
    """
    names, count = dict(Division.objects.values_list("code", "full_name")), 0
    fresh = (_place(code, name, names, key) for code, name in rows if code not in names)
    while some := list(islice(fresh, BATCH)):
        Division.objects.bulk_create(some, ignore_conflicts=True)
        count += len(some)
    return count


def _place(code: str, name: str, names: dict[str, str], key: Callable[[str], str]) -> Division:
    found = division(code, name)
    around = next(
        (names[code[:size]] for size in sorted(LEVELS, reverse=True) if size < len(code) and code[:size] in names), ""
    )
    names[code] = named_within(around, found)
    return Division(code=code, name=name, full_name=names[code], keys=key(name))


@transaction.atomic
def add_agency(
    name: str,
    short: str,
    kind: str,
    areas: Sequence[str],
    *,
    parent: Agency | None = None,
    word: str = "",
    by: int | None = None,
) -> Agency:
    """Add an agency under another, with the areas (division-code prefixes) it works in.

    `word` stands for it in the numbers of its papers; without one that is its short name, or its name where another
    agency has that already. Raises ValueError where the word is another's.
    """
    line = [*parent.line, parent.pk] if parent else []
    if word and _is_taken(word):
        raise ValueError(f"{word} stands for another agency")
    agency = Agency.objects.create(
        name=name, short=short, kind=kind, parent=parent, areas=list(areas), line=line,
        word=word or (name if _is_taken(short) else ""),
    )  # fmt: skip
    _log(by, "add agency", f"{agency.pk} {name} {'、'.join(areas)}")
    return agency


def _is_taken(word: str, *, but: int = 0) -> bool:
    """Whether a word stands for an agency already, by its own word or, where it has none, by its short name."""
    return Agency.objects.exclude(pk=but).filter(Q(word=word) | Q(word="", short=word)).exists()


@transaction.atomic
def set_word(agency: Agency, word: str, *, by: int | None = None) -> None:
    """Change what stands for an agency in the numbers of its papers from now on. Raises ValueError where it is another's."""
    if _is_taken(word, but=agency.pk):
        raise ValueError(f"{word} stands for another agency")
    Agency.objects.filter(pk=agency.pk).update(word=word)
    _log(by, "set word", f"{agency.pk} {word}")


@transaction.atomic
def add_person(
    username: str, name: str, *, password: str | None = None, hashed: str = "", is_given: bool = False,
    by: int | None = None,
) -> User:  # fmt: skip
    """Add a person who may sign in. Raises ValidationError naming every rule a weak password breaks.

    `hashed` is a password hashed before, for those who add many people with one password; one that `is_given` must be
    changed by the person before anything else.
    """
    user = User(username=username, name=name)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.password = hashed or user.password
    user.password_is_given = is_given
    user.save()
    _log(by, "add person", f"{user.pk} {username}")
    return user


@transaction.atomic
def set_password(user: User, password: str, *, is_given: bool = False, by: int | None = None) -> None:
    """Give a person a new password, which ends all sessions. Raises ValidationError naming every rule it breaks."""
    validate_password(password, user)
    user.set_password(password)
    user.password_is_given = is_given
    user.save(update_fields=["password", "password_set_at", "password_is_given"])
    _log(by, "set password", f"{user.pk} {user.username}")


@transaction.atomic
def take_factors(user: User, *, by: int | None = None) -> int:
    """Take all second factors of a person who lost them, and end all sessions; how many there were.

    The next sign-in is by password alone, and sets up new ones where the rules want them.
    """
    count, _each = Authenticator.objects.filter(user=user).delete()
    sessions.end(user)
    _log(by, "take factors", f"{user.pk} {user.username} {count}")
    return int(count)


@transaction.atomic
def close_account(user: User, *, by: int | None = None) -> None:
    """Nobody signs in with the account any more, and whoever is signed in with it is out. What it did stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    Authenticator.objects.filter(user=user).delete()
    sessions.end(user)
    _log(by, "close account", f"{user.pk} {user.username}")


@transaction.atomic
def appoint(
    user: User, agency: Agency, title: str, *, since: date, until: date | None = None, is_head: bool = False,
    by: int | None = None,
) -> Post:  # fmt: skip
    """Give a person a post in an agency."""
    post = Post.objects.create(user=user, agency=agency, title=title, is_head=is_head, since=since, until=until)
    _log(by, "appoint", f"{user.pk} {agency.pk} {title} {since}–{until or ''}")
    return post


@transaction.atomic
def grant(
    user: User, role: str, agency: Agency, *, since: date, until: date | None = None, by: int | None = None
) -> Grant:
    """Give a person a role for the areas of an agency. Raises LookupError for an unknown role."""
    permissions_of(role)
    given = Grant.objects.create(user=user, role=role, agency=agency, since=since, until=until)
    _log(by, "grant", f"{user.pk} {role} {agency.pk} {since}–{until or ''}")
    return given


@transaction.atomic
def end_grant(given: Grant, *, until: date, by: int | None = None) -> Grant:
    """Let a grant end on a day."""
    given.until = until
    given.save(update_fields=["until"])
    _log(by, "end grant", f"{given.user_id} {given.role} {given.agency_id} {until}")
    return given


@transaction.atomic
def certify(user: User, number: str, *, since: date, until: date | None = None, by: int | None = None) -> Certificate:
    """Enter a person's certificate of law enforcement; one that is there with this number and day gets the other end."""
    held, _made = Certificate.objects.update_or_create(user=user, number=number, since=since, defaults={"until": until})
    _log(by, "certify", f"{user.pk} {number} {since}–{until or ''}")
    return held


def _log(by: int | None, what: str, detail: str) -> None:
    AccessLog(actor=by or OPERATOR, what=what, reason=detail[:300], at=clock.now()).save()
