"""What of the law was not read in the instrument itself, as a page says it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from yaoan.kernel import law
from yaoan.kernel.words import Text


def unread(names: Iterable[str], day: date) -> list[tuple[Any, Any]]:
    """(term, its length and what is unsure of it) for the terms of that day that were not verified."""
    terms = (law.terms().at(name, day) for name in names)
    return [
        (term.label, Text("{length}。{note}", "{length}. {note}").format(length=term.length, note=term.note))
        for term in terms
        if not term.verified
    ]
