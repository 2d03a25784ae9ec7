"""Tables as an Excel file in official style: title, unit, period and maker above, sums checked by formulas beside them."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from yaoan.kernel.documents import layout
from yaoan.kernel.documents.parts import Cell, Check, Piece, Table

RIGHT, WRONG = "相符", "不符"
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
FORBIDDEN = "[]:*?/\\'"


def sheet(tables: Iterable[Table], *, title: str = "", maker: str = "") -> bytes:
    """An Excel file with each table on a sheet of its own. Sums that have a check stand beside its formula.

    A number that was stated stays a number; the formula says whether it is the sum it should be.
    """
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": title, "author": maker})
    forms = _Forms(book)
    names: set[str] = set()
    for table in tables:
        _write(book.add_worksheet(_name(table.title, names)), table, forms)
    book.close()
    return file.getvalue()


class _Forms:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        text = {"font_name": layout.BODY_FONT, "font_size": 12, "valign": "vcenter", "text_wrap": True}
        boxed = {**text, "border": 1}
        heading = {**boxed, "font_name": layout.HEADING_FONTS[0], "align": "center"}
        self.title = book.add_format(
            {"font_name": layout.TITLE_FONT, "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        self.left = book.add_format(text)
        self.right = book.add_format({**text, "align": "right"})
        self.head = book.add_format(heading)
        self.cells = {align: book.add_format({**boxed, "align": align}) for align in ("left", "center", "right")}
        self.fraction = book.add_format({**boxed, "align": "right", "num_format": "0.0###"})
        self.check = book.add_format({**text, "align": "center", "font_color": "#52606D", "font_size": 10})
        self.wrong = book.add_format({"font_color": "#A8201A", "bold": True})


def _write(page: Any, table: Table, forms: _Forms) -> None:
    count = len(table.columns)
    last = max(count - 1, 1)
    page.set_paper(9)
    page.set_landscape() if table.wide else page.set_portrait()
    page.fit_to_pages(1, 0)
    page.set_margins(left=1.1, right=1.02, top=1.1, bottom=1.1)
    page.set_footer(f'&C&"{layout.NUMBER_FONT}"&14— &P —')
    for place, column in enumerate(table.columns):
        page.set_column(place, place, max(8.0, 9.0 * column.width))
    page.set_row(0, 36)
    page.merge_range(0, 0, 0, last, table.title, forms.title)
    _above(page, table, forms, last)
    first = _heads(page, table, forms)
    for number, row in enumerate(table.rows):
        for place, cell in enumerate(row):
            _cell(page, first + number, place, cell, table.columns[place].align, forms)
    below = first + len(table.rows)
    for line in _checks(page, table, first, below, forms):
        below = max(below, line)
    if table.note:
        page.merge_range(below + 1, 0, below + 1, last, f"注：{table.note}", forms.left)
        page.set_row(below + 1, 18 * (1 + len(table.note) // (12 * count)))
    page.freeze_panes(first, 1)
    page.repeat_rows(2, first - 1)


def _above(page: Any, table: Table, forms: _Forms, last: int) -> None:
    """Maker to the left, period in the middle, unit to the right; all in the second row."""
    middle = last // 2
    maker = f"填报单位：{table.maker}" if table.maker else ""
    right = "　".join(part for part in (table.period, f"单位：{table.unit}" if table.unit else "") if part)
    page.merge_range(1, 0, 1, middle, maker, forms.left) if middle else page.write_string(1, 0, maker, forms.left)
    if last - middle > 1:
        page.merge_range(1, middle + 1, 1, last, right, forms.right)
    else:
        page.write_string(1, last, right, forms.right)


def _heads(page: Any, table: Table, forms: _Forms) -> int:
    """Write the head of the table; returns the first row below it."""
    top, depth = 2, 2 if table.has_groups else 1
    for first, count, group in table.groups():
        if group and count > 1:
            page.merge_range(top, first, top, first + count - 1, group, forms.head)
        elif group:
            page.write_string(top, first, group, forms.head)
        for place in range(first, first + count):
            label = table.columns[place].label
            if depth == 2 and not group:
                page.merge_range(top, place, top + 1, place, label, forms.head)
            else:
                page.write_string(top + depth - 1, place, label, forms.head)
    return top + depth


def _cell(page: Any, row: int, place: int, cell: Cell, align: str, forms: _Forms) -> None:
    value = number_of(cell)
    if isinstance(value, Decimal) and value != value.to_integral_value():
        page.write_number(row, place, value, forms.fraction)
    elif value is not None:
        page.write_number(row, place, value, forms.cells["right" if align == "left" else align])
    else:
        page.write_string(row, place, "—" if cell in (None, "") else str(cell), forms.cells[align])


def _checks(page: Any, table: Table, first: int, below: int, forms: _Forms) -> Iterator[int]:
    """Write the formula of each check: beside its row, below its column, or in a list; yields the rows used."""
    right: dict[int, int] = {}
    under: dict[int, int] = {}
    listed = below
    width = len(table.columns)
    lines = [check for check in table.checks if not _is_row(check) and not _is_column(check)]
    deepest = max(
        (sum(_is_column(c) and c.total[1] == place for c in table.checks) for place in range(width)), default=0
    )
    for check in table.checks:
        if _is_row(check):
            place = width + right.get(check.total[0], 0)
            right[check.total[0]] = place - width + 1
            _formula(page, first + check.total[0], place, check, table, first, forms)
        elif _is_column(check):
            line = below + under.get(check.total[1], 0)
            under[check.total[1]] = line - below + 1
            _formula(page, line, check.total[1], check, table, first, forms)
            yield line
    listed += deepest
    for number, check in enumerate(lines):
        page.write_string(listed + number, 0, check.label, forms.left)
        _formula(page, listed + number, 1, check, table, first, forms)
        yield listed + number


def _is_row(check: Check) -> bool:
    return len({row for row, _column in check.cells}) == 1


def _is_column(check: Check) -> bool:
    return len({column for _row, column in check.cells}) == 1


def _formula(page: Any, row: int, place: int, check: Check, table: Table, first: int, forms: _Forms) -> None:
    def at(cell: tuple[int, int]) -> str:
        return str(xl_rowcol_to_cell(first + cell[0], cell[1]))

    total = at(check.total)
    parts = "+".join(map(at, check.plus)) + "".join(f"-{at(cell)}" for cell in check.minus)
    formula = f'=IF(ROUND({total}-({parts}),4)=0,"{RIGHT}","{WRONG} "&TEXT({total}-({parts}),"+0.####;-0.####"))'
    gap = difference(table, check)
    shown = RIGHT if gap == 0 else f"{WRONG} {gap:+}"
    page.write_formula(row, place, formula, forms.check, shown)
    page.conditional_format(
        row, place, row, place, {"type": "text", "criteria": "begins with", "value": WRONG, "format": forms.wrong}
    )


def difference(table: Table, check: Check) -> Decimal:
    """By how much a total of a table is more than what it is the sum of. Cells without a number count nothing."""

    def amount(cells: Sequence[tuple[int, int]]) -> Decimal:
        return sum((Decimal(number_of(table.rows[row][place]) or 0) for row, place in cells), Decimal(0))

    return amount([check.total]) - amount(check.plus) + amount(check.minus)


def number_of(cell: Cell) -> int | Decimal | None:
    """The number in a cell, or None where there is none."""
    if isinstance(cell, Piece):
        return cell.value
    return cell if isinstance(cell, (int, Decimal)) else None


def _name(title: str, taken: set[str]) -> str:
    """A name for a sheet that Excel allows: 31 letters, none of those it forbids, and none twice."""
    plain = "".join(letter for letter in title if letter not in FORBIDDEN)[:28] or "1"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain}{number}"
    taken.add(name.lower())
    return name
