"""What a column holds: how its cells are read, kept as JSON, given to a command, and shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Literal

from yaoan.kernel.exchange.setting import Setting, Unclear
from yaoan.kernel.exchange.sheets import Cell, Raw, as_choice, as_date, as_number, clean_text
from yaoan.kernel.words import Choice

BLANK_MARKS = frozenset({"-", "--", "—", "——", "/", "\\", "无", "暂无", "空", "N/A", "NA", "NULL", "None"})
"""What people write into a cell of text where there is nothing to say."""

SEPARATORS = str.maketrans(dict.fromkeys("、，,；;/|", "\n"))


def same(value: Any) -> Any:
    return value


def as_it_is(value: Any, _setting: Setting) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of column.

    `read` gives the value of a cell or says what is wrong with it; `restore` gives the value a command takes from the
    one that was kept as JSON; `show` puts the kept value into words. `looks` tells such a value from any other text, and
    `sort` is what a guess by contents may rest on.
    """

    read: Callable[[Raw, Setting], Cell[Any]]
    restore: Callable[[Any], Any] = same
    show: Callable[[Any, Setting], str] = as_it_is
    looks: Callable[[str], bool] | None = None
    sort: Literal["text", "date", "number"] = "text"


def text(longest: int = 200) -> Kind:
    """Text of at most so many characters."""

    def read(raw: Raw, _setting: Setting) -> Cell[str]:
        cell = clean_text(raw, longest=longest)
        return Cell(None, note=cell.note) if cell.value in BLANK_MARKS else cell

    return Kind(read)


def code(check: Callable[[str], Cell[str]], looks: Callable[[str], bool]) -> Kind:
    """A code; `check` puts a clean text into canonical form or says what is wrong."""

    def read(raw: Raw, _setting: Setting) -> Cell[str]:
        cell = clean_text(raw, longest=200)
        if cell.value is None or cell.value in BLANK_MARKS:
            return cell if cell.problem else Cell(None)
        return check(cell.value)

    return Kind(read, looks=looks)


def choice(options: type[Choice], words: Mapping[str, Sequence[str]] | None = None) -> Kind:
    """One of the members of a Choice, said by its label or by one of further words."""
    spoken = _spoken(options, words)
    known = lru_cache(maxsize=1024)(lambda raw: as_choice(raw, spoken))
    return Kind(lambda raw, _setting: known(raw), options, lambda value, _setting: str(options(value).label))


def choices(options: type[Choice], words: Mapping[str, Sequence[str]] | None = None) -> Kind:
    """Several members of a Choice, with any of the usual marks between them."""
    spoken = _spoken(options, words)

    @lru_cache(maxsize=1024)
    def known(raw: Raw) -> Cell[tuple[str, ...]]:
        cell = clean_text(raw)
        if cell.value is None:
            return Cell(None, cell.problem, cell.note, cell.way_out)
        found = [as_choice(part, spoken) for part in parts_of(cell.value)]
        for one in found:
            if one.problem:
                return Cell(None, one.problem, one.note, one.way_out)
        values = dict.fromkeys(one.value for one in found if one.value)
        notes = dict.fromkeys(one.note for one in (cell, *found) if one.note)
        return Cell(tuple(values) or None, note="；".join(notes) or None)

    def restore(value: list[str]) -> tuple[Enum, ...]:
        return tuple(map(options, value))

    def show(value: Sequence[str], _setting: Setting) -> str:
        return "、".join(str(options(item).label) for item in value)

    return Kind(lambda raw, _setting: known(raw), restore, show)


def _spoken(options: type[Choice], words: Mapping[str, Sequence[str]] | None) -> dict[str, list[str]]:
    given = words or {}
    return {option.value: [option.label.message, *given.get(option.value, ())] for option in options}


def parts_of(value: str) -> list[str]:
    """The parts of a cell that lists several things."""
    return [part for line in value.translate(SEPARATORS).splitlines() if (part := line.strip())]


def _read_lines(raw: Raw, _setting: Setting) -> Cell[tuple[str, ...]]:
    cell = clean_text(raw)
    if cell.value is None or cell.value in BLANK_MARKS:
        return Cell(None, cell.problem, cell.note, cell.way_out)
    return Cell(tuple(dict.fromkeys(parts_of(cell.value))), note=cell.note)


def _read_day(raw: Raw, _setting: Setting) -> Cell[date]:
    return as_date(raw)


def _read_number(raw: Raw, _setting: Setting) -> Cell[Decimal]:
    return as_number(raw)


def _read_place(raw: Raw, setting: Setting) -> Cell[str]:
    return _looked_up(raw, setting.place)


def _read_agency(raw: Raw, setting: Setting) -> Cell[int]:
    return _looked_up(raw, setting.agency)


def _looked_up(raw: Raw, find: Callable[[str], Any]) -> Cell[Any]:
    cell = clean_text(raw, longest=100)
    if cell.value is None or cell.value in BLANK_MARKS:
        return Cell(None, cell.problem, cell.note, cell.way_out)
    try:
        return Cell(find(cell.value), note=cell.note)
    except Unclear as obstacle:
        return Cell(None, str(obstacle), cell.note, str(obstacle.way_out))


TEXT = text()
LINES = Kind(_read_lines, tuple)
DAY = Kind(_read_day, date.fromisoformat, sort="date")
NUMBER = Kind(_read_number, Decimal, sort="number")
PLACE = Kind(_read_place, show=lambda value, setting: setting.place_name(value))
AGENCY = Kind(_read_agency, show=lambda value, setting: setting.agency_name(value))
