"""XLSX files as a stream: the first bytes leave before the last row is read, in constant memory, however long the list is."""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from yaoan.kernel import clock
from yaoan.kernel.ledger.declarations import Column
from yaoan.kernel.records.models import Record

Part = tuple[str, Sequence[Column], Iterable[Record]]
"""One list of a book: its title, its columns and its rows."""

LAST_ROW = 500_000
"""A sheet is given no more rows (it may have 1,048,576, and its part of the file 2 GiB); what goes beyond goes on in the next."""
LONGEST_TEXT = 32_767
PIECE = 1 << 14
ROWS_AT_ONCE = 200
HEAD, DAY, INSTANT = 1, 2, 3
"""The styles of cells, by their place in `STYLES`."""
EPOCH = date(1899, 12, 30)
DAY_SECONDS = 86_400
WIDTHS = {
    "number": 12,
    "date": 12,
    "instant": 18,
    "chip": 12,
    "state": 12,
    "person": 12,
    "clock": 14,
    "bool": 8,
    "link": 20,
}
USUAL_WIDTH, ABOUT_WIDTH = 24, 40

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF6"/></patternFill></fill></fills>'
    '<borders count="2"><border/><border><left/><right/><top/><bottom style="thin"/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" '
    'applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file may hold."""
LOOKS_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")
"""What a spreadsheet would take for an escaped character."""


class _Outlet:
    """A file that is written to at one end and emptied at the other."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, data: bytes) -> int:
        self.held += data
        return len(data)

    def flush(self) -> None:
        """There is nothing behind."""

    def taken(self, least: int = 0) -> Iterator[bytes]:
        """What was written since, once it is more than `least` bytes."""
        if len(self.held) > least:
            piece, self.held = bytes(self.held), bytearray()
            yield piece


def book(parts: Sequence[Part], *, about: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """An XLSX file of several lists, each on a sheet of its own, and what they are on the last: `about` begins with its title.

    A list that is longer than a sheet goes on in a further one. Rows are read while they are sent.
    """
    outlet, names = _Outlet(), list[str]()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as file:  # type: ignore[call-overload]
        for title, columns, records in parts:
            for number, rows in enumerate(_sheetfuls(iter(records)), start=1):
                names.append(_sheet_name(title if number == 1 else f"{title[:26]} {number}"))
                yield from _streamed(file, outlet, len(names), _sheet(columns, rows))
        names.append(_sheet_name(about[0][0]))
        yield from _streamed(file, outlet, len(names), _notes(about[1:]))
        for name, text in _frame(names):
            file.writestr(name, text)
    yield from outlet.taken()


def _sheetfuls(records: Iterator[Record]) -> Iterator[Iterator[Record]]:
    """The rows in as many parts as they need sheets: one at least. Each part is read to its end before the next is asked for."""
    yield islice(records, LAST_ROW - 1)
    for first in records:
        yield chain([first], islice(records, LAST_ROW - 2))


def _streamed(file: zipfile.ZipFile, outlet: _Outlet, number: int, texts: Iterable[str]) -> Iterator[bytes]:
    with file.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
        yield from outlet.taken()  # the head of the file: whoever waits sees at once that it comes
        for text in texts:
            sheet.write(text.encode())
            yield from outlet.taken(PIECE)


def _sheet(columns: Sequence[Column], records: Iterator[Record]) -> Iterator[str]:
    """The XML of a sheet, in pieces of some hundred rows."""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{WIDTHS.get(column.cell, USUAL_WIDTH)}" customWidth="1"/>'
        for n, column in enumerate(columns, start=1)
    )
    yield (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>'
    )
    letters = [_letters(n) for n in range(len(columns))]
    yield _row(
        1, (_text(f"{letter}1", str(column.label), HEAD) for letter, column in zip(letters, columns, strict=True))
    )
    last = 1
    while batch := list(islice(records, ROWS_AT_ONCE)):
        yield "".join(
            _row(
                row,
                (
                    _cell(f"{letter}{row}", column.plain(record))
                    for letter, column in zip(letters, columns, strict=True)
                ),
            )
            for row, record in enumerate(batch, start=last + 1)
        )
        last += len(batch)
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{last}"/></worksheet>'


def _notes(about: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f'{XML}<worksheet xmlns="{MAIN}"><cols><col min="1" max="2" width="{ABOUT_WIDTH}" customWidth="1"/></cols><sheetData>'
    for row, (name, value) in enumerate(about, start=1):
        yield _row(row, (_text(f"A{row}", name, HEAD), _text(f"B{row}", value)))
    yield "</sheetData></worksheet>"


def _row(row: int, cells: Iterable[str]) -> str:
    return f'<row r="{row}">{"".join(cells)}</row>'


def _cell(place: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, (int, Decimal)):
        return f'<c r="{place}"><v>{value}</v></c>'
    if isinstance(value, datetime):
        local = value.astimezone(clock.BEIJING)
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f'<c r="{place}" s="{INSTANT}"><v>{(local.date() - EPOCH).days + seconds / DAY_SECONDS}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DAY}"><v>{(value - EPOCH).days}</v></c>'
    return _text(place, value)


def _text(place: str, value: str, style: int = 0) -> str:
    """A text, which no spreadsheet takes for a formula, a number or an address."""
    text = NOT_XML.sub("", LOOKS_ESCAPED.sub(r"_x005F\1", value[:LONGEST_TEXT]))
    mark = f' s="{style}"' if style else ""
    return f'<c r="{place}"{mark} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(position: int) -> str:
    """The letters of a column, from 0: A … Z, AA …"""
    before, here = divmod(position, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + here)


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "1"


def _frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The files around the sheets: what there is, of which type, and how it hangs together."""
    numbers = range(1, len(names) + 1)

    def each(line: Callable[[int], str]) -> str:
        return "".join(line(number) for number in numbers)

    def sheet(n: int) -> str:
        return f'<sheet name={quoteattr(names[n - 1])} sheetId="{n}" r:id="rId{n}"/>'

    yield (
        "[Content_Types].xml",
        (
            f'{XML}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPE}.styles+xml"/>'
            + each(
                lambda n: f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/>'
            )
            + "</Types>"
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{LINKS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    yield (
        "xl/workbook.xml",
        (f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{each(sheet)}</sheets></workbook>'),
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
            + each(lambda n: f'<Relationship Id="rId{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>')
            + f'<Relationship Id="rId{len(names) + 1}" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>'
        ),
    )
    yield "xl/styles.xml", STYLES
