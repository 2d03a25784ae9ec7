"""Cases of the same party, whether it is in the register or not."""

from django.db.models import Q

from yaoan.modules.cases.models import Case
from yaoan.modules.cases.queries.precedents import COVERED
from yaoan.modules.subjects.public import Subject


def same_party(record: Case) -> Q | None:
    """What cases of the same party have in common: the entry of the register, the code, or, where either side has neither, the
    name. None where nothing tells who the party is. A name of which a part was covered tells nobody."""
    subject, name = record.subject, "" if COVERED.search(record.party_name) else record.party_name
    code = record.subject_code or (subject.code if subject else "")
    ids = list(subject.identity()) if subject else []
    if code:
        ids += Subject.objects.filter(code=code).values_list("pk", flat=True)
    elif name and not subject:
        ids += Subject.objects.filter(title=name).values_list("pk", flat=True)
    found = Q(subject_id__in=ids) if ids else None
    if code:
        found = _either(found, Q(subject_code=code))
    if name:
        alike = Q(subject_name=name)
        found = _either(found, alike & Q(subject_code="", subject_id=None) if subject or code else alike)
    return found


def _either(one: Q | None, other: Q) -> Q:
    return other if one is None else one | other
