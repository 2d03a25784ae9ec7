"""What can stand in the way of a due date; each names the obstacle and the way out in both languages."""

from yaoan.kernel.words import Text


class Obstacle(Exception):
    """``sentence`` is what the user is told."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class UnknownTerm(Obstacle, LookupError):
    """No such term, or none in force on that day in that place."""


class OutOfCalendar(Obstacle, ValueError):
    """A day before or after all that the calendar covers."""


class BadSpan(Obstacle, ValueError):
    """A pause that ends before it begins, or an extension of nothing."""
