"""Nothing of another county comes back, not even counts: the short form of `python -m tests.faults.leaks`."""

import random
import re
from contextlib import suppress
from dataclasses import replace

import pytest
from django.db import transaction
from django.urls import resolve

from tests.conformance.builders import modules_models
from tests.faults.addresses import UNTRIED, every_route, filled, tried_routes
from tests.faults.leaks import COUNTIES, Attempt, build, fuzz, readable, tried
from yaoan.kernel import sight
from yaoan.kernel.commands import Change, NotThere, Refused, commands_of, perform
from yaoan.kernel.figures.registry import metrics

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("leaks")]
UNSTEADY = re.compile(
    r'name="(csrfmiddlewaretoken|author|command_id)" value="[^"]+"|\d\d?:\d\d(:\d\d)?|"as_of": ?"[^"]+"|RSK-\d{4}'
)
"""What differs between two answers to the same question anyway."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all, in a transaction that is rolled back; each test leaves it as it was."""
    with django_db_blocker.unblock(), sight.whole(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def test_a_hundred_and_fifty_requests_bring_nothing_strange(world):
    assert len(world.records) > 100
    assert all(person.strange and person.words for person in world.people)
    leaks = fuzz(world, count=150, seed=20260101)
    assert not leaks, "\n".join(map(str, leaks))


def test_the_fuzz_would_see_a_leak(world):
    """Shown to somebody for whom they do not exist, a list, a record and a file are told as leaks."""
    owner = next(person for person in world.people if person.actor.name == "甲chief")
    stranger = next(person for person in world.people if person.actor.name == "乙chief")
    thief = replace(owner, words=stranger.words, numbers=stranger.numbers, strange=stranger.strange)
    mine = next(row for row in owner.own if row.kind == "risks")
    file = next(file for file in world.files if file.record_id in {row.pk for row in owner.own})
    for attempt in (
        Attempt("list", "GET", "/risks/"),
        Attempt("list", "GET", "/risks/export.xlsx"),
        Attempt("item", "GET", f"/risks/{mine.number}/", strange=True),
        Attempt("file", "GET", f"/files/{file.pk}/", strange=True),
        Attempt("list", "GET", "/api/risks/"),
        Attempt("act", "POST", f"/risks/{mine.number}/remark/", {"text": "试", "version": mine.version}),
    ):
        assert tried(thief, attempt), attempt
        assert not tried(owner, replace(attempt, strange=False)), attempt


def test_every_address_of_the_site_is_tried_or_left_out_for_a_reason(world):
    """What the fuzz fills in leads to the very address it means; a new one that it cannot fill in fails here."""
    person, rng = next(person for person in world.people if person.own), random.Random(1)
    assert UNTRIED.keys() <= set(every_route())
    assert all(UNTRIED.values())
    assert set(tried_routes()) | UNTRIED.keys() == set(every_route())
    for route in tried_routes():
        assert any(resolve(filled(route, person, rng).path).route == route for _try in range(60)), route


def test_the_fuzz_would_see_a_total_of_others(world):
    """Of somebody who has one of the risks, every total that counts them all is too much; of somebody without rights, any."""
    owner = next(person for person in world.people if person.actor.name == "甲chief")
    risks = [row for row in owner.own if row.kind == "risks"]
    poorer = replace(owner, own=[row for row in owner.own if row not in risks[1:]])
    year = owner.books.today.year
    for path in (
        "/risks/",
        "/risks/export.csv",
        "/risks/export.xlsx",
        "/api/risks/",
        "/search/?q=鹭洲",
        "/pick/risks/?field=x",
    ):
        attempt = Attempt("list", "GET", path)
        assert any(leak.is_of_others for leak in tried(poorer, attempt)), path
        assert not tried(owner, attempt), path
    everything = Attempt("bulk", "POST", "/risks/bulk/", {"act": "close", "query": "", "every": "1"})
    assert tried(poorer, everything) and not tried(owner, everything)
    nobody = replace(owner, actor=replace(owner.actor, rights={}))
    for path in (
        f"/figures/?period={year}", f"/figures/risks.found/?period={year}", f"/figures/risks.found/rows.csv?period={year}",
        f"/api/figures/risks.open/?period={year}&by=agency",
    ):  # fmt: skip
        attempt = Attempt("figure", "GET", path)
        assert any(leak.is_of_others for leak in tried(nobody, attempt)), path
        assert not tried(owner, attempt), path


def test_the_fuzz_would_see_what_is_taken_from_others(world):
    """Putting one's own notice away is nothing; seen as somebody else's, it is told."""
    owner = next(person for person in world.people if person.actor.name == "甲chief")
    thief = replace(owner, actor=replace(owner.actor, user_id=0))
    mine = [one.row.pk for one in world.kept if one.user == owner.actor.user_id and type(one.row).__name__ == "Notice"]
    attempt = Attempt("address", "POST", "/notices/away/", {"one": mine})
    assert "no longer 1 of notice" in str(tried(thief, attempt)[0])
    assert not tried(owner, attempt)


def test_the_fuzz_would_see_a_look_of_others(world):
    """The access log of one county shows its own looks to its auditor; seen as somebody else's, they are told."""
    ours, theirs = (next(one for one in world.people if one.actor.name == f"{mark}审计") for mark in "甲乙")
    thief = replace(ours, words=theirs.words, numbers=theirs.numbers)
    for path in ("/access-log/", "/access-log/export.csv"):
        assert "words of others" in str(tried(thief, Attempt("elsewhere", "GET", path))[0]), path
        assert not tried(ours, Attempt("elsewhere", "GET", path)), path


@pytest.mark.parametrize("lock", ["first", "second"])
def test_each_lock_alone_keeps_the_counties_apart(world, lock):
    """With every query asking for everything, and with no policy in force, still nothing strange comes back."""
    leaks = fuzz(world, count=60, seed=7, lock=lock)
    assert not leaks, "\n".join(map(str, leaks))


def test_no_command_is_performed_on_what_does_not_exist_for_the_person(world):
    there, stranger = world.offices["甲"], world.offices["乙"].people["chief"]
    tries = 0
    for row in (row for row in world.records if row.area == COUNTIES["甲"]):
        acts = [act.name for act in row.lifecycle.acts_from(row.state) if not act.is_birth and not act.follows]
        for name in acts[:2]:
            command = there.command(commands_of(type(row))[name], row)
            assert isinstance(command, Change)
            with pytest.raises(NotThere):
                perform(command, on=row, by=stranger)
            tries += 1
    assert tries > 50


def pages() -> list[str]:
    kinds = [model.lifecycle.kind for model in modules_models()]
    lists = [
        address.format(kind) for kind in kinds for address in ("/{}/", "/{}/export.csv", "/api/{}/", "/{}/?q=鹭洲")
    ]
    figures = [f"/figures/{name}/?period=2026&by=agency" for name in list(metrics())[::6]]
    return [*lists, *figures, "/", "/overview/", "/search/?q=鹭洲", "/figures/", "/subjects/doubles/", "/risks/lists/"]


def test_what_others_do_changes_nothing_that_is_seen(world):
    """Two counties share no page: after the other has worked, every page, count and figure is what it was before."""
    person = next(person for person in world.people if person.actor.name == "甲chief")
    other = world.offices["丁"]

    def seen() -> dict[str, str]:
        answers = {}
        for path in pages():
            response = (person.program if path.startswith("/api/") else person.browser).get(path)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            answers[path] = UNSTEADY.sub("", readable(body, response.headers.get("Content-Type", "")))
        return answers

    person.browser.get("/")  # what a request of an earlier test has to say is said once, on the next page
    before = seen()
    for model in modules_models():
        with suppress(Refused):  # what is sent to another unit; this office has none beside it
            other.build(model.lifecycle.kind)
    after = seen()
    different = [path for path in before if before[path] != after[path]]
    assert not different
    assert sight.in_force() == sight.WHOLE
