"""The parts of an official document: title, number, addressees, letter, signature, attachments, closing lines."""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, takewhile

from yaoan.kernel.reading.dates import day_of
from yaoan.kernel.reading.pieces import Piece, plain

from .metadata import Metadata, read_metadata
from .titles import (
    ENUMERATED,
    agencies_of,
    could_be_title,
    find_title,
    number_behind,
    number_of,
    quoted_names,
    same_title,
)

_ATTACHMENT = re.compile(r"^\s*附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[:]?\s*$")
_ATTACHMENT_LIST = re.compile(
    r"^\s*附\s*件?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[:.、]\s*(?:\d{1,2}\s*[.、]\s*)?(?=\S)"
)
_LIST_GOES_ON = re.compile(r"^\s*(?:附\s*件\s*)?\d{1,2}\s*[.、:]\s*(?=\S)")
_CLOSING = re.compile(
    r"^\s*(?:[(]?\s*此件|[(]\s*(?:主动公开|依申请公开|不予公开|公开|信息公开)"
    r"|(?:公开(?:属性|方式|类别)|信息公开类别|抄\s*[送报]|主题词)\s*:"
    r"|[(]?\s*责(?:任编辑|编)\s*:|[^。]{2,30}\s.{0,6}\d{4}年.{1,8}日\s*印发|共印\s*\d+\s*份"
    r"|[(]?\s*(?:(?:业务|工作)?联系(?:人|电话|方式)|电子邮箱|邮箱|传真|(?:办公|咨询|监督|举报|联系)?电话)[^。]{0,8}[:])"
)
_ADDRESSEES = re.compile(r"^\s*(?![^:]*(?:如下|通知|事项|方面|以下))[^。!:]{2,400}:\s*$")
_ADDRESSED_TO = re.compile(r"局|办|所|委|中心|单位|企业|机构|科|股|室|队|各|政府|公司|协会|院")
_DATE_REST = re.compile(r"^[\s()]*$")
_TITLE_SPAN = 12
_SIGNERS = 8
_HEAD_LINES = 60
_PARAGRAPH = 60
_SHORTEST_REPEAT = 4


@dataclass(frozen=True)
class Paper:
    """The letter or one attachment: its title, where it has one, and the lines of its body."""

    title: Piece | None
    lines: tuple[Piece, ...]
    is_letter: bool = False


@dataclass(frozen=True)
class Anatomy:
    """A notice taken apart. ``signed`` and ``dated`` are those of the first signature."""

    text: Piece
    metadata: Metadata
    title: Piece | None
    head_agencies: tuple[Piece, ...]
    number: Piece | None
    addressees: Piece | None
    signed: tuple[Piece, ...]
    dated: tuple[Piece, date] | None
    listed_attachments: tuple[Piece, ...]
    papers: tuple[Paper, ...]


@dataclass
class _Walk:
    """The lines, and what has been found on them so far: ``taken`` are the places that are no part of a body."""

    lines: list[Piece]
    taken: set[int] = field(default_factory=set)
    number: Piece | None = None
    addressees: Piece | None = None
    signatures: list[tuple[int, tuple[Piece, ...], tuple[Piece, date]]] = field(default_factory=list)
    listed: list[Piece] = field(default_factory=list)
    starts: dict[int, Piece | None] = field(default_factory=dict)

    @property
    def free(self) -> list[int]:
        return [place for place, line in enumerate(self.lines) if line.strip() and place not in self.taken]


def dissect(text: Piece) -> Anatomy:
    """Takes the notice apart by the forms of official documents; what is not recognised stays in the bodies."""
    walk = _Walk(text.lines())
    metadata = read_metadata(walk.lines)
    walk.taken |= metadata.lines
    title, top = _take_title(walk)
    heads = _take_head(walk, title, top)
    _take_signatures(walk, top)
    _take_attachment_lists(walk)
    _take_closings(walk)
    _take_attachments(walk, top)
    signature = walk.signatures[0] if walk.signatures else None
    return Anatomy(
        text=text,
        metadata=metadata,
        title=_fuller_title(title, metadata.fields.get("title")),
        head_agencies=heads,
        number=walk.number,
        addressees=walk.addressees,
        signed=signature[1] if signature else (),
        dated=signature[2] if signature else None,
        listed_attachments=tuple(walk.listed),
        papers=_papers(walk, title, top),
    )


def _take_title(walk: _Walk) -> tuple[Piece | None, int]:
    """The title and the place of the first line after it."""
    head = list(takewhile(lambda place: not _is_running_text(walk.lines[place]), walk.free))
    found = find_title(walk.lines, head[:_HEAD_LINES])
    if not found:
        return None, 0
    places, title = found
    again = find_title(walk.lines, [place for place in head if place > places[-1]][:_TITLE_SPAN])
    if again and plain(again[1].value).endswith(plain(title.value)):
        places, title = [*places, *again[0]], again[1]  # a page names the notice above it, often without its issuer
    walk.taken |= set(places)
    walk.number = number_behind(walk.lines[places[0]].to(walk.lines[places[-1]]))
    return title, places[-1] + 1


def _is_running_text(line: Piece) -> bool:
    """A paragraph, a numbered item or the line of addressees: no title stands below it."""
    return (len(line) > _PARAGRAPH and "。" in line.text) or bool(
        ENUMERATED.match(line.flat) or (_ADDRESSEES.match(line.flat) and _ADDRESSED_TO.search(line.flat))
    )


def _fuller_title(title: Piece | None, labelled: Piece | None) -> Piece | None:
    """The labelled title where the page's own lacks the issuer's name before it."""
    if not title or not labelled:
        return title or labelled
    return labelled if labelled.value.endswith(title.value) else title


def _repeats(line: Piece, title: Piece) -> bool:
    """The title once more, or a line of it: pages show it above the text and in it."""
    return len(line.strip()) >= _SHORTEST_REPEAT and plain(line.value) in plain(title.value)


def _take_head(walk: _Walk, title: Piece | None, top: int) -> tuple[Piece, ...]:
    """Number, addressees and the line of a date under the title; gives the agencies named above it."""
    heads: list[Piece] = []
    for place in (place for place in walk.free if place < top):
        agencies = agencies_of(walk.lines[place])
        heads += agencies
        number = number_of(walk.lines[place])
        walk.number = walk.number or number
        walk.taken.add(place)  # whatever stands above the title is letterhead or site
    for place in [place for place in walk.free if place >= top][:_TITLE_SPAN]:
        line = walk.lines[place]
        number = number_of(line)
        if title and _repeats(line, title):
            walk.taken.add(place)
            continue
        if number:
            walk.number = walk.number or number
            walk.taken.add(place)
        elif _ADDRESSEES.match(line.flat) and _ADDRESSED_TO.search(line.flat) and not ENUMERATED.match(line.flat):
            walk.addressees = line.strip()
            walk.taken.add(place)
            break
        elif ENUMERATED.match(line.flat):
            break
    return tuple(heads)


def _take_signatures(walk: _Walk, top: int) -> None:
    """Agencies above a date on a line of its own, or before a date on the same line."""
    for place in [place for place in walk.free if place >= top]:
        line = walk.lines[place]
        dated = day_of(line)
        if not dated or line.text.lstrip().startswith("|"):
            continue
        before, after = line.before(dated[0]), line.after(dated[0])
        if not _DATE_REST.match(after.flat):
            continue
        signers = agencies_of(before.strip(" ("))
        if not signers and not _DATE_REST.match(before.flat):
            continue
        walk.taken.add(place)
        for above in reversed([other for other in walk.free if other < place][-_SIGNERS:]):
            agencies = agencies_of(walk.lines[above])
            if not agencies:
                break
            signers = (*agencies, *signers)
            walk.taken.add(above)
        walk.signatures.append((place, signers, dated))


def _take_attachment_lists(walk: _Walk) -> None:
    """``附件：1.… 2.…``: what is attached, wherever it is listed; the names, without their numbers."""
    listing = False
    for place in walk.free:
        line = walk.lines[place]
        head = _ATTACHMENT_LIST.match(line.flat)
        goes_on = _LIST_GOES_ON.match(line.flat) if listing else None
        found = head or goes_on
        listing = bool(found) and "。" not in line.text
        if not found or not listing or not _lists_only(walk, place):
            listing = False
            continue
        walk.taken.add(place)
        walk.listed += [name.strip(" 《》") for name in _listed_names(line.part(found.end(), len(line)))]


def _listed_names(line: Piece) -> list[Piece]:
    """Several names on one line: ``监管对象底数表 2.进展情况统计表``."""
    names, begin = [], 0
    for match in line.finditer(re.compile(r"\s+\d{1,2}\s*[.、]\s*")):
        names.append(line.part(begin, match.start()))
        begin = match.end()
    return [name for name in (*names, line.part(begin, len(line))) if name.strip()]


def _lists_only(walk: _Walk, place: int) -> bool:
    """False where the line heads an attachment that follows: ``附件1：统计表`` with a table or a text below it."""
    if not walk.signatures or place < walk.signatures[0][0]:
        return True
    following = [other for other in walk.free if other > place]
    return (
        not following
        or bool(_LIST_GOES_ON.match(walk.lines[following[0]].flat))
        or bool(_CLOSING.match(walk.lines[following[0]].flat))
    )


def _take_closings(walk: _Walk) -> None:
    """Disclosure, copies, contacts: lines that oblige nobody."""
    walk.taken |= {place for place in walk.free if _CLOSING.match(walk.lines[place].flat)}


def _take_attachments(walk: _Walk, top: int) -> None:
    """Where each attachment begins, and its title."""
    head = walk.lines[0].to(walk.lines[min(len(walk.lines) - 1, top + 12)])
    names = [name.value for name in (*quoted_names(head), *walk.listed)]
    signed_at = walk.signatures[0][0] if walk.signatures else None
    free = [place for place in walk.free if place >= top]
    skip_to = -1
    for position, place in enumerate(free):
        if place < skip_to:
            continue
        if _ATTACHMENT.match(walk.lines[place].flat) or _ATTACHMENT_LIST.match(walk.lines[place].flat):
            places = [place, *_title_places(walk, free[position + 1 :], names)]
            found = (
                walk.lines[places[1]].to(walk.lines[places[-1]]) if len(places) > 1 else _named_here(walk.lines[place])
            )
            walk.starts[place] = found.strip(" \n《》") if found else None
        else:
            places = _title_places(walk, free[position:], names)
            named = bool(places) and any(same_title(_joined(walk, places), name) for name in names)
            signed = signed_at is not None and place > signed_at
            if not places or not (named or (signed and _is_followed(walk, places[-1]))):
                continue
            walk.starts[place] = walk.lines[places[0]].to(walk.lines[places[-1]]).strip(" \n《》")
        walk.taken |= set(places)
        skip_to = places[-1] + 1


def _named_here(line: Piece) -> Piece | None:
    match = _ATTACHMENT_LIST.match(line.flat)
    return line.part(match.end(), len(line)) if match else None


def _title_places(walk: _Walk, free: list[int], names: list[str]) -> list[int]:
    """The lines at the beginning of ``free`` that make a title: named in the letter, or looking like one."""
    for count in (1, 2, 3):
        places = free[:count]
        if len(places) == count and any(same_title(_joined(walk, places), name) for name in names):
            return places
    for count in (1, 2, 3):
        places = free[:count]
        if len(places) < count or any(ENUMERATED.match(walk.lines[place].flat) for place in places):
            return []
        if could_be_title(walk.lines[places[0]].to(walk.lines[places[-1]])):
            return places
        if len(walk.lines[places[-1]]) > 40 or "。" in walk.lines[places[-1]].text:
            return []
    return []


def _joined(walk: _Walk, places: list[int]) -> str:
    return "".join(walk.lines[place].value for place in places)


def _is_followed(walk: _Walk, place: int) -> bool:
    """A title has a text below it."""
    following = [other for other in walk.free if other > place]
    return bool(following) and not could_be_title(walk.lines[following[0]])


def _papers(walk: _Walk, title: Piece | None, top: int) -> tuple[Paper, ...]:
    """The letter and the attachments, those without any line left out."""
    edges = [*sorted(walk.starts), len(walk.lines)]
    papers = [Paper(title, _body(walk, top, edges[0]), is_letter=True)]
    papers += [Paper(walk.starts[start], _body(walk, start, end)) for start, end in pairwise(edges)]
    return tuple(paper for paper in papers if paper.lines or (paper.title and not paper.is_letter))


def _body(walk: _Walk, start: int, end: int) -> tuple[Piece, ...]:
    return tuple(walk.lines[place] for place in walk.free if start <= place < end)
