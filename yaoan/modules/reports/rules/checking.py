"""Sums that must come out before anybody signs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yaoan.kernel import clock
from yaoan.kernel.figures.formulas import Number
from yaoan.kernel.words import _
from yaoan.modules.reports.rules.kept import Kept, number, spelled
from yaoan.modules.reports.rules.templates import Sums


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum with what it came to. `parts` tell how it was added up."""

    label: str
    total: Number | None
    result: Number | None
    parts: str

    @property
    def is_right(self) -> bool:
        return self.total == self.result

    def as_json(self) -> dict[str, Any]:
        return {"label": self.label, "total": spelled(self.total), "result": spelled(self.result), "parts": self.parts}

    @classmethod
    def from_json(cls, item: Mapping[str, Any]) -> "Sum":
        return cls(item["label"], number(item["total"]), number(item["result"]), item["parts"])


def check(kept: Kept, sums: Iterable[Sums]) -> list[Sum]:
    """Add up what a template asks to be added up. Figures the drafter may not see are left alone."""
    found = []
    for item in sums:
        places = [(1, place) for place in item.plus] + [(-1, place) for place in item.minus]
        values = [(sign, kept.at(place)) for sign, place in places]
        total = kept.at(item.total)
        if total is None or any(value is None for _sign, value in values):
            continue
        result = sum(sign * value for sign, value in values if value is not None)
        found.append(Sum(item.label, total, result, _parts(kept, places)))
    return found + list(_of_tables(kept))


def _parts(kept: Kept, places: Iterable[tuple[int, str]]) -> str:
    """14＋3－2, with the label before each."""
    said = []
    for sign, place in places:
        key, _bar, variant = place.partition("|")
        label = kept.item(key)["label"]
        early = "（上期末）" if variant else ""
        said.append(f"{'＋' if sign > 0 else '－'}{label}{early}{spelled(kept.at(place))}")
    return "".join(said).removeprefix("＋")


def _of_tables(kept: Kept) -> Iterator[Sum]:
    """The parts of each table add up to the figure they are parts of."""
    for table in kept.tables():
        for place, key in enumerate(table["columns"]):
            whole = kept.value(key)
            parts = [number(row["values"][place]) for row in table["rows"]]
            if whole is None or kept.item(key)["share"] or None in parts:
                continue
            result = sum(part for part in parts if part is not None)
            yield Sum(f"{table['title']}：{kept.item(key)['label']}", whole, result, str(_("各行之和")))


def faults(figures: Mapping[str, Any], until: date) -> list[str]:
    """Why a report cannot be signed yet, a sentence each."""
    kept = Kept(figures)
    if not kept.is_there:
        return [str(_("还没有取数；请先刷新数字。"))]
    wrong = []
    read_on = clock.local_day(datetime.fromisoformat(figures["as_of"]))
    if read_on <= until:
        text = _("数字取自{day}，所属期到{until}才结束；请在期末以后刷新数字。")
        wrong.append(text.format(day=read_on, until=until))
    for item in figures.get("checks", ()):
        found = Sum.from_json(item)
        if not found.is_right:
            text = _("{label}应为{result}（{parts}），报表为{total}；请核对台账后刷新数字。")
            wrong.append(text.format(label=found.label, result=found.result, parts=found.parts, total=found.total))
    return wrong
