"""Backup and restore as an operator does them: a county's machine of its own, backed up, lost, and restored elsewhere."""

import json
import shutil
from itertools import count

import pytest

from tests.faults.machine import Machine, walkable
from yaoan.config.keeping import manifest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("backup")]
SERIALS = count(1)

WORK = """
from datetime import date
from yaoan.config.cli import setup
setup()
from yaoan.kernel import clock, sight
from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import command_for, open_record, perform
from yaoan.modules.risks.public import Report, Risk
from yaoan.modules.subjects.public import ProductKind
with sight.whole():
    staffing.add_places([("99", "东岭省"), ("9901", "云河市"), ("990121", "青溪县")])
    county = staffing.add_agency("青溪县局", "青溪县局", "county", ["990121"])
    user = staffing.add_person("officer", "周明")
    staffing.appoint(user, county, "股长", since=date(2020, 1, 1))
    staffing.grant(user, "head", county, since=date(2020, 1, 1))
    actor = Actor.of(user)
    for number in range(12):
        risk = open_record(Report(title=f"第{number}家", description="停电", risk_kind="storage", channel="inspection",
                                  product_kind=ProductKind.DRUG, area="990121"), by=actor)
        file = store([f"photo {number}".encode()], name="a.txt")
        perform(command_for(Risk, "remark")(text="见附件", files=(file,)), on=risk, by=actor)
"""
LOOK = """
from yaoan.config.cli import setup
setup()
from yaoan.kernel import sight
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.attachments.storage import path_of
from yaoan.kernel.commands.replay import replayed
from yaoan.modules.risks.public import Risk
assert not Risk.objects.exists()
with sight.whole():
    risks = list(Risk.objects.order_by("pk"))
    assert all(replayed(risk.pk).head == bytes(risk.head) for risk in risks)
    files = sum(path_of(file.blob_id).exists() for file in Attachment.objects.all())
print(len(risks), files)
"""
TAMPER = "ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only; UPDATE journal_entry SET act = 'other' WHERE id = 3"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return walkable(tmp_path_factory.mktemp("b"))


@pytest.fixture(scope="module")
def machine(folder):
    """A county's machine with twelve risks, each with a file."""
    made = Machine(folder / "one")
    done = made.yaoan("manage", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    made.python(WORK)
    yield made
    made.yaoan("db", "stop")


@pytest.fixture(scope="module")
def backup(machine, folder):
    done = machine.yaoan("backup", folder / "kept")
    assert done.returncode == 0, done.stderr
    return folder / "kept"


@pytest.fixture
def elsewhere(folder):
    """Another machine, with nothing on it."""
    place = folder / f"m{next(SERIALS)}"
    made = Machine(place)
    yield made
    made.yaoan("db", "stop")
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def copy(backup, folder):
    """A backup that a test may damage."""
    shutil.copytree(backup, folder / "copy")
    yield folder / "copy"
    shutil.rmtree(folder / "copy")


def test_a_backup_is_complete_and_says_what_it_holds(machine, backup):
    found = manifest.Manifest.read(backup)
    found.check(backup)
    assert found.facts["entries"] == 24
    assert {"database.dump", "heads.jsonl", "keys/journal", "keys/vault"} - {"keys/vault"} <= found.files.keys()
    assert sum(path.startswith("files/") for path in found.files) == 12
    assert not backup.with_name("kept.part").exists()
    assert backup.stat().st_mode & 0o077 == 0
    assert "already" in machine.yaoan("backup", backup).stderr


def test_restored_on_another_machine_everything_is_there(backup, elsewhere):
    done = elsewhere.yaoan("restore", backup)
    assert done.returncode == 0, done.stderr
    assert "Journal verified: 24 entries, 1 seals, 0 findings" in done.stdout
    assert elsewhere.python(LOOK) == "12 12"
    assert (elsewhere.home / "keys" / "journal").read_text() == (backup / "keys" / "journal").read_text()
    assert "--replace" in elsewhere.yaoan("restore", backup).stderr, "and now it holds data"


DRILLED = """
from yaoan.config.cli import setup
setup()
from django.db import connection
from yaoan.kernel.upkeep.models import Mark
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE '%%drill'")
    print(cursor.fetchone()[0], *Mark.objects.order_by("what").values_list("what", "is_good"))
"""


def test_a_drill_restores_and_proves_beside_the_present_data_and_is_noted(machine, backup, copy):
    done = machine.yaoan("restore", backup, "--drill")
    assert done.returncode == 0, done.stderr
    assert "can be restored and is proved" in done.stdout
    assert machine.python(DRILLED) == "0 ('backup', True) ('drill', True)"
    (copy / "database.dump").write_bytes(b"no dump")
    assert machine.yaoan("restore", copy, "--drill").returncode == 1
    assert machine.python(DRILLED) == "0 ('backup', True) ('drill', False)"


@pytest.mark.nightly
def test_data_are_replaced_only_when_told_and_then_set_aside(machine, backup):
    refused = machine.yaoan("restore", backup)
    assert refused.returncode == 1
    assert "holds data already" in refused.stderr
    machine.python(WORK.replace('"officer"', '"second"').replace("青溪县局", "青溪县二局"))
    assert machine.python(LOOK) == "24 24"
    done = machine.yaoan("restore", backup, "--replace")
    assert done.returncode == 0, done.stderr
    assert machine.python(LOOK) == "12 12"
    aside = machine.yaoan("db", "psql", "--role", "admin", "-Atc", "SELECT datname FROM pg_database").stdout
    assert "yaoan_before_" in aside
    assert "yaoan_restoring" not in aside


@pytest.mark.nightly
def test_a_database_in_use_is_left_alone(machine, backup):
    import psycopg

    address = machine.python("from yaoan.config import postgres; print(postgres.database_url('owner'))")
    with psycopg.connect(address):
        refused = machine.yaoan("restore", backup, "--replace")
    assert refused.returncode == 1
    assert "in use" in refused.stderr
    assert machine.python(LOOK) == "12 12"


@pytest.mark.parametrize("damage", ["dump", "file", "missing", "more", "manifest", "facts"])
def test_every_damage_is_found(copy, damage):
    dump, file = copy / "database.dump", next((copy / "files").glob("*/*"))
    if damage == "dump":
        body = bytearray(dump.read_bytes())
        body[len(body) // 2] ^= 1
        dump.write_bytes(body)
    elif damage == "file":
        file.write_bytes(b"other")
    elif damage == "missing":
        file.unlink()
    elif damage == "more":
        (copy / "keys" / "further").write_text("00")
    elif damage == "manifest":
        (copy / "manifest.json").write_text("{}")
    else:
        body = json.loads((copy / "manifest.json").read_text())
        body["facts"]["entries"] = 1
        (copy / "manifest.json").write_text(json.dumps(body))
    with pytest.raises(manifest.Damaged):
        manifest.Manifest.read(copy).check(copy)


@pytest.mark.nightly
def test_a_damaged_backup_is_refused_and_nothing_changes(machine, copy):
    with (copy / "database.dump").open("ab") as dump:
        dump.write(b"more")
    refused = machine.yaoan("restore", copy, "--replace")
    assert refused.returncode == 1
    assert "database.dump: not what was backed up" in refused.stderr
    assert machine.yaoan("restore", copy, "--check").returncode == 1
    assert machine.python(LOOK) == "12 12"


@pytest.mark.nightly
def test_a_journal_that_was_changed_before_the_backup_is_not_restored(elsewhere, machine, backup, folder):
    """The files are all as they were backed up, but the heads do not vouch for this journal."""
    assert elsewhere.yaoan("restore", backup).returncode == 0
    elsewhere.sql(TAMPER)
    assert elsewhere.yaoan("backup", folder / "forged").returncode == 0
    refused = machine.yaoan("restore", folder / "forged", "--replace")
    assert refused.returncode == 1
    assert "not the one its heads vouch for" in refused.stderr
    assert machine.python(LOOK) == "12 12"


@pytest.mark.nightly
def test_a_damaged_attachment_is_told_and_the_rest_is_kept(elsewhere, backup, folder):
    assert elsewhere.yaoan("restore", backup).returncode == 0
    stored = next((elsewhere.home / "files").glob("*/*"))
    stored.write_bytes(b"rotten")
    done = elsewhere.yaoan("backup", folder / "rotten")
    assert done.returncode == 1
    assert stored.name in done.stderr
    found = manifest.Manifest.read(folder / "rotten")
    assert found.facts["damaged"] == [stored.name]
    found.check(folder / "rotten")
