"""Mending: web-page and printing damage put right where the text itself says how; everything done is told."""

import re

from .characters import tidy
from .lines import bare_tables, join_wrapped, split_run_together
from .marks import close_gaps, return_quotes, widen_marks
from .noise import remove_noise
from .outcome import Outcome, Step
from .script import drop_glosses, simplify
from .shifted import lost_places, realign

__all__ = ["Outcome", "mend"]

# The order matters: bytes are put in step while the characters are still the traditional ones they were torn from.
_STEPS: tuple[Step, ...] = (
    tidy,
    realign,
    drop_glosses,
    simplify,
    remove_noise,
    return_quotes,
    bare_tables,
    split_run_together,
    join_wrapped,
    close_gaps,
    widen_marks,
    lost_places,
)


def mend(text: str, *, keep: re.Pattern[str] | None = None) -> Outcome:
    """The mended text with the list of repairs and of places that could not be repaired.

    ``keep`` matches lines that belong to the paper although a web page has lines like them (an address).
    """
    repairs: list[str] = []
    doubts: list[str] = []
    for step in _STEPS:
        outcome = remove_noise(text, keep=keep) if step is remove_noise else step(text)
        text = outcome.text
        repairs += outcome.repairs
        doubts += outcome.doubts
    return Outcome(text.strip("\n"), tuple(repairs), tuple(doubts))
