"""The tables of a Word file: those of the text, the record of issue at the end, and the turned page number."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Emu, Mm, Pt

from yaoan.kernel.documents import layout, markup, numerals
from yaoan.kernel.documents.parts import Paper, Table, is_number, written

ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
THIN, THICK = 4, 8
"""Lines in eighths of a point."""


def table(document: Any, given: Table) -> None:
    """A table with unit and period above it, its head repeated on every sheet, its note below."""
    _above(document, given)
    section = document.sections[-1]
    width = section.page_width - section.left_margin - section.right_margin
    depth = 2 if given.has_groups else 1
    made = document.add_table(depth, len(given.columns))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    markup.borders(made, top=THICK, bottom=THICK, left=THICK, right=THICK, insideH=THIN, insideV=THIN)
    size = layout.SIZE_SMALL_4 if len(given.columns) <= 8 else layout.SIZE_5
    _heads(made, given, depth, size)
    total = sum(column.width for column in given.columns)
    widths = [Emu(int(width * column.width / total)) for column in given.columns]
    for row in made.rows:
        markup.keep_together(row)
        markup.repeat(row)
        for wide, cell in zip(widths, row.cells, strict=True):
            cell.width = wide
    _body(made, given, size, widths)
    if given.note:
        _small(document, f"注：{given.note}", ALIGNED["left"])


def _body(made: Any, given: Table, size: float, widths: Sequence[Emu]) -> None:
    """The rows below the head. A cell is formed once for its column and side, and copied for every row."""
    forms: dict[tuple[int, str], Any] = {}
    blank = made.add_row()
    markup.keep_together(blank)
    for row in given.rows:
        line = deepcopy(blank._tr)
        for place, (column, value) in enumerate(zip(given.columns, row, strict=True)):
            align = "right" if column.align == "left" and is_number(value) else column.align
            if (place, align) not in forms:
                forms[place, align] = _formed(blank.cells[place], size, align, widths[place])
            cell = deepcopy(forms[place, align])
            cell.p_lst[0].r_lst[0].text = written(value)
            line.replace(line.tc_lst[place], cell)
        made._tbl.append(line)
    made._tbl.remove(blank._tr)


def _formed(cell: Any, size: float, align: str, wide: Emu) -> Any:
    """A cell without words as it stands in a column; the one given stays as it was."""
    form = type(cell)(deepcopy(cell._tc), cell._parent)
    _fill(form, "", size, align)
    form.width = wide
    return form._tc


def _above(document: Any, given: Table) -> None:
    parts = [
        given.period,
        f"单位：{given.unit}" if given.unit else "",
        f"填报单位：{given.maker}" if given.maker else "",
    ]
    if text := "　　".join(part for part in parts if part):
        _small(document, text, ALIGNED["right"])


def _heads(made: Any, given: Table, depth: int, size: float) -> None:
    for first, count, group in given.groups():
        if depth == 2 and group:
            cell = made.cell(0, first).merge(made.cell(0, first + count - 1)) if count > 1 else made.cell(0, first)
            _fill(cell, group, size, "center", layout.HEADING_FONTS[0])
        for place in range(first, first + count):
            merged = depth == 2 and not group
            cell = made.cell(0, place).merge(made.cell(1, place)) if merged else made.cell(depth - 1, place)
            _fill(cell, given.columns[place].label, size, "center", layout.HEADING_FONTS[0])


def _fill(cell: Any, text: str, size: float, align: str, font: str = "") -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    line = cell.paragraphs[0]
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    line.alignment = ALIGNED[align]
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    line.paragraph_format.line_spacing = Pt(size * 1.35)
    markup.off_grid(line)
    run = line.add_run(text)
    run.font.size = Pt(size)
    if font:
        markup.fonts(run._r.get_or_add_rPr(), font)


def _small(document: Any, text: str, alignment: Any) -> None:
    line = document.add_paragraph()
    line.alignment = alignment
    markup.off_grid(line)
    run = line.add_run(text)
    run.font.size = Pt(layout.SIZE_SMALL_4)


def record_of_issue(document: Any, paper: Paper) -> None:
    """Who gets a copy, who printed it and when, between lines at the foot of the last sheet (7.4)."""
    made = document.add_table(2, 2)
    made.autofit = False
    markup.borders(made, top=THICK, bottom=THICK, insideH=THIN)
    markup.float_table(
        made, horzAnchor="margin", vertAnchor="margin", tblpXSpec="center", tblpYSpec="bottom",
        leftFromText=0, rightFromText=0,
    )  # fmt: skip
    copies = made.cell(0, 0).merge(made.cell(0, 1))
    _fill(copies, f"抄送：{paper.copies}。", layout.SIZE_4, "left")
    _fill(made.cell(1, 0), paper.issuer, layout.SIZE_4, "left")
    _fill(made.cell(1, 1), f"{numerals.day(paper.date)}印发" if paper.date else "", layout.SIZE_4, "right")
    for row in made.rows:
        for cell in row.cells:
            cell.width = Mm(layout.TEXT_WIDTH / 2)
            markup.indent(cell.paragraphs[0], left=1, right=1)
    document.add_paragraph().paragraph_format.line_spacing = Pt(1)  # what floats is anchored to the line after it


def turned_number(header: Any, *, is_odd: bool) -> None:
    """The page number of a turned sheet, where it would be were the sheet held upright (7.5).

    The head of a turned table lies at the left of the upright sheet, so its foot is the left edge of the turned one.
    """
    length, inset = 30.0, layout.PITCH / layout.POINTS_PER_MM
    top = layout.WIDTH - layout.RIGHT - inset - length if is_odd else layout.LEFT + inset
    markup.standing_box(
        header.paragraphs[0], left=layout.FOOTER, top=top, width=7.0, height=length, right_end=is_odd
    )  # fmt: skip
