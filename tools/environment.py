"""Everything between a Python and a program that runs: environment, packages, translations.

Packages come from the locks, each checked by its hash, by way of `uv` where that is installed and of `pip` elsewhere.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

OLDEST_PYTHON = "3.11"

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "installed"
LOCKS = {"use": ROOT / "requirements.lock", "development": ROOT / "requirements-dev.lock"}
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "build", "dist")
PARTS = ("yaoan", "tests", "tools", "benchmarks")


class Obstacle(Exception):
    """Set-up cannot go on; the message says why and what to do."""


def main(words: list[str]) -> int:
    """Perform one command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="environment", description="Set up Yaoan from a bare machine.")
    commands = parser.add_subparsers(dest="command", metavar="command")
    setup_words = commands.add_parser("setup", help="make the environment, or bring it up to date")
    setup_words.add_argument("--dev", action="store_true", help="with what tests and checks need")
    lock_words = commands.add_parser("lock", help="resolve pyproject.toml into the locks (needs uv)")
    lock_words.add_argument("--upgrade", action="store_true", help="to the newest versions")
    commands.add_parser("clean", help="remove the environment and all caches; data in var/ stay")
    chosen = parser.parse_args(words)
    try:
        if chosen.command == "lock":
            lock(upgrade=chosen.upgrade)
        elif chosen.command == "clean":
            clean()
        else:
            setup("development" if getattr(chosen, "dev", False) else "use")
    except Obstacle as obstacle:
        print(f"\n{obstacle}", file=sys.stderr)
        return 1
    return 0


def setup(purpose: str) -> None:
    """Make the environment hold what its lock says; costs nothing when it does already."""
    uv = shutil.which("uv")
    if not _succeeds([str(PYTHON), "-c", "" if uv else "import pip"]):
        make_environment(uv)
    if _digest(purpose) not in _installed():
        install(purpose, uv)
        held = LOCKS if purpose == "development" else [purpose]  # the larger lock contains the smaller
        STAMP.write_text("\n".join(_digest(name) for name in held))
    if stale_catalogues():
        _run([str(PYTHON), "-m", "tools.compile_translations"], "The translations could not be compiled.")


def make_environment(uv: str | None) -> None:
    """An empty virtual environment of this interpreter."""
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(ENVIRONMENT)], "uv could not make .venv.")
        return
    if not _succeeds([sys.executable, "-c", "import venv, ensurepip"]):
        raise Obstacle(
            "This Python cannot make virtual environments: its module venv or ensurepip is missing.\n"
            f"On Debian and Ubuntu it is a package of its own:  apt install python3.{sys.version_info.minor}-venv"
        )
    _run([sys.executable, "-m", "venv", str(ENVIRONMENT)], "The environment .venv could not be made.")


def install(purpose: str, uv: str | None) -> None:
    """The packages of a lock, each checked by its hash, and the project itself in place."""
    print(f"Installing the packages for {purpose} (once; with {'uv' if uv else 'pip'}) …", flush=True)
    tool = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    reason = (
        "The packages could not be installed. Without a way to a package index, point the usual settings of pip or uv "
        "to a mirror (PIP_INDEX_URL, UV_DEFAULT_INDEX) or to a folder of wheels (PIP_FIND_LINKS, UV_FIND_LINKS)."
    )
    _run([*tool, "--quiet", "--require-hashes", "-r", str(LOCKS[purpose])], reason)
    _run([*tool, "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], reason)


def stale_catalogues() -> list[Path]:
    """The translation catalogues that were edited after they were compiled."""
    sources = sorted((ROOT / "yaoan").glob("**/locale/*/LC_MESSAGES/*.po"))
    return [path for path in sources if _changed_at(path) > _changed_at(path.with_suffix(".mo"))]


def lock(upgrade: bool) -> None:
    """Write both locks: every version of every package for every platform, by hash, and no host."""
    uv = shutil.which("uv")
    if not uv:
        raise Obstacle("The locks are made with uv. Users need neither it nor this command.")
    command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
    command += ["--python-version", OLDEST_PYTHON, "pyproject.toml", "-", *(["--upgrade"] if upgrade else [])]
    builder = "\n".join(_project()["build-system"]["requires"])  # so that the project itself installs from the lock too
    _run([*command, "-o", LOCKS["use"].name], "The packages do not go together.", builder)
    more = ["--extra", "dev", "-c", LOCKS["use"].name, "-o", LOCKS["development"].name]
    _run([*command, *more], "The packages do not go together.", builder)


def clean() -> None:
    """Remove what set-up and tools made. The database in var/ is stopped and stays."""
    if PYTHON.exists():
        _succeeds([str(PYTHON), "-m", "yaoan", "db", "stop"])
    folders = [ENVIRONMENT, *(ROOT / name for name in CACHES), *ROOT.glob("*.egg-info")]
    folders += [path for part in PARTS for path in (ROOT / part).glob("**/__pycache__")]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    for path in (ROOT / "yaoan").glob("**/LC_MESSAGES/*.mo"):
        path.unlink()


def _installed() -> list[str]:
    """What is installed, as digests: of the smaller lock, or of both."""
    return STAMP.read_text().splitlines() if STAMP.exists() else []


def _digest(purpose: str) -> str:
    """What an installation depends on: its lock, and the version and commands of the project."""
    project = _project()["project"]
    own = f"{purpose} {project['version']} {project['scripts']}"
    return hashlib.sha256(LOCKS[purpose].read_bytes() + own.encode()).hexdigest()


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _changed_at(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.call(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _run(command: list[str], reason: str, text: str = "") -> None:
    done = subprocess.run(command, cwd=ROOT, input=text.encode(), check=False)
    if done.returncode != 0:
        raise Obstacle(reason)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
