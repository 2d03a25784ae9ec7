"""The law register and the calendar as this installation has them, read once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

import yaoan
from yaoan.kernel.statutes import Calendar, Terms

LAW = Path(yaoan.__file__).parent / "law"


@cache
def terms() -> Terms:
    """Every term in force, past and to come."""
    return Terms.load()


@cache
def calendar() -> Calendar:
    """Holidays and make-up working days."""
    return Calendar.load()


@cache
def document(name: str) -> Any:
    """A register of the law folder by its path without ending, e.g. `roles` or `catalogues/channels`.

    Raises LookupError naming the file when there is none.
    """
    path = LAW / f"{name}.yaml"
    if not path.is_file():
        raise LookupError(f"no law register {path.name} in {path.parent}")
    return json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))


def catalogue(name: str) -> list[tuple[str, str]]:
    """The entries of a catalogue as (key, label in the reader's language), in the order of the file."""
    return [(key, label(name, key)) for key in document(f"catalogues/{name}")]


def label(name: str, key: str) -> str:
    """The label of one entry of a catalogue in the reader's language; the key itself where the catalogue lacks it."""
    row = document(f"catalogues/{name}").get(key)
    if row is None:
        return key
    english = (get_language() or "").startswith("en")
    return str(row["label"]["en" if english else "zh"])
