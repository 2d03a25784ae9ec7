"""From a row of a sheet to what it means: cleaned values, or everything that is wrong with it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yaoan.kernel.commands.errors import sentences
from yaoan.kernel.commands.values import plain as as_json
from yaoan.kernel.exchange.importer import Barred, Importer, Known
from yaoan.kernel.exchange.models import Result
from yaoan.kernel.exchange.setting import Setting
from yaoan.kernel.exchange.sheets import Raw, plain
from yaoan.kernel.exchange.sheets.cells import plain_text
from yaoan.kernel.exchange.sheets.values import is_blank
from yaoan.kernel.words import _

LONGEST_SHOWN = 200

Said = tuple[str, str]
"""A field ("" for the whole row) and a sentence about it."""


@dataclass(slots=True)
class Understood:
    """A row as it was read: its cells by field, and the values of its command."""

    number: int
    cells: dict[str, Raw]
    values: dict[str, Any]
    problems: list[Said] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    known: Known | None = None
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, str]:
        """What stands in the cells."""
        return {name: plain_text(plain(raw))[:LONGEST_SHOWN] for name, raw in self.cells.items()}

    @property
    def result(self) -> Result:
        if self.problems:
            return Result.ERROR
        if self.known is None:
            return Result.NEW
        return Result.CHANGE if self.before else Result.SAME


def understand(
    importer: Importer, setting: Setting, columns: Mapping[str, int], number: int, cells: Sequence[Raw]
) -> Understood:
    """Read the cells of a row, `columns` saying where each field stands."""
    row = Understood(number, {}, {})
    for name, index in columns.items():
        raw = cells[index] if index < len(cells) else None
        if raw is None or is_blank(raw):
            continue
        row.cells[name] = raw
        found = importer.by_field[name].kind.read(raw, setting)
        if found.problem:
            row.problems.append((name, sentences(found.problem, found.way_out)))
        elif found.value is not None:
            row.values[name] = found.value
        if found.note:
            row.notes.append((name, found.note))
    row.notes += importer.complete(setting, row.values)
    troubled = {name for name, _sentence in row.problems}
    for column in importer.columns:
        if column.required and column.field not in row.values and column.field not in troubled:
            row.problems.append((column.field, _("缺少“{label}”，请补填。").format(label=column.label)))
    return row


def recognise(importer: Importer, setting: Setting, rows: Sequence[Understood]) -> None:
    """Find out what each of many rows is about, and whether it may be written."""
    right = [row for row in rows if not row.problems]
    found = importer.find(setting, [row.values for row in right])
    for row, known in zip(right, found, strict=True):
        if isinstance(known, Barred):
            row.problems.append((known.field, known.sentence))
            continue
        row.known = known
        if known is None:
            row.values.setdefault("area", setting.area)
        else:
            row.before = {
                name: known.values.get(name) for name, value in row.values.items() if value != known.values.get(name)
            }
        if known is None or row.before:
            row.problems += _faults(importer, setting, row)


def _faults(importer: Importer, setting: Setting, row: Understood) -> list[Said]:
    """What the command itself finds wrong, and whether the person may give it there."""
    command = (importer.opens if row.known is None else importer.changes)(**row.values)
    faults = [(name, text) for name, texts in command.faults().items() for text in texts]
    area = row.values.get("area")
    if area is not None and not setting.reaches(command.act.permission, area):
        text = _("“{place}”不在您的管辖范围内，这一行不能导入。").format(place=setting.place_name(area))
        faults.append(("area", text))
    return faults


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON."""
    return {name: as_json(value) for name, value in values.items()}
