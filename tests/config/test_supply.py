"""The supply chain: secrets are found, advisories are told, and the bill of materials names what the lock installs."""

import json
import subprocess
from types import SimpleNamespace

import pytest

from tools import supply
from tools.environment import LOCKS

PLANTED = {
    "a private key": "-----BEGIN " + "PRIVATE KEY-----",
    "a key of this program": "YAOAN_SECRET_VAULT=" + "0f" * 32,
    "a token of this program": "Bearer yaoan_" + "Ab1-_" * 8 + "xyz",
    "a token of a known service": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a password in an address": "postgresql://app:" + "hunter22@db.example/yaoan",
}


@pytest.mark.parametrize("what", supply.SECRETS)
def test_a_secret_is_found_and_not_repeated(tmp_path, what):
    path = tmp_path / "settings.txt"
    path.write_text(f"first line\n{PLANTED[what]}\n")
    (line,) = supply.secrets_in([path])
    assert line == f"{path}:2 looks like {what}"
    assert PLANTED[what] not in line


def test_ordinary_lines_are_no_secrets(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(
        'url = f"postgresql://{role}@/yaoan?host=/tmp"\npassword = given["password"]\nsha256: ' + "0f" * 32 + "\n"
    )
    assert list(supply.secrets_in([path])) == []


def test_the_repository_holds_no_secret():
    assert list(supply.secrets_in(supply.tracked())) == []


def test_an_advisory_is_a_fault_with_its_remedy(monkeypatch, capsys):
    answers = {
        "dependencies": [
            {"name": "a", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]},
            {"name": "b", "version": "2.0", "vulns": []},
            {"name": "c", "version": "3.0", "skip_reason": "not found"},
        ]
    }
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=json.dumps(answers)))
    assert supply.audit() == 1
    told = capsys.readouterr().out
    assert "2 packages audited, 1 advisories" in told
    assert "1 could not be asked about" in told
    assert "a 1.0: CVE-1, mended in 1.1" in told


def test_without_a_network_the_audit_says_so_and_goes_on(monkeypatch, capsys):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout="", stderr="ConnectionError"))
    assert supply.audit() == 0
    assert "Nothing was audited" in capsys.readouterr().out


def test_the_bill_of_materials_names_every_package_with_its_hashes():
    pytest.importorskip("cyclonedx")
    packages = list(supply.pinned(LOCKS["use"]))
    bill = json.loads(supply.bill_of_materials(packages))
    assert bill["bomFormat"] == "CycloneDX"
    parts = {part["purl"]: part for part in bill["components"]}
    assert len(parts) == len(packages) > 30
    django = next(one for one in packages if one.name == "django")
    kept = parts[f"pkg:pypi/django@{django.version}"]["externalReferences"][0]["hashes"]
    assert {one["content"] for one in kept} == set(django.hashes)
