"""What a demo does with what it finds: it begins once, keeps what is there, and takes nothing that is not its own."""

import psycopg
import pytest
from django.db import connection

from yaoan.config import demo
from yaoan.config.demo import DEMO, State
from yaoan.kernel.access import staffing
from yaoan.kernel.upkeep.marks import note

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def done(monkeypatch):
    """What the demo would have done, in order; its database is the one of the tests."""
    took: list[str] = []
    given = connection.get_connection_params()
    address = psycopg.conninfo.make_conninfo(
        **{name: given[name] for name in ("dbname", "host", "port") if given.get(name)}
    )
    owner = psycopg.conninfo.make_conninfo(address, user="yaoan_owner")
    monkeypatch.setattr(demo.postgres, "database_url", lambda role="app": owner if role == "owner" else address)
    monkeypatch.setattr(demo, "prepare", lambda *, fresh: took.append("emptied" if fresh else "migrated"))
    monkeypatch.setattr(demo, "_play", lambda _reading, _given: took.append("played"))
    return took


def test_an_empty_database_is_played_into(done) -> None:
    assert demo.found() is State.EMPTY
    assert demo.run(["--no-serve"]) == 0
    assert done == ["migrated", "played"]


def test_a_second_start_keeps_everything(done, capsys) -> None:
    staffing.add_person("chief", "马河远")
    note(DEMO)
    assert demo.found() is State.WHOLE
    assert demo.run(["--no-serve"]) == 0
    assert done == ["migrated"]
    assert demo.run(["--no-serve", "--fresh"]) == 0
    assert done == ["migrated", "emptied", "played"]


def test_a_demo_that_was_broken_off_begins_anew(done, capsys) -> None:
    staffing.add_person("chief", "马河远")
    note(DEMO, is_good=False)
    assert demo.run(["--no-serve"]) == 0
    assert done == ["emptied", "played"]
    assert "begins anew" in capsys.readouterr().out


def test_what_no_demo_made_is_neither_deleted_nor_played_into(done, capsys) -> None:
    staffing.add_person("zhouming", "周明")
    assert demo.run(["--no-serve", "--fresh"]) == 1
    assert done == []
    assert "Nothing was deleted" in capsys.readouterr().err
    assert demo.run(["--no-serve"]) == 0
    assert done == ["migrated"]
    assert "Nothing was played" in capsys.readouterr().out
