"""A restore that is broken off after any of its steps: the same command, given again, brings everything to its place."""

import secrets as chance
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.machine import LOOK, Machine
from yaoan.config import unfinished
from yaoan.config.keeping import manifest, proof, restore

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("backup")]

STEPS = ("_checked", "_ensure_idle", "_fill", "_prove", "_copy_files", "note", "_change_places", "_lay", "_put_keys",
         "_bring_up_to_date")  # fmt: skip

CHANGE = restore._change_places

BREAK = """
import os
from yaoan.config import unfinished
from yaoan.config.keeping import restore
owner = unfinished if {step!r} == "note" else restore
work = getattr(owner, {step!r})
def broken(*given, **more):
    work(*given, **more)
    os._exit(9)
setattr(owner, {step!r}, broken)
restore.run({words!r})
"""
"""`yaoan restore` in a process that is gone without a word as soon as a step is done (of keys: as soon as the first is)."""


def broken_off(on: Machine, step: str, *words: object) -> None:
    """Give the command, and let its process be killed after a step."""
    done = on._run("-c", BREAK.format(step=step, words=list(map(str, words))))
    assert done.returncode == 9, done.stdout + done.stderr


def is_whole(on: Machine, kept: Path) -> None:
    """Data, files, keys and journal are those of the backup, and nothing of the way there is left."""
    assert on.python(LOOK) == "12 12"
    for key in (kept / "keys").iterdir():
        assert (on.home / "keys" / key.name).read_bytes() == key.read_bytes()
    journal = on.home / "journal.jsonl"
    for words in (("export", journal), ("verify", journal, "--heads", kept / "heads.jsonl")):
        done = on.yaoan("journal", *words)
        assert done.returncode == 0, done.stdout + done.stderr
    journal.unlink()
    assert not list((on.home / "keys").glob(".in-*")) and not list((on.home / "files").rglob(".in-*"))
    assert "yaoan_restoring" not in databases(on)
    assert not list(on.home.glob("restore-unfinished*"))


def databases(on: Machine) -> list[str]:
    return on.yaoan("db", "psql", "--role", "admin", "-Atc", "SELECT datname FROM pg_database").stdout.split()


def test_on_an_empty_installation_the_command_is_given_again_and_nobody_serves_meanwhile(
    elsewhere: Machine,
    backup: Path,
) -> None:
    broken_off(elsewhere, "_change_places", backup)
    for command in ("serve", "worker", "backup"):
        refused = elsewhere.yaoan(command)
        assert refused.returncode == 1
        assert f"yaoan restore {backup}" in refused.stderr
    done = elsewhere.yaoan("restore", backup)
    assert done.returncode == 0, done.stderr
    is_whole(elsewhere, backup)
    assert "holds data already" in elsewhere.yaoan("restore", backup).stderr


@pytest.fixture(scope="module")
def other(folder: Path) -> Iterator[Machine]:
    """A machine on which there is something already, with keys of its own."""
    made = Machine(folder / "other")
    yield made
    made.yaoan("db", "stop")
    shutil.rmtree(made.home, ignore_errors=True)


@pytest.mark.nightly
@pytest.mark.parametrize("step", STEPS)
def test_after_whichever_step_it_is_broken_off_the_same_command_brings_it_to_its_end(
    other: Machine,
    backup: Path,
    step: str,
) -> None:
    before = {key.name: chance.token_hex(32) for key in (backup / "keys").iterdir()}
    for name, key in before.items():
        (other.home / "keys").mkdir(parents=True, exist_ok=True)
        (other.home / "keys" / name).write_text(key)
    there = set(databases(other))
    broken_off(other, step, backup, "--replace")
    keys = [(other.home / "keys" / name).read_text() for name in before]
    assert "yaoan" in databases(other)
    if STEPS.index(step) < STEPS.index("note"):
        assert keys == list(before.values()) and not list(other.home.glob("restore-unfinished*"))
    done = other.yaoan("restore", backup, "--replace")
    assert done.returncode == 0, done.stderr
    is_whole(other, backup)
    (aside,) = set(databases(other)) - there
    assert aside.startswith("yaoan_before_")
    for name, key in before.items():
        assert (other.home / "keys" / f"{name}.{aside.removeprefix('yaoan_')}").read_text() == key


class BrokenOff(BaseException):
    """Stands for a process that is gone."""


@dataclass
class Places:
    """Databases by their names and what is in them, in place of a server: enough to see in which order things are done."""

    databases: dict[str, str]

    def fill(self, folder: Path, fresh: str, found: manifest.Manifest) -> None:
        self.databases[fresh] = "kept"

    def change(self, live: str, fresh: str, aside: str) -> None:
        self.databases[f"{live}_{aside}"] = self.databases.pop(live)
        self.databases[live] = self.databases.pop(fresh)

    def reason(self, folder: Path, live: str) -> str:
        return "It holds data already." if self.databases[live] else ""


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Places:
    """A home with keys of its own, a backup with other keys, and databases that are only names."""
    monkeypatch.setenv("YAOAN_HOME", str(tmp_path / "home"))
    for where, words in (("home/keys", "mine"), ("backup/keys", "kept")):
        (tmp_path / where).mkdir(parents=True)
        for name in ("journal", "vault"):
            (tmp_path / where / name).write_text(f"{words} {name}")
    made, nothing = Places({"live": "mine"}), lambda *_: None
    found = manifest.Manifest({"made_at": "2026-01-05"}, {}, "", "signature")
    stand_ins = {"_checked": lambda _folder: found, "_ensure_idle": nothing, "_fill": made.fill, "_prove": nothing,
                 "_copy_files": nothing, "_change_places": made.change, "_bring_up_to_date": nothing,
                 "_reason_against": made.reason,
                 "_has_changed_places": lambda live, aside: f"{live}_{aside}" in made.databases}  # fmt: skip
    for name, stand_in in stand_ins.items():
        monkeypatch.setattr(restore, name, stand_in)
    monkeypatch.setattr(restore.programs, "database", lambda: "live")
    return made


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_in_whichever_order_it_is_broken_off_nothing_is_overwritten_and_nobody_serves_with_others_keys(
    places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, step: str, replace: bool
) -> None:
    places.databases["live"] = "mine" if replace else ""
    before = dict(places.databases)
    owner = unfinished if step == "note" else restore
    work = getattr(owner, step)

    def broken(*given: Any) -> None:
        work(*given)
        raise BrokenOff

    with monkeypatch.context() as once, pytest.raises(BrokenOff):
        once.setattr(owner, step, broken)
        restore.restore(tmp_path / "backup", replace=replace)
    keys = tmp_path / "home" / "keys"
    is_as_before = places.databases["live"] == before["live"] and (keys / "journal").read_text() == "mine journal"
    assert is_as_before or unfinished.noted(), "somebody could serve with keys that do not belong to the data"
    restore.restore(tmp_path / "backup", replace=replace)
    (aside,) = places.databases.keys() - {"live"}
    assert places.databases == {"live": "kept", aside: before["live"]}
    for name in ("journal", "vault"):
        assert (keys / name).read_text() == f"kept {name}"
        assert (keys / f"{name}.{aside.removeprefix('live_')}").read_text() == f"mine {name}"
    assert unfinished.noted() is None
    if not replace:
        with pytest.raises(restore.Refused, match="holds data already"):
            restore.restore(tmp_path / "backup", replace=False)


def test_another_backup_is_not_restored_over_one_that_was_broken_off_without_being_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("YAOAN_HOME", str(tmp_path))
    monkeypatch.setattr(restore, "_checked", lambda folder: manifest.Manifest({}, {}, "", "signature of the second"))
    unfinished.note(unfinished.Unfinished("/kept/first", "signature of the first", "before_20260105_120000"))
    with pytest.raises(restore.Refused, match="/kept/first was broken off"):
        restore.restore(Path("/kept/second"), replace=False)
    unfinished.forget()
    assert unfinished.noted() is None


FIRST = unfinished.Unfinished("/kept/first", "signature of the first", "before_20260105_120000")
AGAIN = unfinished.Unfinished("/kept/backup", "signature", "before_20260105_120000")


@pytest.mark.parametrize("before", [None, FIRST, AGAIN], ids=["none", "another", "the same"])
def test_a_restore_refused_at_the_change_of_places_leaves_the_note_as_it_was(
    places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, before: unfinished.Unfinished | None
) -> None:
    """While the note of an earlier restore lies there data and keys may not belong together, whatever a later one did."""
    if before:
        unfinished.note(before)

    def in_use(*_given: Any) -> None:
        assert unfinished.noted(), "places change under a note"
        raise psycopg.errors.ObjectInUse

    monkeypatch.setattr(restore, "_change_places", CHANGE)
    monkeypatch.setattr(restore.programs, "address", lambda *_given: "")
    monkeypatch.setattr(psycopg, "connect", in_use)
    with pytest.raises(restore.Refused, match="is in use"):
        restore.restore(tmp_path / "backup", replace=True)
    assert unfinished.noted() == before


@pytest.mark.parametrize(
    ("status", "error"), [(proof.FOUND, manifest.Damaged), (1, restore.Refused), (-9, restore.Refused)]
)
def test_a_proof_that_found_something_is_told_from_one_that_did_not_come_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, error: type[Exception]
) -> None:
    (tmp_path / "keys").mkdir()
    monkeypatch.setattr(restore.programs, "address", lambda *_given: "postgresql://nowhere/none")
    ended = subprocess.CompletedProcess([], status)
    monkeypatch.setattr(restore.subprocess, "run", lambda *_given, **_more: ended)
    with pytest.raises(error, match="Nothing was changed"):
        restore._prove(tmp_path, "yaoan_restoring")
