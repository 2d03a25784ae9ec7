"""Figures with a memory: what was said, from which rows, and what has come in between since.

A frozen figure is plain JSON. It rests on a seal of the journal: only entries up to the seal's last count, so that the
same figure can be worked out again from an export and its head, years later and elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Q

from yaoan.kernel import clock, sight
from yaoan.kernel.access.models import User
from yaoan.kernel.figures.counting import Answer, count
from yaoan.kernel.figures.formulas import Atom, Formula, Measure, Number, formula_from
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.questions import Question
from yaoan.kernel.figures.reading import Figure
from yaoan.kernel.figures.rows import rows
from yaoan.kernel.figures.scopes import Scope
from yaoan.kernel.figures.sources import TAKEN_BACK
from yaoan.kernel.journal.models import Entry, Seal

Why = Literal["late", "taken_back"]
"""Recorded after the cut-off, with effect before it; or taken back since."""


class Unsealed(Exception):
    """Nothing is sealed yet, so there is no moment to freeze figures at. Seal the journal first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry by which a figure is no longer what was frozen: for which count it matters, what then and what now."""

    counted: str
    entry: int
    record: int
    number: str
    kind: str
    act: str
    effective_on: date
    recorded_at: datetime
    actor: int
    actor_name: str
    old: Number
    new: Number
    why: Why
    reason: str


@dataclass(frozen=True)
class Explanation:
    """What became of a frozen figure. `then` is what it said and `now` what the same formula gives now.

    `is_intact` says whether the rows up to the cut-off are still exactly those counted then: if not, the journal was
    tampered with. `changes` lead from then to now. Figures of the moment (overdue duties) cannot be worked out again:
    `is_repeatable` is then false and `now` is None.
    """

    then: str | None
    now: str | None
    is_intact: bool
    is_repeatable: bool
    changes: tuple[Change, ...]

    @property
    def is_stale(self) -> bool:
        return self.is_repeatable and self.then != self.now


@sight.whole()
def freeze(figures: Iterable[Figure], *, upto: int | None = None) -> dict[str, Any]:
    """Figures as they stand at an entry, by default the last one sealed, as plain JSON.

    Values are worked out anew for that cut-off, with the scopes of the figures given; those of the moment keep the value
    they have. Raises Unsealed.
    """
    seal = Seal.objects.order_by("-id").first()
    if upto is None and seal is None:
        raise Unsealed
    last = upto if upto is not None else seal.last  # type: ignore[union-attr]
    return {
        "cutoff": last,
        "seal": {"id": seal.pk, "head": bytes(seal.head).hex()} if seal and seal.last == last else None,
        "frozen_at": clock.now().isoformat(),
        "figures": [_frozen(figure, last) for figure in figures],
    }


def canonical(frozen: Mapping[str, Any]) -> bytes:
    """The bytes of a frozen snapshot, always the same for the same content: what is signed and compared."""
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


@sight.whole()
def explain_difference(frozen: Mapping[str, Any], cutoff: int) -> Explanation:
    """Why a figure of a snapshot, frozen at `cutoff`, is what it was and is no longer, entry by entry."""
    formula = formula_from(frozen["formula"])
    period = Period(*map(date.fromisoformat, frozen["period"]))
    scope = Scope.from_spec(frozen["scope"])
    if not _is_repeatable(formula):
        return Explanation(frozen["value"], None, is_intact=True, is_repeatable=False, changes=())
    now = _text(_answer(formula, period, scope, None).value(formula))
    counted = {item["key"]: item["rows"] for item in frozen["counted"]}
    is_intact = True
    changes: list[Change] = []
    for atom in formula.atoms():
        before = rows(atom, period, scope, upto=cutoff)
        is_intact &= _digest(before.values_list("pk", flat=True)) == counted[atom.key]
        changes += _changes(atom, period, scope, cutoff)
    return Explanation(frozen["value"], now, is_intact, is_repeatable=True, changes=tuple(changes))


def _frozen(figure: Figure, upto: int) -> dict[str, Any]:
    formula, period, scope = figure.metric.formula, figure.period, figure.scope
    repeatable = _is_repeatable(formula)
    answer = _answer(formula, period, scope, upto) if repeatable else None
    return {
        "metric": figure.metric.name,
        "label": str(figure.metric.label),
        "unit": str(figure.metric.unit),
        "formula": formula.spec(),
        "period": [period.start.isoformat(), period.end.isoformat()],
        "scope": scope.spec(),
        "value": _text(answer.value(formula) if answer else figure.value),
        "counted": [_counted(atom, answer, period, scope, upto) for atom in formula.atoms()] if answer else [],
    }


def _counted(atom: Atom, answer: Answer, period: Period, scope: Scope, upto: int) -> dict[str, Any]:
    found = rows(atom, period, scope, upto=upto).values_list("pk", flat=True)
    return {"key": atom.key, "value": _text(answer.value(atom)), "rows": _digest(found)}


def _answer(formula: Formula, period: Period, scope: Scope, upto: int | None) -> Answer:
    return count(Question(formula.atoms(), [period], scope, upto=upto))


def _is_repeatable(formula: Formula) -> bool:
    return all(atom.measure is not Measure.OVERDUE for atom in formula.atoms())


def _digest(ids: Any) -> str:
    """SHA-256 of the ids of the rows counted, in ascending order, one a line."""
    digest = hashlib.sha256()
    for number in ids.order_by("pk").iterator(chunk_size=20_000):
        digest.update(b"%d\n" % number)
    return digest.hexdigest()


def _text(value: Number | None) -> str | None:
    return None if value is None else format(value, "d" if isinstance(value, int) else "f")


def _changes(atom: Atom, period: Period, scope: Scope, cutoff: int) -> Iterator[Change]:
    """The rows an atom counted then and not now, and now and not then, each with the entry that made the difference."""
    before, after = rows(atom, period, scope, upto=cutoff), rows(atom, period, scope)
    gone = list(before.exclude(pk__in=after.values("pk")))
    come = list(after.exclude(pk__in=before.values("pk")))
    if atom.measure in (Measure.STOCK, Measure.RECORDS):  # a record counts once, by whichever entry
        stayed = {entry.record for entry in gone} & {entry.record for entry in come}
        gone, come = ([entry for entry in found if entry.record not in stayed] for found in (gone, come))
    causes = [(entry, _cause(entry, atom, cutoff, period)) for entry in (*gone, *come)]
    names = dict(User.objects.filter(pk__in={cause.actor for _entry, cause in causes}).values_list("pk", "name"))
    for entry, cause in causes:
        weight, is_new = _weight(atom, entry), entry in come
        yield Change(
            counted=atom.key,
            entry=cause.pk,
            record=cause.record,
            number=cause.number,
            kind=cause.kind,
            act=cause.act,
            effective_on=cause.effective_on,
            recorded_at=cause.recorded_at,
            actor=cause.actor,
            actor_name=names.get(cause.actor, ""),
            old=0 if is_new else weight,
            new=weight if is_new else 0,
            why="taken_back" if cause.act == TAKEN_BACK else "late",
            reason=str(cause.payload.get("fields", {}).get("reason", "")),
        )


def _cause(entry: Entry, atom: Atom, cutoff: int, period: Period) -> Entry:
    """The entry after the cut-off through which a row came or went: itself, its taking back, or a late act before the end."""
    if entry.pk > cutoff:
        return entry
    later = Entry.objects.filter(record=entry.record, pk__gt=cutoff).order_by("pk")
    if atom.measure in (Measure.ACTS, Measure.AMOUNTS):
        return later.get(act=TAKEN_BACK, seq=entry.seq + 1)
    return later.filter(Q(act=TAKEN_BACK) | Q(effective_on__lte=period.end)).first() or entry


def _weight(atom: Atom, entry: Entry) -> Number:
    """What a row counts for."""
    return Decimal(str(entry.payload["fields"][atom.field])) if atom.measure is Measure.AMOUNTS else 1
