"""The document of safety names only files that are there, and every variable of signing in stands in the operators' guide."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_it_names_is_there() -> None:
    text = (ROOT / "docs/security.md").read_text("utf-8")
    named = set(re.findall(r"`((?:kernel|modules|config|conformance|journeys|faults|law)/[\w/.]+)`", text))
    assert len(named) > 40
    assert [name for name in sorted(named) if not any((ROOT / top / name).exists() for top in ("tests", "yaoan"))] == []


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
