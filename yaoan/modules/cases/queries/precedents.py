"""What may be asked about past decisions."""

import re

from django.db.models import Q, QuerySet

from yaoan.kernel.access.actor import Actor
from yaoan.modules.cases.choices import PrecedentState
from yaoan.modules.cases.models import Case, Precedent
from yaoan.modules.subjects.public import Subject, subject_by_code

COVERED = re.compile(r"[某*＊×]")
"""What stands for a part of a name that was covered."""


def same_decision(number: str, party: str, *, but: int | None = None) -> Case | Precedent | None:
    """The case or past decision that bears the same number and party already, wherever it is; without a number there is none."""
    if not number:
        return None
    kept = Precedent.objects.filter(decision_number=number, subject_name=party, state=PrecedentState.KEPT)
    found: Case | Precedent | None = kept.exclude(pk=but).first() or Case.objects.filter(decision_number=number).first()
    return found


def kept_precedents(actor: Actor) -> QuerySet[Precedent]:
    """The past decisions the actor may read, without those that were struck."""
    rows: QuerySet[Precedent] = Precedent.objects.seen_by(actor).filter(state=PrecedentState.KEPT)
    return rows


def precedents_of(actor: Actor, record: Case) -> QuerySet[Precedent]:
    """Past decisions on the party of a case: the same entry of the register, the same code, or, without either, the same name
    where no part of it was covered before publication."""
    code = record.subject_code or (record.subject.code if record.subject else "")
    name = "" if COVERED.search(record.party_name) else record.party_name
    mine = Q(subject_code=code) if code else Q(subject_name=name, subject_id=None, subject_code="")
    if record.subject is not None:
        mine |= Q(subject_id__in=record.subject.identity())
    return kept_precedents(actor).filter(mine)


def firm_of(actor: Actor, code: str) -> Subject | None:
    """The firm of the register with the code of a decision that was read."""
    return subject_by_code(actor, code) if code else None
