"""Two installations, each with a home, a key and a database of its own, exchange a package by file."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from yaoan.config.postgres import Server, temporary_server

pytestmark = pytest.mark.nightly
ROOT = Path(__file__).resolve().parents[2]

STAFF = """
from datetime import date
from yaoan.kernel.access.models import Agency, Division, Grant, Post, User
for code, name in (("99", "东岭省"), ("9901", "云河市"), ("990121", "青溪县")):
    Division.objects.get_or_create(code=code, defaults={"name": name, "full_name": name})
city = Agency.objects.create(name="云河市市场监督管理局", short="云河市局", kind="city", areas=["9901"])
county = Agency.objects.create(name="青溪县市场监督管理局", short="青溪县局", kind="county", areas=["990121"], parent=city, line=[city.pk])
for name, agency in (("city", city), ("county", county), ("city2", city), ("county2", county)):
    user = User.objects.create_user(name, "correct horse battery", name=name)
    Post.objects.create(user=user, agency=agency, title="干部", since=date(2018, 1, 1), is_head=True)
    Grant.objects.create(user=user, role="head", agency=agency, since=date(2018, 1, 1))
"""

TRUST = """
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.commands import open_record, perform
from yaoan.modules.packages.commands import Confirm, Trust
me, other, key = {me!r}, {other!r}, {key!r}
entered = open_record(Trust(title=other, other_id=Agency.objects.get(short=other).pk, key=key, confirmed_with="电话"),
                      by=Actor.of(User.objects.get(username=me)))
perform(Confirm(confirmed_with="当面"), on=entered, by=Actor.of(User.objects.get(username=me + "2")))
"""

REGISTER = """
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import open_record
from yaoan.modules.subjects.public import Register, SubjectKind
for name in {names!r}:
    open_record(Register(title=name, subject_kind=next(iter(SubjectKind)), area="990121"), by=Actor.of(User.objects.get(username="county")))
"""

ACCEPT = """
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import perform
from yaoan.modules.packages.commands import Accept
from yaoan.modules.packages.models import Foreign, Package
perform(Accept(), on=Package.objects.latest("pk"), by=Actor.of(User.objects.get(username="city")))
print(__import__("json").dumps(sorted(Foreign.objects.values_list("title", flat=True))))
"""

CUT = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL; ALTER TABLE journal_seal DISABLE TRIGGER ALL")
    cursor.execute("DELETE FROM journal_seal WHERE id > 1")
    cursor.execute("DELETE FROM journal_entry WHERE id > (SELECT last FROM journal_seal)")
"""


START = """
from yaoan.config.cli import setup
setup()
from yaoan.kernel import sight
with sight.whole():
    exec({code!r})
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _there(server: Server, home: Path, name: str, apps: str = "") -> Run:
    """What runs `yaoan …` (or, with `code`, Python) in an installation of its own on the database `name`."""
    url = server.url("owner").replace("/yaoan?", f"/{name}?")
    assert name in url
    (home / "static").mkdir(parents=True, exist_ok=True)
    place = {"YAOAN_HOME": str(home), "DATABASE_URL": url, "DATABASE_OWNER_URL": url, "YAOAN_TEST_APPS": apps}

    def run(*words: object, code: str = "", status: int = 0) -> "subprocess.CompletedProcess[str]":
        start = ["-c", START.format(code=code)] if code else ["-m", "yaoan", *map(str, words)]
        done = subprocess.run(
            [sys.executable, *start], check=False, capture_output=True, text=True, env={**os.environ, **place}, cwd=ROOT
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done

    return run


@pytest.fixture
def installations(tmp_path: Path) -> Iterator[tuple[Run, Run]]:
    """A county and a city: one is migrated and staffed, the other is a copy of its database with keys of its own."""
    with temporary_server() as server:
        for name, source in (("county", "template1"), ("city", "county")):
            with psycopg.connect(server.url("admin"), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" OWNER yaoan_owner')
            if name == "county":
                county = _there(server, tmp_path / name, name)
                county("manage", "migrate", "--verbosity", "0")
                county(code=STAFF)
        yield county, _there(server, tmp_path / "city", "city")


def test_a_county_sends_up_and_the_city_proves_what_was_cut_off_below(
    installations: tuple[Run, Run], tmp_path: Path
) -> None:
    county, city = installations
    trust = TRUST.format(me="county", other="云河市局", key=city("package", "key").stdout.strip())
    county(code=trust + REGISTER.format(names=["康和大药房", "青溪诊所"]))
    city(code=TRUST.format(me="city", other="青溪县局", key=county("package", "key").stdout.strip()))
    first, second, heads = (tmp_path / name for name in ("1.zip", "2.zip", "heads.jsonl"))
    county("package", "make", "--to", "云河市局", first)
    assert "checked" in city("package", "take", first).stdout
    assert json.loads(city(code=ACCEPT).stdout) == ["康和大药房", "青溪诊所"]
    assert "taken before" in city("package", "take", first).stdout

    county(code=REGISTER.format(names=["永安药店"]))
    county("package", "make", "--to", "云河市局", second)
    assert "new 1" in city("package", "take", second).stdout
    city("package", "heads", "青溪县局", heads)

    journal = tmp_path / "journal.jsonl"
    county("journal", "export", journal)
    county("journal", "verify", journal, "--heads", heads)
    county(code=CUT + REGISTER.format(names=["另一药店"]))
    county("journal", "export", journal)
    assert "另存的日志头第 2 号" in county("journal", "verify", journal, "--heads", heads, status=1).stdout
    third = tmp_path / "3.zip"
    county("package", "make", "--to", "云河市局", third)
    assert "被重写过" in city("package", "take", third).stdout
