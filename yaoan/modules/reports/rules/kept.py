"""The figures of a report as they are kept: values as text, by key and variant, with what is needed to count them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from yaoan.kernel.figures.formulas import Number

AFTER, BEFORE, TOTAL = "value", "before", "total"
VARIANTS = (AFTER, BEFORE, TOTAL)


def spelled(value: Number | None) -> str | None:
    """A number as it is kept."""
    return None if value is None else str(value) if isinstance(value, int) else f"{value:f}"


def number(text: str | None) -> Number | None:
    """The number of a spelling."""
    if text is None:
        return None
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


@dataclass(frozen=True)
class Kept:
    """The figures column of a report, read."""

    data: Mapping[str, Any]

    @property
    def is_there(self) -> bool:
        return bool(self.data.get("figures"))

    @property
    def cutoff(self) -> int:
        """The journal entry up to which was counted."""
        return int(self.data["cutoff"])

    @property
    def names(self) -> tuple[str, ...]:
        """The keys of the figures, in the order of the template."""
        return tuple(self.data.get("figures", {}))

    def item(self, key: str) -> Mapping[str, Any]:
        """Metric, label, unit and the rest of one figure. Raises KeyError."""
        found: Mapping[str, Any] = self.data["figures"][key]
        return found

    def value(self, key: str, variant: str = AFTER) -> Number | None:
        """The number, or None where nobody can tell (or the drafter may not see it)."""
        return number(self.data.get("figures", {}).get(key, {}).get(variant))

    def at(self, place: str) -> Number | None:
        """The number of `key` or `key|before`."""
        key, _bar, variant = place.partition("|")
        return self.value(key, variant or AFTER)

    def text(self, key: str, variant: str = AFTER) -> str:
        """The number as it is written; a dash where there is none."""
        return self.data.get("figures", {}).get(key, {}).get(variant) or "—"

    def says(self, key: str) -> bool:
        """Whether a figure says anything: it is known and not nothing."""
        return bool(self.value(key))

    def tables(self) -> list[Mapping[str, Any]]:
        """The tables told apart by parts."""
        return list(self.data.get("tables", ()))


def instant(figures: Mapping[str, Any]) -> datetime | None:
    """When the figures were read."""
    return datetime.fromisoformat(figures["as_of"]) if figures else None
