"""`yaoan backup DIR`: the database, the heads, the attachments and the keys in one folder, complete or not there."""

import argparse
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from yaoan.config import postgres
from yaoan.config.cli import setup
from yaoan.config.keeping import manifest, programs
from yaoan.config.keeping.steps import span, step
from yaoan.kernel import clock, secrets

LEVEL = 3
"""How hard the dump is pressed: more costs time and saves little."""


class Refused(Exception):
    """No backup was made; the text says why."""


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan backup …` command line: 0 done, 1 refused or an attachment is damaged, 2 called wrongly."""
    parser = argparse.ArgumentParser(
        prog="yaoan backup", description="Write the whole installation to a folder. 备份到一个文件夹。"
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is not there yet 尚不存在的文件夹")
    parser.add_argument(
        "--without-keys", action="store_true", help="leave the keys out, to keep them elsewhere 不含密钥"
    )
    given = parser.parse_args(argv)
    try:
        setup()
        damaged = back_up(given.folder.absolute(), with_keys=not given.without_keys)
    except (Refused, RuntimeError, OSError, postgres.Unavailable) as obstacle:
        print(f"yaoan backup: {_said(obstacle, given.folder)}", file=sys.stderr)
        return 1
    for name in damaged:
        print(f"The attachment {name} is damaged or missing in the store; it is not in the backup.", file=sys.stderr)
    return 1 if damaged else 0


def back_up(folder: Path, *, with_keys: bool) -> list[str]:
    """Write a backup and return the attachments that could not be kept because the store has them no more.

    Raises Refused where the folder is there already, RuntimeError where the database does not let itself be dumped.
    """
    from yaoan.kernel.upkeep.marks import BACKUP, note

    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise Refused(f"{folder} is there already; name a new folder.")
    began, draft = time.monotonic(), folder.with_name(f"{folder.name}.part")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700, parents=True)
    try:
        facts = _fill(draft, with_keys=with_keys)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)  # half a backup is none, and its room may be what is lacking
        raise
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"{folder}: {facts['entries']:,} entries under {facts['seals']:,} seals, {size / 2**20:,.1f} MB, "
        f"{span(time.monotonic() - began)}"
    )
    print(f"head: {facts['head']}")
    damaged: list[str] = facts["damaged"]
    note(BACKUP, is_good=not damaged, bytes=size, seconds=round(time.monotonic() - began))
    return damaged


def _fill(draft: Path, *, with_keys: bool) -> dict[str, Any]:
    """Everything that belongs to a backup; returns what its manifest says of it."""
    with step("Journal sealed, heads written"):
        facts = _journal(draft)
    dump = draft / manifest.DUMP
    with step("Database written", lambda: f"{dump.stat().st_size / 1e9:.2f} GB," if dump.exists() else ""):
        owner = f"--dbname={programs.address('owner')}"
        programs.call("pg_dump", "--format=custom", f"--compress={LEVEL}", f"--file={dump}", owner)
    with step("Attachments copied"):
        damaged = list(_attachments(draft / manifest.FILES))  # after the dump: files are stored before rows name them
    if with_keys:
        shutil.copytree(secrets.home() / "keys", draft / manifest.KEYS)
    facts |= {"keys": with_keys, "damaged": damaged}
    _seal(draft, facts)
    return facts


def _said(obstacle: Exception, folder: Path) -> str:
    """Why there is no backup, in a sentence that says what to do where the reason is known."""
    if os.strerror(errno.ENOSPC) in str(obstacle):
        return f"There is no room left for {folder}. Nothing was kept; make room, or name a folder on a larger disk."
    return str(obstacle)


def _journal(draft: Path) -> dict[str, Any]:
    """Seal what is open, write the heads, and say how far they reach: what the restored journal is held against."""
    from django.db import connection

    from yaoan.kernel import sight
    from yaoan.kernel.journal import heads, sealing
    from yaoan.kernel.journal.models import Entry, Seal

    sealing.seal(clock.now())
    newest = sealing.newest()
    with sight.whole(), (draft / manifest.HEADS).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{heads.as_json(seal)}\n" for seal in Seal.objects.order_by("id").iterator())
        entries = Entry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return {
        "format": manifest.FORMAT,
        "made_at": clock.now().isoformat(),
        "program": version("yaoan"),
        "entries": entries,
        "seals": newest.pk if newest else 0,
        "head": bytes(newest.head).hex() if newest else "",
        "bytes": size,
    }


def _attachments(target: Path) -> Iterator[str]:
    """Copy every attachment that the database knows; yields the hashes of those that are not what they were."""
    from yaoan.kernel.attachments.models import Blob
    from yaoan.kernel.attachments.storage import path_of

    target.mkdir()
    for sha256 in Blob.objects.order_by("pk").values_list("pk", flat=True).iterator():
        path, kept = path_of(sha256), target / sha256[:2] / sha256
        kept.parent.mkdir(exist_ok=True)
        try:
            shutil.copyfile(path, kept)
            is_whole = manifest.fingerprint(kept)[1] == sha256
        except FileNotFoundError:
            is_whole = False
        if not is_whole:
            kept.unlink(missing_ok=True)
            yield sha256


def _seal(draft: Path, facts: dict[str, Any]) -> None:
    """The manifest, and everything on the disk before the folder gets its name."""
    from yaoan.kernel.journal import signing

    manifest.Manifest.of(draft, facts, key=signing.public_key(), sign=signing.sign).write(draft)
    for path in draft.rglob("*"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
