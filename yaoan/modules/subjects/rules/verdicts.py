"""What is said about a code someone typed, and the shapes a kind of code has had over the years."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from yaoan.kernel.words import Text

Form = Literal["current", "old", "legacy", "unknown"]
"""current: issued today. old: no longer issued, still found on valid papers. legacy: replaced, good for history only.
unknown: not a form of this kind."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The answer about one code.

    ``ok`` means that the code may be stored: it has a known form and nothing in it contradicts the rules. ``normal`` is
    the canonical form (of a refused code: the text in plain characters). ``problem`` says what is wrong, ``way_out``
    what to do; a code that is ok may still carry advice in ``way_out``. ``suggestion`` is a code that would pass and
    may be what was meant: to be offered, never to be put in silently. ``doubtful`` says that the rule for this form
    was not verified in its source or that a plausible detail is off, so a refusal or an acceptance deserves a look.
    ``parts`` holds the pieces as they stand in the code (year, class letter …), the same in every language; the tables
    beside each kind (`drug_numbers.CLASSES` …) say what they mean.
    """

    kind: str
    ok: bool
    normal: str
    form: Form
    parts: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    way_out: str | None = None
    suggestion: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a shape reads in a text that fits its pattern: parts, canonical form, and what contradicts the rules."""

    normal: str
    parts: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    way_out: str | None = None
    doubtful: bool = False


Match = re.Match[str]
Read = Callable[[Match, date | None], Reading]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One way a code has been written. ``pattern`` is matched against the whole compact text, in either case.

    ``read`` gets the match and the day of reading (or None: then no year counts as future). ``source`` names the rule;
    ``verified`` is false where its text was not at hand. ``advice`` goes with every code of this shape.
    """

    form: Form
    pattern: re.Pattern[str]
    example: str
    source: str
    read: Read
    verified: bool = True
    advice: Text | None = None

    def verdict(self, kind: str, plain: str, on: date | None) -> Verdict | None:
        """The verdict on ``plain``, or None if it does not have this shape."""
        match = self.pattern.fullmatch(plain)
        if match is None:
            return None
        reading = self.read(match, on)
        advice = str(self.advice) if self.advice is not None else None
        return Verdict(
            kind=kind,
            ok=reading.problem is None,
            normal=reading.normal,
            form=self.form,
            parts=reading.parts,
            problem=reading.problem,
            way_out=reading.way_out or advice,
            doubtful=reading.doubtful or not self.verified,
        )


Diagnose = Callable[[str], tuple[str, str | None]]
"""What is wrong with a compact text that has none of the shapes, and what to do about it (or None)."""


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """A kind of code: its name, its shapes (the one issued today first), and how a misfit is explained."""

    kind: str
    label: Text
    shapes: tuple[Shape, ...]
    diagnose: Diagnose

    @property
    def source(self) -> str:
        """The rule behind the form that is issued today."""
        return self.shapes[0].source

    @property
    def verified(self) -> bool:
        """Whether the rule behind the form that is issued today was read in its source."""
        return self.shapes[0].verified

    @property
    def example(self) -> str:
        return self.shapes[0].example

    def judge(self, plain: str, on: date | None = None) -> Verdict | None:
        """The verdict of the first shape that accepts the compact text, else of the first that fits, else None."""
        refused = None
        for shape in self.shapes:
            verdict = shape.verdict(self.kind, plain, on)
            if verdict is not None and verdict.ok:
                return verdict
            refused = refused or verdict
        return refused


def shape_pattern(source: str) -> re.Pattern[str]:
    """A shape's pattern: either case, ASCII digits only."""
    return re.compile(source, re.IGNORECASE | re.ASCII)
