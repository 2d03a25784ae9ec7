"""Entries that may be one firm: found by shared keys, weighed by the rules, shown with the reasons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, Count, F, Func, IntegerField, Value
from django.db.models.expressions import RawSQL

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.words import _
from yaoan.modules.subjects.models import Licence, Subject
from yaoan.modules.subjects.rules.likeness import LIKELY, POSSIBLE, Party, blocking_keys, likeness

MOST_CANDIDATES = 100
LARGEST_BLOCK = 30
"""A key that more entries share than this (a chain's name, say) tells nothing; those entries meet under other keys."""


@dataclass(frozen=True, slots=True)
class Double:
    """An entry that may be the same firm: `score` from 0 to 1 and the reasons in words."""

    subject: Subject
    score: float
    reasons: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return str(_("；")).join(self.reasons)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one firm, the older first."""

    one: Subject
    other: Subject
    score: float
    reasons: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return str(_("；")).join(self.reasons)


def party_of(subject: Subject, *, licences: Iterable[str] = ()) -> Party:
    """What is known of a firm, as the rules of likeness want it."""
    return Party(
        name=subject.title,
        code=subject.code,
        area=subject.area,
        address=subject.address,
        phones=tuple(subject.phone.replace("；", ";").replace("、", ";").split(";")) if subject.phone else (),
        representative=subject.legal_representative,
        licences=tuple(licences),
        former_names=tuple(item["value"] for item in subject.former_names),
    )


def keys_of(party: Party) -> list[int]:
    """The blocking keys of a firm as 64-bit integers: smaller and faster in an index than the texts."""
    digests = (blake2b(key.encode(), digest_size=8).digest() for key in blocking_keys(party))
    return sorted({int.from_bytes(digest, signed=True) for digest in digests})


def subjects_like(
    actor: Actor, party: Party, *, apart_from: Subject | None = None, least: float = POSSIBLE
) -> list[Double]:
    """Entries the actor may read that may be this firm, the likeliest first.

    `apart_from` is the firm's own entry: it, and entries that were found to be other firms, are not proposed.
    """
    keys = keys_of(party)
    rows = Subject.objects.seen_by(actor).living().filter(keys__overlap=keys)
    if apart_from is not None:
        rows = rows.exclude(pk__in=[apart_from.pk, *apart_from.distinct_from])
        rows = rows.exclude(distinct_from__contains=[apart_from.pk])
    rows = list(rows.annotate(shared=_shared(keys)).order_by("-shared", "pk")[:MOST_CANDIDATES])
    numbers = _licences(rows)
    weighed = ((row, likeness(party, party_of(row, licences=numbers.get(row.pk, ())))) for row in rows)
    doubles = [Double(row, found.score, found.reasons) for row, found in weighed if found.score >= least]
    return sorted(doubles, key=lambda double: -double.score)


def likely_doubles(actor: Actor, parties: Sequence[Party]) -> list[list[Double]]:
    """For each of many firms that are not in the register, the entries that are likely the same, the likeliest first.

    One query for all; for those about to be brought in, where each for itself would take too long.
    """
    keys = [keys_of(party) for party in parties]
    wanted = {key for own in keys for key in own}
    rows = Subject.objects.seen_by(actor).living().filter(_any_of(wanted)) if wanted else ()
    by_key: dict[int, list[Subject]] = defaultdict(list)
    for row in rows:
        for key in wanted.intersection(row.keys):
            by_key[key].append(row)
    return [_weighed(party, own, by_key) for party, own in zip(parties, keys, strict=True)]


def _weighed(party: Party, keys: Sequence[int], by_key: dict[int, list[Subject]]) -> list[Double]:
    near = {row.pk: row for key in keys for row in by_key[key] if len(by_key[key]) <= LARGEST_BLOCK}
    weighed = ((row, likeness(party, party_of(row))) for row in near.values())
    doubles = (Double(row, found.score, found.reasons) for row, found in weighed if found.score >= LIKELY)
    return sorted(doubles, key=lambda double: -double.score)


def firm_count(actor: Actor, area: str) -> int:
    """How many living entries an area has."""
    return Subject.objects.seen_by(actor).living().in_area(area).count()


def doubles_in(actor: Actor, area: str, *, least: float = LIKELY) -> list[Pair]:
    """All pairs of entries in an area (a code prefix) that may be one firm, the likeliest first.

    Worked out afresh at each call: one grouping query over the keys, then the rules. About a second for 20,000 firms.
    """
    rows = Subject.objects.seen_by(actor).living().in_area(area)
    blocks = (
        rows.order_by()
        .annotate(key=Func(F("keys"), function="unnest"))
        .values("key")
        .annotate(ids=ArrayAgg("pk"), size=Count("pk"))
        .filter(size__gt=1, size__lte=LARGEST_BLOCK)
        .values_list("ids", flat=True)
    )
    wanted = {pair for ids in blocks for pair in combinations(sorted(ids), 2)}
    subjects = {row.pk: row for row in rows.filter(pk__in={pk for pair in wanted for pk in pair})}
    numbers = _licences(subjects.values())
    parties = {pk: party_of(row, licences=numbers.get(pk, ())) for pk, row in subjects.items()}
    pairs = []
    for one, other in wanted:
        if other in subjects[one].distinct_from or one in subjects[other].distinct_from:
            continue
        found = likeness(parties[one], parties[other])
        if found.score >= least:
            pairs.append(Pair(subjects[one], subjects[other], found.score, found.reasons))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one.pk, pair.other.pk))


def _licences(subjects: Collection[Subject]) -> dict[int, tuple[str, ...]]:
    rows = Licence.objects.filter(subject_id__in=[subject.pk for subject in subjects])
    grouped = rows.order_by().values("subject_id").annotate(codes=ArrayAgg("code"))
    return {row["subject_id"]: tuple(row["codes"]) for row in grouped}


def _any_of(keys: Collection[int]) -> RawSQL:
    """Whether a row has any of very many keys: one parameter, where `keys__overlap` would make as many as there are."""
    return RawSQL("subjects_subject.keys && %s::bigint[]", [list(keys)], output_field=BooleanField())


def _shared(keys: Sequence[int]) -> Func:
    """How many of the keys a row has."""
    return Func(
        F("keys"),
        Value(list(keys)),
        template="cardinality(ARRAY(SELECT unnest(%(expressions)s::bigint[])))",
        arg_joiner=") INTERSECT SELECT unnest(",
        output_field=IntegerField(),
    )
