"""Law cited: 《药品管理法》第四十九条第三款第（六）项, with what is named after it (及第五十一条第一款)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from yaoan.kernel.reading.amounts import chinese_number
from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.words import Choice, _

_NUMBER = r"[0-9〇零一二三四五六七八九十百千]+"
_ARTICLE = (
    rf"第\s*(?P<article>{_NUMBER})\s*条(?:之(?P<twin>[一二三四五六七八九]))?(?:\s*第?\s*(?P<paragraph>{_NUMBER})\s*款)?"
    rf"(?:\s*第?\s*[(]?(?P<item>{_NUMBER})[)]?\s*项)?(?:\s*第?\s*(?P<point>{_NUMBER})\s*目)?"
)
_CITED = re.compile(rf"《(?P<name>[^《》\n]{{2,60}}(?:〈[^〉]*〉[^《》]*)?)》\s*(?:[(][^()]{{1,40}}[)])?\s*{_ARTICLE}")
_NEXT = re.compile(
    rf"(?:及|和|与|以及|、|,|并)\s*(?:(?P<ground>依照|按照|依据|根据)\s*)?(?:同法|该法|上述法律)?\s*{_ARTICLE}"
)
_TWIN = re.compile(
    rf"\s*(?:及|和|与|以及|、)\s*第?\s*(?:(?P<paragraph>{_NUMBER})\s*款(?:\s*第?\s*[(]?(?P<item>{_NUMBER})[)]?\s*项)?"
    rf"|[(]?(?P<lone>{_NUMBER})[)]?\s*项)"
)
_BROKEN = re.compile(r"违反|不符合|构成|属于|违背")
_GROUND = re.compile(r"依据|根据|依照|按照|参照")
_FULL = "中华人民共和国"


_SHORT = re.compile(r"(?P<instrument>[^§]+)§(?P<article>\d+)(?P<paragraph>[①-⑳]|\(\d+\))?(?:\((?P<item>[^()\d]+)\))?$")


class Role(Choice):
    """Why the law is cited."""

    BROKEN = "broken", _("违反")
    BASIS = "basis", _("依据")
    OTHER = "other", _("提及")


@dataclass(frozen=True)
class Citation:
    """An article as cited. ``article`` and ``paragraph`` are numbers, ``item`` the number as written (六)."""

    instrument: str
    article: int
    paragraph: int | None
    item: str | None
    role: Role
    piece: Piece

    @property
    def short(self) -> str:
        """药品管理法§49③(六)."""
        paragraph = (
            "" if not self.paragraph else chr(0x245F + self.paragraph) if self.paragraph < 21 else f"({self.paragraph})"
        )
        return f"{self.instrument}§{self.article}{paragraph}{f'({self.item})' if self.item else ''}"


def spelled(short: str) -> str:
    """An article in its short form as papers write it: 《药品管理法》第49条第3款第（六）项. What is no short form stays."""
    match = _SHORT.match(short)
    if match is None:
        return short
    sign = match["paragraph"] or ""
    paragraph = sign.strip("()") if sign.startswith("(") else sign and str(ord(sign) - 0x245F)
    return (
        f"《{match['instrument']}》第{match['article']}条"
        + (f"第{paragraph}款" if paragraph else "")
        + (f"第（{match['item']}）项" if match["item"] else "")
    )


def citations(text: Piece) -> tuple[Citation, ...]:
    """Every article cited, in order, each once."""
    found: dict[tuple[str, Role], Citation] = {}
    for citation in _all(text):
        found.setdefault((citation.short, citation.role), citation)
    return tuple(found.values())


@cache
def articles_of(text: str) -> frozenset[str]:
    """The articles a short text cites, in their short form: 药品管理法§129."""
    return frozenset(citation.short for citation in citations(Piece.whole(text)))


def _all(text: Piece) -> Iterator[Citation]:
    flat = text.flat
    for match in _CITED.finditer(flat):
        role = _role(flat[max(0, match.start() - 40) : match.start()])
        name = match["name"].strip().removeprefix(_FULL)
        yield from _with_twins(text, match, name, role)
        place = match.end()
        while following := _NEXT.match(flat, _behind_twins(flat, place)):
            role = Role.BASIS if following["ground"] else role
            yield from _with_twins(text, following, name, role)
            place = following.end()


def _role(before: str) -> Role:
    """The nearest word before the citation within its clause chain."""
    before = before.rpartition("。")[2]
    broken = max((match.end() for match in _BROKEN.finditer(before)), default=-1)
    ground = max((match.end() for match in _GROUND.finditer(before)), default=-1)
    if broken < 0 and ground < 0:
        return Role.OTHER
    return Role.BROKEN if broken > ground else Role.BASIS


def _with_twins(text: Piece, match: re.Match[str], name: str, role: Role) -> Iterator[Citation]:
    """The article itself and further paragraphs or items of it (第一款、第二款; 第（二）项、第（三）项)."""
    first = _citation(text.group(match), name, role, match["article"], match["paragraph"], match["item"])
    if not first:
        return
    yield first
    place = match.end()
    while twin := _TWIN.match(text.flat, place):
        paragraph = twin["paragraph"] or match["paragraph"]
        if other := _citation(text.group(twin), name, role, match["article"], paragraph, twin["item"] or twin["lone"]):
            yield other
        place = twin.end()


def _behind_twins(flat: str, place: int) -> int:
    while twin := _TWIN.match(flat, place):
        place = twin.end()
    return place


def _citation(
    piece: Piece, name: str, role: Role, article: str, paragraph: str | None, item: str | None
) -> Citation | None:
    number = _whole(article)
    return Citation(name, number, _whole(paragraph) or None, item, role, piece) if number else None


def _whole(words: str | None) -> int:
    if not words:
        return 0
    return int(words) if words.isdigit() else int(chinese_number(words) or 0)
