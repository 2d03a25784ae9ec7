"""What a form may refer to: records, agencies, people and places, found by words, within the actor's reach."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.certificates import without
from yaoan.kernel.access.models import Agency, Division, Post
from yaoan.kernel.commands import Command, asked
from yaoan.kernel.ledger.scope import reach_of
from yaoan.kernel.records.models import Docket, model_of
from yaoan.kernel.records.search import matching

LIMIT = 30


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: the value a form sends and what people read."""

    value: str
    label: str


def options(
    to: str, actor: Actor, *, words: str = "", chosen: Collection[str] = (), limit: int = LIMIT
) -> list[Option]:
    """What is chosen already, then what the words find (or the usual ones without words), in the actor's reach.

    `to` is a kind of record, or `agency` (near by), `unit` (any agency), `user`, `officer`,
    `division`. Raises LookupError for a kind there is not.
    """
    find = _finder(to)
    kept = find(actor, "", [value for value in chosen if value], limit) if any(chosen) else []
    found = find(actor, words.strip(), None, limit)
    return list({option.value: option for option in [*kept, *found]}.values())


def missing(to: str, actor: Actor, values: Iterable[str]) -> set[str]:
    """Those of the values that do not exist within the actor's reach."""
    asked = {str(value) for value in values if value not in (None, "")}
    return asked - {option.value for option in _finder(to)(actor, "", asked, len(asked))} if asked else set()


def out_of_reach(command: type[Command], actor: Actor, given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Faults for answers that name an agency, a person or a place beyond the actor's reach.

    Records that a command refers to are looked up by the performer itself.
    """
    faults = {}
    for name, (_kind, ask, _required) in asked(command).items():
        values = given.get(name)
        values = values if isinstance(values, (list, tuple)) else [values]
        if ask.to in _FINDERS and missing(ask.to, actor, values):
            faults[name] = [gettext("“%(label)s”不在您能选择的范围内，请重新选择。") % {"label": ask.label}]
    return faults


def _finder(to: str) -> "Finder":
    """How what `to` names is found. Raises LookupError for a kind there is not."""
    if to not in _FINDERS:
        model_of(to)
        return _records(to)
    return _FINDERS[to]


def is_id(text: str) -> bool:
    """Whether a text can be the id of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19


Finder = Callable[[Actor, str, Collection[str] | None, int], list[Option]]


def _records(kind: str) -> Finder:
    def find(actor: Actor, words: str, chosen: Collection[str] | None, limit: int) -> list[Option]:
        rows = Docket.objects.filter(actor.scope(f"{kind}.view"), kind=kind)
        rows = rows.filter(pk__in=_numbers(chosen)) if chosen is not None else matching(rows, words)
        found = rows.order_by("-pk").values_list("pk", "number", "title")[:limit]
        return [Option(str(pk), f"{number} {title}") for pk, number, title in found]

    return find


def _agencies(actor: Actor, words: str, chosen: Collection[str] | None, limit: int) -> list[Option]:
    return _named(agencies_near(actor), words, chosen, limit)


def _units(_actor: Actor, words: str, chosen: Collection[str] | None, limit: int) -> list[Option]:
    """Any agency: whom one writes to may be anywhere, and what agencies there are is no secret."""
    return _named(Agency.objects.all(), words, chosen, limit)


def _named(rows: QuerySet[Agency], words: str, chosen: Collection[str] | None, limit: int) -> list[Option]:
    if chosen is not None:
        rows = rows.filter(pk__in=_numbers(chosen))
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(short__icontains=word))
    return [Option(str(pk), name) for pk, name in rows.order_by("pk").values_list("pk", "name")[:limit]]


def _people(actor: Actor, words: str, chosen: Collection[str] | None, limit: int) -> list[Option]:
    posts = Post.objects.in_force(clock.today()).filter(
        user__is_active=True, agency__in=agencies_near(actor).values("pk")
    )
    if chosen is not None:
        posts = posts.filter(user__in=_numbers(chosen))
    for word in words.split():
        posts = posts.filter(
            Q(user__name__icontains=word) | Q(user__username__istartswith=word) | Q(agency__short__icontains=word)
        )
    first = posts.order_by("user", "-is_head", "pk").distinct("user")
    people = first.values_list("user", "user__name", "user__username", "agency__short")[:limit]
    return [Option(str(pk), f"{name or username}（{unit}）") for pk, name, username, unit in people]


def _officers(actor: Actor, words: str, chosen: Collection[str] | None, limit: int) -> list[Option]:
    """People, with a word beside those who hold no certificate of law enforcement today; on another day they may have one."""
    people = _people(actor, words, chosen, limit)
    lacking = without([int(option.value) for option in people], agency_id=actor.agency_id, day=clock.today())
    told = gettext("今天无有效执法证件")
    return [
        Option(option.value, f"{option.label} {told}") if int(option.value) in lacking else option for option in people
    ]


def _places(actor: Actor, words: str, chosen: Collection[str] | None, limit: int) -> list[Option]:
    inside = Q(pk__in=[])
    for prefix in reach_of(actor):
        inside |= Q(code__startswith=prefix)
    rows = Division.objects.filter(inside)
    if chosen is not None:
        rows = rows.filter(code__in=chosen)
    for word in words.lower().split():
        rows = rows.filter(Q(full_name__contains=word) | Q(keys__contains=word) | Q(code__startswith=word))
    return [Option(code, name) for code, name in rows.order_by("code").values_list("code", "full_name")[:limit]]


def agencies_near(actor: Actor) -> QuerySet[Agency]:
    """The agencies whose areas touch those the actor's rights reach: inside them, or above them."""
    roots = reach_of(actor)
    if "" in roots:
        return Agency.objects.all()
    joined = Func(F("areas"), Value(" "), function="array_to_string", output_field=TextField())
    found = Q(pk__in=sorted(actor.agencies))
    for prefix in roots:
        found |= Q(areas__overlap=[prefix[:size] for size in range(len(prefix) + 1)])
        found |= Q(joined__regex=rf"(^| ){prefix}")
    return Agency.objects.alias(joined=joined).filter(found)


def _numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if is_id(str(value))]


_FINDERS: dict[str, Finder] = {
    "agency": _agencies,
    "unit": _units,
    "user": _people,
    "officer": _officers,
    "division": _places,
}
