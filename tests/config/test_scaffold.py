"""A new module, as it is written, keeps the rules of the house and its record lives."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance import house
from tests.conformance.test_house import contracts
from yaoan.config import scaffold

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository without its data, in a folder of its own."""
    for name in ("yaoan", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pyproject.toml", ".importlinter"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs/CONTEXT.md", tmp_path / "docs")
    return tmp_path


def replaced(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text, f"{path.name} lacks {before!r}"
    path.write_text(text.replace(before, after, 1), "utf-8")


def enrolled(copy: Path) -> None:
    """Do by hand what the command leaves to people."""
    package = copy / "yaoan"
    replaced(package / "config/settings.py", '    "workbench",\n', '    "workbench",\n    "talks",\n')
    replaced(
        copy / ".importlinter",
        "    yaoan.modules.workbench\n",
        "    yaoan.modules.workbench\n    yaoan.modules.talks\n",
    )
    replaced(copy / ".importlinter", "layers =\n    workbench\n", "layers =\n    talks\n    workbench\n")
    replaced(package / "law/roles.yaml", "    - risks.view\n", "    - risks.view\n    - talks.view\n    - talks.work\n")
    words = "`talks` `Talk` `talks.OpenTalk` `talks.Close` `talks.Remark` `talks.Revert`"
    with (copy / "docs/CONTEXT.md").open("a", encoding="utf-8") as glossary:
        glossary.write(f"\n{words}\n")


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    own = ("YAOAN_TEST_APPS", "YAOAN_TEST_DATABASE_URL")  # the copy is tested on a server of its own
    environment = {name: value for name, value in os.environ.items() if name not in own} | {"PYTHONPATH": str(copy)}
    return subprocess.run(
        [sys.executable, *words], cwd=copy, env=environment, capture_output=True, text=True, timeout=280, check=False
    )


def test_a_new_module_keeps_every_contract_and_rule(copy: Path) -> None:
    scaffold.write("talks", "约谈", package=copy / "yaoan")
    enrolled(copy)
    assert all(contracts(copy).values())
    assert house.faults(copy / "yaoan") == []
    ruff = [str(Path(sys.executable).parent / "ruff"), "check", "yaoan/modules/talks"]
    assert subprocess.run(ruff, cwd=copy, capture_output=True, check=False).returncode == 0
    formatted = [ruff[0], "format", "--check", "yaoan/modules/talks"]
    assert subprocess.run(formatted, cwd=copy, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_a_new_module_passes_conformance_and_its_own_test(copy: Path) -> None:
    scaffold.write("talks", "约谈", package=copy / "yaoan")
    enrolled(copy)
    made = run(copy, "-m", "yaoan", "manage", "makemigrations", "talks")
    assert made.returncode == 0, made.stderr
    chosen = [
        "yaoan/modules/talks",
        "tests/conformance/test_acts.py",
        "tests/conformance/test_tables.py",
        "tests/conformance/test_pages.py",
    ]
    found = run(copy, "-m", "pytest", *chosen, "-k", "talks or glossary")
    assert found.returncode == 0, found.stdout[-3000:]
    assert int(re.search(r"(\d+) passed", found.stdout)[1]) > 10


def test_a_name_that_is_no_plural_or_is_taken_is_refused(capsys) -> None:
    for name in ("Risk", "risk", "x", "two-words", "../etcs"):
        assert scaffold.run([name]) == 1
    assert scaffold.run(["risks"]) == 1
    assert "there already" in capsys.readouterr().err
