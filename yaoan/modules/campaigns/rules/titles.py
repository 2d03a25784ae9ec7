"""Titles, document numbers and the lines around them."""

import re
from collections.abc import Sequence

from yaoan.kernel.reading.pieces import Piece, plain

from .units import is_agency

_NUMBER = (
    r"[\u4e00-\u9fff]{1,14}\s*[〔\[(【〈]\s*(?:(?:19|20)\d\d|二[〇零0][〇零0一二三四五六七八九]{2})\s*年?\s*[〕\])】〉]"
    r"\s*第?\s*\d{1,5}\s*号"
)
DOCUMENT_NUMBER = re.compile(_NUMBER)
_NUMBER_LINE = re.compile(rf"^\s*[(]?\s*({_NUMBER})\s*[)]?\s*(?:签发人\s*:.{{0,12}})?$")
_NUMBER_AT_END = re.compile(rf"[(]({_NUMBER})[)]\s*$")

_ORDERS = "通知|通报|通告|公告|意见|决定|函|批复|报告"
_PLANS = "方案|计划|要点|安排|规划|措施|分工|任务书|指引"
_PAPERS = "办法|规定|细则|指南|制度|清单|预案|规程|规范|总结|表|名单|目录|标准|说明|解读|职责"
_BRACKET = r"(?:[(][^()]{1,20}[)])?"
_ORDER_END = re.compile(rf"(?:{_ORDERS}){_BRACKET}$")
_PLAN_END = re.compile(rf"(?:{_PLANS}){_BRACKET}$")
_PAPER_END = re.compile(rf"(?:{_ORDERS}|{_PLANS}|{_PAPERS}){_BRACKET}$")
_ABOUT = re.compile(r"关于|转发|印发|的通知")
_NO_TITLE = re.compile(r"[。;!|]|^\s*(?:附\s*件|抄送|主送)")
ENUMERATED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.](?!二?[级类])"
    r"|[(]\s*[一二三四五六七八九十\d]{1,3}\s*[)]|\d{1,2}\s*[.、](?!\d)"
    r"|[①-⑳]|第[一二三四五六七八九十]{1,3}[条章节])"
)
_LETTERHEAD = re.compile(r"文\s*件\s*$")
_SENTENCE_MARK = re.compile(r"[。,;:!?]")
_LONGEST = 90
_LINES = 4


def names_an_order(title: str) -> bool:
    """通知, 意见 and their like: papers that go with a letter."""
    return bool(_ORDER_END.search(title.strip(" 》")))


def names_a_plan(title: str) -> bool:
    """方案, 计划, 要点: papers that say what is to be done."""
    return bool(_PLAN_END.search(title.strip(" 》")))


def could_be_title(line: Piece) -> bool:
    """A short line that is no sentence, no numbered item and ends with a kind of paper."""
    text = line.flat.strip(" 《》")
    return _may_stand_in_title(line) and bool(_PAPER_END.search(text)) and len(text) >= 4


def number_of(line: Piece) -> Piece | None:
    """The document number of a line that holds nothing else."""
    return line.find(_NUMBER_LINE, 1)


def number_behind(title: Piece) -> Piece | None:
    """The document number in brackets behind a title."""
    return title.find(_NUMBER_AT_END, 1)


def agencies_of(line: Piece) -> tuple[Piece, ...]:
    """The agencies of a line that names agencies and nothing else; empty for every other line."""
    if _SENTENCE_MARK.search(line.flat):
        return ()
    parts = tuple(line.split(" 、"))
    return parts if parts and all(is_agency(part.flat) for part in parts) else ()


def find_title(lines: Sequence[Piece], free: Sequence[int]) -> tuple[list[int], Piece] | None:
    """The title: the lines it stands on and its words.

    Args:
        lines: all lines of the notice.
        free: the places of the lines among which to look, in order, blank lines left out.
    """
    for accepts in (_is_order, _is_plan):
        for start in range(len(free)):
            for count in range(1, _LINES + 1):
                places = list(free[start : start + count])
                if len(places) < count or not _stand_together(lines, places):
                    break
                title = _between(lines, places)
                if _begins_title(lines, places) and accepts(title):
                    places = _without_agencies(lines, places)
                    return places, _between(lines, places)
    return None


def _stand_together(lines: Sequence[Piece], places: list[int]) -> bool:
    """Lines that could make a title, with nothing but blank lines between them."""
    between = set(range(places[0], places[-1])) - set(places)
    return all(_may_stand_in_title(lines[place]) for place in places) and not any(
        lines[place].strip() for place in between
    )


def _begins_title(lines: Sequence[Piece], places: list[int]) -> bool:
    """A title of several lines begins with 关于 or with the agencies that issue it; menus above it do not."""
    first = lines[places[0]]
    return len(places) == 1 or bool(_ABOUT.search(first.flat) or agencies_of(first))


def _is_order(title: Piece) -> bool:
    text = _words(title)
    is_whole = text.count("《") == text.count("》")
    return len(text) <= _LONGEST and is_whole and bool(_ABOUT.search(text) and _ORDER_END.search(text.strip("》")))


def _is_plan(title: Piece) -> bool:
    text = _words(title)
    return len(text) >= 6 and "\n" not in title.text.strip() and bool(_PLAN_END.search(text.strip("《》")))


def _words(title: Piece) -> str:
    return re.sub(rf"[(]{_NUMBER}[)]$", "", re.sub(r"\s+", "", title.flat))


def _may_stand_in_title(line: Piece) -> bool:
    text = line.flat.strip()
    if not text or len(text) > _LONGEST or _LETTERHEAD.search(text) or ":" in text:
        return False
    return not _NO_TITLE.search(text) and not ENUMERATED.match(text) and not number_of(line)


def _between(lines: Sequence[Piece], places: list[int]) -> Piece:
    title = lines[places[0]].to(lines[places[-1]]).strip(" \n")
    number = number_behind(title)
    return title.before(number).strip(" \n(（") if number else title


def _without_agencies(lines: Sequence[Piece], places: list[int]) -> list[int]:
    """One agency before 关于 belongs to the title; several are the issuers of a joint notice and do not."""
    heads = [agencies_of(lines[place]) for place in places[:-1]]
    named = sum(len(agencies) for agencies in heads)
    if named <= 1:
        return places
    return places[sum(1 for agencies in heads if agencies) :]


def quoted_names(text: Piece) -> list[Piece]:
    """The names in 《》 of a text, outermost marks."""
    found, depth, begin = [], 0, 0
    for place, character in enumerate(text.text):
        if depth and place - begin > _LONGEST:
            depth = 0  # never closed
        if character == "《":
            depth += 1
            begin = place + 1 if depth == 1 else begin
        elif character == "》" and depth:
            depth -= 1
            if depth == 0 and place > begin:
                found.append(text.part(begin, place))
    return found


def same_title(one: str, other: str) -> bool:
    """Equal but for blanks, marks and the angle brackets."""
    strip = str.maketrans("", "", '《》〈〉“”"')
    return plain(one).translate(strip) == plain(other).translate(strip)
