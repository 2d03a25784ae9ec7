"""The leak fuzz: people of other areas, units and roles ask for everything in every way, and nothing strange comes back.

    python -m tests.faults.leaks --count 100000 --seed 1 [--without first|second]     `make nightly` runs it with the day as seed

Every record bears words of its own that stand nowhere else (`鹭洲甲17号`). Who may read which record is worked out in plain
Python, apart from the queries that are tried. A request says at most the stem of the words (`鹭洲`), so that a word in an
answer can only come from the database. Where an answer states how many there are, the number is worked out as well
(`tests.faults.totals`). Each request is undone after it was looked at.
"""

import argparse
import io
import json
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import connection

from tests.faults.addresses import filled, tried_routes
from tests.faults.keeping import Kept, held, keep, keep_looks
from tests.faults.totals import Books, totals
from yaoan.config.postgres.acting import owning

STEM = "鹭洲"
WORD = re.compile(rf"{STEM}[甲乙丙丁]\d+号")
NUMBER = re.compile(r"[A-Z]{3}-\d{4}-\d{6,}")
COUNTIES = {"甲": "990121", "乙": "990122", "丙": "990123", "丁": "990221"}
"""The last lies in another city than the others."""
STATES = 4
"""In how many of its states a kind of record is planted."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One thing that somebody tries. `strange`: it names a record that does not exist for that person."""

    what: str
    method: str
    path: str
    data: Mapping[str, Any] | None = None
    strange: bool = False

    def __str__(self) -> str:
        said = f" {json.dumps(self.data, ensure_ascii=False, default=str)}" if self.data else ""
        return f"{self.method} {self.path}{said}"


class Fault(NamedTuple):
    """Something wrong with an answer; a leak where it is of others and not a mere slip."""

    found: str
    is_of_others: bool = True


@dataclass(frozen=True, slots=True)
class Leak:
    """What should not have come back."""

    who: str
    attempt: str
    found: str
    is_of_others: bool = True

    def __str__(self) -> str:
        return f"{self.who}: {self.attempt}: {self.found}"


@dataclass
class Person:
    """Somebody who tries, with what exists for that person."""

    actor: Any
    browser: Any
    program: Any
    strange: Sequence[Any] = ()
    own: Sequence[Any] = ()
    words: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    files: Sequence[Any] = ()
    kept_from: Sequence[Kept] = ()
    books: Books | None = None


@dataclass
class World:
    """Counties full of records, and the people who will try."""

    offices: dict[str, Any] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    metrics: tuple[str, ...] = ()


# The world.


def build() -> World:
    """Four counties in two cities; in each every kind of record in every state that its own people can bring about."""
    from tests.conformance.builders import modules_models
    from yaoan.kernel.access import staffing
    from yaoan.kernel.figures.registry import metrics

    names = {"99": "东岭省", "9901": "云河市", "9902": "石门市"} | {
        code: f"{mark}县" for mark, code in COUNTIES.items()
    }
    staffing.add_places([*names.items(), *((f"{code}101", "城关镇") for code in COUNTIES.values())])
    world = World(metrics=tuple(metrics()))
    cities = {code: staffing.add_agency(names[code], names[code], "city", [code]) for code in ("9901", "9902")}
    staff: list[Any] = [_hire(cities["9901"], "head", "市局负责人"), _hire(cities["9901"], "viewer", "市局人员")]
    for mark, code in COUNTIES.items():
        office, others = _county(mark, code, cities[code[:4]])
        world.offices[mark] = office
        for model in modules_models():
            _fill(office, model)
        tried = [*others, office.people["officer"], office.people["chief"]]
        records = [row for row in _every_record() if row.area.startswith(code)]
        world.kept += keep(office, code, [*tried, office.people["worker"]], records)
        staff += tried
    marks = list(COUNTIES)
    for mark, other in zip(marks, marks[1:] + marks[:1], strict=True):
        records = [[row for row in _every_record() if row.area.startswith(COUNTIES[one])] for one in (mark, other)]
        world.kept += keep_looks(world.offices[mark], *records)
    _take_stock(world, staff)
    _roll_up_half()
    with owning(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, once what is here is committed
    return world


def _roll_up_half() -> None:
    """Figures are put together from what is rolled up and from what came after: here half of each."""
    from yaoan.kernel.figures.rollup import roll_up
    from yaoan.kernel.journal.models import Entry

    ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    roll_up(upto=ids[len(ids) // 2])


def _hire(agency: Any, role: str | None, name: str, **dates: date) -> Any:
    from yaoan.kernel.access import staffing
    from yaoan.kernel.access.actor import Actor
    from yaoan.kernel.access.models import User

    user = staffing.add_person(f"fuzz{User.objects.count()}", name)
    staffing.appoint(user, agency, "干部", since=date(2018, 1, 1), is_head=role == "head")
    if role:
        staffing.grant(user, role, agency, **{"since": date(2018, 1, 1), **dates})
    return Actor.of(user)


def _county(mark: str, code: str, city: Any) -> tuple[Any, list[Any]]:
    """An office whose people stay among themselves, and others of the county with fewer rights."""
    from tests.conformance.builders import Office
    from yaoan.kernel.attachments.storage import store

    class Planted(Office):
        """Says nothing twice, and puts its mark into everything."""

        def _one(self, kind: Any, ask: Any, name: str) -> Any:
            if ask.to == "division":
                return code
            answer = super()._one(kind, ask, name)
            return self.word() if isinstance(answer, str) and answer.startswith("说明") else answer

        def _many(self, kind: Any, ask: Any, name: str) -> tuple[Any, ...]:
            if kind.__name__ != "Evidence":
                return super()._many(kind, ask, name)
            purposes = [value for value, _label in ask.choices()] if ask.choices else [""]
            words = (self.word() for _purpose in purposes)
            return tuple(
                store([f"{word}".encode()], name=f"{word}.txt", purpose=purpose)
                for word, purpose in zip(words, purposes, strict=True)
            )

        def word(self) -> str:
            return f"{STEM}{mark}{self.serial()}号"

    from yaoan.kernel.access import staffing

    bureau = staffing.add_agency(f"{mark}县局", f"{mark}县局", "county", [code], parent=city)
    station = staffing.add_agency(f"{mark}县城关分局", f"{mark}分局", "station", [f"{code}101"], parent=bureau)
    people = {
        name: _hire(bureau, role, f"{mark}{name}")
        for name, role in (("officer", "officer"), ("chief", "head"), ("worker", "officer"), ("second", "head"))
    }
    people |= {"city": people["chief"], "other": people["second"]}
    office = Planted(agencies={"county": bureau, "city": bureau, "other": bureau}, people=people, _serials=count(1))
    ended = date(2019, 1, 1)
    others = [
        _hire(station, "head", f"{mark}分局长"), _hire(bureau, None, f"{mark}无授权"),
        _hire(bureau, "head", f"{mark}授权已止", until=ended), _hire(bureau, "identity", f"{mark}身份"),
        _hire(bureau, "auditor", f"{mark}审计"),
    ]  # fmt: skip
    return office, others


def _fill(office: Any, model: Any) -> None:
    """Records of a kind in a few of its states, from the first to the furthest."""
    from tests.conformance.builders import _ways
    from yaoan.kernel.commands import Refused

    states = sorted(_ways(model), key=lambda state: len(_ways(model)[state]))
    for state in dict.fromkeys(states[number * (len(states) - 1) // (STATES - 1)] for number in range(STATES)):
        try:
            office.reach(model.lifecycle.kind, state)
        except (Refused, AssertionError):  # a state that takes people of another unit
            continue


def _every_record() -> list[Any]:
    from yaoan.kernel.records.models import record_models

    return [row for model in record_models() for row in model.objects.order_by("pk")]


def _take_stock(world: World, staff: Sequence[Any]) -> None:
    """Work out, in Python and row by row, what exists for whom."""
    from django.test import Client

    from yaoan.kernel import clock
    from yaoan.kernel.access.models import User
    from yaoan.kernel.attachments.models import Attachment
    from yaoan.kernel.http import tokens

    world.records, books = _every_record(), Books()
    world.files = list(Attachment.objects.order_by("pk"))
    world.routes = tried_routes()
    words = {row.pk: _words_of(row) for row in world.records}
    backend = "yaoan.kernel.access.backends.GuardedBackend"
    for actor in staff:
        user = User.objects.get(pk=actor.user_id)
        browser = Client(HTTP_HOST="localhost", raise_request_exception=False)
        browser.force_login(user, backend=backend)
        key = tokens.issue(user, "试", may_act=True, expires_on=clock.today() + timedelta(days=30), by=0)[1]
        bearer = {"authorization": f"Bearer {key}"}
        program = Client(HTTP_HOST="localhost", headers=bearer, raise_request_exception=False)
        person = Person(actor, browser, program, books=books)
        person.own = [row for row in world.records if actor.reaches(f"{row.kind}.view", row)]
        mine = {row.pk for row in person.own}
        person.strange = [row for row in world.records if row.pk not in mine]
        known = frozenset().union(*(words[pk] for pk in mine))
        person.kept_from = [one for one in world.kept if not one.is_there_for(actor)]
        person.files = [file for file in world.files if file.record_id not in mine]
        strange = frozenset().union(*(words[row.pk] for row in person.strange))
        person.words = (strange | {one.word for one in person.kept_from if one.word}) - known
        person.numbers = frozenset(row.number for row in person.strange) - _numbers_in(person.own)
        world.people.append(person)


def _words_of(row: Any) -> frozenset[str]:
    """The words of a record: in its columns, its journal and the names of its files."""
    from yaoan.kernel.attachments.models import Attachment
    from yaoan.kernel.journal.models import Entry

    texts = [str(value) for value in row.__dict__.values()]
    texts += map(str, Entry.objects.filter(record=row.pk).values_list("payload", flat=True))
    texts += Attachment.objects.filter(record_id=row.pk).values_list("name", flat=True)
    return frozenset(WORD.findall(" ".join(texts)))


def _numbers_in(rows: Sequence[Any]) -> frozenset[str]:
    """Numbers of other records that these name in their own columns."""
    return frozenset(NUMBER.findall(" ".join(str(value) for row in rows for value in row.__dict__.values())))


# What is tried.


def attempts(world: World, person: Person, rng: random.Random) -> Iterator[Attempt]:
    """Without end."""
    makers: Sequence[Callable[[World, Person, random.Random], Attempt]] = (
        _address, _address, _address, _address, _list, _list, _search, _figure, _file, _act, _act, _bulk, _opening, _elsewhere
    )  # fmt: skip
    while True:
        yield rng.choice(makers)(world, person, rng)


def _address(world: World, person: Person, rng: random.Random) -> Attempt:
    """Any address of the site that names something strange wherever it names anything, read or sent to."""
    found = filled(rng.choice(world.routes), person, rng)
    data = found.data if rng.random() < 0.4 else None
    return Attempt("address", "POST" if data else "GET", found.path, data, found.is_strange)


def _list(world: World, person: Person, rng: random.Random) -> Attempt:
    row = rng.choice(person.strange)
    asked = {
        "q": rng.choice(["", STEM, row.number[:-2], "lz"]), "area": rng.choice(["", row.area, "99", "9901", row.area[:5]]),
        "state": rng.choice(["", row.state]), "agency": rng.choice(["", row.agency_id]), "sort": rng.choice(["", "due", "-number"]),
        "holder": rng.choice(["", row.holder_id or ""]), "rows": "200", "page": rng.choice(["", "2"]),
    }  # fmt: skip
    query = urlencode({name: value for name, value in asked.items() if value != ""})
    form = rng.choice(["/{}/", "/{}/", "/{}/export.csv", "/{}/export.xlsx", "/api/{}/"])
    return Attempt("list", "GET", f"{form.format(row.kind)}?{query}")


def _search(world: World, person: Person, rng: random.Random) -> Attempt:
    row = rng.choice(person.strange)
    words = rng.choice([STEM, STEM[0], row.number, row.number[:8], "lz", str(row.pk)])
    paths = (
        f"/search/?{urlencode({'q': words})}",
        f"/pick/{row.kind}/?{urlencode({'field': 'x', 'x.words': words})}",
        f"/pick/{row.kind}/?{urlencode({'field': 'x', 'x': row.pk})}",
        f"/pick/user/?{urlencode({'field': 'x', 'x.words': STEM})}",
    )
    return Attempt("search", "GET", rng.choice(paths))


def _figure(world: World, person: Person, rng: random.Random) -> Attempt:
    row, name = rng.choice(person.strange), rng.choice(world.metrics)
    asked = {
        "area": rng.choice(["", "", person.actor.place, row.area, "99"]),
        "agency": rng.choice(["", "", person.actor.agency_id or "", row.agency_id]),
        "by": rng.choice(["agency", "agency", "area", "month"]),
        "period": rng.choice(["2025", *(str(person.books.today.year),) * 2, f"{person.books.today:%Y-%m}"]),
    }
    query = urlencode({key: value for key, value in asked.items() if value != ""})
    paths = (
        f"/figures/{name}/?{query}",
        f"/figures/{name}/rows.csv?{query}",
        f"/figures/?{query}",
        f"/api/figures/{name}/?{query}",
    )
    return Attempt("figure", "GET", rng.choice(paths))


def _file(world: World, person: Person, rng: random.Random) -> Attempt:
    chosen = rng.choice(person.files)
    return Attempt("file", "GET", rng.choice(("/files/{}/", "/api/files/{}/")).format(chosen.pk), strange=True)


def _act(world: World, person: Person, rng: random.Random) -> Attempt:
    """An act on one's own record, or on a strange one, whose answers name strange things."""
    from yaoan.kernel.commands import asked, commands_of

    row = rng.choice(person.own or person.strange)
    command = rng.choice(list(commands_of(type(row)).values()))
    fields = _forged(asked(command), person, rng)
    if rng.random() < 0.5:
        body = {"fields": fields, "version": row.version}
        return Attempt("act", "JSON", f"/api/{row.kind}/{row.number}/{command.act.name}/", body)
    return Attempt("act", "POST", f"/{row.kind}/{row.number}/{command.act.name}/", fields | {"version": row.version})


def _opening(world: World, person: Person, rng: random.Random) -> Attempt:
    from yaoan.kernel.commands import asked, commands_of

    row = rng.choice(person.strange)
    births = [one for one in commands_of(type(row)).values() if one.act.is_birth and not one.act.follows]
    if not births:
        return _search(world, person, rng)
    command = rng.choice(births)
    fields = _forged(asked(command), person, rng)
    if rng.random() < 0.5:
        return Attempt("open", "JSON", f"/api/{row.kind}/", {"act": command.act.name, "fields": fields})
    return Attempt("open", "POST", f"/{row.kind}/new/{command.act.name}/", fields)


def _forged(questions: Mapping[str, Any], person: Person, rng: random.Random) -> dict[str, Any]:
    """Answers that name strange records, units, people and places wherever something can be named."""
    fields: dict[str, Any] = {}
    for name, (kind, ask, _required) in questions.items():
        row = rng.choice(person.strange)
        named = {"division": row.area, "agency": row.agency_id, "user": row.opened_by_id, "officer": row.opened_by_id}
        if ask.to:
            same = [one.pk for one in person.strange if one.kind == ask.to]
            value = named.get(ask.to) or (rng.choice(same) if same else row.pk)
            fields[name] = [value] if str(kind).startswith("tuple") else value
        elif kind is str:
            fields[name] = "试"
    return fields


def _bulk(world: World, person: Person, rng: random.Random) -> Attempt:
    from yaoan.kernel.ledger.registry import ledger_of

    row = rng.choice(person.strange)
    acts = ledger_of(row.kind).bulk or ("remark",)
    ids = [one.pk for one in rng.sample(list(person.strange), min(5, len(person.strange)))]
    data = {"act": rng.choice(acts), "id": [row.pk, *ids], "query": "", "every": rng.choice(["", "1"])}
    return Attempt("bulk", "POST", f"/{row.kind}/bulk/", data)


def _elsewhere(world: World, person: Person, rng: random.Random) -> Attempt:
    """Pages that gather from everywhere, and ids made up."""
    row = rng.choice(person.strange)
    area = urlencode({"area": row.area})
    paths = (
        "/", f"/?{area}", "/overview/", f"/overview/?{area}", f"/subjects/doubles/?{area}", "/risks/lists/", f"/files/{rng.randrange(1, 400)}/",
        f"/imports/subjects/{rng.randrange(1, 20)}/", f"/campaigns/{row.number}/board/", f"/reports/{row.number}/snapshot.json",
        f"/api/{row.kind}/{row.pk}/", f"/{row.kind}/{row.number[:-1]}{rng.randrange(10)}/", "/account/tokens/",
        "/access-log/", "/access-log/export.csv", f"/access-log/?{urlencode({'number': row.number})}",
    )  # fmt: skip
    return Attempt("elsewhere", "GET", rng.choice(paths))


# Trying, and looking at the answer.


def fuzz(
    world: World, *, count: int, seed: int, lock: str = "", told: Callable[[int, list[Leak]], None] | None = None
) -> list[Leak]:
    """Try so many things, the same for the same seed; returns what leaked. `told(done, leaks)` is called now and then.

    With a `lock` taken off, the other may refuse in its own way, by an error or by another status than usual; then only
    what comes back of others is a leak. Time stands still: a sign-in that grows old in hours of fuzzing would answer every guarded address by a door.
    """
    from unittest.mock import patch

    from yaoan.kernel import clock
    from yaoan.kernel.http import tokens

    rng, found = random.Random(seed), []
    streams = [(person, attempts(world, person, rng)) for person in world.people]
    with patch.object(tokens, "PER_MINUTE", 10**9), clock.told(world.people[0].books.now), without(lock):
        for done in range(1, count + 1):
            person, stream = rng.choice(streams)
            found += [leak for leak in tried(person, next(stream)) if leak.is_of_others or not lock]
            if told and done % 500 == 0:
                told(done, found)
    return found


def tried(person: Person, attempt: Attempt) -> list[Leak]:
    """Try one thing, look at what came back and at what was written, and undo it."""
    from django.db import transaction

    with transaction.atomic():
        before, things = _newest(), held() if attempt.method == "POST" else ()
        status, text = _sent(person, attempt)
        faults = [*_faults_in(person, attempt, status, text), *_written(person, before)]
        if things:
            faults += _taken(person, things)
        transaction.set_rollback(True)
    who = f"{person.actor.name}（{person.actor.agency_name}）"
    return [Leak(who, str(attempt), *fault) for fault in faults]


def _sent(person: Person, attempt: Attempt) -> tuple[int, str]:
    client = person.program if attempt.path.startswith("/api/") else person.browser
    cookies = dict(client.cookies)  # the session that a request ends or renews comes back with the rollback
    try:
        return _asked(client, attempt)
    finally:
        client.cookies.clear()
        client.cookies.update(cookies)


def _asked(client: Any, attempt: Attempt) -> tuple[int, str]:
    if attempt.method == "JSON":
        response = client.post(attempt.path, json.dumps(attempt.data), content_type="application/json")
    elif attempt.method == "POST":
        response = client.post(attempt.path, dict(attempt.data or {}))
    else:
        response = client.get(attempt.path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, readable(body, response.headers.get("Content-Type", ""))


def readable(body: bytes, kind: str) -> str:
    """All the text of an answer: packed files are unpacked, escapes of JSON undone."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    text = body.decode(errors="replace")
    return json.dumps(json.loads(text), ensure_ascii=False) if kind.startswith("application/json") and text else text


def _faults_in(person: Person, attempt: Attempt, status: int, text: str) -> Iterator[Fault]:
    if status >= 500:
        yield Fault(f"status {status}", is_of_others=False)
    if attempt.strange and status not in (404, 405):
        yield Fault(f"status {status} where nothing exists", is_of_others=False)
    said = str(attempt)
    if words := set(WORD.findall(text)) & person.words:
        yield Fault(f"words of others: {'、'.join(sorted(words)[:5])}")
    if numbers := {number for number in NUMBER.findall(text) if number in person.numbers and number not in said}:
        yield Fault(f"numbers of others: {'、'.join(sorted(numbers)[:5])}")
    if status == 200:
        for total in totals(person, attempt.path, attempt.data, text):
            if total.is_wrong:
                yield Fault(str(total), total.is_too_much)


def _newest() -> int:
    from yaoan.kernel.journal.models import Entry

    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _taken(person: Person, before: tuple[Any, ...]) -> Iterator[Fault]:
    """What others keep and is no longer as it was."""
    for what, owner, number in set(before) - set(held()):
        if owner != person.actor.user_id:
            yield Fault(f"no longer {number} of {what} with person {owner}")


def _written(person: Person, after: int) -> Iterator[Fault]:
    """Acts of this person on records that do not exist for this person."""
    from yaoan.kernel.journal.models import Entry

    strange = {row.pk for row in person.strange}
    for entry in Entry.objects.filter(pk__gt=after, actor=person.actor.user_id, cause=None):
        if entry.record in strange:
            yield Fault(f"{entry.act} was written on {entry.number}")


@contextmanager
def without(lock: str) -> Iterator[None]:
    """One of the two locks taken off: `first`, the scope in every query, or `second`, the policies of the database."""
    from unittest.mock import patch

    from django.db.models import Q

    from yaoan.kernel import sight
    from yaoan.kernel.access.actor import Actor

    off = {
        "first": lambda: patch.object(Actor, "scope", lambda *_: Q()),
        "second": lambda: patch.object(Actor, "sight", sight.WHOLE),
    }
    with off[lock]() if lock else nullcontext():
        yield


# By hand.


def main(words: Sequence[str] | None = None) -> int:
    """Build the world in a database of our own and fuzz it; 1 when anything leaked."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.leaks", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", choices=("first", "second"), default="", help="take one of the two locks off")
    given = parser.parse_args(words)
    import tests.database  # noqa: F401  # a server of our own, before Django reads its settings
    from yaoan.config.cli import setup

    setup()
    from django.core.management import call_command
    from django.db import transaction

    from tests.database import serving
    from yaoan.kernel import sight

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    began = time.monotonic()
    with serving(), sight.whole(), transaction.atomic():
        world = build()
        print(f"{len(world.records)} records, {len(world.people)} people, seed {given.seed}", flush=True)
        found = fuzz(world, count=given.count, seed=given.seed, lock=given.without, told=_told)
        transaction.set_rollback(True)
    print(*found[:200], sep="\n")
    print(f"{given.count:,} attempts in {time.monotonic() - began:.0f} s, {len(found)} leaks")
    return 1 if found else 0


def _told(done: int, found: list[Leak]) -> None:
    """How far it is, and the newest of what leaked."""
    print(f"{done:,} attempts, {len(found)} leaks", *found[-3:], sep="\n  ", flush=True)


if __name__ == "__main__":
    sys.exit(main())
