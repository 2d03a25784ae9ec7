"""What every finder gives: a value and the words of the text that say it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yaoan.kernel.reading.pieces import Piece

Value = str | int | Decimal | bool


@dataclass(frozen=True)
class Found:
    """A value in its plain form (an ISO date, a sum in yuan, the words themselves) and its place."""

    value: Value
    piece: Piece

    @classmethod
    def words(cls, piece: Piece) -> "Found":
        return cls(piece.value, piece)

    @property
    def plain(self) -> str | int | float | bool:
        """The value for JSON: whole yuan as integers."""
        if isinstance(self.value, Decimal):
            return int(self.value) if self.value == self.value.to_integral_value() else float(self.value)
        return self.value


def one_each(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces without those that say again what an earlier one says."""
    seen: set[str] = set()
    for piece in pieces:
        if piece.value not in seen:
            seen.add(piece.value)
            yield piece
