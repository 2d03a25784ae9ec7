"""What of the law was not read in the instrument itself, as a page says it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from yaoan.kernel import law
from yaoan.kernel.words import Text


def unread(names: Iterable[str], day: date) -> list[tuple[Any, Any]]:
    """(term, its length and what is unsure of it) for the national terms in force on that day that were not verified."""
    terms = (term for name in names for term in law.terms().versions(name) if not term.place and term.is_in_force(day))
    return [
        (term.label, Text("{length}。{note}", "{length}. {note}").format(length=term.length, note=term.note))
        for term in terms
        if not term.verified
    ]
