"""What differs between two countings of the same report."""

from collections.abc import Iterator
from dataclasses import dataclass

from yaoan.modules.reports.rules.kept import VARIANTS, Kept


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is no longer what it was. `part` is the row of a table told apart by parts, with its label."""

    key: str
    variant: str
    label: str
    unit: str
    old: str | None
    new: str | None
    part: str = ""
    part_label: str = ""

    @property
    def place(self) -> str:
        """The cell in one word, as the paper asks for it."""
        return f"{self.key}|{self.variant}|{self.part}" if self.part else f"{self.key}|{self.variant}"


def differences(old: Kept, new: Kept) -> Iterator[Difference]:
    """The cells of `old` that say something else in `new`. Figures of the moment are left alone: they only ever move on."""
    for key in old.names:
        item = old.item(key)
        if item["moment"] or key not in new.data["figures"]:
            continue
        for variant in VARIANTS:
            before, after = item[variant], new.item(key)[variant]
            if before != after:
                yield Difference(key, variant, item["label"], item["unit"], before, after)
    yield from _in_tables(old, new)


def _in_tables(old: Kept, new: Kept) -> Iterator[Difference]:
    later = {table["title"]: {row["key"]: row for row in table["rows"]} for table in new.tables()}
    for table in old.tables():
        rows = {row["key"]: row for row in table["rows"]}
        fresh = later.get(table["title"], {})
        labels = {key: row["label"] for key, row in [*fresh.items(), *rows.items()]}
        for part, label in labels.items():
            for place, key in enumerate(table["columns"]):
                item = old.item(key)
                before = rows[part]["values"][place] if part in rows else "0"
                after = fresh[part]["values"][place] if part in fresh else "0"
                if before != after and not item["moment"]:
                    yield Difference(key, "value", item["label"], item["unit"], before, after, str(part), label)
