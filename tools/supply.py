"""What we are built from: known vulnerabilities, secrets left lying about, and the bill of materials.

python -m tools.supply audit      dependencies of the lock against published advisories
python -m tools.supply secrets    files of the repository
python -m tools.supply sbom FILE  CycloneDX of what the lock installs
"""

import argparse
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from tools.environment import LOCKS, ROOT

PATIENCE_SECONDS = 120
LARGEST = 2 * 2**20
SECRETS: Mapping[str, re.Pattern[str]] = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a key of this program": re.compile(r"YAOAN_SECRET_[A-Z]+\s*[=:]\s*['\"]?[0-9a-f]{64}"),
    "a token of this program": re.compile(r"\byaoan_[A-Za-z0-9_-]{43}\b"),
    "a token of a known service": re.compile(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,}|glpat-[\w-]{20}|xox[baprs]-[\w-]{20,}|"
        r"sk-[A-Za-z0-9_-]{40,}|pypi-[\w-]{80,})\b"
    ),
    "a password in an address": re.compile(r"\b[a-z][a-z0-9+]*://[^\s/:@\"'{}<>]+:[^\s/:@\"'{}<>]{6,}@[\w.-]+"),
}


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package as the lock has it."""

    name: str
    version: str
    hashes: tuple[str, ...]


def main(words: list[str]) -> int:
    """Perform one command line; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tools.supply", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("audit")
    commands.add_parser("secrets")
    commands.add_parser("sbom").add_argument("file", type=Path)
    given = parser.parse_args(words)
    if given.command == "sbom":
        given.file.write_text(bill_of_materials(pinned(LOCKS["use"])), "utf-8")
        print(f"{given.file}: {len(list(pinned(LOCKS['use'])))} packages")
        return 0
    return audit() if given.command == "audit" else _told(secrets_in(tracked()))


def _told(found: Iterable[str]) -> int:
    lines = list(found)
    print(*lines, sep="\n", end="\n" if lines else "")
    return 1 if lines else 0


# Vulnerabilities.


def audit() -> int:
    """Ask for advisories on what the lock installs. Where nobody answers, that is said, and it is no fault."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", str(LOCKS["use"]), "--disable-pip", "--require-hashes",
        "--format", "json", "--progress-spinner", "off", "--timeout", "15",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        answers = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        print("Nothing was audited: the advisory service cannot be reached from here.")
        return 0
    faults, unasked = vulnerable(answers), [one["name"] for one in answers if "skip_reason" in one]
    print(f"{len(answers) - len(unasked)} packages audited, {len(faults)} advisories.")
    if unasked:
        print(f"{len(unasked)} could not be asked about: the service does not answer from here, or does not know them.")
    return _told(faults)


def vulnerable(answers: Iterable[Mapping[str, Any]]) -> list[str]:
    """A line for each advisory, with the versions that mend it."""
    return [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in answers
        for fault in one.get("vulns", ())
    ]


# Secrets.


def tracked() -> Iterator[Path]:
    """The files of the repository."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.split(b"\0")
    return (ROOT / name.decode() for name in names if name)


def secrets_in(paths: Iterable[Path]) -> Iterator[str]:
    """A line for each secret: file, line and what it looks like; never the secret itself."""
    for path in paths:
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        for place, line in enumerate(path.read_text("utf-8", errors="ignore").splitlines(), 1):
            for what, shape in SECRETS.items():
                if shape.search(line):
                    yield f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{place} looks like {what}"


# What it consists of.


def pinned(lock: Path) -> Iterator[Pinned]:
    """The packages of a lock with their hashes."""
    for block in lock.read_text("utf-8").replace("\\\n", " ").splitlines():
        if block[:1].isalnum():
            named, *hashes = block.split("--hash=sha256:")
            requirement = Requirement(named.strip())
            found = next(iter(requirement.specifier)).version
            yield Pinned(requirement.name, found, tuple(one.strip() for one in hashes))


def bill_of_materials(packages: Iterable[Pinned]) -> str:
    """CycloneDX 1.6 as JSON: this program, and each package with its address and its hashes."""
    from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output import make_outputter
    from cyclonedx.schema import OutputFormat, SchemaVersion
    from packageurl import PackageURL

    bom = Bom()
    program = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    itself = Component(
        name=program["name"], version=program["version"], type=ComponentType.APPLICATION, bom_ref="yaoan"
    )
    bom.metadata.component = itself
    parts = []
    for one in packages:
        address = PackageURL("pypi", name=one.name, version=one.version)
        kept = ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION,
            url=XsUri(f"https://pypi.org/project/{one.name}/{one.version}/"),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes],
        )
        part = Component(
            name=one.name, version=one.version, purl=address, bom_ref=str(address), external_references=[kept]
        )
        bom.components.add(part)
        parts.append(part)
    bom.register_dependency(itself, parts)
    return str(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
