"""`yaoan restore DIR`: check the backup, restore it beside what is there, prove its journal, and only then change places."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from yaoan.config import postgres, unfinished
from yaoan.config.cli import setup
from yaoan.config.keeping import manifest, programs, proof
from yaoan.config.keeping.steps import span, step
from yaoan.kernel import secrets

JOBS = min(os.cpu_count() or 1, 8)
"""So many tables are filled, and indexes built, side by side."""
IN_USE = "The database {live} is in use: stop `yaoan serve` and every worker first. Nothing was changed."


OTHER = (
    "The restore of {folder} was broken off while places changed. Give that command again; "
    "or, to restore this backup instead, add --replace. Nothing was changed."
)

UNPROVED = (
    "The proof of the journal ended with status {status} before its end; the reason stands above, or it was killed. "
    "Nothing was changed: give the same command again."
)


class Refused(Exception):
    """Nothing was restored, and nothing changed; the text says why."""


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan restore …` command line: 0 done, 1 refused or the backup is damaged, 2 called wrongly."""
    parser = argparse.ArgumentParser(
        prog="yaoan restore", description="Restore an installation from a backup. 从备份恢复。"
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="what `yaoan backup` wrote 备份文件夹")
    parser.add_argument(
        "--replace", action="store_true", help="also where there are data; they are set aside 替换现有数据"
    )
    parser.add_argument(
        "--drill", action="store_true", help="restore beside the present data, prove it, remove it 试恢复，不动现有数据"
    )
    parser.add_argument("--check", action="store_true", help="only check the files of the backup 只核对备份")
    given = parser.parse_args(argv)
    try:
        if given.check:
            _checked(given.folder)
            print(f"{given.folder}: every file is what was backed up.")
        elif given.drill:
            drill(given.folder)
        else:
            restore(given.folder, replace=given.replace)
    except (Refused, manifest.Damaged, RuntimeError, OSError, postgres.Unavailable) as obstacle:
        print(f"yaoan restore: {obstacle}", file=sys.stderr)
        return 1
    return 0


def restore(folder: Path, *, replace: bool) -> None:
    """Restore a backup. May be broken off at any moment and begun again by the same command.

    Places change at the very end. From then until the keys are in their place a note says so: nobody serves meanwhile,
    and the same backup is restored from there on. Data that were there are set aside under another name, never
    deleted. Raises Damaged and Refused.
    """
    began, found = time.monotonic(), _checked(folder)
    live, before = programs.database(), unfinished.noted()
    begun = before
    if begun and begun.signature != found.signature and not replace:
        raise Refused(OTHER.format(folder=begun.folder))
    if not begun or begun.signature != found.signature:
        if not begun and not replace and (reason := _reason_against(folder, live)):
            raise Refused(f"{reason} Nothing was changed. To set that aside and restore, add --replace.")
        aside = datetime.now(UTC).strftime("before_%Y%m%d_%H%M%S")
        begun = unfinished.Unfinished(str(folder.absolute()), found.signature, aside)
    _ensure_idle(live)
    if not _has_changed_places(live, begun.aside):
        fresh = f"{live}_restoring"
        _fill(folder, fresh, found)
        _prove(folder, fresh)
        with step("Attachments laid in their place"):
            _copy_files(folder)
        unfinished.note(begun)
        try:
            _change_places(live, fresh, begun.aside)
        except Refused:
            unfinished.note(before) if before else unfinished.forget()
            raise
    _put_keys(folder, begun.aside)
    _bring_up_to_date()
    unfinished.forget()
    print(f"Restored the state of {found.facts['made_at']} in {span(time.monotonic() - began)}")
    print(f"What was there is kept as the database {live}_{begun.aside} (drop it when it is no longer wanted).")


def drill(folder: Path) -> None:
    """Restore a backup into a database of its own, prove its journal, and remove it again; the outcome is noted for the
    health page. Nothing that people use is touched. Raises Damaged and RuntimeError."""
    setup()
    from yaoan.kernel.upkeep.marks import DRILL, note

    began, fresh, is_good = time.monotonic(), f"{programs.database()}_drill", False
    try:
        found = _checked(folder)
        _fill(folder, fresh, found)
        _prove(folder, fresh)
        is_good = True
    finally:
        _drop(fresh)
        seconds = time.monotonic() - began
        note(DRILL, is_good=is_good, seconds=round(seconds, 1))
    print(
        f"The backup of {found.facts['made_at']} can be restored and is proved: {span(seconds)}. Nothing was changed."
    )


def _drop(database: str) -> None:
    import psycopg

    with psycopg.connect(programs.address("admin", "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}"')


def _checked(folder: Path) -> manifest.Manifest:
    found = manifest.Manifest.read(folder)
    with step("Files of the backup checked"):
        found.check(folder)
    return found


def _reason_against(folder: Path, live: str) -> str:
    """Why restoring here would displace something."""
    import psycopg

    with psycopg.connect(programs.address("admin", live)) as connection:
        for table in ("journal_entry", "access_user"):
            row = connection.execute("SELECT to_regclass(%s)", [table]).fetchone()
            if row and row[0] and connection.execute(f"SELECT EXISTS (SELECT FROM {table})").fetchone() == (True,):
                return f"The database {live} holds data already."
    for key in sorted((folder / manifest.KEYS).glob("*")):
        mine = secrets.home() / "keys" / key.name
        if mine.exists() and mine.read_bytes() != key.read_bytes():
            return f"This installation has other keys than the backup ({mine})."
    return ""


def _ensure_idle(live: str) -> None:
    """Raises Refused while anybody works with the database: it could not change its name."""
    import psycopg

    with psycopg.connect(programs.address("admin", "postgres")) as connection:
        query = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend')"
        if connection.execute(query, [live]).fetchone() == (True,):
            raise Refused(IN_USE.format(live=live))


def _fill(folder: Path, fresh: str, found: manifest.Manifest) -> None:
    """The dump in a database of its own, made anew."""
    import psycopg

    with psycopg.connect(programs.address("admin", "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{fresh}"')
        connection.execute(f'CREATE DATABASE "{fresh}" OWNER yaoan_owner')
    target = f"--dbname={programs.address('admin', fresh)}"
    with step("Database restored", lambda: _grown(fresh, found.facts.get("bytes", 0))):
        programs.call("pg_restore", "--exit-on-error", f"--jobs={JOBS}", target, folder / manifest.DUMP)
    with (
        step("Statistics gathered"),  # or the first people who come would wait for plans made without them
        psycopg.connect(programs.address("admin", fresh), autocommit=True) as connection,
    ):
        connection.execute("ANALYZE")


def _grown(fresh: str, whole: int) -> str:
    """How large the database is by now; `whole` is the size it had, 0 in backups that do not say it."""
    import psycopg

    try:
        size = f"{programs.bytes_of(fresh) / 1e9:.1f} GB"
    except psycopg.Error:  # it is asked again a second later
        return ""
    return f"{size} of about {whole / 1e9:.1f}," if whole else f"{size},"


def _prove(folder: Path, fresh: str) -> None:
    """Hold the restored journal against the heads, with the keys of the backup. Raises Damaged and Refused."""
    with tempfile.TemporaryDirectory(prefix="yaoan-restore-") as home:
        keys = folder / manifest.KEYS
        shutil.copytree(keys if keys.exists() else secrets.home() / "keys", Path(home) / "keys")
        place = {"YAOAN_HOME": home, "DATABASE_URL": programs.address("owner", fresh)}
        command = [sys.executable, "-m", "yaoan.config.keeping.proof", str(folder / manifest.HEADS)]
        done = subprocess.run(command, check=False, env=os.environ | place)
    if done.returncode not in (0, proof.FOUND):
        raise Refused(UNPROVED.format(status=done.returncode))
    if done.returncode:
        raise manifest.Damaged(f"The journal in {folder} is not the one its heads vouch for. Nothing was changed.")


def _copy_files(folder: Path) -> None:
    """Attachments lie under their hashes: those that are there already are the same."""
    root = secrets.home() / "files"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted((folder / manifest.FILES).glob("*/*")):
        target = root / path.parent.name / path.name
        if not target.exists() or manifest.fingerprint(target)[1] != path.name:
            target.parent.mkdir(mode=0o700, exist_ok=True)
            draft = target.with_name(f".in-{path.name}")
            shutil.copyfile(path, draft)
            draft.replace(target)


def _has_changed_places(live: str, aside: str) -> bool:
    """Whether what was there is set aside already."""
    import psycopg

    with psycopg.connect(programs.address("admin", "postgres")) as connection:
        query = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)"
        return connection.execute(query, [f"{live}_{aside}"]).fetchone() == (True,)


def _change_places(live: str, fresh: str, aside: str) -> None:
    """Both names in one transaction: there is always exactly one database of this name. Raises Refused."""
    import psycopg

    try:
        with psycopg.connect(programs.address("admin", "postgres")) as connection:
            connection.execute(f'ALTER DATABASE "{live}" RENAME TO "{live}_{aside}"')
            connection.execute(f'ALTER DATABASE "{fresh}" RENAME TO "{live}"')
    except psycopg.errors.ObjectInUse as error:
        raise Refused(IN_USE.format(live=live)) from error


def _put_keys(folder: Path, aside: str) -> None:
    """The keys of the backup; other ones that were there are set aside."""
    home = secrets.home() / "keys"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for key in sorted((folder / manifest.KEYS).glob("*")):
        mine, kept = home / key.name, home / f"{key.name}.{aside}"
        if mine.exists() and mine.read_bytes() == key.read_bytes():
            continue
        if mine.exists() and not kept.exists():
            _lay(mine, kept)
        _lay(key, mine)


def _lay(key: Path, place: Path) -> None:
    """Copy a key: at its place it is there whole, or what was there before."""
    draft = place.with_name(f".in-{place.name}")
    draft.touch(mode=0o600)
    shutil.copyfile(key, draft)
    draft.replace(place)


def _bring_up_to_date() -> None:
    """Migrations that came after the backup. Raises RuntimeError."""
    for words in (("migrate", "--verbosity", "0"), ("createcachetable",)):
        command = [sys.executable, "-m", "yaoan", "manage", *words]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
            raise RuntimeError(
                f"`yaoan manage {words[0]}` failed, see above. Put that right and give this command again."
            )
