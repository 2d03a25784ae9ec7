"""Looking rows of a received register up, many at a time."""

from collections.abc import Collection, Iterable

from yaoan.kernel.access.actor import Actor
from yaoan.modules.subjects.choices import P, SubjectState
from yaoan.modules.subjects.models import Licence, Subject


def firms_by_code(actor: Actor, codes: Collection[str]) -> dict[str, Subject | None]:
    """The firms that have these codes, by code; None for one whose entry the actor may not bring up to date.

    A code that nobody has is not in the answer. An entry that was merged is answered by the one that stands for it.
    """
    rows = list(Subject.objects.filter(code__in=codes))
    merged = [row.pk for row in rows if row.state == SubjectState.MERGED]
    standing = _standing_for(merged)
    mine = set(
        Subject.objects.within(actor, P.IMPORT)
        .filter(pk__in=[standing.get(row.pk, row).pk for row in rows])
        .values_list("pk", flat=True)
    )
    found = {row.code: standing.get(row.pk, row) for row in rows}
    return {code: row if row.pk in mine else None for code, row in found.items()}


def _standing_for(merged: Collection[int]) -> dict[int, Subject]:
    if not merged:
        return {}
    rows = Subject.objects.living().filter(absorbed__overlap=list(merged))
    return {subject_id: row for row in rows for subject_id in row.absorbed}


def firms_by_name(actor: Actor, names: Collection[str]) -> dict[str, list[Subject]]:
    """The living firms without a code that bear one of these names, by name."""
    rows = Subject.objects.within(actor, P.IMPORT).living().filter(code="", title__in=names)
    found: dict[str, list[Subject]] = {}
    for row in rows:
        found.setdefault(row.title, []).append(row)
    return found


def licences_by_code(subjects: Iterable[Subject]) -> dict[tuple[int, str], Licence]:
    """The licences of some firms by firm and number."""
    ids = {subject_id: subject.pk for subject in subjects for subject_id in subject.identity()}
    rows = Licence.objects.filter(subject_id__in=ids)
    return {(ids[row.subject_id], row.code): row for row in rows}
