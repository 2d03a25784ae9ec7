"""Entries of the register for tests, made as officials make them."""

from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import open_record
from yaoan.kernel.reading.checksums import organisation_check, uscc_check
from yaoan.modules.subjects.choices import LicenceKind, PostKind, SubjectKind
from yaoan.modules.subjects.commands import Enrol, Grant, Register
from yaoan.modules.subjects.models import Licence, Person, Subject

HERE, ELSEWHERE = "990121", "990122"


def credit_code(serial: int, area: str = HERE) -> str:
    """The serial-th right credit code of a place."""
    organisation = f"MA{serial:06}"
    first17 = f"91{area:0<6}"[:8] + organisation + organisation_check(organisation)
    return first17 + uscc_check(first17)


def firm(actor: Actor, title: str = "青溪县康和大药房", **fields: Any) -> Subject:
    given = {"subject_kind": SubjectKind.PHARMACY, "area": HERE, **fields}
    return open_record(Register(title=title, **given), by=actor)


def licence(actor: Actor, subject: Subject, **fields: Any) -> Licence:
    given = {"licence_kind": LicenceKind.DRUG_DISTRIBUTION, "code": "演DA990100001", "area": subject.area, **fields}
    return open_record(Grant(subject_id=subject.pk, **given), by=actor)


def person(actor: Actor, subject: Subject, title: str = "林秀兰", **fields: Any) -> Person:
    given = {"post": PostKind.LEGAL_REPRESENTATIVE, "area": subject.area, **fields}
    return open_record(Enrol(title=title, subject_id=subject.pk, **given), by=actor)
