"""A metric: a figure with a name, a unit and one meaning, wherever it is shown."""

from dataclasses import dataclass
from typing import Literal

from yaoan.kernel.figures.formulas import Formula
from yaoan.kernel.words import Text

Better = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class Metric:
    """Declared once, in the room `figures.py` of the module it belongs to.

    `name` is the kind of record and a word: `risks.closed`. `better` says which way is good. `source` names the paper that
    asks for the figure, `note` what a reader should know. `group` is the heading under which it is listed.
    `within` is the facet and its value that `narrowing.within` narrowed it to; declarations leave it out.
    """

    name: str
    label: Text
    unit: Text
    formula: Formula
    group: Text
    better: Better = "none"
    source: Text | str = ""
    note: Text | str = ""
    within: tuple[str, str] | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of record it is counted from: who may not read them all, does not see the figure."""
        return tuple(dict.fromkeys(atom.kind for atom in self.formula.atoms()))

    @property
    def is_stock(self) -> bool:
        """Whether it tells how things stand at the end of a period, not what happened in it."""
        return not any(atom.measure in ("acts", "records", "amounts") for atom in self.formula.atoms())
