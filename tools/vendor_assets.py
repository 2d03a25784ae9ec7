"""The browser code of others that we ship: fetched by a maintainer, checked by everybody, licence beside it.

python -m tools.vendor_assets --check          compare the files with their recorded sums (offline)
python -m tools.vendor_assets echarts@6.1.0    fetch a version with npm and record its sums
"""

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "yaoan" / "kernel" / "ledger" / "static" / "vendor"
RECORD = "vendor.json"
WANTED = {
    "echarts": {
        "echarts.min.js": "dist/echarts.min.js",
        "echarts.LICENSE.txt": "LICENSE",
        "echarts.LICENSE-d3.txt": "licenses/LICENSE-d3",
        "echarts.NOTICE.txt": "NOTICE",
    },
}
"""package -> our name of a file -> its path in the package"""


def main(words: list[str]) -> int:
    """Perform one command line; returns 1 when a file is not what was recorded."""
    parser = argparse.ArgumentParser(prog="vendor_assets", description="Fetch or check vendored browser code.")
    parser.add_argument("--check", action="store_true", help="change nothing; compare with the record")
    parser.add_argument("package", nargs="*", help="NAME@VERSION to fetch")
    chosen = parser.parse_args(words)
    if chosen.check == bool(chosen.package):
        parser.error("either --check or something to fetch")
    for package in chosen.package:
        fetch(package)
    found = list(faults())
    for fault in found:
        print(fault)
    return 1 if found else 0


def fetch(package: str) -> None:
    """Take the wanted files out of a package as npm delivers it, and record their sums."""
    name, _, version = package.partition("@")
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["npm", "pack", "--silent", package], cwd=place, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(place).glob("*.tgz")
        whole = digest(archive.read_bytes())
        record = recorded()
        if record.get(name, {}).get("version") == version and record[name]["archive"] != whole:
            raise SystemExit(f"{package} is not the package that was fetched before: {whole}")
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as content:
            about = json.loads(_member(content, "package.json"))
            for ours, theirs in WANTED[name].items():
                (FOLDER / ours).write_bytes(_member(content, theirs))
    files = {ours: digest((FOLDER / ours).read_bytes()) for ours in WANTED[name]}
    record[name] = {"version": about["version"], "licence": about["license"], "archive": whole, "files": files}
    (FOLDER / RECORD).write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def faults(folder: Path = FOLDER) -> Iterator[str]:
    """Where the folder differs from its record."""
    sums = {RECORD: ""}
    for about in recorded(folder).values():
        sums |= about["files"]
    for path in sorted(folder.iterdir()):
        if path.name not in sums:
            yield f"{path.name} is recorded nowhere"
    for name, wanted in sums.items():
        if not (folder / name).exists():
            yield f"{name} is missing"
        elif wanted and digest((folder / name).read_bytes()) != wanted:
            yield f"{name} is not the file that was fetched"


def recorded(folder: Path = FOLDER) -> dict[str, Any]:
    """The record: package -> version, licence, sum of the archive, sums of the files."""
    path = folder / RECORD
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def digest(content: bytes) -> str:
    """SHA-512 in the notation of browsers and npm."""
    return f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise SystemExit(f"the package holds no {path}")
    return member.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
