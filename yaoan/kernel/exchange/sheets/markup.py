"""Tables in web pages saved as .xls, and XML spreadsheets of 2003: what many office systems export."""

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from yaoan.kernel.exchange.sheets.obstacles import damaged, too_large
from yaoan.kernel.exchange.sheets.packages import refuse_definitions
from yaoan.kernel.exchange.sheets.values import Plain, Raw, Row, Span, formula_result, numbered
from yaoan.kernel.exchange.sheets.xlsx_rows import number_of

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LAST_COLUMN = 16_384
_MOST_SPANNED = 10_000
_MOST_HTML = 24 << 20  # a page is held as a tree, which takes several times its size


class HtmlTables:
    """The tables of a web page that stand in no other table and have at least one row, in their order."""

    def __init__(self, source: Path | bytes) -> None:
        data = source if isinstance(source, bytes) else source.read_bytes()
        if len(data) > _MOST_HTML:
            raise too_large(_MOST_HTML >> 20)
        try:
            page = html.document_fromstring(data, parser=html.HTMLParser(encoding=_charset(data), huge_tree=True))
        except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError) as error:
            raise damaged() from error
        self._tables = [table for table in page.iter("table") if not any(table.iterancestors("table"))]
        self._tables = [table for table in self._tables if any(True for _row in table.iter("tr"))]

    def __len__(self) -> int:
        return len(self._tables)

    def rows(self, place: int) -> Iterator[Row]:
        """The rows of a table that hold something. A merged cell stands at its upper left corner only."""
        yield from numbered(cells for cells, _spans in self._laid_out(place))

    def spans(self, place: int) -> tuple[Span, ...]:
        """The merged blocks of a table."""
        return tuple(span for _cells, spans in self._laid_out(place) for span in spans)

    def _laid_out(self, place: int) -> Iterator[tuple[list[Raw], list[Span]]]:
        """Each row's cells at the columns where a browser puts them, and the blocks that begin in it."""
        table = self._tables[place]
        taken: dict[int, int] = {}  # column → last row that a block from above covers
        rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
        for number, row in enumerate(rows, start=1):
            cells: list[Raw] = []
            spans: list[Span] = []
            for node in row.iterchildren("td", "th"):
                while taken.get(len(cells), 0) >= number:
                    cells.append(None)
                if len(cells) >= _LAST_COLUMN:
                    break
                left = len(cells)
                wide, high = _spanned(node, "colspan"), _spanned(node, "rowspan")
                cells += [_text(node), *[None] * (min(wide, _LAST_COLUMN - left) - 1)]
                if wide > 1 or high > 1:
                    spans.append(Span(number, left, number + high - 1, len(cells) - 1))
                    taken.update(dict.fromkeys(range(left, len(cells)), number + high - 1))
            yield cells, spans


def _charset(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _CHARSET.search(data[:4_096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in {"gb2312", "gbk", "gb18030"}:
        return "gb18030"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _spanned(node: etree._Element, attribute: str) -> int:
    text = (node.get(attribute) or "1").strip()
    return min(max(int(text), 1), _MOST_SPANNED) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _text(node: etree._Element) -> str | None:
    """The text of a cell; line breaks where the page has them."""
    pieces: list[str] = []
    for part in node.iter():
        if part.tag in {"br", "p", "div"} and pieces:
            pieces.append("\n")
        if part.tag not in {"script", "style"} and isinstance(part.tag, str):
            pieces.append(" ".join((part.text or "").split()))
        if part is not node and part.tail:
            pieces.append(" ".join(part.tail.split()))
    return "".join(pieces).replace("\xa0", " ").strip() or None


class XmlBook:
    """An XML spreadsheet of 2003."""

    def __init__(self, source: Path | bytes) -> None:
        data = source if isinstance(source, bytes) else source.read_bytes()
        refuse_definitions(data)
        self._data = data
        self._names = [node.get(f"{_SS}Name", "") for node in self._nodes("Worksheet", events=("start",))]

    def names(self) -> list[str]:
        return list(self._names)

    def rows(self, place: int) -> Iterator[Row]:
        """The rows of a worksheet that hold something."""
        for number, cells, _spans in self._laid_out(place):
            yield from numbered(iter([cells]), first=number)

    def spans(self, place: int) -> tuple[Span, ...]:
        """The merged blocks of a worksheet."""
        return tuple(span for _number, _cells, spans in self._laid_out(place) for span in spans)

    def _laid_out(self, place: int) -> Iterator[tuple[int, list[Raw], list[Span]]]:
        sheet, number = -1, 0
        for node in self._nodes("Worksheet", "Row", events=("start", "end")):
            if node.tag == f"{_SS}Worksheet":
                sheet, number = sheet + 1, 0
                continue
            number = _index(node, number)
            if sheet == place:
                cells, spans = _xml_cells(node, number)
                yield number, cells, spans
            elif sheet > place:
                return

    def _nodes(self, *names: str, events: tuple[str, ...]) -> Iterator[etree._Element]:
        """Worksheets when they begin, rows when they are complete; what was given is freed afterwards."""
        tags = [_SS + name for name in names]
        try:
            parsed = etree.iterparse(
                io.BytesIO(self._data), events=events, tag=tags, resolve_entities=False, no_network=True, huge_tree=True
            )
            for event, node in parsed:
                if (event == "start") == (node.tag == f"{_SS}Worksheet"):
                    yield node
                if event == "end":
                    node.clear()
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged() from error


def _xml_cells(row: etree._Element, number: int) -> tuple[list[Raw], list[Span]]:
    cells: list[Raw] = []
    spans = []
    for node in row.iterchildren(f"{_SS}Cell"):
        index = _index(node, len(cells)) - 1
        if index >= _LAST_COLUMN:
            break
        cells += [None] * (index + 1 - len(cells))
        cells[index] = _xml_value(node)
        across = _spanned(node, f"{_SS}MergeAcross") if node.get(f"{_SS}MergeAcross") else 0
        down = _spanned(node, f"{_SS}MergeDown") if node.get(f"{_SS}MergeDown") else 0
        if across or down:
            spans.append(Span(number, index, number + down, index + across))
            cells += [None] * across
    return cells, spans


def _index(node: etree._Element, before: int) -> int:
    """The place of a row or cell, counted from 1: as it says itself, else behind the one before."""
    text = node.get(f"{_SS}Index") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 and int(text) > before else before + 1


def _xml_value(node: etree._Element) -> Raw:
    data = node.find(f"{_SS}Data")
    text = "".join(data.itertext()) if data is not None else ""
    kind = data.get(f"{_SS}Type") if data is not None else None
    value: Plain = text or None
    if kind == "Number":
        value = number_of(text)
    elif kind == "Boolean":
        value = text == "1"
    elif kind == "DateTime":
        value = text.removesuffix("T00:00:00.000")
    if node.get(f"{_SS}Formula") is not None:
        return formula_result(value, is_saved=data is not None)
    return value
