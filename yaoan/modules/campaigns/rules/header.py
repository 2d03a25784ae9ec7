"""The head of a notice: number, issuers, dates, addressees, titles of what is attached."""

import re
from dataclasses import dataclass
from datetime import date

from yaoan.kernel.reading.dates import YEAR, day_of
from yaoan.kernel.reading.pieces import Piece, plain

from .anatomy import Anatomy
from .titles import DOCUMENT_NUMBER, agencies_of, names_a_plan, quoted_names
from .units import AGENCY

_BEFORE_ABOUT = re.compile(r"^(.{4,40}?)(?:关于|转发|印发)")
_PRINTED = re.compile(r"^\s*(.{4,30}?)\s+((?:19|20)\d\d年\d{1,2}月\d{1,2}日)\s*印发")
_SHARED_LEAD = re.compile(r"^各(?:省|自治区|市|州|地|县|区|旗|乡|镇)")
_OWN_LEAD = re.compile(
    r"^(?:各|全体|机关|局机关|直属|有关|相关|[省市县区州](?:局|直|级|政府|[\u4e00-\u9fff]{1,6}[委办])|中央|驻)"
)


@dataclass(frozen=True)
class Day:
    """A day and the words that say it."""

    piece: Piece
    day: date


@dataclass(frozen=True)
class Header:
    """What stands at the head and the foot of the notice; None where the text has it not."""

    title: Piece | None
    index_no: Piece | None
    doc_no: Piece | None
    issuers: tuple[Piece, ...]
    issued: Day | None
    published: Day | None
    addressees: tuple[Piece, ...]
    attachment_titles: tuple[Piece, ...]
    titled_year: int | None


def read_header(anatomy: Anatomy) -> Header:
    """The head. The signature goes before the labelled fields of the page, and these before the title."""
    fields = anatomy.metadata.fields
    labelled_number = fields.get("doc_no")
    number = labelled_number.find(DOCUMENT_NUMBER) if labelled_number else None
    return Header(
        title=anatomy.title,
        index_no=fields.get("index_no"),
        doc_no=anatomy.number or number,
        issuers=_issuers(anatomy),
        issued=_issued(anatomy),
        published=_day(fields.get("published")),
        addressees=_addressees(anatomy.addressees),
        attachment_titles=_attachment_titles(anatomy),
        titled_year=_titled_year(anatomy.title),
    )


def _issuers(anatomy: Anatomy) -> tuple[Piece, ...]:
    if anatomy.signed:
        return _once(anatomy.signed)
    if anatomy.head_agencies:
        return _once(anatomy.head_agencies)
    labelled = anatomy.metadata.fields.get("issuer")
    if labelled:
        return _once(tuple(labelled.split(" 、,，;；")))
    named = anatomy.title.find(_BEFORE_ABOUT, 1) if anatomy.title else None
    return _once(agencies_of(named)) if named and AGENCY.match(named.flat) else ()


def _once(agencies: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple({plain(agency.value): agency for agency in reversed(agencies)}.values())[::-1]


def _issued(anatomy: Anatomy) -> Day | None:
    """The date of the signature, else the labelled date, else one below the title or in the printer's line."""
    if anatomy.dated:
        return Day(*anatomy.dated)
    labelled = _day(anatomy.metadata.fields.get("date"))
    if labelled:
        return labelled
    for line in anatomy.text.lines():
        match = _PRINTED.match(line.flat)
        if match:
            return _day(line.group(match, 2))
    return None


def _day(piece: Piece | None) -> Day | None:
    found = day_of(piece) if piece else None
    return Day(*found) if found else None


def _addressees(line: Piece | None) -> tuple[Piece, ...]:
    """The addressees, parted at commas and 、; names under one 各县 stay together (各县市场监管局、公安局)."""
    found: list[Piece] = []
    for group in line.strip(" ：:").split("，,；; ") if line else ():
        shares_lead = _SHARED_LEAD.match(group.flat)
        for name in group.split("、"):
            if shares_lead and found and found[-1].start >= group.start and not _OWN_LEAD.match(name.flat):
                found[-1] = found[-1].to(name)
            else:
                found.append(name)
    return tuple(found)


def _attachment_titles(anatomy: Anatomy) -> tuple[Piece, ...]:
    """Titles of the attached papers, then of those only listed."""
    named = [paper.title for paper in anatomy.papers if paper.title and not paper.is_letter]
    quoted = [name for name in quoted_names(anatomy.title) if names_a_plan(name.value)] if anatomy.title else []
    found: dict[str, Piece] = {}
    for title in (*named, *quoted, *anatomy.listed_attachments):
        if title:
            found.setdefault(plain(title.value).strip("《》"), title)
    return tuple(found.values())


def _titled_year(title: Piece | None) -> int | None:
    """The one year in the title; None where it has none or several."""
    years = {int(match[1]) for match in title.finditer(YEAR)} if title else set()
    return years.pop() if len(years) == 1 else None
