"""What a column or a panel may show beside plain values: a chip, a link, a small table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from yaoan.kernel.words import Text

Words = Text | str
Tone = Literal["plain", "good", "warn", "danger"]
"""`danger` is for what is overdue or dangerous and for nothing else; a shape beside the colour says the same."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A short word in a frame."""

    text: Words
    tone: Tone = "plain"

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads somewhere inside the site."""

    text: Words
    url: str

    @classmethod
    def to(cls, record: Any) -> "Linked | None":
        """A record by number and title; nothing where there is none."""
        return cls(f"{record.number} {record.title}", record.get_absolute_url()) if record else None

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A small table in a panel: a head and rows of values, with `empty` said where there are none.

    Raises ValueError where a column has no word over it, or a row not as many values as there are columns.
    """

    head: Sequence[Words]
    rows: Sequence[Sequence[Any]]
    empty: Words = ""

    def __post_init__(self) -> None:
        if not self.head or not all(str(word).strip() for word in self.head):
            raise ValueError(f"a table with a column without a word over it: {[str(word) for word in self.head]}")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.head):
                raise ValueError(f"a table has {len(self.head)} columns, and {len(row)} values in row {number}")
