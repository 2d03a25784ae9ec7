"""Rebuild the shipped tree of places from a downloaded ``china-division`` package.

    python tools/refresh_divisions.py china-division-2.7.0.tgz
    python tools/refresh_divisions.py china-division-2.7.0.tgz --villages villages.csv.gz

The first line rewrites ``yaoan/kernel/access/data/divisions.csv.gz`` (province to township); the second also writes the
villages into a file of the same form, to be loaded where they are wanted. The result depends on the input alone: the
same package gives the same bytes. After a refresh, bring ``divisions.md`` beside the data up to date.
"""

import argparse
import csv
import gzip
import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "yaoan/kernel/access/data"
SHIPPED = ("provinces", "cities", "areas", "streets")

ADDITIONS = {
    # Provinces that the statistical list leaves out (GB/T 2260).
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
    # Counties set up after the list's date of 2023-06-30, as far as the Ministry of Civil Affairs gave them codes.
    "460302": "西沙区",
    "460303": "南沙区",
    "653228": "和康县",
    "653229": "和安县",
}
"""Rows the package lacks; a newer package may have them, then it wins."""

_CODE = re.compile(r"\d{2}(?:\d{2}(?:\d{2}(?:\d{3}(?:\d{3})?)?)?)?")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the downloaded package (.tgz)")
    parser.add_argument("--villages", type=Path, help="also write the villages to this file (.csv.gz)")
    asked = parser.parse_args()
    with tarfile.open(asked.package) as package:
        places = ADDITIONS | dict(_rows(package, SHIPPED))
        _check(places)
        _write(DATA / "divisions.csv.gz", places)
        if asked.villages:
            _write(asked.villages, dict(_rows(package, ("villages",))))


def _rows(package: tarfile.TarFile, lists: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(code, name) of the lists of the package, blanks in names removed."""
    for name in lists:
        member = package.extractfile(f"package/dist/{name}.csv")
        if member is None:
            raise SystemExit(f"the package has no list of {name}")
        for row in csv.DictReader(io.TextIOWrapper(member, encoding="utf-8")):
            yield row["code"], "".join(row["name"].split())


def _check(places: dict[str, str]) -> None:
    """Stop where a code has no known length, a name is empty, or a parent is missing."""
    for code, name in places.items():
        if not _CODE.fullmatch(code) or not name:
            raise SystemExit(f"not a place: {code!r} {name!r}")
        parent = next((code[:size] for size in (9, 6, 4, 2) if size < len(code)), None)
        if parent is not None and parent not in places:
            raise SystemExit(f"{code} {name} has no parent {parent}")


def _write(path: Path, places: dict[str, str]) -> None:
    lines = "".join(f"{code},{name}\n" for code, name in sorted(places.items()))
    path.write_bytes(gzip.compress(lines.encode(), compresslevel=9, mtime=0))
    print(f"{path}: {len(places):,} places, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
