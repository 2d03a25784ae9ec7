"""What a notice rests on: the agencies above that ordered it, and the papers it carries out."""

import re
from collections.abc import Iterable

from yaoan.kernel.reading.pieces import Piece, plain

from .outline import Outline
from .titles import DOCUMENT_NUMBER, quoted_names, same_title

_ORDERED = re.compile(
    r"(?:按照|根据|依据|遵照|贯彻落实|落实)(?P<who>[\u4e00-\u9fff、和及()]{2,60}?)(?:的)?(?:有关|相关"
    r"|统一|工作|最新|关于|具体)*(?:安排部署|部署安排|部署要求|工作部署|部署|工作安排|安排|要求|精神)"
)
_WHO = re.compile(
    r"^(?:党中央|国务院|国家|省|市|县|区|上级|国家[\u4e00-\u9fff]{0,10}|[\u4e00-\u9fff]{0,12}(?:省"
    r"|市|县|区|州|自治区)?(?:委|政府|局|总局|厅|办|委员会|领导小组|办公室))$"
)
_NUMBER = re.compile(rf"^\s*[(]({DOCUMENT_NUMBER.pattern})[)]")


def find_parents(outlines: Iterable[Outline]) -> list[Piece]:
    """The agencies whose orders the notice carries out, as named in its opening paragraphs, each once."""
    found: dict[str, Piece] = {}
    for outline in outlines:
        for text in outline.preamble:
            for match in text.finditer(_ORDERED):
                for name in text.group(match, "who").split("、和及"):
                    if _WHO.match(name.flat):
                        found.setdefault(plain(name.value), name)
    return list(found.values())


def find_basis(outlines: Iterable[Outline], own: Iterable[Piece]) -> list[Piece]:
    """The papers named in 《》 with the number behind them, the notice's own papers left out, each once."""
    titles = [title.value for title in own]
    found: dict[str, Piece] = {}
    for outline in outlines:
        for text in outline.texts():
            for name in quoted_names(text):
                if any(same_title(name.value, title) for title in titles):
                    continue
                quoted = Piece(name.source, name.start - 1, name.end + 1)
                number = text.after(quoted).find(_NUMBER, 1)
                found.setdefault(
                    plain(name.value), quoted.to(Piece(name.source, number.start, number.end + 1)) if number else quoted
                )
    return list(found.values())
