"""The document of safety names only files and tests that are there, and every variable of signing in stands in the operators' guide."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOPS = "kernel|modules|config|conformance|journeys|faults|fuzz|law"


def test_every_file_and_test_it_names_is_there() -> None:
    text = (ROOT / "docs/security.md").read_text("utf-8")
    named = set(re.findall(rf"`((?:{TOPS})/[\w/.]+)(?:::(\w+))?`", text))
    assert len(named) > 100
    assert list(missing(sorted(named))) == []


def missing(named: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the files, and tests in them, that are named; a file of tests is named with the test."""
    for name, test in named:
        file = next((ROOT / top / name for top in ("tests", "yaoan") if (ROOT / top / name).exists()), None)
        if file is None:
            yield f"{name} is not there"
        elif test and f"def {test}(" not in file.read_text("utf-8"):
            yield f"{name} has no {test}"
        elif file.name.startswith("test_") and not test:
            yield f"{name} is named without the test that asserts it"


def test_a_name_that_is_gone_is_told_with_all_others() -> None:
    this, test = "config/test_security_document.py", test_a_name_that_is_gone_is_told_with_all_others.__name__
    told = list(missing([(this, test), (this, "test_gone"), (this, ""), ("config/gone.py", "")]))
    assert told == [
        f"{this} has no test_gone",
        f"{this} is named without the test that asserts it",
        "config/gone.py is not there",
    ]


def test_every_chapter_of_the_standard_is_there() -> None:
    text = (ROOT / "docs/security.md").read_text("utf-8")
    assert re.findall(r"^### V(\d+) ", text, re.MULTILINE) == [str(chapter) for chapter in range(1, 18)]


def test_operators_are_told_of_every_variable_of_signing_in() -> None:
    guide = (ROOT / "docs/operate.md").read_text("utf-8")
    rules = (ROOT / "yaoan/kernel/access/rules.py").read_text("utf-8")
    provider = {f"YAOAN_OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLAIM", "LABEL")}
    asked = set(re.findall(r"YAOAN_[A-Z_]+\b", rules)) | provider | {"YAOAN_PROXIES"}
    assert len(asked) > 8
    assert {name for name in asked if f"`{name}`" not in guide} == set()
