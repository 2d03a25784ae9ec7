"""Which column holds what: told by the labels first, by the contents where labels are missing or mislead."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from yaoan.kernel.exchange.sheets.cells import as_bool, clean, folded, is_blank_mark, plain_text
from yaoan.kernel.exchange.sheets.dates import as_date
from yaoan.kernel.exchange.sheets.heads import ColumnHead
from yaoan.kernel.exchange.sheets.numbers import as_number
from yaoan.kernel.exchange.sheets.tables import Table
from yaoan.kernel.exchange.sheets.values import Raw, plain
from yaoan.kernel.words import _

Kind = Literal["text", "date", "number", "bool"]
Checker = Callable[[str], bool]

_BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")

ACCEPTED = 0.5
"""From this score on a guess is proposed."""

_MOST_SHOWN = 100
_FEW = 3


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A field to be filled: its label and other names people give it, what kind of value it takes.

    ``looks`` says of a text whether it can be such a value and hardly anything else (a valid code); by it a column is
    found even under a bad label, and doubted under a good one. ``avoid`` are words that a label must not contain.
    """

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    kind: Kind = "text"
    looks: Checker | None = None
    avoid: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Guess:
    """A column proposed for a field. ``doubt`` says what does not fit, if anything."""

    name: str
    column: ColumnHead
    score: float
    reason: str
    doubt: str | None = None


@dataclass(frozen=True)
class Mapping:
    """The guesses in the order of the fields, the columns nobody took, and the required fields without a column."""

    guesses: tuple[Guess, ...]
    unused: tuple[ColumnHead, ...]
    missing: tuple[str, ...]

    def column_of(self, name: str) -> int | None:
        """The place in the file of the column proposed for the field, from 0."""
        return next((guess.column.index for guess in self.guesses if guess.name == name), None)


def guess_columns(table: Table, wanted: Sequence[Wanted]) -> Mapping:
    """The best column for each field, no column twice: the surest pair first."""
    contents = {column.index: _contents(table, column.index) for column in table.columns}
    pairs = sorted(
        (
            (guess.score, -place, -column.index, guess)
            for place, field in enumerate(wanted)
            for column in table.columns
            if (guess := _guess(field, column, contents[column.index])) is not None
        ),
        key=lambda pair: pair[:3],
        reverse=True,
    )
    taken: dict[int, Guess] = {}
    named: set[str] = set()
    for _score, _place, _index, guess in pairs:
        if guess.column.index not in taken and guess.name not in named:
            taken[guess.column.index] = guess
            named.add(guess.name)
    order = {field.name: place for place, field in enumerate(wanted)}
    return Mapping(
        guesses=tuple(sorted(taken.values(), key=lambda guess: order[guess.name])),
        unused=tuple(column for column in table.columns if column.index not in taken),
        missing=tuple(field.name for field in wanted if field.is_required and field.name not in named),
    )


def _contents(table: Table, index: int) -> list[Raw]:
    """What the sample holds in the column, blanks left out."""
    values = (cells[index] for _number, cells in table.sample if index < len(cells))
    return [value for value in values if not is_blank_mark(clean(plain_text(plain(value))))][:_MOST_SHOWN]


def _guess(field: Wanted, column: ColumnHead, contents: Sequence[Raw]) -> Guess | None:
    by_label, reason = _by_label(field, column)
    share = _share(field, contents)
    if share is None:
        return Guess(field.name, column, by_label, reason) if by_label >= ACCEPTED else None
    if by_label >= ACCEPTED:
        doubt = None
        if share < 0.2 and len(contents) >= _FEW:
            by_label, doubt = by_label * 0.7, _("列名相符，但内容不像“{label}”").format(label=field.label)
        return Guess(field.name, column, round(by_label * 0.8 + share * 0.2, 3), reason, doubt)
    if field.looks is not None and share >= 0.8 and len(contents) >= _FEW:
        reason = _("{share} 的内容符合“{label}”的规则").format(share=f"{share:.0%}", label=field.label)
        return Guess(field.name, column, round(0.5 + 0.25 * share, 3), reason)
    return None


def _by_label(field: Wanted, column: ColumnHead) -> tuple[float, str]:
    """How well the labels of the column fit the field (0 to 1), and why."""
    if any(folded(word) in folded(column.label) for word in field.avoid):
        return 0.0, ""
    best, reason = 0.0, ""
    names = [(folded(name), name) for name in (field.label, *field.aliases)]
    for label in _labels(column):
        for name, shown in names:
            score = _similarity(folded(label), name)
            if score > best:
                best = score
                word = _("列名“{label}”就是“{name}”") if score == 1 else _("列名“{label}”近似“{name}”")
                reason = word.format(label=label, name=shown)
    return round(best, 3), reason


def _labels(column: ColumnHead) -> Iterator[str]:
    """The names a column answers to: its whole path, and its lowest label alone, each also without brackets."""
    for label in ("".join(column.path), *column.path[-1:]):
        yield label
        yield _BRACKETED.sub("", label)


def _similarity(label: str, name: str) -> float:
    if not label or not name:
        return 0.0
    if label == name:
        return 1.0
    if label in name or name in label:
        # The more one covers of the other the better: 许可证编号 in 药品经营许可证编号, but 名 in 法定代表人姓名 hardly.
        short, long = sorted((len(label), len(name)))
        return 0.5 + 0.45 * short / long if short > 1 else 0.3
    mine, theirs = _pairs(label), _pairs(name)
    return 0.9 * 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _pairs(text: str) -> set[str]:
    framed = f"^{text}$"
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def _share(field: Wanted, contents: Sequence[Raw]) -> float | None:
    """The share of the contents that can be values of the field; None where that cannot be told."""
    if not contents:
        return None
    if field.looks is not None:
        looks = field.looks
        fitting = sum(looks(clean(plain_text(plain(value)))) for value in contents)
    elif field.kind == "date":
        fitting = sum(as_date(value).problem is None for value in contents)
    elif field.kind == "number":
        fitting = sum(as_number(value).problem is None for value in contents)
    elif field.kind == "bool":
        fitting = sum(as_bool(value).problem is None for value in contents)
    else:
        return None
    return fitting / len(contents)
