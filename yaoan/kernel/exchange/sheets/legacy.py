"""Binary workbooks (xls, xlsb), read by calamine in a process of its own: see `apart`, which says why."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaoan.kernel.exchange.sheets import apart
from yaoan.kernel.exchange.sheets.obstacles import damaged, protected
from yaoan.kernel.exchange.sheets.values import ERRORS, Plain, Raw, Row, Span, error_value, numbered

READER = (sys.executable, "-m", apart.__name__)
SECONDS = 180


@dataclass(frozen=True)
class _Sheet:
    """A worksheet as the reader wrote it: `lines` are its rows."""

    name: str
    is_visible: bool
    start: int
    spans: tuple[Span, ...]
    lines: list[bytes]


class LegacyBook:
    """A binary workbook, read whole. Formulas are not told from values: the format's reader gives results alone."""

    def __init__(self, source: Path | bytes) -> None:
        self._sheets = {sheet.name: sheet for sheet in _sheets(_read(source))}

    def names(self) -> list[tuple[str, bool]]:
        """(name, is visible) of the worksheets in their order."""
        return [(sheet.name, sheet.is_visible) for sheet in self._sheets.values()]

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a worksheet that hold something."""
        sheet = self._sheets[name]
        # Calamine gives rows from the first one of the sheet, but cells from the first column in use.
        unused: list[Raw] = [None] * sheet.start
        yield from numbered(unused + [_value(apart.plain(value)) for value in json.loads(row)] for row in sheet.lines)

    def spans(self, name: str) -> tuple[Span, ...]:
        """The merged blocks of a worksheet."""
        return self._sheets[name].spans


def _read(source: Path | bytes) -> list[bytes]:
    """The lines that the reader writes. Raises UnreadableSheet where it refuses, fails, or comes to an end of another sort."""
    words = [*READER, *([str(source)] if isinstance(source, Path) else [])]
    given = source if isinstance(source, bytes) else None
    try:
        done = subprocess.run(words, input=given, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise damaged() from error
    if done.returncode == apart.PROTECTED:
        raise protected()
    if done.returncode != 0:
        raise damaged()
    return done.stdout.splitlines()


def _sheets(lines: list[bytes]) -> Iterator[_Sheet]:
    heads: list[list[Any]] = json.loads(lines[0])
    begin = 1
    for name, is_visible, start, count, blocks in heads:
        spans = tuple(Span(top + 1, left, bottom + 1, right) for top, left, bottom, right in blocks)
        yield _Sheet(name, is_visible, start, spans, lines[begin : begin + count])
        begin += count


def _value(value: object) -> Raw:
    if value == "" or value is None:
        return None
    if isinstance(value, str) and value in ERRORS:
        return error_value(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    plain: Plain = value  # type: ignore[assignment]  # calamine gives str, float, int, bool and dates
    return plain
