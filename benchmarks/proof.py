"""What proof and safekeeping take: the journal exported and verified, deadlines worked out anew, backup and restore."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

from django.db import connection

from benchmarks import floors
from benchmarks.table import Measure
from yaoan.config.keeping import programs
from yaoan.kernel import clock, secrets
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.journal import export, sealing
from yaoan.modules.risks.models import Risk

LINES, RECORDS = 20_000_000, 5_000_000
"""The size to which times are carried on, said so where they are."""
MOST_EXPORTED = 5_000_000
"""Of a longer journal only the newest lines are exported and verified: a file of twenty million lines has 26 GB."""
VERIFYING = """
import resource, sys
from yaoan.kernel.journal.verify.command import main
status = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""
"""Verifies, and says at last the most memory in KiB that one of the processes at work has held."""


def proving() -> Iterator[Measure]:
    sealing.seal(clock.now())
    path, newest = secrets.home() / "journal.jsonl", sealing.newest()
    since = max(0, newest.last - MOST_EXPORTED) if newest else 0
    began = time.perf_counter()
    lines = export.write(path, since=since, jobs=os.cpu_count() or 1)["entries"]
    took = time.perf_counter() - began
    yield Measure(f"exporting the journal, {lines:,} lines", f"{lines / took:,.0f} lines/s")
    began = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", VERIFYING, str(path)], check=True, capture_output=True, text=True)
    took = time.perf_counter() - began
    held = int(ran.stdout.splitlines()[-1]) / 1024
    far = took / lines * LINES
    yield Measure(
        f"verifying {lines:,} lines from the file alone", f"{_span(took)}, {lines / took:,.0f} lines/s, {held:.0f} MB a process at most",
        "2·10⁷ in < 10 min", far < 600, _beside(_carried_on("2·10⁷ lines", far, lines < LINES), floors.plain_proof(path)),
    )  # fmt: skip
    path.unlink()


def rebuilding() -> Iterator[Measure]:
    count = Risk.objects.count()
    began = time.perf_counter()
    differing = rebuild_deadlines()
    took = time.perf_counter() - began
    far = took / count * RECORDS
    yield Measure(
        f"working out all deadlines of {count:,} risks anew", f"{_span(took)}, {len(differing)} differ", "< 10 min, none differs",
        took < 600 and not differing, _beside(_carried_on("5·10⁶ records", far, count < RECORDS), floors.plain_reading()),
    )  # fmt: skip


def keeping() -> Iterator[Measure]:
    """A backup and the drill that restores it beside, as people call them; where the disk has no room for both, the
    world itself is restored in its place."""
    folder = secrets.home() / "bench-backup"
    shutil.rmtree(folder, ignore_errors=True)
    count = Risk.objects.count()
    took = _called("backup", str(folder))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    held = programs.bytes_of(programs.database())
    yield Measure(
        f"`yaoan backup` of {count:,} risks (a database of {held / 1e9:.1f} GB)", f"{_span(took)}, {size / 1e9:.1f} GB"
    )
    if shutil.disk_usage(folder).free > held:
        work, words = "`yaoan restore --drill`: restored beside, every line proved against the heads", ("--drill",)
    else:
        _empty()  # as on the day on which the machine was lost
        work, words = (
            "`yaoan restore` in an installation that lost its database, every line proved against the heads",
            (),
        )
    yield Measure(work, _span(_called("restore", *words, str(folder))), "passes", True)
    shutil.rmtree(folder)


def _called(*words: str) -> float:
    """Seconds of a command line on the installation of the world."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "yaoan", *words], check=True, env=_environment(), stdout=sys.stderr)
    return time.perf_counter() - began


def _empty() -> None:
    """The database of the world as it is before the first migration."""
    import psycopg

    name = programs.database()
    connection.close()
    with psycopg.connect(programs.address("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" OWNER yaoan_owner')


def _environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if not re.fullmatch("DATABASE_(OWNER_)?URL", name)}


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def _beside(*words: str) -> str:
    return "; ".join(filter(None, words))


def _carried_on(what: str, seconds: float, is_less: bool) -> str:
    return f"{what} at this rate (extrapolated): {seconds / 60:.1f} min" if is_less else ""
