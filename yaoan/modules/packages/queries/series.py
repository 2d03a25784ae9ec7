"""With whom we exchange, and which packages went and came."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import F, Func, Q, QuerySet

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import path_of
from yaoan.kernel.journal import signing
from yaoan.modules.packages import rules
from yaoan.modules.packages.choices import Direction, State, Trust
from yaoan.modules.packages.models import Correspondent, Foreign, Package

PASSED_ON = (State.CHECKED, State.ACCEPTED, State.PARTLY)


def correspondent_of(key: str) -> Correspondent | None:
    """The installation with which we exchange that has a public key (hex)."""
    return Correspondent.objects.filter(key=key, state=Trust.TRUSTED).select_related("other", "agency").first()


def correspondent_with(name: str) -> Correspondent | None:
    """The installation of a unit, by the unit's name or short name."""
    named = Q(other__name=name) | Q(other__short=name)
    return Correspondent.objects.filter(named, state=Trust.TRUSTED).select_related("other", "agency").first()


def last_made(correspondent: Correspondent) -> Package | None:
    """The newest package made for an installation."""
    return Package.objects.filter(correspondent=correspondent, direction=Direction.OUT).order_by("-id").first()


def packages_of(correspondent: Correspondent) -> QuerySet[Package]:
    """The packages received from an installation that count: whole, and of the series that goes on."""
    whole = Package.objects.filter(correspondent=correspondent, direction=Direction.IN, sequence__isnull=False)
    voided = Q(sequence__gte=correspondent.rejoin_from, pk__lte=correspondent.rejoin_after)
    return whole.exclude(state=State.FAULTY).exclude(voided).order_by("sequence", "id")


def found_with(file: str) -> Package | None:
    """The package received in a file with this SHA-256."""
    return Package.objects.filter(file=file, direction=Direction.IN).order_by("id").first()


def file_of(package: Package) -> Path:
    """Where the file of a package lies."""
    return path_of(package.file)


def heads_from(correspondent: Correspondent) -> Iterator[str]:
    """Every head that an installation has sent up, each once, as lines for `yaoan journal verify --heads`.

    Heads of a series that was begun anew are among them: they are what proves a journal that was cut or rewritten.
    """
    told: set[str] = set()
    rows = Package.objects.filter(correspondent=correspondent, direction=Direction.IN, last_seal__gt=0).order_by("id")
    for package in rows.exclude(state=State.FAULTY).iterator():
        for line in rules.heads_in(file_of(package)):
            if line not in told:
                told.add(line)
                yield line


def receiver_of(package: Package) -> str:
    """The key for which a package that was received must have been made: ours, or that of whoever passed it on."""
    return package.receiver or signing.public_key()


def to_pass_on(correspondent: Correspondent) -> list[Package]:
    """Packages from units below ours that were made for us and that this installation, above us, was not given yet.

    Whole packages go on as they came, accepted or not yet looked at; those that were refused stay.
    """
    if correspondent.other_id not in correspondent.agency.line:
        return []
    given = Package.objects.filter(correspondent=correspondent, direction=Direction.OUT)
    rows = Package.objects.filter(direction=Direction.IN, via=None, sequence__isnull=False)
    rows = rows.filter(state__in=PASSED_ON, correspondent__other__line__contains=[correspondent.agency_id])
    done = given.annotate(one=Func(F("passed_on"), function="unnest")).values("one")
    return list(rows.exclude(pk__in=done).order_by("pk"))


def history_of(foreign: Foreign) -> list[dict[str, Any]]:
    """The journal of a record of another installation, as that installation wrote and signed it."""
    return list(rules.chain_in(file_of(foreign.package), foreign.origin_id))


def newest_packages(actor: Actor, correspondent: Correspondent) -> tuple[Package | None, Package | None]:
    """The newest package for an installation, and the newest from it, that the actor may read."""
    rows = Package.objects.seen_by(actor).filter(correspondent=correspondent).order_by("-id")
    return rows.filter(direction=Direction.OUT).first(), rows.filter(direction=Direction.IN).first()
