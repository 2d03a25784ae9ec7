"""What a report consists of, read from the catalogue of templates. A template that names what there is not is refused."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yaoan.kernel.words import Text
from yaoan.modules.reports.choices import Slot

PLACE = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
"""A place in a sentence: {key} or {key|variant}."""

WORDS = frozenset({"unit", "place", "period", "before", "campaign"})
"""Places of a sentence that words fill."""

VARIANTS = frozenset({"before", "total", "change"})
EVERY = ("month", "quarter", "half_year", "year", "any")


class BadTemplates(ValueError):
    """The catalogue of templates does not hold together; the text names every fault."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of a report: a metric, narrowed by facets, under a label of its own if it has one."""

    metric: str
    where: tuple[tuple[str, str], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with places for figures; with `when` it is left out while none of those figures says anything."""

    text: str
    when: tuple[str, ...] = ()

    def places(self) -> Iterator[tuple[str, str]]:
        """(key, variant) of its places for figures."""
        return ((key, variant) for key, variant in PLACE.findall(self.text) if key not in WORDS)


@dataclass(frozen=True)
class Passage:
    """A section: its sentences, the slot for words of the officer's own, and the sections inside."""

    heading: str = ""
    sentences: Sequence[Sentence] = ()
    slot: Slot | None = None
    when: tuple[str, ...] = ()
    passages: "Sequence[Passage]" = ()

    def every(self) -> "Iterator[Passage]":
        yield self
        for passage in self.passages:
            yield from passage.every()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: `rows` of figures over the periods, or `columns` of figures for each part they are told apart `by`."""

    title: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    by: str = ""
    of: str = ""
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """A sum that must come out. Places are keys, or `key|before`."""

    label: str
    total: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()

    def named(self) -> Iterator[str]:
        return (place.partition("|")[0] for place in (self.total, *self.plus, *self.minus))


@dataclass(frozen=True)
class Template:
    """One kind of report. `every` is the length of its period; `of` a campaign or the whole work of a unit."""

    key: str
    label: Text
    title: str
    every: str
    is_of_campaign: bool
    figures: Mapping[str, Asked]
    passages: Sequence[Passage]
    tables: Sequence[TableSpec]
    checks: Sequence[Sums] = ()
    main: tuple[str, ...] = field(default=())

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots for an officer's words, in the order of the paper."""
        return tuple(p.slot for top in self.passages for p in top.every() if p.slot)


def read(catalogue: Mapping[str, Mapping[str, Any]]) -> dict[str, Template]:
    """The templates of a catalogue. Raises BadTemplates, naming every fault of every template."""
    found = {key: _template(key, row) for key, row in catalogue.items()}
    wrong = [f"{template.key}: {fault}" for template in found.values() for fault in _faults(template)]
    if wrong:
        raise BadTemplates("; ".join(wrong))
    return found


def _template(key: str, row: Mapping[str, Any]) -> Template:
    return Template(
        key=key,
        label=Text(row["label"]["zh"], row["label"]["en"]),
        title=row["title"],
        every=row["every"],
        is_of_campaign=row["of"] == "campaign",
        figures={name: _asked(item) for name, item in row["figures"].items()},
        passages=[_passage(item) for item in row["sections"]],
        tables=[_table(item) for item in row.get("tables", ())],
        checks=[
            Sums(item["label"], item["total"], tuple(item["plus"]), tuple(item.get("minus", ())))
            for item in row.get("checks", ())
        ],
        main=tuple(row.get("main", ())),
    )


def _asked(item: Mapping[str, Any]) -> Asked:
    return Asked(item["metric"], tuple(sorted(item.get("where", {}).items())), item.get("label", ""))


def _passage(item: Mapping[str, Any]) -> Passage:
    return Passage(
        heading=item.get("heading", ""),
        sentences=[_sentence(said) for said in item.get("say", ())],
        slot=Slot(item["slot"]) if "slot" in item else None,
        when=_listed(item.get("when", ())),
        passages=[_passage(inner) for inner in item.get("sections", ())],
    )


def _sentence(said: str | Mapping[str, Any]) -> Sentence:
    return Sentence(said) if isinstance(said, str) else Sentence(said["say"], _listed(said.get("when", ())))


def _listed(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _table(item: Mapping[str, Any]) -> TableSpec:
    return TableSpec(
        title=item["title"],
        rows=tuple(item.get("rows", ())),
        columns=tuple(item.get("columns", ())),
        by=item.get("by", ""),
        of=item.get("of", ""),
        catalogue=item.get("catalogue", ""),
    )


def _faults(template: Template) -> Iterator[str]:
    if template.every not in EVERY:
        yield f"every {template.every} is none of {', '.join(EVERY)}"
    for where, key in _named(template):
        if key not in template.figures:
            yield f"{where} names the unknown figure {key}"
    for sentence in _sentences(template):
        for key, variant in PLACE.findall(sentence.text):
            if variant and (variant not in VARIANTS or key in WORDS):
                yield f"a sentence asks for {{{key}|{variant}}}"
    for table in template.tables:
        if bool(table.rows) == bool(table.columns) or bool(table.columns) != bool(table.by):
            yield f"the table {table.title} needs rows, or columns and what they are told apart by"
    slots = template.slots
    if len(set(slots)) != len(slots):
        yield "a slot stands in two places"


def _named(template: Template) -> Iterator[tuple[str, str]]:
    """(where, key) of every figure a template names."""
    for sentence in _sentences(template):
        yield from (("a sentence", key) for key, _variant in sentence.places())
        yield from (("a condition", key) for key in sentence.when)
    for passage in _passages(template):
        yield from (("a condition", key) for key in passage.when)
    for table in template.tables:
        yield from ((f"the table {table.title}", key) for key in (*table.rows, *table.columns))
    for sums in template.checks:
        yield from ((f"the check {sums.label}", key) for key in sums.named())
    yield from (("main", key) for key in template.main)


def _passages(template: Template) -> Iterator[Passage]:
    return (passage for top in template.passages for passage in top.every())


def _sentences(template: Template) -> Iterator[Sentence]:
    return (sentence for passage in _passages(template) for sentence in passage.sentences)
