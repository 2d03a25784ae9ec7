"""The rows of an xlsx worksheet, one after the other, in constant memory."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from yaoan.kernel.exchange.sheets.obstacles import Limits
from yaoan.kernel.exchange.sheets.packages import Package, elements
from yaoan.kernel.exchange.sheets.values import (
    ERRORS,
    Broken,
    Plain,
    Raw,
    Row,
    column_index,
    error_value,
    formula_result,
    trimmed,
)
from yaoan.kernel.exchange.sheets.xlsx import SheetPart, Texts, read_number_kinds, text_of, unescape
from yaoan.kernel.words import _

_DAY_ZERO = datetime(1899, 12, 30)
_DAY_ZERO_1904 = datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_466
_LAST_COLUMN = 16_384
_EXACT_DIGITS = 15
_MOST_MOMENTS = 10_000
_VALUES = (b"v>", b"is>")


class RowReader:
    """Reads the cells of the worksheets of one workbook."""

    def __init__(self, package: Package, texts: Texts, *, date1904: bool, limits: Limits) -> None:
        self._package = package
        self._texts = texts
        self._date1904 = date1904
        self._limits = limits
        self._styles = {str(style): kind for style, kind in enumerate(read_number_kinds(package)) if kind != "number"}
        self._columns: dict[str, int] = {}
        self._moments: dict[str, Plain | Broken] = {}

    def rows(self, sheet: SheetPart) -> Iterator[Row]:
        """The rows that hold something."""
        number = 0
        with self._package.open(sheet.part) as stream:
            for node in elements(stream, "sheetData", "row", self._limits, needs=_VALUES):
                number = _row_number(node, number)
                cells = self._cells(node)
                for column in sheet.skipped:
                    if column < len(cells):
                        cells[column] = None
                if cells := trimmed(cells):
                    yield number, cells

    def _cells(self, row: ET.Element) -> list[Raw]:
        """The cells of a row. This loop and `_value` run for every cell of a file: they are written for speed."""
        columns, value_tag = self._columns, row.tag[:-3] + "v"
        cells: list[Raw] = []
        follows = 0
        for node in row:
            attributes = node.attrib
            reference = attributes.get("r")
            if reference is None:
                index = follows
            else:
                letters = reference.rstrip("0123456789")
                known = columns.get(letters)
                index = self._new_column(letters, follows) if known is None else known
            follows = index + 1
            if not len(node):  # styled but blank
                continue
            kind = attributes.get("t", "n")
            child = node[0]
            if child.tag == value_tag:
                value: Raw = self._saved(kind, child.text or "", attributes.get("s"))
            else:
                value = self._compound(kind, node)
            if index == len(cells):
                cells.append(value)
            elif index < _LAST_COLUMN:
                cells += [None] * (follows - len(cells))
                cells[index] = value
        return cells

    def _new_column(self, letters: str, follows: int) -> int:
        is_column = 0 < len(letters) <= 3 and letters.isascii() and letters.isupper()
        index = self._columns[letters] = column_index(letters) if is_column else follows
        return index

    def _compound(self, kind: str, node: ET.Element) -> Raw:
        """The value of a cell that holds a formula or a text of its own."""
        text: str | None = None
        is_formula = False
        for child in node:
            local = child.tag.rpartition("}")[2]
            if local == "v":
                text = child.text or ""
            elif local == "is":
                return text_of(child) or None
            elif local == "f":
                is_formula = True
        if not is_formula:
            return None if text is None else self._saved(kind, text, node.get("s"))
        is_saved = text is not None and (text != "" or kind == "str")
        value = self._saved(kind, text or "", node.get("s")) if is_saved else None
        return value if isinstance(value, Broken) else formula_result(value, is_saved=is_saved)

    def _saved(self, kind: str, text: str, style: str | None) -> Plain | Broken:
        if kind == "s":
            return self._texts[int(text)] or None if text.isdigit() else None
        if kind == "n":
            shown = self._styles.get(style) if style is not None else None
            return self._moment(text) if shown == "date" else number_of(text)
        if kind == "b":
            return text in {"1", "true"}
        if kind == "e":
            return error_value(text if text in ERRORS else "#VALUE!")
        return _iso(text) if kind == "d" else unescape(text) or None

    def _moment(self, text: str) -> Plain | Broken:
        known = self._moments.get(text)
        if known is None:
            serial = number_of(text)
            known = moment_of(serial, date1904=self._date1904) if isinstance(serial, int | float) else serial
            if len(self._moments) < _MOST_MOMENTS:
                self._moments[text] = known
        return known


def _row_number(node: ET.Element, previous: int) -> int:
    given = node.get("r", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else previous + 1


def number_of(text: str) -> Plain:
    """A number as the file writes it: int where it is whole and exact, else float; None if blank, the text if no number."""
    text = text.strip()
    if not text:
        return None
    if len(text) <= _EXACT_DIGITS and text.lstrip("-").isdigit() and text.isascii():
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in {float("inf"), float("-inf")}:
        return text
    return int(value) if value.is_integer() and abs(value) < 10**_EXACT_DIGITS else value


def moment_of(serial: float, *, date1904: bool) -> Plain | Broken:
    """The date, moment or time of day that a spreadsheet shows for a number, exact to the second."""
    last = _LAST_SERIAL - (1462 if date1904 else 0)
    if not 0 <= serial < last:
        return Broken(str(serial), _("日期超出范围").format(), _("请重新填写日期，如 2024-03-05。").format())
    day, fraction = divmod(serial, 1)
    if not date1904 and 0 < day < 60:  # before the 29 February 1900 that spreadsheets believe in
        day += 1
    begin = _DAY_ZERO_1904 if date1904 else _DAY_ZERO
    moment = begin + timedelta(days=day, seconds=round(fraction * 86_400))
    if serial < 1 and not date1904:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


def _iso(text: str) -> Plain:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text
