"""Who has investigated a case, now or before: nobody of them reviews it or holds its hearing (Penalty Law arts 58, 64)."""

import re

from django.db.models import Q

from yaoan.kernel.journal.models import Entry
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.queries.documents import names_of

INQUIRING = ("exhibit", "conclude")
"""The acts by which somebody has investigated who was never named an officer: entering evidence, reporting."""
_BETWEEN = re.compile(r"[、，,；;和\s]+")


def investigators_of(record: Case) -> set[int]:
    """Everybody who ever was an officer of a case or of one that was merged into it, entered its evidence, or reported on it."""
    cases = [record.pk, *Case.objects.filter(merged_into_id=record.pk).values_list("pk", flat=True)]
    named = Q(payload__changes__has_key="officers") | Q(payload__fields__has_key="officers")
    found = set(record.officers)
    entries = Entry.objects.filter(named | Q(act__in=INQUIRING), record__in=cases)
    for act, actor, payload in entries.values_list("act", "actor", "payload"):
        found |= {actor} if act in INQUIRING else set()
        for officers in (payload["fields"].get("officers"), *payload.get("changes", {}).get("officers", ())):
            found.update(officers or ())
    return found


def investigating_among(record: Case, people: str) -> list[str]:
    """The names in a line of names that are those of people who have investigated a case."""
    known = set(names_of(sorted(investigators_of(record))))
    return [name for name in _BETWEEN.split(people) if name in known]


def chair_of(record: Case) -> str:
    """Who was named to hold the hearing that was set last; empty where none was."""
    payloads = Entry.objects.filter(record=record.pk, act="convene").order_by("-seq").values_list("payload", flat=True)
    last = payloads.first()
    return str(last["fields"].get("chair", "")) if last else ""
