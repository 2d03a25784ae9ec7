"""An installation of an earlier version, with data in it, is brought to this one: nothing is lost, nothing differs.

The tables of the earlier version are made by its migrations and no more; the data are what real commands wrote into the
tables of today, row by row as far as the earlier tables have their columns. Then the operator's own command runs. What
comes out is held against the tables of today and against the journal.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier

from tests import database
from tests.faults.test_packages import Run, _there
from yaoan.config.postgres import Server
from yaoan.kernel.records.models import record_models

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("migration")]

TODAY, BEFORE = "of_today", "of_before"

SET_BACK = """
import json
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from yaoan.kernel.upkeep.policies import guard
executor = MigrationExecutor(connection)
nodes = executor.loader.graph.node_map
def earlier(key):
    before = [parent.key for parent in nodes[key].parents if parent.key[0] == key[0]]
    return before[0] if before else key
def first(key):
    while not executor.loader.graph.nodes[key].initial and earlier(key) != key:
        key = earlier(key)
    return key
graph, ours = executor.loader.graph, [app.label for app in apps.get_app_configs() if app.name.startswith("yaoan.")]
gone = set()
for leaf in graph.leaf_nodes():
    key, last = leaf, {step}(leaf)
    while leaf[0] in ours and key != last:
        gone.update(graph.backwards_plan(key))
        key = earlier(key)
def there(key):
    while key in gone and earlier(key) != key:
        key = earlier(key)
    return key
executor.migrate([key for key in map(there, graph.leaf_nodes()) if key not in gone])
guard()
print(json.dumps(sorted(name for app, name in executor.loader.disk_migrations if (app, name) not in
                        MigrationExecutor(connection).loader.applied_migrations)))
"""
"""Go to a point of the past: `earlier`, before the newest migration of each app of ours and all that stands on it, or `first`, its
first tables."""

WORLD = """
import json
from tests.conformance.builders import modules_models
from tests.fuzz import house
from yaoan.kernel import clock
from yaoan.kernel.commands import open_record
from yaoan.kernel.figures.rollup import roll_up
from yaoan.kernel.journal.sealing import seal
from yaoan.modules.risks.public import Report
there = json.loads({columns!r})
whole = [model.lifecycle.kind for model in modules_models()
         if {{field.column for field in model._meta.concrete_fields}} <= set(there.get(model._meta.db_table, ()))]
if not {{"packages", "correspondents"}} <= set(whole):
    whole = [kind for kind in whole if kind not in ("packages", "correspondents", "foreigns")]
office = house.open_office()
made = house.furnish(office, states=3, kinds=[kind for kind in whole if kind in {kinds!r} or not {kinds!r}])
open_record(Report(title="维生素B12注射液存放超温", description="停电", risk_kind="storage", channel="inspection", product_kind="drug",
                   area="990121"), by=office.officer)
seal(clock.now())
roll_up()
print(json.dumps({{kind: len(records) for kind, records in made.items()}}))
"""

LOOK = """
import tempfile
from pathlib import Path
from tests.fuzz.machines import holds
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import open_record
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.figures.rollup import verify_rollup
from yaoan.kernel.journal import export, signing
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.journal.verify.checking import verify
from yaoan.kernel.records.models import Deadline, Docket, record_models
from yaoan.modules.risks.public import Report
count = 0
for model in record_models():
    for record in model.objects.all():
        if model._meta.db_table not in {then!r}:
            holds(record)
        count += 1
assert verify_rollup() == []
assert rebuild_deadlines() == [], "deadlines differ"
assert Docket.objects.count() == count and Deadline.objects.count() > 3
with tempfile.TemporaryDirectory() as folder:
    journal = Path(folder) / "journal.jsonl"
    export.write(journal)
    report = verify(journal, keys=[signing.public_key()])
assert (report.entries, report.seals, report.count) == (Entry.objects.count(), 1, 0), report
before = set(Docket.objects.values_list("id", "number"))
made = open_record(Report(title="冷柜停电", description="停电", risk_kind="storage", channel="inspection", product_kind="drug",
                          area="990121"), by=Actor.of(User.objects.get(username="fuzz-chief")))
assert made.pk not in {{pk for pk, _ in before}} and made.number not in {{number for _, number in before}}
holds(made)
print(count)
"""
"""Each record is what its journal says, deadlines and docket too, the journal is whole, and work goes on."""


@dataclass(frozen=True)
class Pair:
    """One server with two databases: one of today, one that comes from the past."""

    server: Server
    home: Path

    def run(self, name: str) -> Run:
        return _there(self.server, self.home, name, apps=os.environ["YAOAN_TEST_APPS"])

    def open(self, name: str, role: str = "admin") -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.server.url(role, name), autocommit=True, row_factory=tuple_row)

    def columns(self, name: str) -> dict[str, list[str]]:
        """The columns of each table that are written, not worked out by the database."""
        found: dict[str, list[str]] = {}
        with self.open(name) as connection:
            rows = connection.execute(
                "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
                " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
                " AND is_generated = 'NEVER' AND table_name <> 'django_migrations' ORDER BY table_name, ordinal_position"
            ).fetchall()
        for table, column in rows:
            found.setdefault(str(table), []).append(str(column))
        return found

    def contents(self, name: str, only: Mapping[str, Sequence[str]]) -> dict[str, tuple[object, ...]]:
        """How many rows each table has and a sum over all that stands in them, what the database worked out too.

        Of the tables named in `only` it is what stands in those columns.
        """
        with self.open(name) as connection:
            return {
                table: connection.execute(
                    SQL("SELECT count(*), sum(hashtextextended({}::text, 0)) FROM {} t").format(
                        SQL("ROW({})").format(SQL(", ").join(map(Identifier, only[table])))
                        if table in only
                        else SQL("t"),
                        Identifier(table),
                    )
                ).fetchone()
                or ()
                for table in self.columns(name)
            }

    def structure(self, name: str) -> dict[str, object]:
        """What keeps the tables: policies, guards against change, indices, rules, and where sequences stand."""
        with self.open(name) as connection:
            return {query: connection.execute(query).fetchall() for query in STRUCTURE}


STRUCTURE = (
    "SELECT tablename, policyname, qual, with_check FROM pg_policies ORDER BY 1, 2",
    "SELECT relname, relrowsecurity FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
    "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND sequencename !~ 'migrations' ORDER BY 1",
    "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants"
    " WHERE table_schema = 'public' AND grantee = 'yaoan_app' ORDER BY 1, 2, 3",
)


@pytest.fixture
def pair(tmp_path: Path, transactional_db: None) -> Iterator[Pair]:
    """Two databases on the server of the tests: a copy of theirs, and an empty one."""
    if database._server is None:
        pytest.skip("copies the database of the tests, which is somebody else's here")
    made = Pair(database._server, tmp_path / "home")
    connections.close_all()
    present = connections["default"].settings_dict["NAME"]
    with made.open("postgres") as connection:
        try:
            connection.execute(f'CREATE DATABASE "{TODAY}" TEMPLATE "{present}" OWNER yaoan_owner')
            connection.execute(f'CREATE DATABASE "{BEFORE}" OWNER yaoan_owner')
            with made.open(TODAY) as fresh:
                fresh.execute("DROP TABLE IF EXISTS cache")  # made by a command of its own, not by migrations
            yield made
        finally:
            for name in (TODAY, BEFORE):
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def carry_back(pair: Pair) -> None:
    """Put the rows of today into the tables of the past, as that version would have written them."""
    past, today = pair.columns(BEFORE), pair.columns(TODAY)
    with pair.open(TODAY) as source, pair.open(BEFORE) as target:
        target.execute("SET session_replication_role = replica")  # rows come table by table, not in the order of keys
        for table, columns in past.items():
            shared = SQL(", ").join(Identifier(column) for column in columns if column in today.get(table, ()))
            out = SQL("COPY {} ({}) TO STDOUT").format(Identifier(table), shared)
            into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), shared)
            with source.cursor().copy(out) as rows, target.cursor().copy(into) as copy:
                for piece in rows:
                    copy.write(piece)
        for name, value in source.execute(
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        ):
            if value is None or "migrations" in str(name):
                continue
            (known,) = target.execute("SELECT to_regclass(%s) IS NOT NULL", [name]).fetchone() or (False,)
            if known:
                target.execute("SELECT setval(%s, %s)", [name, value])
            else:  # of a table that came since: nothing was ever written into it
                source.execute("SELECT setval(%s, 1, false)", [name])


def known_then(past: Mapping[str, Sequence[str]], today: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The tables of records that have got columns since, with the columns they had: nobody had answered the rest then."""
    tables = [model._meta.db_table for model in record_models()]
    return {
        table: [column for column in past[table] if column in today[table]]
        for table in tables
        if table in past and not set(today[table]) <= set(past[table])
    }


def stale(pair: Pair) -> None:
    """Policies of the past are not those of today: here one that shows everything, and a table without one."""
    with pair.open(BEFORE) as connection:
        connection.execute("ALTER POLICY sight ON records_deadline USING (true)")
        connection.execute("DROP POLICY sight ON risks_risk")
        connection.execute("ALTER TABLE risks_risk DISABLE ROW LEVEL SECURITY")


FEW = ("risks", "signals", "subjects")
nightly = pytest.mark.nightly


@pytest.mark.parametrize(
    ("step", "kinds"),
    [("earlier", FEW), pytest.param("earlier", (), marks=nightly), pytest.param("first", (), marks=nightly)],
    ids=["earlier", "earlier-all-kinds", "first-all-kinds"],
)
def test_an_earlier_installation_with_data_is_brought_to_this_version_and_nothing_is_lost(
    pair: Pair, step: str, kinds: tuple[str, ...]
) -> None:
    today, before = pair.run(TODAY), pair.run(BEFORE)
    pending = json.loads(before(code=SET_BACK.format(step=step)).stdout)
    assert pending, "there is nothing to migrate"
    then = known_then(pair.columns(BEFORE), pair.columns(TODAY))
    made = json.loads(today(code=WORLD.format(columns=json.dumps(pair.columns(BEFORE)), kinds=kinds)).stdout)
    assert len(made) >= (len(kinds) or 15) and sum(made.values()) > 2 * len(made), made
    carry_back(pair)
    stale(pair)
    assert pair.structure(BEFORE) != pair.structure(TODAY)
    if not kinds:
        assert "run `yaoan manage migrate` first" in before("serve", status=1).stderr

    before("manage", "migrate", "--verbosity", "0")
    assert pair.contents(BEFORE, then) == pair.contents(TODAY, then)
    assert pair.structure(BEFORE) == pair.structure(TODAY)
    with pair.open(BEFORE, "app") as connection:
        assert connection.execute("SELECT count(*) FROM records_docket").fetchone() == (0,)
        connection.execute("SELECT set_config('yaoan.sight', '{\"whole\":\"t\"}', false)")
        assert connection.execute("SELECT count(*) > 5 FROM records_docket").fetchone() == (True,)
    assert int(before(code=LOOK.format(then=sorted(then))).stdout) >= sum(made.values())
