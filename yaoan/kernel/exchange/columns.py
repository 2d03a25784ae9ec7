"""Which column of the sheet is which field: guessed, shown with samples, corrected by a person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models.functions import Length

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Division
from yaoan.kernel.exchange.checking import open_book, sheet_of, table_of, wanted
from yaoan.kernel.exchange.importer import Importer
from yaoan.kernel.exchange.models import Batch
from yaoan.kernel.exchange.sheets import (
    ColumnHead,
    Guess,
    Table,
    UnreadableSheet,
    Workbook,
    column_letters,
    guess_columns,
    plain,
)
from yaoan.kernel.exchange.sheets.cells import plain_text
from yaoan.kernel.exchange.sheets.values import is_blank
from yaoan.kernel.words import _

SAMPLES = 3
LONGEST_SAMPLE = 40
BELOW = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12}
"""How long the codes of the places one level down are."""


@dataclass(frozen=True)
class Offered:
    """A column of the sheet on the page: its label, what stands in it, the field proposed or chosen, and any doubt."""

    index: int
    label: str
    samples: Sequence[str]
    field: str
    reason: str = ""
    doubt: str = ""


@dataclass
class Form:
    """The columns page of an import: the sheets to choose from, the columns with their fields, the place."""

    importer: Importer
    batch: Batch
    actor: Actor
    chosen: Mapping[str, str] | None = None
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        with open_book(self.batch) as book:
            self.sheets = [sheet.name for sheet in book.sheets]
            self.notes = list(book.notes)
            self.table = self._found(book)
            self.sheet = self.table.sheet.name
            self.left_out = list(self._left_out())
            self.offered = list(self._offered())

    def _found(self, book: Workbook) -> Table:
        """The table of the sheet that was chosen, else of the first that has one. Raises UnreadableSheet."""
        if self.batch.sheet:
            return table_of(self.importer, sheet_of(self.batch, book))
        obstacles: list[UnreadableSheet] = []
        for sheet in book.sheets:
            try:
                return table_of(self.importer, sheet)
            except UnreadableSheet as obstacle:
                obstacles.append(obstacle)
        raise obstacles[0]

    @property
    def head(self) -> list[str]:
        return [column.label for column in self.table.columns]

    @property
    def area(self) -> str:
        return self.chosen.get("area", "") if self.chosen is not None else self.batch.area

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """(code, name) of the places rows may belong to: what the person's right reaches, and one level below."""
        reach = self.actor.rights.get(self.importer.opens.act.permission)
        found: dict[str, str] = {}
        for root in reach.areas if reach else ():
            inside = Division.objects.filter(code__startswith=root).annotate(size=Length("code"))
            rows = inside.filter(size__in=(len(root), BELOW.get(len(root), 0))).order_by("code")
            found |= dict(rows.values_list("code", "name"))
        return list(found.items())

    @property
    def columns(self) -> dict[str, int]:
        """The columns as they are chosen now: field -> place in the file."""
        return {item.field: item.index for item in self.offered if item.field}

    def is_right(self) -> bool:
        """Whether the sheet can be read this way; else `faults` says everything that is in the way."""
        taken = [item.field for item in self.offered if item.field]
        twice = sorted({name for name in taken if taken.count(name) > 1})
        for name in twice:
            label = self.importer.by_field[name].label
            self.faults.append(_("有两列都选了“{label}”，请只留一列。").format(label=label))
        for column in self.importer.columns:
            if column.required and column.field not in taken:
                self.faults.append(_("请指出哪一列是“{label}”。").format(label=column.label))
        if self.area not in dict(self.areas):
            self.faults.append(str(_("请选择默认所在地。")))
        return not self.faults

    def _left_out(self) -> Iterator[str]:
        """What is said of columns that hold something, have no label and are not offered."""
        offered = {column.index for column in self.table.columns}
        said = _("{column} 列没有列名，里面的内容不导入；需要的话，请在表里补上列名再传一次。")
        for index in self.table.head.nameless:
            if index not in offered:
                yield said.format(column=column_letters(index))

    def _offered(self) -> list[Offered]:
        found = guess_columns(self.table, wanted(self.importer.columns))
        guesses = {guess.column.index: guess for guess in found.guesses}
        remembered = None if self.chosen is not None else self._remembered()
        return [self._offer(column, guesses.get(column.index), remembered) for column in self.table.columns]

    def _offer(self, column: ColumnHead, guess: Guess | None, remembered: dict[int, str] | None) -> Offered:
        cells = (cells[column.index] for _number, cells in self.table.sample if column.index < len(cells))
        shown = dict.fromkeys(plain_text(plain(cell))[:LONGEST_SAMPLE] for cell in cells if not is_blank(cell))
        samples = list(shown)[:SAMPLES]
        if not column.path:
            return self._nameless(column, samples, remembered)
        if self.chosen is not None:
            name = self.chosen.get(f"column.{column.index}", "")
            return Offered(column.index, column.label, samples, name if name in self.importer.by_field else "")
        if remembered is not None:
            reason = str(_("与上次同样的表一致"))
            return Offered(column.index, column.label, samples, remembered.get(column.index, ""), reason)
        if guess is None:
            return Offered(column.index, column.label, samples, "")
        return Offered(column.index, column.label, samples, guess.name, guess.reason, guess.doubt or "")

    def _nameless(self, column: ColumnHead, samples: Sequence[str], remembered: dict[int, str] | None) -> Offered:
        """A column without a label: left out unless somebody chooses, or chose for the same sheet, what it is."""
        known = remembered or {}
        name = known.get(column.index, "") if self.chosen is None else self.chosen.get(f"column.{column.index}", "")
        label = _("{column} 列，没有列名").format(column=column_letters(column.index))
        doubt = str(_("表里没有写这一列的名称，不选就不导入。"))
        return Offered(column.index, label, samples, name if name in self.importer.by_field else "", doubt=doubt)

    def _remembered(self) -> dict[int, str] | None:
        """The columns of this sheet as they were chosen before: for this import, or for the last one with this head."""
        own = {index: name for name, index in self.batch.columns.items()}
        if own and self.batch.head == self.head:
            return own
        earlier = Batch.objects.filter(importer=self.importer.name, by=self.batch.by, head=self.head).exclude(
            columns={}
        )
        last = earlier.order_by("-pk").first()
        return {index: name for name, index in last.columns.items()} if last else None
