"""Backup and restore as an operator does them: a county's machine of its own, backed up, lost, and restored elsewhere."""

import json
import shutil

import pytest

from tests.faults.machine import LOOK, WORK
from yaoan.config.keeping import manifest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("backup")]
TAMPER = "ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only; UPDATE journal_entry SET act = 'other' WHERE id = 3"


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


PLANNED = """
from yaoan.config.cli import setup
setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'journal_entry'")
    print(cursor.fetchone()[0] >= 24)
"""


def test_restored_on_another_machine_everything_is_there(backup, elsewhere):
    done = elsewhere.yaoan("restore", backup)
    assert done.returncode == 0, done.stderr
    assert "Journal verified: 24 entries, 1 seals, 0 findings" in done.stdout
    assert elsewhere.python(LOOK) == "12 12"
    assert elsewhere.python(PLANNED) == "True", "the first people who come do not wait for plans made in the dark"
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


FULL = """
import errno, json, os, shutil, sys
from pathlib import Path
from unittest.mock import patch
from yaoan.config.cli import setup
setup()
from yaoan.config.keeping import backup, manifest, programs
from yaoan.kernel import sight
from yaoan.kernel.journal import heads
folder, call = Path({folder!r}), programs.call

def full(*given, **more):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

def onto_a_full_disk(program, *words):
    (place,) = (word.partition("=")[2] for word in words if word.startswith("--file="))
    Path(place).symlink_to("/dev/full")
    call(program, *words)

places = [patch.object(programs, "call", onto_a_full_disk), patch.object(heads, "as_json", full), patch.object(shutil, "copyfile", full),
          patch.object(shutil, "copytree", full), patch.object(manifest.Manifest, "write", full), patch.object(os, "fsync", full)]
found = []
with sight.whole():
    for place in places:
        with place:
            status = backup.run([str(folder)])
        found.append([status, folder.exists(), folder.with_name(folder.name + ".part").exists()])
    found.append([backup.run([str(folder)]), folder.exists(), False])
print(json.dumps(found))
"""


def test_a_target_that_fills_up_is_said_and_leaves_nothing_that_looks_like_a_backup(machine, folder):
    """It is full for the dump, the heads, the attachments, the keys, the manifest, and when all is to be made lasting."""
    target = folder / "filled"
    done = machine._run("-c", FULL.format(folder=str(target)))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [[1, False, False]] * 6 + [[0, True, False]]
    assert done.stderr.count(f"There is no room left for {target}.") == 6, done.stderr
    manifest.Manifest.read(target).check(target)


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


SIDE_BY_SIDE = """
import os, signal
from concurrent.futures import BrokenExecutor
from multiprocessing import active_children
from pathlib import Path
from yaoan.config.cli import setup
setup()
from yaoan.kernel.journal import export
from yaoan.kernel.journal.verify.reading import raw_lines
export.PIECE, folder = 1, Path({folder!r})
def lines(name, jobs):
    export.write(folder / name, jobs=jobs)
    return [*raw_lines(str(folder / name))][1:]  # the manifest says when it was made
alone = lines("alone.jsonl", 1)
print(sum(b',"entry":' in line for line in alone) >= 24)
print([lines(name, 3) == alone for name in ("three.jsonl", "three.jsonl.gz")])
def kill(done, whole):
    for child in active_children():
        os.kill(child.pid, signal.SIGKILL)
try:
    export.write(folder / "killed.jsonl", jobs=2, told=kill)
except BrokenExecutor:
    print([*folder.glob("killed*")])
"""


def test_several_processes_write_the_same_journal_and_half_of_it_never_bears_its_name(machine, tmp_path):
    assert machine.python(SIDE_BY_SIDE.format(folder=str(tmp_path))) == "True\n[True, True]\n[]"
