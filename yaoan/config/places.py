"""`yaoan places`: bring the tree of places in, and look a code up."""

import argparse
import gzip
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from yaoan.kernel.access import divisions_data, staffing
from yaoan.kernel.access.models import Division
from yaoan.kernel.records.search import search_key

SHOWN = 40
"""Places, or faults of a file, that are told before the rest is only counted."""


class Faulty(ValueError):
    """A file of places that was not brought in; `faults` are sentences."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan places …` command line: 0 done, 1 refused with sentences, 2 called wrongly."""
    given = _parser().parse_args(argv)
    try:
        given.do(given)
    except Faulty as error:
        rest = len(error.faults) - SHOWN
        told = [*error.faults[:SHOWN], *([f"… and {rest} more"] if rest > 0 else [])]
        print("\n".join(f"yaoan places: {fault}" for fault in told), file=sys.stderr)
        print("yaoan places: nothing was written", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"yaoan places: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yaoan places", description=__doc__)
    acts = parser.add_subparsers(required=True, metavar="ACT")
    load = acts.add_parser("load", help="the national tree down to townships; known codes stay as they are")
    load.add_argument(
        "--villages", type=Path, metavar="FILE", help="villages or other further places: lines code,name, plain or gzip"
    )
    load.set_defaults(do=_load)
    find = acts.add_parser("find", help="codes of places, by name, pinyin or the beginning of the code")
    find.add_argument("words")
    find.set_defaults(do=_find)
    return parser


def load(villages: Path | None = None) -> int:
    """Bring the shipped tree in, and further places from a file. Returns how many were new. Raises Faulty and OSError."""
    further = _read(villages) if villages else []
    rows = [(place.code, place.name) for place in divisions_data.read_divisions()]
    return staffing.add_places([*rows, *further], key=search_key)


def _load(given: argparse.Namespace) -> None:
    count = load(given.villages)
    print(f"{count:,} places added; {Division.objects.count():,} are known")


def _find(given: argparse.Namespace) -> None:
    rows = Division.objects.order_by("code")
    for word in given.words.lower().split():
        rows = rows.filter(code__startswith=word) if word.isdigit() else rows.filter(keys__contains=word)
    for code, name in rows.values_list("code", "full_name")[:SHOWN]:
        print(f"{code:12} {name}")
    if (count := rows.count()) > SHOWN or not count:
        print(f"{count:,} places" if count else "no such place; `yaoan places load` brings the national tree in")


def _read(path: Path) -> list[tuple[str, str]]:
    """The places of a file. Raises Faulty with every line that is wrong."""
    rows, faults = [], []
    known = {place.code for place in divisions_data.read_divisions()} | set(
        Division.objects.values_list("code", flat=True)
    )
    for number, line in enumerate(_lines(path), start=1):
        code, _comma, name = line.strip().partition(",")
        try:
            place = divisions_data.division(code, name.strip())
        except ValueError:
            faults.append(f"{path.name}, line {number} is not “code,name”: {line.strip()[:80]!r}")
            continue
        if place.parent and place.parent not in known:
            faults.append(
                f"{path.name}, line {number}: {place.code} {place.name} lies in {place.parent}, which is not known"
            )
        known.add(place.code)
        rows.append((place.code, place.name))
    if faults:
        raise Faulty(faults)
    return rows


def _lines(path: Path) -> Iterator[str]:
    """The lines of a text file, gzipped or not. Raises Faulty where it is no UTF-8."""
    with path.open("rb") as file:
        is_zipped = file.read(2) == b"\x1f\x8b"
    opened = gzip.open if is_zipped else open
    try:
        with opened(path, "rt", encoding="utf-8-sig") as lines:
            yield from lines
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError):
        raise Faulty([f"{path.name} is no text in UTF-8, plain or gzipped"]) from None
