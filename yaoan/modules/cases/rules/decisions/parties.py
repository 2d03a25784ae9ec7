"""Who is punished: firms and persons, with code, representative, address and licence as the text gives them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from yaoan.kernel.reading import checksums
from yaoan.kernel.reading.pieces import Piece

from .found import one_each
from .labels import Fields, labelled

_CODE = re.compile(rf"(?<![0-9A-Z*])[{checksums.USCC_ALPHABET}]{{18}}(?![0-9A-Z*])")
_MASKED_CODE = re.compile(r"(?:代码|注册号)[^:]{0,12}:\s*(?P<code>[0-9A-Za-z*×]{8,20})")
_CUT = re.compile(
    r"\s*(?:[,;。]|\||[(](?:以下|下称|简称|统一)|(?:统一)?社会信用代码|法定代表人|住所|地址|性别|身份证|营业执照"
    r"|主体资格|负责人[:：]|经营者[:：])"
)
_FIRM = r"[\u4e00-\u9fff()·\dA-Za-z]{2,44}?(?:公司|药房|药店|大药房|诊所|医院|卫生院|卫生室|门诊部|经营部|店|厂|中心|超市|商行|门市部|合作社|研究所|馆|美容院|工作室|企业|分公司)"
_SUBJECT = re.compile(
    r"^[一二三四五六七八九十\d]*[、.]?\s*(?:[\u4e00-\u9fff]{2,12}?(?:查处|查办)(?:的)?)?"
    rf"(?P<name>{_FIRM}|[\u4e00-\u9fff]{{1,2}}某{{1,2}})(?:等)?"
    r"(?=(?:涉嫌|未经|未|违法|违规|非法|无证|销售|生产|经营|使用|网络|通过|在网|购进|从|以|擅自|伪造|拒绝|不))[^。]{2,50}案\s*$"
)
_CALLED = re.compile(rf"对(?:位于[^,。]{{2,40}}的)?(?P<name>{_FIRM})[(](?:以下)?(?:简)?称[“\"]?(?:当事人|该)")
_ALIAS = re.compile(rf"(?P<name>{_FIRM})[(](?:以下|下)(?:简)?称[：:]?[“\"](?:当事人|该店|该公司)")
_BY_NAME = re.compile(r"当事人(?P<name>[\u4e00-\u9fff](?:某{1,2}|\*{1,2}|×{1,2}))")
_EMPTY_NAME = re.compile(r"^(?:某|一|该)*(?:公司|企业|药店|药房|店|网店|诊所)$")
_PERSON = re.compile(r"^[\u4e00-\u9fff·*×某]{2,4}$")


@dataclass(frozen=True)
class Party:
    """A firm or person the decision is made on."""

    name: Piece
    is_person: bool = False
    code: Piece | None = None
    masked_code: Piece | None = None
    representative: Piece | None = None
    address: Piece | None = None
    licence: Piece | None = None

    @property
    def is_code_sound(self) -> bool:
        """False where the 18th character of the code is not the one its other 17 give."""
        code = self.code.flat if self.code else ""
        return not code or checksums.uscc_check(code[:17]) == code[17]


def find_parties(text: Piece, fields: Fields) -> tuple[Party, ...]:
    """All parties in order; empty where the text names none or leaves the whole name out."""
    blocks = _blocks(text)
    if blocks:
        parties = [party for block in blocks for party in _of_block(block)]
    else:
        parties = [Party(name, bool(_PERSON.match(name.flat))) for name in _in_story(text)[:1]]
    if len(parties) == 1:
        return (_completed(parties[0], text, fields),)
    return tuple(parties)


def _blocks(text: Piece) -> list[Piece]:
    """From each labelled party to the next one, the last to the end of its labelled lines."""
    starts, seen = [], set()
    for name in labelled(text).get("party", ()):
        if _name(name) and _name(name).flat not in seen:
            seen.add(_name(name).flat)
            starts.append(name)
    blocks = []
    for place, start in enumerate(starts):
        end = starts[place + 1].start if place + 1 < len(starts) else text.end
        line = Piece(text.source, _line_start(text, start), end)
        blocks.append(line)
    return blocks


def _line_start(text: Piece, piece: Piece) -> int:
    return text.source.rfind("\n", 0, piece.start) + 1


def _of_block(block: Piece) -> Iterator[Party]:
    fields = labelled(block)
    names = [_name(part) for part in fields["party"][0].split("、;") or ()]
    names = [name for name in names if name]
    if len(names) == 1:
        name = names[0]
        yield _completed(Party(name, bool(_PERSON.match(name.flat))), _head_of(block), fields)
    else:
        yield from (Party(name, bool(_PERSON.match(name.flat))) for name in names)


def _head_of(block: Piece) -> Piece:
    """The labelled lines of a block: what a code in the story belongs to is less certain."""
    return block


def _name(value: Piece) -> Piece:
    cut = _CUT.search(value.flat)
    bare = value.part(0, cut.start()) if cut and cut.start() else value
    masked = re.match(r"^(?:[(]略[)]\s*)+", bare.flat)
    return (bare.part(masked.end(), len(bare)) if masked else bare).strip(" |　\t。，；")


def _in_story(text: Piece) -> list[Piece]:
    """From the title of a typical case, from 以下简称“当事人”, or from 当事人王某."""
    found: list[Piece] = []
    for line in text.lines():
        match = _SUBJECT.match(line.flat)
        if match:
            found.append(line.group(match, "name"))
    for pattern in (_CALLED, _ALIAS, _BY_NAME):
        found += [text.group(match, "name") for match in text.finditer(pattern)]
    found = [name.part(name.flat.rfind("局对") + 2, len(name)) if "局对" in name.flat else name for name in found]
    return [name for name in one_each(found) if name and not _EMPTY_NAME.match(name.flat)]


def _completed(party: Party, text: Piece, fields: Fields) -> Party:
    code = text.find(_CODE)
    masked = None if code else next((text.group(match, "code") for match in text.finditer(_MASKED_CODE)), None)
    licences = fields.get("licence", ()) or _licences(text)
    return replace(
        party,
        code=code,
        masked_code=masked,
        representative=_first(fields.get("representative", ())),
        address=_first(fields.get("address", ())),
        licence=licences[0] if licences else None,
    )


_LICENCE = re.compile(
    r"许可证(?:》)?\s*[(]?(?:许可证)?(?:编号|证号|号)\s*[:为]\s*(?P<number>[\u4e00-\u9fffA-Z]{0,6}[0-9A-Z-]{5,20})"
)


def _licences(text: Piece) -> list[Piece]:
    return [text.group(match, "number") for match in text.finditer(_LICENCE)]


def _first(pieces: Sequence[Piece]) -> Piece | None:
    if not pieces:
        return None
    bare = _name(pieces[0])
    return bare or None
