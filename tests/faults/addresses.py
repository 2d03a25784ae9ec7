"""Every address of the site, filled in with what does not exist for a person: what the leak fuzz asks beside its lists."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")

UNTRIED = {
    "api/docs/": "says how the interface is built, the same to all",
    "api/openapi.json": "says how the interface is built, the same to all",
    "^api/": "answers whatever else begins with api/, with one sentence",
    "healthz": "says to anybody whether the database answers, and nothing else",
    "metrics": "sums of the whole for this machine itself; the fuzz runs on it, elsewhere it takes a token",
}
"""Addresses that are not tried, each with the reason."""

KEPT = {
    "imports/": "Batch",
    "account/tokens/": "ApiToken",
    "account/security/sessions/": "UserSession",
    "account/security/passkeys/": "Authenticator",
}
"""How addresses begin that name something that is kept beside the records, and what that is."""

SILENT = {"account/tokens/<int:pk>/revoke/"}
"""Addresses that answer the same whether there was something to do or not."""


class Filled(NamedTuple):
    """An address to ask, what may be sent there, and whether it names something that does not exist for the person."""

    path: str
    data: Mapping[str, Any]
    is_strange: bool


def every_route() -> Iterator[str]:
    """The pattern of every address of the site."""
    from django.urls import URLResolver, get_resolver

    def walk(patterns: Sequence[Any], before: str = "") -> Iterator[str]:
        for item in patterns:
            route = before + str(item.pattern)
            if isinstance(item, URLResolver):
                yield from walk(item.url_patterns, route)
            else:
                yield route

    yield from dict.fromkeys(walk(get_resolver().url_patterns))


def tried_routes() -> list[str]:
    """The patterns that the fuzz fills in and asks."""
    return [route for route in every_route() if route not in UNTRIED]


def filled(route: str, person: Any, rng: random.Random) -> Filled:
    """An address of a pattern. KeyError where it has a part that nothing is known for."""
    row, thing = _row(route, person, rng), _thing(route, person, rng)
    values = {
        "act": rng.choice([act.name for act in row.lifecycle.acts]), "number": row.number, "pk": thing.pk, "to": row.kind,
        "name": rng.choice(_metrics()), "metric": rng.choice(_metrics()), "kind": rng.choice(_reports()),
        "importer": "subjects", "form": "t01", "key": "found",
    }  # fmt: skip
    if "<slug:one>" in route:
        firms = [one.number for one in (*person.own, *person.strange) if one.kind == "subjects"]
        values["one"], values["other"] = rng.sample([row.number, rng.choice(firms)], 2)
    data = {
        "text": "试", "reason": "试", "version": row.version, "area": row.area, "from_id": row.opened_by_id, "to_id": row.opened_by_id,
        "one": _kept("Notice", person, rng).pk, "view": _kept("SavedView", person, rng).pk,
    }  # fmt: skip
    path = "/" + PARAMETER.sub(lambda part: str(values[part[1]]), route)
    is_strange = any(f"{name}>" in route for name in ("number", "pk", "one")) and route not in SILENT
    return Filled(path, data, is_strange)


def _row(route: str, person: Any, rng: random.Random) -> Any:
    """A strange record of the kind whose address it is; of any kind where it is of none."""
    kind = route.removeprefix("api/").partition("/")[0]
    rows = [row for row in person.strange if row.kind == kind]
    return rng.choice(rows or person.strange)


def _thing(route: str, person: Any, rng: random.Random) -> Any:
    """Something strange that has an id and no number: a file, or what is kept beside records."""
    model = next((model for start, model in KEPT.items() if route.startswith(start)), "")
    return _kept(model, person, rng) if model else rng.choice(person.files)


def _kept(model: str, person: Any, rng: random.Random) -> Any:
    return rng.choice([one.row for one in person.kept_from if type(one.row).__name__ == model])


@cache
def _metrics() -> Sequence[str]:
    from yaoan.kernel.figures.registry import metrics

    return list(metrics())


@cache
def _reports() -> Sequence[str]:
    from yaoan.modules.reports.queries import templates

    return list(templates())
