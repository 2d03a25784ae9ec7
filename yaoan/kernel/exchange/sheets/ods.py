"""OpenDocument spreadsheets (ods): sheets and rows, in constant memory."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from lxml import etree

from yaoan.kernel.exchange.sheets.obstacles import Limits, damaged
from yaoan.kernel.exchange.sheets.packages import Package, refuse_definitions
from yaoan.kernel.exchange.sheets.values import ERRORS, Plain, Raw, Row, Span, error_value, formula_result, trimmed
from yaoan.kernel.exchange.sheets.xlsx_rows import number_of

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CONTENT = "content.xml"
_LAST_COLUMN = 16_384


def read_names(package: Package) -> list[tuple[str, bool]]:
    """(name, is visible) of the tables in their order."""
    hidden, found = set(), []
    for node in _events(package, f"{_STYLE}style", f"{_TABLE}table", events=("start", "end")):
        if node.tag == f"{_STYLE}style":
            shown = node.find(f"{_STYLE}table-properties")
            if shown is not None and shown.get(f"{_TABLE}display") == "false":
                hidden.add(node.get(f"{_STYLE}name"))
        else:
            found.append((node.get(f"{_TABLE}name", ""), node.get(f"{_TABLE}style-name") not in hidden))
    return found


def read_rows(package: Package, table: int, limits: Limits) -> Iterator[Row]:
    """The rows of the table at that place that hold something; repeated rows come as often as they are repeated."""
    for number, node, count in _row_nodes(package, table):
        cells = trimmed(list(islice(_cells(node), _LAST_COLUMN)))
        if cells:
            for repeat in range(min(count, limits.rows + 1)):
                yield number + repeat, list(cells)


def read_spans(package: Package, table: int) -> tuple[Span, ...]:
    """The merged blocks of the table."""
    spans = []
    for number, node, _count in _row_nodes(package, table):
        column = 0
        for cell in node:
            rows = _count_of(cell, "number-rows-spanned")
            columns = _count_of(cell, "number-columns-spanned")
            if rows > 1 or columns > 1:
                spans.append(Span(number, column, number + rows - 1, column + columns - 1))
            column += _count_of(cell, "number-columns-repeated")
    return tuple(spans)


def _row_nodes(package: Package, table: int) -> Iterator[tuple[int, etree._Element, int]]:
    """(number, node, how often) of the rows of one table."""
    current, number = -1, 1
    for node in _events(package, f"{_TABLE}table", f"{_TABLE}table-row", events=("start", "end")):
        if node.tag == f"{_TABLE}table":
            current += 1
            if current > table:
                return
            number = 1
        else:
            count = _count_of(node, "number-rows-repeated")
            if current == table:
                yield number, node, count
            number += count


def _events(package: Package, *tags: str, events: tuple[str, ...]) -> Iterator[etree._Element]:
    """Tables when they begin, other elements when they are complete; what was given is freed afterwards."""
    with package.open(_CONTENT) as stream:
        refuse_definitions(stream.read(4_096))
    with package.open(_CONTENT) as stream:
        try:
            parsed = etree.iterparse(
                stream, events=events, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
            )
            for event, node in parsed:
                if (event == "start") == (node.tag == f"{_TABLE}table"):
                    yield node
                if event == "end":
                    node.clear()
                    while node.getprevious() is not None:
                        del node.getparent()[0]
        except (etree.XMLSyntaxError, OSError, ValueError) as error:
            raise damaged() from error


def _cells(row: etree._Element) -> Iterator[Raw]:
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        value = _value(cell)
        for _repeat in range(min(_count_of(cell, "number-columns-repeated"), _LAST_COLUMN)):
            yield value


def _value(cell: etree._Element) -> Raw:
    kind = cell.get(f"{_OFFICE}value-type")
    shown = "\n".join("".join(paragraph.itertext()) for paragraph in cell.findall(f"{_TEXT}p"))
    value: Plain
    if kind in {"float", "percentage", "currency"}:
        value = number_of(cell.get(f"{_OFFICE}value", ""))
    elif kind == "date":
        value = _moment(cell.get(f"{_OFFICE}date-value", ""), shown)
    elif kind == "boolean":
        value = cell.get(f"{_OFFICE}boolean-value") == "true"
    else:
        value = shown or None
    if cell.get(f"{_TABLE}formula") is not None:
        return formula_result(value, is_saved=kind is not None)
    if isinstance(value, str) and value in ERRORS:
        return error_value(value)
    return value


def _moment(text: str, shown: str) -> Plain:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return shown or text
    return moment if "T" in text else date(moment.year, moment.month, moment.day)


def _count_of(node: etree._Element, attribute: str) -> int:
    text = node.get(_TABLE + attribute, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
