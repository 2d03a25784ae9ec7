"""The paper of a report: its narrative and its tables in official layout, each figure a piece that leads to its rows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yaoan.kernel.documents.parts import Attachment, Cell, Check, Column, Paper, Piece, Section, Table
from yaoan.kernel.figures.periods import Period
from yaoan.modules.reports.rules import wording
from yaoan.modules.reports.rules.kept import AFTER, BEFORE, TOTAL, Kept, number
from yaoan.modules.reports.rules.periods import before_words, period_words
from yaoan.modules.reports.rules.templates import Passage, TableSpec, Template

DRAFT_MARK = "草稿，数字未冻结"
WIDE = 8
"""A table with more columns than so many gets a sheet of its own, turned."""


@dataclass(frozen=True)
class Facts:
    """What a paper needs beside the figures. `address` is where the figures of the report are opened, "" on paper.

    `changed` are the keys whose value is no longer what it was.
    """

    unit: str
    place: str
    campaign: str
    period: Period
    addressee: str = ""
    number: str = ""
    on: date | None = None
    is_draft: bool = False
    foot: str = ""
    address: str = ""
    changed: Collection[str] = field(default=())
    hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, str]:
        """The words a sentence may ask for."""
        return {
            "unit": self.unit,
            "place": self.place,
            "campaign": self.campaign,
            "period": period_words(self.period),
            "before": before_words(self.period),
        }

    def draw(self, key: str, variant: str, text: str, part: str = "") -> Piece:
        """The piece of a figure."""
        url = ""
        if self.address and text != "—":
            url = f"{self.address}{key}/" + "&".join(_query(variant, part))
        shown = number(text) if text != "—" else None
        is_changed = (f"{key}|{variant}|{part}" if part else f"{key}|{variant}") in self.changed
        return Piece(text, url, self.hints.get(key, ""), "changed" if is_changed else "", shown)


def _query(variant: str, part: str) -> Iterator[str]:
    if variant != AFTER:
        yield f"?of={variant}"
    if part:
        yield f"{'' if variant != AFTER else '?'}part={part}"


def paper_of(template: Template, kept: Kept, words: Mapping[str, str], facts: Facts) -> Paper:
    """The whole paper. Sections that have nothing to say are left out; tables follow as attachments."""
    sections = [
        _section(passage, kept, words, facts) for passage in template.passages if wording.is_shown(passage, kept, words)
    ]
    tables = tables_of(template, kept, facts)
    return Paper(
        title=f"{facts.unit}{_title(template, facts)}",
        sections=sections,
        issuer=facts.unit,
        number=facts.number,
        date=facts.on,
        addressee=facts.addressee,
        attachments=tuple(Attachment(table.title, (table,)) for table in tables),
        mark=DRAFT_MARK if facts.is_draft else "",
        foot=facts.foot,
    )


def _title(template: Template, facts: Facts) -> str:
    title = template.title
    for name, word in facts.words.items():
        title = title.replace(f"{{{name}}}", word)
    return title


def _section(passage: Passage, kept: Kept, words: Mapping[str, str], facts: Facts) -> Section:
    def draw(key: str, variant: str, text: str) -> Piece:
        return facts.draw(key, variant, text)

    sentences = wording.shown(iter(passage.sentences), kept)
    said = [wording.said(sentence, kept, facts.words, draw) for sentence in sentences]
    own = words.get(passage.slot, "") if passage.slot else ""
    blocks: list[Any] = [tuple(piece for sentence in said for piece in sentence)] if said else []
    blocks += [line.strip() for line in own.splitlines() if line.strip()]
    inner = [_section(item, kept, words, facts) for item in passage.passages if wording.is_shown(item, kept, words)]
    return Section(passage.heading, blocks, inner)


def tables_of(template: Template, kept: Kept, facts: Facts) -> list[Table]:
    """The tables with their sums checked; those whose figures the drafter may not see are left out."""
    parts = {table["title"]: table for table in kept.tables()}
    found = []
    for spec in template.tables:
        table = _over_periods(spec, kept, facts) if spec.rows else _over_parts(spec, kept, parts.get(spec.title), facts)
        if table is not None:
            found.append(table)
    return found


def _over_periods(spec: TableSpec, kept: Kept, facts: Facts) -> Table | None:
    """Figures in rows: this period, the one before, the difference, and since the beginning."""
    keys = [key for key in spec.rows if key in kept.names]
    if not keys:
        return None
    words = facts.words
    rows: list[list[Cell]] = []
    for place, key in enumerate(keys, start=1):
        item, now, before = kept.item(key), kept.value(key), kept.value(key, BEFORE)
        gap = None if now is None or before is None else now - before
        total = None if item["stock"] else facts.draw(key, TOTAL, kept.text(key, TOTAL))
        rows.append([
            place, item["label"], item["unit"], facts.draw(key, AFTER, kept.text(key)),
            facts.draw(key, BEFORE, kept.text(key, BEFORE)), gap, total,
        ])  # fmt: skip
    columns = (
        Column("序号", 0.6, "center"), Column("指标", 2.6), Column("单位", 0.7, "center"), Column(words["period"], 1.3, "right"),
        Column(words["before"], 1.1, "right"), Column("增减", 1, "right"), Column("累计", 1.1, "right"),
    )  # fmt: skip
    return Table(
        columns, rows, title=spec.title, period=words["period"], maker=facts.unit,
        note="存量指标按期末计，不列累计；超期数按取数时计。各数均取自台账记录，点开可见。",
    )  # fmt: skip


def _over_parts(spec: TableSpec, kept: Kept, found: Mapping[str, Any] | None, facts: Facts) -> Table | None:
    """Figures in columns, a row for each part, and their sum."""
    if found is None or not found["columns"]:
        return None
    keys = found["columns"]
    columns = [Column(spec.of or "单位", 1.8)]
    columns += [Column(f"{kept.item(key)['label']}", 1, "right") for key in keys]
    rows: list[list[Cell]] = [
        [
            row["label"],
            *(
                facts.draw(key, AFTER, text or "—", str(row["key"]))
                for key, text in zip(keys, row["values"], strict=True)
            ),
        ]
        for row in found["rows"]
    ]
    rows.append(["合计", *(facts.draw(key, AFTER, kept.text(key)) for key in keys)])
    last = len(rows) - 1
    checks = [
        Check((last, place), tuple((row, place) for row in range(last)))
        for place, key in enumerate(keys, start=1)
        if last and not kept.item(key)["share"]
    ]
    return Table(
        columns, rows, title=spec.title, period=facts.words["period"], maker=facts.unit, checks=checks,
        wide=len(columns) > WIDE,
    )  # fmt: skip
