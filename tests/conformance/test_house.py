"""The house keeps its own rules, and each rule catches a planted violation."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance import house
from yaoan.config import settings

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yaoan"
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
RUFF = Path(sys.executable).parent / "ruff"

PLANTED = {
    "1 tiers": ("kernel/clock.py", "from yaoan.modules.risks import choices  # noqa"),
    "2 the kernel is a stack": ("kernel/words.py", "from yaoan.kernel import law  # noqa"),
    "3 rooms of a module": ("modules/risks/choices.py", "from yaoan.modules.risks import views  # noqa"),
    "4 no knots inside a package": ("kernel/ledger/cells.py", "from yaoan.kernel.ledger import urls  # noqa"),
    "5 order of work": ("modules/subjects/queries/links.py", "from yaoan.modules.workbench import rules  # noqa"),
    "6 pure rooms": ("modules/risks/rules.py", "from django.db import models  # noqa"),
    "7 analytics only where figures are made": ("modules/risks/queries.py", "import duckdb  # noqa"),
}
"""Contract -> a line that breaks it, and the file it is put into."""

PLANTED_LINES = {
    "changes rows": ("modules/risks/views.py", "def one(risk): risk.save()"),
    "ask in queries": ("modules/risks/ledger.py", "ROWS = RISKS.model.objects"),
    "only through public": ("modules/risks/queries.py", "from yaoan.modules.subjects.models import Subject as _S"),
    "is no room": ("modules/risks/sidewalk.py", ""),
    "says nothing": ("modules/risks/rules/utils.py", ""),
}

BANNED = {
    "ask yaoan.kernel.clock": "from django.utils import timezone\n\nNOW = timezone.now()\n",
    "there are no signals": "from django.db.models.signals import post_save\n\nprint(post_save)\n",
    "pages are functions": "from django.views.generic import ListView\n\nprint(ListView)\n",
    "settings are read in config": "from django.conf import settings\n\nprint(settings)\n",
}


@pytest.fixture
def copy(tmp_path) -> Path:
    """The package as it is, in a folder of its own."""
    shutil.copytree(PACKAGE, tmp_path / "yaoan", ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo", "static"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def contracts(folder: Path) -> dict[str, bool]:
    """name of each contract -> whether it is kept, in a copy of the package."""
    found = subprocess.run(
        [LINT_IMPORTS, "--no-cache"], cwd=folder, env={"PYTHONPATH": str(folder), "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    lines = found.stdout.splitlines()
    told = {line.rsplit(" ", 1)[0]: line.endswith(" KEPT") for line in lines if line.endswith((" KEPT", " BROKEN"))}
    assert told, found.stdout + found.stderr
    return told


def test_every_contract_is_kept_as_it_is_and_broken_by_what_is_planted_against_it(copy: Path) -> None:
    assert contracts(copy) == dict.fromkeys(PLANTED, True)
    for path, line in PLANTED.values():
        file = copy / "yaoan" / path
        file.write_text(file.read_text("utf-8") + f"\n{line}\n", "utf-8")
    assert contracts(copy) == dict.fromkeys(PLANTED, False)


@pytest.mark.parametrize("path", ["modules/risks/sidewalk.py", "kernel/sidewalk.py", "modules/sidewalk/__init__.py"])
def test_a_file_without_a_place_is_refused(copy: Path, path: str) -> None:
    (copy / "yaoan" / path).parent.mkdir(exist_ok=True)
    (copy / "yaoan" / path).write_text("", "utf-8")
    assert not all(contracts(copy).values())


def test_every_module_is_in_every_contract_that_lists_modules() -> None:
    read = configparser.ConfigParser()
    read.read(ROOT / ".importlinter", "utf-8")
    rooms = read["importlinter:contract:rooms"]["containers"].split()
    order = read["importlinter:contract:order"]["layers"].split()
    assert rooms == [f"yaoan.modules.{name}" for name in settings.MODULES]
    assert order == list(reversed(settings.MODULES))


def test_nothing_in_the_modules_writes_queries_in_the_wrong_room_or_goes_through_a_side_door() -> None:
    assert house.faults(PACKAGE) == []


def test_each_of_these_rules_finds_what_is_planted_against_it(copy: Path) -> None:
    package = copy / "yaoan"
    for path, line in PLANTED_LINES.values():
        file = package / path
        file.parent.mkdir(exist_ok=True)
        file.write_text((file.read_text("utf-8") if file.exists() else "") + f"\n{line}\n", "utf-8")
    found = house.faults(package)
    for words, (path, _line) in PLANTED_LINES.items():
        assert any(path in fault and words in fault for fault in found), words


@pytest.mark.parametrize("sentence", BANNED)
def test_what_the_kernel_replaces_is_refused_by_name(sentence: str) -> None:
    ruff = [
        RUFF,
        "check",
        "--select",
        "TID251",
        "--output-format",
        "concise",
        "--stdin-filename",
        "yaoan/modules/risks/rules.py",
        "-",
    ]
    found = subprocess.run(ruff, cwd=ROOT, input=BANNED[sentence], capture_output=True, text=True, check=False)
    assert sentence in found.stdout
