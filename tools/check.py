"""`make check`: everything that must hold before a change is accepted. All of it runs, whatever fails."""

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from tools.environment import LOCKS, ROOT
from yaoan.config.postgres import temporary_server

BIN = Path(sys.executable).parent


PARALLEL = ("-n", "auto", "--dist", "loadgroup", "--ignore=tests/journeys")
"""Tests share the cores; the journeys come after them alone."""
JOURNEYS = ("tests/journeys", "-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
"""Each worker starts a site and a browser of its own."""


@dataclass(frozen=True)
class Step:
    """One command and what it makes sure of."""

    name: str
    command: tuple[str, ...]


def pure_rooms() -> list[str]:
    """The rooms of modules that import no Django: with the kernel they are typed strictly."""
    rooms = ("choices", "rules")
    found = (path for room in rooms for path in ROOT.glob(f"yaoan/modules/*/{room}*"))
    return sorted(str(path.relative_to(ROOT)) for path in found)


def steps(tests: list[str]) -> tuple[Step, ...]:
    """What is checked, in this order; `tests` are further words for pytest."""
    python, yaoan = str(BIN / "python"), str(BIN / "yaoan")
    return (
        Step("format", (str(BIN / "ruff"), "format", "--check", ".")),
        Step("lint", (str(BIN / "ruff"), "check", "--output-format", "concise", ".")),
        Step("types", (str(BIN / "mypy"), "yaoan/kernel", "yaoan/config", "tools", *pure_rooms())),
        Step("contracts", (str(BIN / "lint-imports"),)),
        Step("migrations", (yaoan, "manage", "makemigrations", "--check", "--dry-run")),
        Step("documents", (yaoan, "docs", "--check")),
        Step("translations", (python, "-m", "tools.translations", "--check")),
        Step("assets", (python, "-m", "tools.vendor_assets", "--check")),
        Step("locks", (python, "-m", "tools.check", "locks")),
        Step("secrets", (python, "-m", "tools.supply", "secrets")),
        Step("audit", (python, "-m", "tools.supply", "audit")),
        Step("tests", (python, "-m", "pytest", *PARALLEL, *tests)),
        Step("journeys", (python, "-m", "pytest", *JOURNEYS, *tests)),
    )


def main(words: list[str]) -> int:
    """Run every step, or with `locks` that one here; returns 1 when anything fails."""
    if words[:1] == ["locks"]:
        found = list(lock_faults())
        print(*found, sep="\n")
        return 1 if found else 0
    return run(steps(words))


def run(planned: Iterable[Step]) -> int:
    """Run every step and print the table; returns 1 when anything fails."""
    results: list[tuple[str, int, float]] = []
    with surroundings() as environment:
        for step in planned:
            print(f"\n── {step.name}: {' '.join((Path(step.command[0]).name, *step.command[1:]))}", flush=True)
            begun = time.monotonic()
            status = subprocess.call(step.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
            results.append((step.name, status, time.monotonic() - begun))
    print(summary(results), flush=True)
    return 1 if any(status for _name, status, _seconds in results) else 0


@contextmanager
def surroundings() -> Iterator[Mapping[str, str]]:
    """A home and a database of our own, so that no check touches or depends on the installation's."""
    with tempfile.TemporaryDirectory(prefix="yaoan-check-") as home, temporary_server() as server:
        yield os.environ | {"YAOAN_HOME": home, "DATABASE_URL": server.url("owner"), "PYTHONUNBUFFERED": "1"}


def summary(results: list[tuple[str, int, float]]) -> str:
    """The table at the end: step, outcome, seconds."""
    rows = [
        f"  {name:<14}{'ok' if status == 0 else f'FAILED ({status})':<14}{seconds:7.1f} s"
        for name, status, seconds in results
    ]
    failed = [name for name, status, _seconds in results if status]
    verdict = f"{len(failed)} of {len(results)} failed: {', '.join(failed)}" if failed else f"all {len(results)} passed"
    return "\n".join(["", "── summary", *rows, f"  {verdict}"])


def lock_faults() -> Iterator[str]:
    """Where the locks name a host or do not answer to what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {"use": project["dependencies"]}
    asked["development"] = [*asked["use"], *project["optional-dependencies"]["dev"]]
    for purpose, path in LOCKS.items():
        text = path.read_text(encoding="utf-8")
        if "://" in text:
            yield f"{path.name} names a host: make it with `make lock` and no options of your own"
        pinned = dict(
            line.split(" ")[0].split("==") for line in text.splitlines() if "==" in line and line[0].isalnum()
        )
        for wanted in map(Requirement, asked[purpose]):
            version = pinned.get(wanted.name.lower().replace("_", "-"))
            if version is None or not wanted.specifier.contains(version, prereleases=True):
                yield f"{path.name} has {wanted.name} {version or 'not at all'}, asked for is {wanted}: run `make lock`"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
