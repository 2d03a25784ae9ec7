"""Enforcement documents from one declaration: what a form says, what it needs, and the paper it becomes.

The forms are data (`catalogues/case_forms`): paragraphs, rows and names with `{placeholders}`. A placeholder without a
value is what is missing; nothing is ever made up for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from typing import Any

from yaoan.kernel.documents.parts import Block, Column, Paper, Section, Table
from yaoan.kernel.words import Text

BLANK = "＿＿＿＿"
NOTHING = "／"
"""What stands in a row that has nothing to say."""


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of document. What is asked and not optional must have a value before it is signed.

    `listed` is the placeholder whose lines are the rows of a list, `head` what stands above them; `measure` the kind of measure it is about
    (`preservation`, `compulsory` or `any`), empty where it is about none.
    """

    key: str
    label: Text
    word: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    signs: tuple[str, ...]
    addressee: str = ""
    served: bool = False
    officers: int = 0
    optional: frozenset[str] = field(default_factory=frozenset)
    listed: str = ""
    head: str = ""
    measure: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """All placeholders, in the order of the paper."""
        texts = (self.addressee, *self.paragraphs, *(text for _label, text in self.rows), self._list, *self.closing)
        return tuple(dict.fromkeys(name for text in texts for name in _names(text)))

    @property
    def _list(self) -> str:
        return f"{{{self.listed}}}" if self.listed else ""

    def missing(self, values: Mapping[str, str], *, needed: frozenset[str] = frozenset()) -> list[str]:
        """The placeholders that must have a value and have none; `needed` ones are not optional this time."""
        optional = self.optional - needed
        return [name for name in self.asked if name not in optional and not values.get(name)]

    def is_idle(self, text: str, values: Mapping[str, str]) -> bool:
        """Whether all a line would say may be missing, and is."""
        names = list(_names(text))
        return bool(names) and all(name in self.optional and not values.get(name) for name in names)


def forms_of(data: Mapping[str, Any]) -> dict[str, Form]:
    """The forms of the catalogue, by key."""
    return {key: _form(key, row) for key, row in data["forms"].items()}


def labels_of(data: Mapping[str, Any]) -> dict[str, Text]:
    """What each placeholder is called."""
    return {name: Text(row["zh"], row["en"]) for name, row in data["names"].items()}


def _form(key: str, row: Mapping[str, Any]) -> Form:
    return Form(
        key=key,
        label=Text(row["label"]["zh"], row["label"]["en"]),
        word=row["word"],
        paragraphs=tuple(row.get("paragraphs", ())),
        rows=tuple((label, text) for label, text in row.get("rows", ())),
        closing=tuple(row.get("closing", ())),
        signs=tuple(row.get("signs", ())),
        addressee=row.get("addressee", ""),
        served=bool(row.get("served")),
        officers=int(row.get("officers", 0)),
        optional=frozenset(row.get("optional", ())),
        listed=row.get("listed", ""),
        head=row.get("head", ""),
        measure=row.get("measure", ""),
    )


def paper_of(
    form: Form,
    values: Mapping[str, str],
    *,
    issuer: str,
    number: str = "",
    on: date | None = None,
    mark: str = "",
    foot: str = "",
) -> Paper:
    """The paper of a form. What is missing stays a blank to be seen; what may be missing is left out or struck out."""

    def lines(texts: tuple[str, ...]) -> Iterator[str]:
        for text in texts:
            if not form.is_idle(text, values):
                yield from (line for line in _filled(text, values).splitlines() if line.strip())

    blocks: list[Block] = [*lines(form.paragraphs)]
    if form.rows:
        rows = [[label, NOTHING if form.is_idle(text, values) else _filled(text, values)] for label, text in form.rows]
        blocks.append(Table((Column("项目", 1), Column("内容", 3.4)), rows))
    if form.listed:
        blocks.append(_list_of(values.get(form.listed, ""), form.head))
    blocks += lines(form.closing)
    blocks += [f"{name}（签名）：{BLANK}{BLANK}　　　　年　　月　　日" for name in form.signs]
    return Paper(
        title=form.label.read("zh"),
        sections=(Section("", tuple(blocks)),),
        issuer=issuer,
        number=number,
        date=on,
        addressee=_filled(form.addressee, values),
        sealed=form.served,
        mark=mark,
        foot=foot,
    )


def _list_of(text: str, head: str) -> Table:
    """A numbered row for each line, with room for remarks."""
    columns = (Column("序号", 0.5), Column(head, 3.4), Column("备注", 1))
    things = [line.strip() for line in text.splitlines() if line.strip()] or [BLANK]
    return Table(columns, [[str(number), thing, None] for number, thing in enumerate(things, start=1)])


def _names(text: str) -> Iterator[str]:
    return (name for _text, name, _spec, _conversion in Formatter().parse(text) if name)


def _filled(text: str, values: Mapping[str, str]) -> str:
    filled = text.format_map({name: values.get(name) or BLANK for name in _names(text)})
    return filled.replace("。。", "。")  # what people write ends with a full stop or does not
