"""What a paper consists of, as values. Words, numbers and figures that lead somewhere; no layout."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words of a paragraph, or a cell, that lead somewhere on a screen; on paper they are plain words.

    `value` is the number where it is one, so that a sheet calculates with it. `hint` tells how it was reached. `tone`
    is `changed` where it no longer holds.
    """

    text: str
    url: str = ""
    hint: str = ""
    tone: Literal["", "changed"] = ""
    value: int | Decimal | None = None

    def __str__(self) -> str:
        return self.text


Cell = str | int | Decimal | Piece | None
Paragraph = str | tuple[str | Piece, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. Neighbours with the same `group` share a head above theirs. `width` is a proportion."""

    label: str
    width: float = 1.0
    align: Literal["left", "center", "right"] = "left"
    group: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that must come out: the cell `total` (row, column) is the sum of `plus` less the sum of `minus`."""

    total: tuple[int, int]
    plus: tuple[tuple[int, int], ...]
    minus: tuple[tuple[int, int], ...] = ()
    label: str = ""

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        return (self.total, *self.plus, *self.minus)


@dataclass(frozen=True)
class Table:
    """A table with its title and what stands around it in official style.

    `unit`, `period` and `maker` stand above, `note` below. Empty cells are None. Raises ValueError where a column has no
    label, or a row not as many cells as there are columns.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    unit: str = ""
    period: str = ""
    maker: str = ""
    note: str = ""
    checks: Sequence[Check] = ()
    wide: bool = False

    def __post_init__(self) -> None:
        if not self.columns or not all(column.label.strip() for column in self.columns):
            labels = [column.label for column in self.columns]
            raise ValueError(f"the table {self.title!r} has a column without a label: {labels}")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"the table {self.title!r} has {len(self.columns)} columns, and {len(row)} cells in row {number}"
                )

    @property
    def has_groups(self) -> bool:
        return any(column.group for column in self.columns)

    def groups(self) -> Iterator[tuple[int, int, str]]:
        """(first column, how many, label) of the heads in the upper row; a column without a group stands alone."""
        first = 0
        while first < len(self.columns):
            group, last = self.columns[first].group, first + 1
            while group and last < len(self.columns) and self.columns[last].group == group:
                last += 1
            yield first, last - first, group
            first = last


Block = Paragraph | Table


@dataclass(frozen=True)
class Section:
    """A heading, which is numbered by its place, what stands under it, and the sections inside. At most four levels."""

    heading: str = ""
    blocks: Sequence[Block] = ()
    sections: "Sequence[Section]" = ()


def counted_sections(sections: Sequence[Section]) -> Iterator[tuple[int, Section]]:
    """Each section with its number; one without a heading (an opening) takes none from those behind it."""
    number = 0
    for section in sections:
        number += bool(section.heading)
        yield max(number, 1), section


@dataclass(frozen=True)
class Attachment:
    """Something that goes with a paper: its name is listed below the text; its blocks, if any, begin on a new sheet."""

    title: str
    blocks: Sequence[Block] = ()

    @property
    def is_wide(self) -> bool:
        """Whether its sheet is turned, for a table with many columns."""
        return any(isinstance(block, Table) and block.wide for block in self.blocks)


@dataclass(frozen=True)
class Paper:
    """A paper of an office.

    `masthead` is the red head above the line, e.g. 青溪县市场监督管理局文件; without it the number stands below the title.
    `signatory` is who signs a paper that goes up. `sealed` leaves room for a seal. `copies` are the offices that get a
    copy. `mark` is printed at the head of every sheet (a draft says so there). `foot` is a line in small type below the
    date, e.g. the hash by which a printed report is compared with the record.
    """

    title: str
    sections: Sequence[Section] = ()
    issuer: str = ""
    number: str = ""
    date: datetime.date | None = None
    addressee: str = ""
    attachments: Sequence[Attachment] = field(default_factory=tuple)
    masthead: str = ""
    signatory: str = ""
    sealed: bool = False
    copies: str = ""
    mark: str = ""
    foot: str = ""

    def attachment_lines(self) -> Iterator[tuple[str, str]]:
        """(what stands before the name, the name) of the list of attachments (7.3.4)."""
        for number, attachment in enumerate(self.attachments, start=1):
            head = "附件：" if number == 1 else "　　　"
            yield (head if len(self.attachments) == 1 else f"{head}{number}. "), attachment.title


def written(cell: Cell) -> str:
    """A cell as it is printed: numbers plain, nothing as a dash."""
    if cell is None or cell == "":
        return "—"
    if isinstance(cell, Decimal):
        body = f"{cell:f}"
        return body.rstrip("0").rstrip(".") if "." in body else body
    return str(cell)


def pieces(paragraph: Paragraph) -> tuple[str | Piece, ...]:
    return (paragraph,) if isinstance(paragraph, str) else paragraph


def is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, Decimal)) or (isinstance(cell, Piece) and cell.value is not None)
