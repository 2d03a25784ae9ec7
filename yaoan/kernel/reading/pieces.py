"""Pieces of a paper: every value a reader gives is a slice of the text, so nothing can be invented."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

SENTENCE_ENDS = "。！？\n"
CLAUSE_MARKS = "，；：,;:"
TRIM = " \t\n\r\u3000，,、；;：:。.!！"

_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "[": "]", "【": "】", "「": "」"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ％．－：（），；？！　○",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ%.-:(),;?! 〇",
)


def flattened(text: str) -> str:
    """The text with full-width digits, letters and marks in half width: same length, so places stay the same."""
    return text.translate(_HALF_WIDTH)


def plain(text: str) -> str:
    """The text without blanks and with half-width marks: two spellings of one phrase become equal."""
    return re.sub(r"\s+", "", flattened(text)).strip("。.;,:")


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice ``source[start:end]`` of the paper. Pieces are only ever made by narrowing other pieces."""

    source: str = field(repr=False)
    start: int
    end: int

    @classmethod
    def whole(cls, source: str) -> "Piece":
        return cls(source, 0, len(source))

    @property
    def text(self) -> str:
        return self.source[self.start : self.end]

    @property
    def flat(self) -> str:
        """The text in half width, of the same length: what patterns are matched against."""
        return flattened(self.text)

    @property
    def value(self) -> str:
        """The text as a value: line breaks and blanks inside Chinese dropped, other runs of blanks squeezed."""
        squeezed = re.sub(r"\s+", " ", self.text).strip()
        return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", squeezed)

    def __bool__(self) -> bool:
        return self.start < self.end

    def __len__(self) -> int:
        return self.end - self.start

    def part(self, start: int, end: int) -> "Piece":
        """The slice from ``start`` to ``end``, both counted from the beginning of this piece."""
        return Piece(self.source, self.start + start, min(self.start + end, self.end))

    def group(self, match: re.Match[str], group: int | str = 0) -> "Piece":
        """What a group of a match on ``text`` or ``flat`` covers; an empty piece where the group took no part."""
        start, end = match.span(group)
        return self.part(0, 0) if start < 0 else self.part(start, end)

    def strip(self, characters: str = TRIM) -> "Piece":
        text = self.text
        left = len(text) - len(text.lstrip(characters))
        right = len(text.rstrip(characters))
        return self.part(left, max(left, right))

    def before(self, other: "Piece") -> "Piece":
        return Piece(self.source, self.start, max(self.start, other.start))

    def after(self, other: "Piece") -> "Piece":
        return Piece(self.source, min(self.end, other.end), self.end)

    def to(self, other: "Piece") -> "Piece":
        """From the beginning of this piece to the end of the other."""
        return Piece(self.source, self.start, max(self.end, other.end))

    def holds(self, other: "Piece") -> bool:
        return self.start <= other.start and other.end <= self.end

    def find(self, pattern: re.Pattern[str], group: int | str = 0) -> "Piece | None":
        """The first match of the pattern in half width, or its group; None where there is none."""
        match = pattern.search(self.flat)
        return self.group(match, group) if match else None

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.flat)

    def split(self, marks: str) -> list["Piece"]:
        """The stretches between the marks, stripped, without empty ones; marks inside brackets do not count."""
        covered = sheltered(self.text)
        pieces, begin = [], 0
        for place, character in enumerate(self.text):
            if character in marks and not covered[place]:
                pieces.append(self.part(begin, place))
                begin = place + 1
        pieces.append(self.part(begin, len(self)))
        return [piece for piece in (piece.strip() for piece in pieces) if piece]

    def lines(self) -> list["Piece"]:
        pieces, begin = [], 0
        for line in self.text.split("\n"):
            pieces.append(self.part(begin, begin + len(line)))
            begin += len(line) + 1
        return pieces

    def sentences(self) -> list["Piece"]:
        return self.split(SENTENCE_ENDS)

    def clauses(self) -> list["Piece"]:
        return self.split(SENTENCE_ENDS + CLAUSE_MARKS)


@lru_cache(maxsize=256)
def sheltered(text: str) -> bytes:
    """One byte a character: 1 where it stands inside a pair of brackets or quotes that closes on the same line."""
    steps = [0] * (len(text) + 1)
    stack: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if character == "\n":
            stack.clear()
        elif character in _PAIRS:
            stack.append((character, place))
        elif character in _CLOSERS and any(opener == _CLOSERS[character] for opener, _ in stack[-8:]):
            while stack[-1][0] != _CLOSERS[character]:
                stack.pop()  # an opener that never closes shelters nothing
            steps[stack.pop()[1]] += 1
            steps[place + 1] -= 1
    return bytes(depth > 0 for depth in accumulate(steps[:-1]))
