"""`make bench`: measure everything on a fresh database of our own, print the table, write it with `--write`."""

import argparse
import atexit
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.roles import serve
from benchmarks.table import Measure, as_markdown

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "benchmarks.md"


TITLES = {
    "pure": "Dates and notices, without a database",
    "ledger": "Commands and lists at 10⁵ risks",
    "import": "A register of 100,000 firms",
    "figures": "Figures",
    "demo": "The demonstration",
    "setup": "Setting up",
    "province": "A province's records",
    "large": "Five million risks, twenty million lines",
}
"""The sections of the document, by the part that measures them; the province has two."""
LARGE = 1_000_000
"""Of more risks than this a section of its own is written."""
REMARKS = {
    "import": """A row costs more than twice what the goal allows, and what it costs is spread evenly: its codes and dates are checked, words are made by which doubles
are found, pinyin for the search, a chained and signed line of the journal, and the rows; no step is large enough to be left out.
The rows of a sheet may refer to rows above them, so that they are not written side by side. The import can be broken off and
goes on, and people work meanwhile.""",
    "province": """Records are loaded at the size given; times carried on to 5·10⁶ records or 2·10⁷ lines are called extrapolated, not measured.
The fifty officers ask every seven seconds each, on average (the thinking time of TPC-W); the site, the database and the program that plays the
officers share the cores named below. A command over HTTP has two floors: the command alone, further up, and a
request that is signed in by a session and asks for nothing, beside it. What is left is, by a profile, the check of what was sent and the reading of the
record that is answered with.""",
    "large": """The database is that of an installation with `fsync` and an eighth of 24 GB for its cache, 47 GB on a virtual disk. It was filled in two goes, beside
tests, and measured on one day; rows that name a million risks or four million lines were measured when the world had that size. In an earlier world of five million
(3.1 million of its duties overdue, which no province has) exports of 1.08 million rows held 250 and 255 MB.
The restore, beside tests: 25.6 min to fill and index, 0.2 to gather statistics, 13.4 to export 20,135,361 lines by two processes, 9.1 to verify
them from the zipped file with no finding. Lists, to-dos and officers were measured in the restored database. Before, in the one that had been
filled and hardly read, lists took 396, 1011 and 185 ms (county, city, province; the city's by a common word, mended since, see ADR 15), and fifty officers who
began at once 4.0 s at p95 in ten minutes, without an error, for much of what each opened first had to come from the disk. They now open every kind of page once before
their minutes count; which part of the difference is due to that, to the search and to the fresh tables was not measured apart.
The floor of a list is the same page by hand, that of a command over HTTP the command and a request that asks for nothing.""",
}
"""What a reader of the figures must know, by part."""
INTRODUCTION = """# Measured

`make bench ARGS=--write` measures everything but the province, each part on a fresh database of its own, and writes these tables;
`python -m benchmarks --only province --risks 1000000 --minutes 5 --keep DIR --write` measures the province; more than a million risks are written into
a section of their own. Peers ran in the same process on the same rows. A world that is kept (`--keep`) is an installation with `fsync`; all others run
without: one command alone on a durable disk adds the disk's flush.
"""


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers and processes beside us are then stopped too
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table to docs/benchmarks.md")
    parser.add_argument(
        "--only", choices=[*PARTS, "province"], help="one part; province runs only when it is asked for"
    )
    parser.add_argument(
        "--risks", type=int, default=200_000, help="how many risks a province has (default %(default)s)"
    )
    parser.add_argument("--minutes", type=float, default=2.0, help="how long fifty officers work (default %(default)s)")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the province in a folder, and go on with one that is there"
    )
    parser.add_argument(
        "--stages", nargs="*", default=[], metavar="STAGE", help="only these stages of a province, anew"
    )
    given = parser.parse_args()
    if given.only is None:
        return max(_in_a_process_of_its_own(name, *(["--write"] if given.write else [])) for name in PARTS)
    part = partial(_province, given) if given.only == "province" else PARTS[given.only]
    if given.only != "province":
        _own_database()
    print(f"measuring: {given.only} …", file=sys.stderr, flush=True)
    measures = []
    for measure in part():
        print(f"  {measure.work}: {measure.figure}", file=sys.stderr, flush=True)
        measures.append(measure)
    table = as_markdown(measures)
    print(f"\n{TITLES[given.only]}\n\n{table}")
    if given.write:
        name = "large" if given.only == "province" and given.risks > LARGE else given.only
        DOCUMENT.write_text(_document(_written() | {name: _dated(table, name)}), "utf-8")
    return 0 if all(measure.is_met is not False for measure in measures) else 1


def _in_a_process_of_its_own(part: str, *words: str) -> int:
    """One part alone, so that none is measured with what another left in memory or in the database."""
    return subprocess.run([sys.executable, "-m", "benchmarks", "--only", part, *words], check=False).returncode


def _own_database() -> None:
    """An embedded server of our own, migrated; gone at the end."""
    stack = ExitStack()
    atexit.register(stack.close)
    home = stack.enter_context(tempfile.TemporaryDirectory(prefix="yaoan-bench-"))
    os.environ["YAOAN_HOME"] = home
    server = None
    if "DATABASE_URL" not in os.environ:
        from yaoan.config.postgres import temporary_server

        server = stack.enter_context(temporary_server())
    _migrate(server.url("owner") if server else os.environ["DATABASE_URL"])
    serve(server, stack)


def _migrate(url: str) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "yaoan.config.settings", "DATABASE_URL": url}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def _pure() -> Iterator[Measure]:
    from benchmarks import pure

    return pure.measures()


def _ledger() -> Iterator[Measure]:
    from benchmarks import ledger

    return ledger.measures()


def _figures() -> Iterator[Measure]:
    from benchmarks import figures

    return figures.measures()


def _import() -> Iterator[Measure]:
    from benchmarks import import_subjects

    return import_subjects.measures()


def _province(given: argparse.Namespace) -> Iterator[Measure]:
    """On an embedded installation as people have it, in a folder that is kept or of its own."""
    stack = ExitStack()
    atexit.register(stack.close)
    home = (
        given.keep.absolute()
        if given.keep
        else Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yaoan-bench-")))
    )
    os.environ["YAOAN_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    from yaoan.config import postgres

    server = postgres.server()
    server.start()
    stack.callback(server.stop)
    os.environ["DATABASE_OWNER_URL"] = server.url("admin")
    _migrate(server.url("owner"))
    serve(server, stack)
    from benchmarks import stages

    yield from stages.measures(
        given.risks, given.minutes, url=server.url("app"), noted=home / "measured.json", only=given.stages
    )


def _demo() -> Iterator[Measure]:
    """Eighteen months of the demo in a process and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="yaoan-bench-demo-") as home:
        environment = {
            key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DATABASE_OWNER_URL")
        }
        environment["YAOAN_HOME"] = home
        ran = subprocess.run(
            [sys.executable, "-m", "yaoan", "demo", "--no-serve"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        subprocess.run([sys.executable, "-m", "yaoan", "db", "stop"], env=environment, check=False, capture_output=True)
    seconds = next(float(line.split()[-2]) for line in ran.stdout.splitlines() if line.startswith("Played"))
    whole = next(float(line.split()[-2]) for line in ran.stdout.splitlines() if line.startswith("Ready after"))
    yield Measure("eighteen months of the demo, through the real commands", f"{seconds:.0f} s", "< 90 s", seconds < 90)
    yield Measure("`make demo` from an empty database to ready (without installing)", f"{whole:.0f} s")


def _setup() -> Iterator[Measure]:
    """What `make demo` does first on a machine that has nothing yet: the environment, from the package registry."""
    with tempfile.TemporaryDirectory(prefix="yaoan-bench-setup-") as home:
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, tracked.decode().split("\0")):
            target = Path(home, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
        begun = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, "tools/bootstrap.py", "setup"], cwd=home, capture_output=True, check=False,
            env={**os.environ, "UV_CACHE_DIR": f"{home}/cache", "PIP_CACHE_DIR": f"{home}/cache"},  # as on a bare machine
        )  # fmt: skip
        seconds = time.perf_counter() - begun
    tool = "uv" if shutil.which("uv") else "pip"
    figure = f"{seconds:.0f} s" if ran.returncode == 0 else "not reached: no package registry here"
    yield Measure(f"cold set-up: environment from the package registry ({tool})", figure)


PARTS: dict[str, Callable[[], Iterator[Measure]]] = {
    "pure": _pure,
    "ledger": _ledger,
    "import": _import,
    "figures": _figures,
    "demo": _demo,
    "setup": _setup,
}


def _dated(table: str, part: str) -> str:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    command = f"python -m benchmarks {shlex.join(sys.argv[1:])}"
    remark = f"{REMARKS[part]}\n\n" if part in REMARKS else ""
    return (
        f"{table}\n\n{remark}Measured on {date.today()} ({machine}) by `{command}`. The machine's own pace in that hour: five million "
        f"additions in a Python loop took {_pace():.2f} s."
    )


def _pace() -> float:
    """Seconds for five million additions: what a shared machine gives at the moment, so that two tables can be compared."""
    began, total = time.perf_counter(), 0
    for number in range(5_000_000):
        total += number
    return time.perf_counter() - began


def _written() -> dict[str, str]:
    """The sections of the document as they are, by the name of their part."""
    text = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else ""
    bodies = dict(section.split("\n\n", 1) for section in text.split("\n## ")[1:])
    return {name: bodies[title].strip() for name, title in TITLES.items() if title in bodies}


def _document(sections: dict[str, str]) -> str:
    return INTRODUCTION + "".join(f"\n## {TITLES[name]}\n\n{sections[name]}\n" for name in TITLES if name in sections)


if __name__ == "__main__":
    sys.exit(main())
