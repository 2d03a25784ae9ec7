"""A letter as a paper in official layout: the pieces come from the catalogue, the words of the case from the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yaoan.kernel.documents.numerals import day
from yaoan.kernel.documents.parts import Paper, Section
from yaoan.modules.letters.choices import Kind

DRAFT_MARK = "草稿，未签发"


@dataclass(frozen=True)
class Facts:
    """What the paper of a letter needs. `days` is the term for the answer in words (10个工作日), for a letter not yet served."""

    kind: Kind
    addressee: str
    problems: str
    basis: str
    measures: str
    term: str
    unit: str
    suspended: str = ""
    talk_on: date | None = None
    talk_place: str = ""
    asks_accountability: bool = False
    reply_by: date | None = None


def paragraphs(facts: Facts, pieces: Mapping[str, Any]) -> list[list[str]]:
    """The text of a letter as parts, each a heading (empty where it has none) and its paragraphs.

    `pieces` is the entry of the catalogue: `opening`, `problems`, `measures`, `accountability`, `answer`, `closing`, with
    {addressee} {basis} {term} {talk_on} {talk_place} {suspended} {unit} filled in here. A piece that is left out of the
    catalogue is left out of the letter.
    """
    words = _words(facts)
    parts = [["", str(pieces["opening"]).format(**words)]]
    parts.append([str(pieces["problems"]), *_lines(facts.problems)])
    measures = [str(pieces["order"]).format(**words)] if pieces.get("order") else []
    parts.append([str(pieces["measures"]), *measures, *_lines(facts.measures)])
    if facts.asks_accountability and pieces.get("accountability"):
        parts.append(["企业内部问责", str(pieces["accountability"]).format(**words)])
    parts.append(["答复", str(pieces["answer"]).format(**words)])
    parts += [["", str(text).format(**words)] for text in (pieces.get("remedy"), pieces.get("closing")) if text]
    return parts


def _words(facts: Facts) -> dict[str, str]:
    return {
        "addressee": facts.addressee,
        "basis": facts.basis.strip().rstrip("。"),
        "term": f"{day(facts.reply_by)}前" if facts.reply_by else f"收到之日起{facts.term}内",
        "talk_on": day(facts.talk_on) if facts.talk_on else "",
        "talk_place": facts.talk_place,
        "suspended": facts.suspended.strip().rstrip("。"),
        "unit": facts.unit,
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def written(parts: Sequence[Sequence[str]]) -> str:
    """The parts as one text, a paragraph a line; a heading stands in 【】, a later part without one behind an empty line."""
    lines = [line for heading, *blocks in parts for line in (f"【{heading}】" if heading else "", *blocks)]
    return "\n".join(lines).strip("\n")


def parts_of(text: str) -> list[list[str]]:
    """The parts of a text that `written` made."""
    parts: list[list[str]] = []
    for line in text.split("\n"):
        is_heading = line.startswith("【") and line.endswith("】")
        if is_heading or not line or not parts:
            parts.append([line.strip("【】")] if is_heading or not line else ["", line])
        else:
            parts[-1].append(line)
    return parts


def paper_of(
    title: str,
    parts: Sequence[Sequence[str]],
    *,
    addressee: str,
    unit: str,
    number: str = "",
    on: date | None = None,
    foot: str = "",
) -> Paper:
    """The paper; without a number it is marked as a draft. Headings are counted, parts without one are not."""
    sections: list[Section] = []
    for heading, *blocks in parts:
        if heading or not sections:
            sections.append(Section(heading, tuple(blocks)))
        else:
            last = sections[-1]
            sections[-1] = Section(last.heading, (*last.blocks, *blocks))
    return Paper(
        title,
        tuple(sections),
        issuer=unit,
        number=number,
        date=on,
        addressee=addressee,
        sealed=True,
        mark="" if number else DRAFT_MARK,
        foot=foot,
    )
