"""What one step of mending gives back."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """The text after the step, what was mended (in words an officer reads), and what could not be mended."""

    text: str
    repairs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


Step = Callable[[str], Outcome]


def shortened(text: str, limit: int = 30) -> str:
    """A quotation for a sentence: one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
