"""A database whose disk is full at any statement of an act: people and programs are told so, and it is not done at all.

The statement is replaced by one at which PostgreSQL itself raises what it raises then, so that the transaction is as broken
as it would be.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest
from django.test import Client

from tests.faults.test_upgrade import NAMES
from tests.fuzz.machines import holds, traces
from tests.kernel.test_http import described, token
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import open_record
from yaoan.kernel.journal.models import Entry
from yaoan.modules.risks.public import Report, Risk

pytestmark = pytest.mark.django_db(transaction=True)

FULL = (
    "DO $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
)
NOTED = {"http_apitoken"}
"""A token notes when it was used, before the act."""

Send = Callable[[], Any]


@contextmanager
def full_at(place: int) -> Iterator[Callable[[], bool]]:
    """Inside the block the disk is full for one statement, counted from 1; yields whether it came to that."""
    execute, count = psycopg.Cursor.execute, 0

    def counted(self: Any, query: Any, params: Any = None, **more: Any) -> Any:
        nonlocal count
        count += 1
        return execute(self, FULL) if count == place else execute(self, query, params, **more)

    with patch.object(psycopg.Cursor, "execute", counted):
        yield lambda: count >= place


def full_at_the_end(connection: Any) -> None:
    """What PostgreSQL does when it cannot write its log at a COMMIT."""
    connection.rollback()
    raise psycopg.errors.DiskFull("could not write to file: No space left on device")


def opening(officer: Actor, risk: Risk) -> Send:
    """A program reports a risk."""
    return _by_program(officer, "/api/risks/", {"act": "report", "fields": described()})


def remarking(officer: Actor, risk: Risk) -> Send:
    """A program remarks on a risk."""
    return _by_program(officer, f"/api/risks/{risk.number}/remark/", {"fields": {"text": "已电话核实"}})


def filling_in(officer: Actor, risk: Risk) -> Send:
    """A person sends the form of a remark."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=officer.user_id))
    address = f"/risks/{risk.number}/remark/"
    page = client.get(address).content.decode()
    fields = dict(NAMES.findall(page[page.index("<form", page.index('id="main"')) :]))
    typed = {name: fields[name] for name in ("author", "command_id", "version")} | {"text": "已电话核实"}
    return lambda: client.post(address, typed)


def _by_program(officer: Actor, path: str, body: dict[str, Any]) -> Send:
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {token(officer)}"})
    sent = json.dumps(body | {"command_id": str(uuid4())})
    return lambda: client.post(path, sent, content_type="application/json")


@pytest.fixture
def risk(officer: Actor) -> Risk:
    return open_record(Report(**described()), by=officer)


@pytest.mark.parametrize("act", [opening, remarking, filling_in])
def test_at_whichever_statement_the_disk_is_full_nothing_is_done_and_then_the_same_is_done(
    act: Callable[[Actor, Risk], Send], officer: Actor, risk: Risk
) -> None:
    """Full only after the commit, where the answer is made, it is done whole; sent again it is found to be done."""
    send, lines, place, came_to_it, is_done = act(officer, risk), Entry.objects.count(), 0, True, False
    while came_to_it:
        place, before = place + 1, traces()
        with full_at(place) as reached:
            answer = send()
        came_to_it = reached()
        if came_to_it:
            _is_away(answer, act is filling_in)
        if is_done or Entry.objects.count() == lines:
            _left_no_trace(before)
        else:
            is_done = True
            holds(Risk.objects.latest("changed_at"))
    assert place > 10, "an act is more than a few statements"
    assert answer.status_code in (200, 201, 303)
    assert Entry.objects.count() == lines + 1


@pytest.mark.parametrize("act", [opening, remarking, filling_in])
def test_a_disk_that_is_full_when_all_is_to_be_made_lasting_leaves_nothing_either(
    act: Callable[[Actor, Risk], Send], officer: Actor, risk: Risk
) -> None:
    send, lines, before = act(officer, risk), Entry.objects.count(), traces()
    with patch.object(psycopg.Connection, "commit", full_at_the_end):
        answer = send()
    _is_away(answer, act is filling_in)
    _left_no_trace(before)
    assert send().status_code in (200, 201, 303)
    assert Entry.objects.count() == lines + 1


def _is_away(answer: Any, to_a_person: bool) -> None:
    """They are told that it may be sent again as it is."""
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    if to_a_person:
        assert "填写的内容还在您的浏览器里" in answer.content.decode()
    else:
        assert answer.json()["code"] == "unavailable"


def _left_no_trace(before: dict[str, tuple[int, Any]]) -> None:
    after = traces()
    assert {name for name in before if before[name] != after[name]} <= NOTED
