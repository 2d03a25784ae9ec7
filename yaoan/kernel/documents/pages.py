"""A paper on a screen and from a printer: the same words and order as in Word, figures as links."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yaoan.kernel.documents import numerals
from yaoan.kernel.documents.parts import (
    Block,
    Cell,
    Column,
    Paper,
    Piece,
    Section,
    Table,
    counted_sections,
    is_number,
    pieces,
    written,
)


def page(paper: Paper, *, back: str = "") -> str:
    """A whole page to print; `back` is the address of the way back."""
    context = {"paper": paper, "body": fragment(paper), "back": back}
    return render_to_string("documents/page.html", context)


def fragment(paper: Paper, *, opens: str = "") -> SafeString:
    """The sheet alone. With `opens`, the id of an element, a click on a figure fetches its rows into that."""
    context = {
        "paper": paper,
        "lines": list(_lines(paper)),
        "attachments": list(paper.attachment_lines()),
        "date": numerals.day(paper.date) if paper.date else "",
        "annexes": [
            (f"附件{number}" if len(paper.attachments) > 1 else "附件", item, [_drawn(block) for block in item.blocks])
            for number, item in enumerate(paper.attachments, start=1)
            if item.blocks
        ],
        "opens": opens,
    }
    return SafeString(render_to_string("documents/paper.html", context))


def _lines(paper: Paper) -> Iterator[dict[str, Any]]:
    for number, section in counted_sections(paper.sections):
        yield from _section(section, number, 1)


def _section(section: Section, number: int, level: int) -> Iterator[dict[str, Any]]:
    if section.heading:
        yield {"is": "heading", "level": level, "text": f"{numerals.counted(number, level)}{section.heading}"}
    for block in section.blocks:
        yield _drawn(block)
    for place, inner in counted_sections(section.sections):
        yield from _section(inner, place, level + 1)


def _drawn(block: Block) -> dict[str, Any]:
    """A block as the template draws it."""
    if not isinstance(block, Table):
        return {"is": "paragraph", "pieces": list(pieces(block))}
    columns = [(column, column.group if block.has_groups else "") for column in block.columns]
    return {
        "is": "table",
        "table": block,
        "upper": [
            {"label": group or block.columns[first].label, "span": count, "depth": 1 if group else 2}
            for first, count, group in _upper(block)
        ],
        "lower": [column.label for column, group in columns if group] if block.has_groups else [],
        "rows": [
            [(_class(column, cell), column.label, cell if isinstance(cell, Piece) else written(cell))
             for column, cell in zip(block.columns, row, strict=True)]
            for row in block.rows
        ],
    }  # fmt: skip


def _upper(table: Table) -> Iterator[tuple[int, int, str]]:
    """The heads of the upper row; without groups it is the only one."""
    if table.has_groups:
        yield from table.groups()
    else:
        yield from ((place, 1, column.label) for place, column in enumerate(table.columns))


def _class(column: Column, cell: Cell) -> str:
    return "right" if column.align == "left" and is_number(cell) else column.align
