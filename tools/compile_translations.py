"""Compile every catalogue of translations that changed, without GNU gettext."""

import sys
from pathlib import Path

import polib

from tools.environment import stale_catalogues


def compile_catalogue(source: Path) -> Path:
    """Write the `.mo` beside a `.po`; uncertain ("fuzzy") entries are left out."""
    target = source.with_suffix(".mo")
    partial = target.with_suffix(".partial")
    polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(partial))
    partial.replace(target)
    return target


def main() -> int:
    for source in stale_catalogues():
        compile_catalogue(source)
    return 0


if __name__ == "__main__":
    sys.exit(main())
