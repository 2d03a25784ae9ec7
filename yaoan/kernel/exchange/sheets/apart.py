"""Reads one binary workbook in a process of its own, `python -m yaoan.kernel.exchange.sheets.apart [PATH]`, and writes it as lines.

The library allocates what a file claims to need, follows chains of sectors that lead back to themselves, and when no
memory is left it aborts its process: a file of six kilobytes can end a server. Here that process is this one, it may
have so much memory and no more, and nobody else notices its end.

Lines of JSON: the sheets as `[[name, is visible, start column, row count, spans], …]`, then each row of each sheet in this
order. A date, time or duration is `[its type, its spelling]`. Status: 0 read, 3 protected by a password, else damaged.
"""

import io
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

PROTECTED = 3
MEMORY_BYTES = 2 << 30
CPU_SECONDS = 120


def main(words: list[str]) -> int:
    """Read the file named, or what comes in, and write it out."""
    _bounded()
    source: Any = words[0] if words else io.BytesIO(sys.stdin.buffer.read())
    try:
        book = CalamineWorkbook.from_object(source)
        sheets = [
            (found, book.get_sheet_by_name(found.name))
            for found in book.sheets_metadata
            if found.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        return PROTECTED
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", errors="surrogatepass", write_through=False)
    heads = [[found.name, found.visible == SheetVisibleEnum.Visible, *_head(sheet)] for found, sheet in sheets]
    out.write(json.dumps(heads) + "\n")
    for _found, sheet in sheets:
        for row in sheet.iter_rows():
            out.write(json.dumps([_spelled(value) for value in row]) + "\n")
    out.flush()
    return 0


def _head(sheet: CalamineSheet) -> tuple[int, int, list[list[int]]]:
    """First column in use, number of rows that will be written, merged blocks as (top, left, bottom, right) from 0."""
    ranges = sheet.merged_cell_ranges or []
    blocks = [[top, left, bottom, right] for (top, left), (bottom, right) in ranges]
    return sheet.start[1] if sheet.start else 0, sum(1 for _row in sheet.iter_rows()), blocks


def _spelled(value: object) -> object:
    if isinstance(value, (datetime, date, time)):
        return [type(value).__name__, value.isoformat()]
    return ["timedelta", value.total_seconds()] if isinstance(value, timedelta) else value


READ_AGAIN: Mapping[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}  # fmt: skip


def plain(value: Any) -> Any:
    """A value as it was before it was written."""
    if not isinstance(value, list):
        return value
    kind, said = value
    return READ_AGAIN[kind](said)


def _bounded() -> None:
    """No more memory and time than a real register needs, where the system can hold us to it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
